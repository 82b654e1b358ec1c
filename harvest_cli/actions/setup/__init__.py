"""Set-up: logins, settings, doctor."""
