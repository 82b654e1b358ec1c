"""Reports: totals of a period by group, weeks, budgets, uninvoiced time."""
