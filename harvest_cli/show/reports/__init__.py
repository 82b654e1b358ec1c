"""Reports and weeks as text, charts, Markdown and HTML."""
