"""Questions on a terminal: something hidden, yes or no, one of several. They go to stderr."""

import warnings
from collections.abc import Sequence
from typing import TextIO

from harvest_cli.domain.errors import UsageError
from harvest_cli.show.terminal.columns import wrapped
from harvest_cli.show.terminal.output import Output

TRIES = 3


def hidden(prompt: str, stdin: TextIO, output: Output) -> str:
    """One line that is not shown while it is typed or pasted.

    Raises UsageError where the terminal would show it: there is no way back from that.
    """
    from getpass import GetPassWarning, getpass

    try:
        stdin.fileno()
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)
            return getpass(prompt, output.stderr)
    except EOFError:
        return ""
    except (OSError, GetPassWarning):
        message = "This terminal would show the token while it is typed"
        raise UsageError(message, hint="Pipe it in: `hv login --with-token < FILE`") from None


def agrees(question: str, stdin: TextIO, output: Output, *, default: bool = True) -> bool:
    """Whether the person says yes: Enter is the default, anything else is asked again.

    The end of the input, and three answers that are neither, are a no.
    """
    keys = "[Y/n]" if default else "[y/N]"
    asked = "\n".join(
        wrapped(f"{output.err.marks(output.err.text(question))} {keys}", output.err.width)
    )
    for _ in range(TRIES):
        output.stderr.write(f"{asked} ")
        output.stderr.flush()
        typed = stdin.readline()
        answer = typed.strip().lower()
        if typed and not answer:
            return default
        if not typed or answer in {"n", "no"}:
            return False
        if answer in {"y", "yes"}:
            return True
    return False


def choose(question: str, options: Sequence[str], stdin: TextIO, output: Output) -> int | None:
    """The index of the chosen option; None when nothing was chosen."""
    output.err.line(output.err.text(question))
    for number, option in enumerate(options, 1):
        output.err.line(f"  {number}  {output.err.text(option)}")
    for _ in range(TRIES):
        output.stderr.write(output.err.marks(f"Number (1–{len(options)}, Enter to cancel): "))
        output.stderr.flush()
        answer = stdin.readline()
        if not answer.strip():
            return None
        # Python refuses to read numbers of thousands of digits.
        number = int(answer) if answer.strip().isdecimal() and len(answer) < 10 else 0
        if 1 <= number <= len(options):
            return number - 1
    return None
