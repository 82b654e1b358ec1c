"""One line on stderr while a long list is read: on a terminal only, after a moment, then erased."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from harvest_cli.show.output import Output

PATIENCE = 0.4
"""Seconds before anything is said."""


@contextmanager
def progress(
    output: Output, monotonic: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[int], None]]:
    """A function to tell how many entries have been read; the line is gone when this ends."""
    began, shown = monotonic(), 0

    def told(count: int) -> None:
        nonlocal shown
        if output.err.width is None or output.quiet or monotonic() - began < PATIENCE:
            return
        text = f"Reading entries: {count:,}"[: output.err.width - 1]
        output.stderr.write(f"\r{text.ljust(shown)}")
        output.stderr.flush()
        shown = len(text)

    try:
        yield told
    finally:
        if shown:
            output.stderr.write(f"\r{' ' * shown}\r")
            output.stderr.flush()
