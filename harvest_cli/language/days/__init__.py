"""Days: dates, periods, ranges."""
