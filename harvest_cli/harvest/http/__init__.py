"""Requests: time limits, retries, TLS, pages, and what each failure proves."""
