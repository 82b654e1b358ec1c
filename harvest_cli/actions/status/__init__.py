"""Status: what runs, and the day against its target."""
