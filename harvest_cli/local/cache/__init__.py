"""Caches: the account, completion names, status, row numbers, choices."""
