"""Long lists on a terminal through a pager, as git shows them."""

import io
import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from harvest_cli.show.output import Face, Output

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
    if output.face is not Face.HUMAN:
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
            shlex.split(program),
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
