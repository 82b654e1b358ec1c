"""Questions on a terminal besides picking from a list: something hidden, and yes or no.

Asking for one of several on a terminal, by number; questions go to stderr.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from harvest_cli.domain.errors import UsageError
from harvest_cli.show.terminal.output import Output


def hidden(prompt: str, stdin: TextIO, output: Output) -> str:
    """One line that is not shown while it is typed or pasted.

    Raises UsageError where the terminal would show it: there is no way back from that.
    """
    with _without_echo(stdin):
        output.stderr.write(prompt)
        output.stderr.flush()
        try:
            return _line(stdin)
        finally:
            output.err.line()


def agrees(question: str, stdin: TextIO, output: Output) -> bool:
    """Yes by default; anything but yes, an end of input included, is no."""
    output.stderr.write(f"{question} [Y/n] ")
    output.stderr.flush()
    answer = stdin.readline()
    return answer != "" and answer.strip().lower() in {"", "y", "yes"}


def _line(stdin: TextIO) -> str:
    if not _is_windows():
        return stdin.readline()
    return "".join(iter(_key, "\r"))


@contextmanager
def _without_echo(stdin: TextIO) -> Iterator[None]:
    if _is_windows():
        yield
        return
    import termios

    try:
        terminal = stdin.fileno()
        before = termios.tcgetattr(terminal)
        quiet = termios.tcgetattr(terminal)
        quiet[3] &= ~termios.ECHO
        termios.tcsetattr(terminal, termios.TCSAFLUSH, quiet)
        silent = not termios.tcgetattr(terminal)[3] & termios.ECHO
    except (OSError, ValueError, io.UnsupportedOperation, termios.error):
        silent = False
    if not silent:
        message = "This terminal would show the token while it is typed"
        raise UsageError(message, hint="Pipe it in: `hv login --with-token < FILE`")
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _is_windows() -> bool:
    import os

    return os.name == "nt"


def _key() -> str:
    import importlib

    key = str(importlib.import_module("msvcrt").getwch())
    if key == "\x03":
        raise KeyboardInterrupt
    return "\r" if key == "\n" else key


TRIES = 3


def choose(question: str, options: Sequence[str], stdin: TextIO, output: Output) -> int | None:
    """The index of the chosen option; None when nothing was chosen."""
    output.err.line(output.err.text(question))
    for number, option in enumerate(options, 1):
        output.err.line(f"  {number}  {output.err.text(option)}")
    for _ in range(TRIES):
        output.stderr.write(f"Number (1-{len(options)}, empty to stop): ")
        output.stderr.flush()
        answer = stdin.readline()
        if not answer.strip():
            return None
        # Python refuses to read numbers of thousands of digits.
        number = int(answer) if answer.strip().isdecimal() and len(answer) < 10 else 0
        if 1 <= number <= len(options):
            return number - 1
    return None
