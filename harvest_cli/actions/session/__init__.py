"""The run: its account, login, clock, settings and outbox."""
