"""Exports: entries for other programs, what a format loses of them, folders that are kept up."""
