"""Answers of the set-up commands, and help."""
