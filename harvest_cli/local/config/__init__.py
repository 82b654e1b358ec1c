"""Configuration: settings, files, addresses."""
