"""Values and arithmetic of time tracking: entries, hours, days, errors."""
