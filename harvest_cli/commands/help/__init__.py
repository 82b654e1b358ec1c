"""Help: the overview, topics, the manual page, completion."""
