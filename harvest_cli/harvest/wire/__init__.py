"""Harvest's JSON to values of the domain, and back."""
