"""Reports as text, charts, Markdown and HTML."""
