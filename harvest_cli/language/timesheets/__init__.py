"""Timesheets as files: bytes to text, tables and cells, and what a row of one is."""
