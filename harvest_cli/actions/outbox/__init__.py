"""The outbox: what is queued, how it is sent, and what became of it."""
