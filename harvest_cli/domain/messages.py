"""What a run tells beside its answer: warnings, and how far a long read is."""

from collections.abc import Callable, Iterable

Progress = Callable[[int], None]
"""Told how many rows have been read so far, after each page."""


def nobody(_count: int) -> None:
    """The progress that nobody watches."""


class Warnings:
    """Lines in the order in which they came; each stands there once."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.lines = list(lines)
        self._unwritable = False

    def add(self, line: str) -> None:
        """Show a line, once."""
        if line not in self.lines:
            self.lines.append(line)

    def discard(self, line: str) -> None:
        """Do not show a line after all: the answer itself says it."""
        self.lines[:] = [each for each in self.lines if each != line]

    def cannot_keep(self, where: str, error: Exception) -> None:
        """Say that nothing can be kept on this machine, and why; the first reason is enough."""
        if not self._unwritable:
            self._unwritable = True
            why = getattr(error, "strerror", None) or error
            self.add(f"Nothing can be saved in the {where} ({why}); hv continues without it")

    def take(self) -> tuple[str, ...]:
        """The lines to show now; each is given once."""
        taken = tuple(self.lines)
        self.lines.clear()
        return taken
