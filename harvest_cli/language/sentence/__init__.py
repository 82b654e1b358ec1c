"""Sentences: words to entries, timers and periods."""
