"""Answers of the set-up commands: settings, logins, doctor, help."""
