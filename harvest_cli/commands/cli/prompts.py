"""Questions on a terminal: something hidden, yes or no, one of several. They go to stderr.

A page is shown in the browser.
"""

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


def agrees(question: str, stdin: TextIO, output: Output, *, enter: bool) -> bool:
    """Whether the answer is yes; Enter alone means `enter`, anything unclear means no."""
    choices = "[Y/n]" if enter else "[y/N]"
    lines = wrapped(f"{output.err.text(question)} {choices}", output.err.width)
    output.stderr.write("\n".join(lines) + " ")
    output.stderr.flush()
    answer = stdin.readline()
    if answer and not answer.strip():
        return enter
    return answer.strip().lower() in {"y", "yes"}


def choose(question: str, options: Sequence[str], stdin: TextIO, output: Output) -> int | None:
    """The index of the chosen option; None when nothing was chosen."""
    output.err.line(output.err.text(question))
    for number, option in enumerate(options, 1):
        output.err.line(f"  {number}  {output.err.text(option)}")
    for _ in range(TRIES):
        prompt = f"Number (1–{len(options)}, Enter to cancel): "
        output.stderr.write(output.err.marks(prompt))
        output.stderr.flush()
        answer = stdin.readline()
        if not answer.strip():
            return None
        # Python refuses to read numbers of thousands of digits.
        number = int(answer) if answer.strip().isdecimal() and len(answer) < 10 else 0
        if 1 <= number <= len(options):
            return number - 1
    return None


def line(question: str, stdin: TextIO, output: Output) -> str:
    """One line of text; empty for none."""
    output.stderr.write(output.err.marks(f"{output.err.text(question)} "))
    output.stderr.flush()
    return stdin.readline().strip()


def tick(question: str, options: Sequence[str], stdin: TextIO, output: Output) -> list[int] | None:
    """The indices of the options that are wanted: all with Enter, `1 3-4` some; None for none."""
    output.err.line(output.err.text(question))
    for number, option in enumerate(options, 1):
        output.err.line(f"  {number:>2}  {output.err.text(option)}")
    for _ in range(TRIES):
        output.stderr.write(
            output.err.marks("Which? (Enter for all, 1 3–4 for some, n for none): ")
        )
        output.stderr.flush()
        answer = stdin.readline()
        if not answer or answer.strip().lower() in {"n", "no", "none", "0"}:
            return None
        found = _ticked(answer, len(options))
        if found is not None:
            return found
    return None


def _ticked(answer: str, most: int) -> list[int] | None:
    """The indices that numbers and runs of them name; None where one of them is none."""
    plain = answer.replace(",", " ").replace("–", "-").lower()
    if plain.strip() in {"", "y", "yes", "all"}:
        return list(range(most))
    found: set[int] = set()
    for piece in plain.split():
        first, dash, last = piece.partition("-")
        ends = (first, last if dash else first)
        if not all(end.isdecimal() and len(end) < 5 for end in ends):
            return None
        start, end = map(int, ends)
        if not 1 <= start <= end <= most:
            return None
        found |= set(range(start - 1, end))
    return sorted(found)


def show_page(address: str) -> bool:
    """Open the page; False where there is no browser with a window of its own."""
    if not address.startswith(("https://", "http://")):
        return False
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    ):
        # A browser inside the terminal would take the screen of whoever ran hv.
        return False
    return browser.open(address)
