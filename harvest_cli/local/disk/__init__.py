"""The disk: folders and private files."""
