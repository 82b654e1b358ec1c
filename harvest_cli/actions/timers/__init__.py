"""Timers: start, stop, restart, switch, split."""
