"""The outbox and the journal on disk."""
