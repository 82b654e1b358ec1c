"""Asking for one of several on a terminal, by number; questions go to stderr."""

from collections.abc import Sequence
from typing import TextIO

from harvest_cli.show.terminal.output import Output

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
