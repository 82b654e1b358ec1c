"""The disk: places, settings, credentials, the catalogue cache."""
