"""Suggest: entries for what is missing of a day, from what is on this machine; nothing is sent."""
