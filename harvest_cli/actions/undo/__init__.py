"""Undo: take writes back."""
