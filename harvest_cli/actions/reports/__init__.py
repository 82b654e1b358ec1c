"""Reports: totals of a period, weeks, money."""
