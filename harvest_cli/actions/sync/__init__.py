"""Sync: send pending entries, replay queued changes, resolve unconfirmed entries."""
