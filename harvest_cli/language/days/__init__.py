"""Dates, ranges of days, periods."""
