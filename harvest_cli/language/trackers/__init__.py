"""Files of time trackers and one's own timesheets: what kind one is, and its rows."""
