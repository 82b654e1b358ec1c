"""Long lists on a terminal through a pager, as git shows them.

One line on stderr while Harvest lets hv wait: on a terminal, after a moment, then erased.
"""

import io
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from harvest_cli.domain.wording import command_words
from harvest_cli.show.terminal.output import Format, Output

USUAL = {"LESS": "FRX", "LV": "-c"}
"""What pagers are told where the person told them nothing: colours, and no clearing."""


@contextmanager
def paged(output: Output, program: str | None, environ: Mapping[str, str]) -> Iterator[None]:
    """Hold what is printed inside, and show it: page by page if it is longer than the terminal.

    Without a terminal, and with `cat` for the program, nothing is held.
    """
    height = _height(output)
    if height is None or not program or program.strip() == "cat":
        yield
        return
    real, held = output.stdout, io.StringIO()
    output.stdout = output.stream = held
    try:
        yield
    finally:
        output.stdout = output.stream = real
    text = held.getvalue()
    if text.count("\n") < height or not _shown(text, program, output, environ):
        real.write(text)


def _height(output: Output) -> int | None:
    """Lines of the terminal that people read this on; None where there is none."""
    if output.format is not Format.HUMAN:
        return None
    try:
        return os.get_terminal_size(output.stdout.fileno()).lines or None
    except (OSError, ValueError):
        return None


def _shown(text: str, program: str, output: Output, environ: Mapping[str, str]) -> bool:
    """Whether the pager took the text; one that is missing or misspelled did not."""
    import subprocess

    output.stdout.flush()
    try:
        pager = subprocess.Popen(
            command_words(program),
            stdin=subprocess.PIPE,
            stdout=output.stdout.fileno(),
            env={**USUAL, **environ},
        )
    except (OSError, ValueError):
        return False
    # Whoever has read enough quits, and Ctrl-C is the pager's.
    with suppress(BrokenPipeError):
        pager.communicate(text.encode(output.encoding, "backslashreplace"))
    return True


PATIENCE = 0.4
"""Seconds before anything is said."""
WAITING = "Waiting for Harvest"


@contextmanager
def waiting(output: Output, after: float | None = None) -> Iterator[None]:
    """Say that hv waits, after so many seconds (`PATIENCE`); the line is gone when this ends."""
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

    timer = Timer(PATIENCE if after is None else after, say)
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
    output: Output,
    monotonic: Callable[[], float] = time.monotonic,
    doing: str = "Reading entries",
) -> Iterator[Callable[..., None]]:
    """A function to tell how many entries are done, of how many; the line goes when this ends."""
    began, shown = monotonic(), 0

    def told(count: int, total: int = 0) -> None:
        nonlocal shown
        if output.err.width is None or output.quiet or monotonic() - began < PATIENCE:
            return
        of = f" of {total:,}" if total else ""
        text = f"{doing}: {count:,}{of}"[: output.err.width - 1]
        output.stderr.write(f"\r{text.ljust(shown)}")
        output.stderr.flush()
        shown = len(text)

    try:
        yield told
    finally:
        if shown:
            output.stderr.write(f"\r{' ' * shown}\r")
            output.stderr.flush()
