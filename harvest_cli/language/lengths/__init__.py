"""Lengths: durations and clock times."""
