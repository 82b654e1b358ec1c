"""The outbox: pending writes, the policy that sends them, what became of each."""
