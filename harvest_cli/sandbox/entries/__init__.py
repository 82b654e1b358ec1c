"""Time entries and timers."""
