"""Wording that every room needs: counts, what cannot be read, misspelt words, cells of CSV.

The words of a command line that a person wrote, and the command that installs what is missing.
"""

import os
import sys
from collections.abc import Iterable

LONGEST = 80
"""Characters of a typed word that are compared, or shown."""


def counted(number: int, one: str, several: str = "") -> str:
    """`1 entry`, `2 entries`; `several` is the plural where it is not `one` with an s.

    Both may go on: `counted(2, "entry waits", "entries wait")`.
    """
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def quoted(text: str) -> str:
    """What somebody typed, or a file holds, between double quotes: on one line, and cut if long."""
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f'"{"".join(each if each.isprintable() else repr(each)[1:-1] for each in shown)}"'


def expected(wanted: str, got: str, where: str) -> str:
    """The message for a value that cannot be read: what would be, what was read, and where."""
    return f"Expected {wanted}, got {quoted(got)} ({where})"


def unread(got: str, where: str) -> str:
    """The same where what would be accepted is told elsewhere."""
    return f"Cannot read {quoted(got)} ({where})"


def close_words(typed: str, known: Iterable[str], most: int = 1, like: float = 0.6) -> list[str]:
    """The known words that are spelled most like a typed one, the nearest first.

    `like` is how much alike they must be, from 0 to 1 (difflib's ratio).
    """
    word = typed[:LONGEST]
    letters = dict.fromkeys(map(ord, word))
    pool, found = list[tuple[float, str]](), list[tuple[float, str]]()
    for each in known:
        # So many letters pair up at best.
        paired = min(len(word), len(each) - len(each.translate(letters)))
        best = 2.0 * paired / (len(word) + len(each) or 1)
        if best >= like:
            pool.append((best, each))
    for best, each in sorted(pool, reverse=True):
        if len(found) == most and (best, each) < found[-1]:
            # Neither this one nor those behind it come nearer.
            break
        share = 2.0 * _paired(each, word) / (len(word) + len(each))
        if share >= like:
            found = sorted([*found, (share, each)], reverse=True)[:most]
    return [each for _, each in found]


def _paired(one: str, other: str) -> int:
    """How many letters pair up: the longest run in both, the first of those, and on either side."""
    at = size = 0
    for i in range(len(one)):
        while i + size < len(one) and one[i : i + size + 1] in other:
            at, size = i, size + 1
    if not size:
        return 0
    before, after = other.split(one[at : at + size], 1)
    return _paired(one[:at], before) + size + _paired(one[at + size :], after)


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """`text` that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given; for reading our own CSV back."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


def command_words(line: str, system: str = os.name) -> list[str]:
    """The words of the line; raises ValueError for a quote that is not closed.

    On Windows a backslash is a part of a path, and so is an apostrophe.
    """
    # It loads in 2 ms, and few runs start a program.
    import shlex

    found = shlex.shlex(line, posix=True, punctuation_chars=False)
    found.whitespace_split, found.commenters = True, ""
    if system == "nt":
        found.escape, found.quotes = "", '"'
    return list(found)


def install(extra: str, prefix: str = sys.prefix) -> str:
    """The command that adds what an extra of hv needs to this hv, however it came here."""
    # They load in 20 ms, and few runs lack a library.
    import shlex
    from importlib.metadata import PackageNotFoundError, requires
    from importlib.util import find_spec
    from pathlib import Path

    try:
        told = [line.replace('"', "'").split(";") for line in requires("harvest-cli") or ()]
    except PackageNotFoundError:
        told = []
    needs = [each[0].strip() for each in told if each[-1].endswith(f"extra == '{extra}'")]
    # Without what pip wrote of it, this hv runs from a clone.
    needs = needs or [f"{Path(__file__).resolve().parents[2]}[{extra}]"]
    quote = '"{}"'.format if os.name == "nt" else shlex.quote
    what, python = " ".join(map(quote, needs)), quote(sys.executable)
    *_, above, folder, name = ("", "", *Path(prefix).parts)
    if (above, folder) == ("pipx", "venvs"):
        return f"pipx inject {name} {what}"
    if (above, folder) == ("uv", "tools"):
        return f"uv pip install --python {python} {what}"
    pip = f"{python} -m pip" if find_spec("pip") else f"pip --python {python}"
    return f"{pip} install {what}"


def at_home(path: object, environ_home: str | None = None) -> str:
    """A path with the home folder as `~`: its name is often a person's."""
    home = environ_home or os.path.expanduser("~")  # noqa: PTH111 - "~" stays where there is none
    text, home = str(path), home.rstrip("/\\")
    inside = home not in {"", "~"} and text.startswith((f"{home}/", f"{home}\\"))
    return f"~{text[len(home) :]}" if inside or text == home else text
