"""Fill: entries that are due and not there, proposed and logged together."""
