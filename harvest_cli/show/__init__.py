"""Answers as text, tables, JSON and CSV. The only room that prints."""
