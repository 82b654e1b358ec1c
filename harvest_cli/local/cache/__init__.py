"""Caches: account data, completion names, status, row numbers, choices."""
