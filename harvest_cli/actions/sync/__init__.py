"""Sync: send what is pending, replay queued changes."""
