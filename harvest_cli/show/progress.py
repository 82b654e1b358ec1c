"""One line on stderr while Harvest lets hv wait: on a terminal, after a moment, then erased."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from harvest_cli.show.output import Output

PATIENCE = 0.4
"""Seconds before anything is said."""


WAITING = "Waiting for Harvest"


@contextmanager
def waiting(output: Output, after: float = PATIENCE) -> Iterator[None]:
    """Say that hv waits, once `after` seconds have passed; the line is gone when this ends."""
    if output.err.width is None or output.quiet:
        yield
        return
    from threading import Timer

    text = WAITING[: output.err.width - 1]
    said: list[str] = []

    def say() -> None:
        said.append(text)
        output.stderr.write(f"\r{text}")
        output.stderr.flush()

    timer = Timer(after, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said:
            output.stderr.write(f"\r{' ' * len(text)}\r")
            output.stderr.flush()


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
