"""The day: its clock, targets and running timers."""
