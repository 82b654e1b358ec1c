"""Set-up: login, settings, doctor."""
