"""Questions on a terminal: something hidden, yes or no, one of several, a list to tick.

They go to stderr. A page is shown in the browser.
"""

import warnings
from collections.abc import Sequence

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple, TextIO
from harvest_cli.show.terminal.columns import wrapped
from harvest_cli.show.terminal.output import Output

TRIES = 3
ASK = "Which? (Enter for ticked, 1 3–4 for only these, 2 off, 5 on, n for none):"
NONE = ("n", "no", "none", "q", "0")
SPACE = " " * 8


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
    answer = _answer("\n".join(lines), stdin, output)
    if answer and not answer.strip():
        return enter
    return answer.strip().lower() in {"y", "yes"}


def choose(question: str, options: Sequence[str], stdin: TextIO, output: Output) -> int | None:
    """The index of the chosen option; None when nothing was chosen."""
    output.err.line(output.err.text(question))
    for number, option in enumerate(options, 1):
        output.err.line(f"  {number}  {output.err.text(option)}")
    for _ in range(TRIES):
        prompt = output.err.marks(f"Number (1–{len(options)}, Enter to cancel):")
        answer = _answer(prompt, stdin, output)
        if not answer.strip() or answer.strip().lower() in NONE:
            return None
        # Python refuses to read numbers of thousands of digits.
        number = int(answer) if answer.strip().isdecimal() and len(answer) < 10 else 0
        if 1 <= number <= len(options):
            return number - 1
        output.err.line(output.err.text(_NO_NUMBER.format(answer.strip()[:20], len(options))))
    return None


def line(question: str, stdin: TextIO, output: Output) -> str:
    """One line of text; empty for none."""
    return _answer(output.err.marks(output.err.text(question)), stdin, output).strip()


def _answer(prompt: str, stdin: TextIO, output: Output) -> str:
    """The line that is typed behind a prompt; nothing at the end of input."""
    output.stderr.write(f"{prompt} ")
    output.stderr.flush()
    return stdin.readline()


class Choice(NamedTuple):
    """One line of a list to tick, and a note below it; what has a `bar`, which says why, cannot
    be ticked.
    """

    text: str
    on: bool = True
    bar: str = ""
    note: str = ""


def tick(question: str, choices: Sequence[Choice], stdin: TextIO, output: Output) -> list[int]:
    """The indices of what is ticked in the end; none where the person wants none.

    Enter takes what is ticked, numbers alone (`1 3-4`) take just these, `all` all, `n` none;
    `2-3 off` and `5 on` change ticks and show the list again.
    """
    err = output.err
    ticks = [each.on and not each.bar for each in choices]
    shown, tries = False, 0
    while tries < TRIES:
        if not shown:
            err.line(err.text(question))
            _list(choices, ticks, output)
        shown = True
        room = err.width and err.width - 1
        answer = _answer("\n".join(wrapped(err.marks(ASK), room)), stdin, output)
        if not answer or answer.strip().lower() in NONE:
            return []
        try:
            ended = _answered(answer, choices, ticks)
        except ValueError as wrong:
            err.line(err.text(str(wrong)))
            tries += 1
            continue
        if ended:
            return [at for at, on in enumerate(ticks) if on]
        shown = False
    return []


def _list(choices: Sequence[Choice], ticks: Sequence[bool], output: Output) -> None:
    err = output.err
    for number, (each, on) in enumerate(zip(choices, ticks, strict=True), 1):
        lines = filter(None, (each.text, each.note, each.bar))
        room = err.width and err.width - len(SPACE)
        parts = [part for line in lines for part in wrapped(err.text(line), room)]
        err.line(f"{number:>3} [{'x' if on else ' '}] {parts[0]}")
        for part in parts[1:]:
            err.line(f"{SPACE}{part.lstrip()}")


def _answered(answer: str, choices: Sequence[Choice], ticks: list[bool]) -> bool:
    """Whether an answer ends the question; ticks are as it says. Raises ValueError, with why."""
    words = answer.replace(",", " ").replace("–", "-").lower().split()
    if not words or words in (["y"], ["yes"]):
        return True
    changed = list(ticks)
    named: list[str] = []
    switches = {"on", "off"}.intersection(words)
    for word in words:
        if word in switches:
            _switch(named, word, choices, changed)
            named = []
        else:
            named.append(word)
    if named and switches:
        raise ValueError(_WHICH)
    if not switches:
        changed = [False] * len(choices)
        _switch(named, "on", choices, changed)
    ticks[:] = changed
    return not switches


def _switch(
    words: Sequence[str], switch: str, choices: Sequence[Choice], ticks: list[bool]
) -> None:
    """Tick what is named, or not; raises ValueError for what cannot be."""
    named = _numbered(words, choices)
    barred = [at for at in sorted(named) if choices[at].bar and switch == "on"]
    if barred and list(words) != ["all"]:
        at = barred[0]
        message = f"{at + 1} cannot be ticked: {choices[at].bar}"
        raise ValueError(message)
    for at in named:
        ticks[at] = switch == "on" and not choices[at].bar


_NO_NUMBER = '"{}" is not a number of the list (1–{})'
_WHICH = "Say which: `2 off`, `1-3 on`"


def _numbered(words: Sequence[str], choices: Sequence[Choice]) -> set[int]:
    """The indices that numbers, and runs of them, name; raises ValueError where one is none."""
    most = len(choices)
    if words == ["all"]:
        return set(range(most))
    found: set[int] = set()
    for piece in words:
        first, dash, last = piece.partition("-")
        ends = (first, last if dash else first)
        # Python refuses to read numbers of thousands of digits.
        if all(end.isdecimal() and len(end) < 5 for end in ends):
            start, end = map(int, ends)
            if 1 <= start <= end <= most:
                found |= set(range(start - 1, end))
                continue
        raise ValueError(_NO_NUMBER.format(piece[:20], most))
    if not found:
        raise ValueError(_WHICH)
    return found


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
