"""Which part of the sentence played which part, as spans that cover every character once.

A blank between two pieces belongs to filler, unless both sides are one piece.
"""

from harvest_cli.language.item import Tokens
from harvest_cli.language.readings import Kind, Span


class Roles:
    """Collects the role of token runs, and of the notes, which run to the end of the text."""

    __slots__ = ("_runs", "_text", "_tokens")

    def __init__(self, text: str, tokens: Tokens) -> None:
        self._text = text
        self._tokens = tokens
        self._runs: list[tuple[int, int, Kind]] = []

    def mark(self, start: int, end: int, kind: Kind) -> None:
        """Tokens `start` to `end` (excluded) are a `kind`."""
        if end > start:
            first, last = self._tokens[start], self._tokens[end - 1]
            self._runs.append((first.start, last.end, kind))

    def mark_text(self, start: int, end: int, kind: Kind) -> None:
        """Characters `start` to `end` (excluded) are a `kind`."""
        if end > start:
            self._runs.append((start, end, kind))

    def spans(self) -> tuple[Span, ...]:
        """The whole text, in order; what was not marked is filler."""
        found: list[Span] = []
        at = 0
        for start, end, kind in sorted(self._runs, key=lambda run: (run[0], -run[1])):
            start = max(start, at)
            if start >= end:
                continue
            if start > at:
                found.append(Span(at, start, Kind.FILLER))
            found.append(Span(start, end, kind))
            at = end
        if at < len(self._text):
            found.append(Span(at, len(self._text), Kind.FILLER))
        return tuple(found)
