"""From words and flags to entries: names, defaults, ambiguities, filters."""
