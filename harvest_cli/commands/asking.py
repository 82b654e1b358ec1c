"""Questions on a terminal besides picking from a list: something hidden, and yes or no."""

import io
from collections.abc import Iterator
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
