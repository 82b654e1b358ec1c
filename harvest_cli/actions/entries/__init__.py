"""Entries: log, edit, delete, copy, import, read."""
