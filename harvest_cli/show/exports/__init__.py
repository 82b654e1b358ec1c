"""Entries as files of other programs."""
