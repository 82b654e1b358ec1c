"""Answers of commands, as people read them."""
