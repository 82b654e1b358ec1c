"""The day: its clock, its target and the running timers."""
