"""Folders and private files, written whole or not at all."""
