"""Words to meaning. Pure: names and the time are arguments."""
