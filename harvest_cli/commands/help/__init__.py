"""Help: pages, topics, manual, completion."""
