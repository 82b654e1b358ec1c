"""This machine: files, settings, logins, caches, the stored outbox."""
