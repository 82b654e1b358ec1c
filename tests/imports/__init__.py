"""Files of other trackers: what they hold, and what becomes of it."""
