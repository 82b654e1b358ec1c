"""Imports: a file of any tracker, its rows as entries, each sent once."""
