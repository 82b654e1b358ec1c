"""Typer functions: options to action to show."""
