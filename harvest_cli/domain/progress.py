"""How those who wait for a long read hear of it."""

from collections.abc import Callable

Progress = Callable[[int], None]
"""Told how many rows have been read so far, after each page."""


def nobody(_count: int) -> None:
    """The progress that nobody watches."""
