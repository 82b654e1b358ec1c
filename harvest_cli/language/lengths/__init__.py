"""Durations and clock times."""
