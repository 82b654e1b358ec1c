"""The sentence: words to an entry, a timer or a period."""
