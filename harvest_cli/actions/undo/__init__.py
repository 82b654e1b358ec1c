"""Undo: reverse the last writes."""
