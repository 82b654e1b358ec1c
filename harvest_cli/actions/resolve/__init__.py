"""From words to an entry: names, defaults, flags, ambiguities."""
