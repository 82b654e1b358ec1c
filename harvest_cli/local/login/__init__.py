"""Logins: tokens, profiles, the keyring."""
