"""Text that is safe to show: nothing in it steers a terminal, and no token is in it.

Names, notes and messages of Harvest, and the user's own words, may hold anything: sequences that
colour, erase, retitle or answer, characters that reorder a line or hide in it. Here each becomes
something visible. JSON keeps the text and escapes it instead. A token cannot be printed by
accident, nor leave in a message, a trace or a crash report.
"""

import unicodedata
from functools import cache

from harvest_cli.domain.records import TYPE_CHECKING

if TYPE_CHECKING:
    import re


ZWJ = "\u200d"  # joins emoji into one picture; harmless

# Format characters that are drawn, such as the Arabic number sign.
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd")

# Letters and marks by category, yet drawn as nothing: fillers and the grapheme joiner.
_HIDDEN = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"


@cache
def _sequences() -> "re.Pattern[str]":
    """Terminal sequences: CSI, OSC, other strings, and ESC with anything (ECMA-48).

    A string that never ends loses only its introducer. No alternative can read past the next
    introducer, so that the time stays linear in the length of the text.
    """
    import re

    return re.compile(
        r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?"
        r"|(?:\x1b\]|\x9d)(?:[^\x07\x1b\x80-\x9f]*+(?:\x07|\x1b\\|\x9c))?"
        r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])(?:[^\x1b\x80-\x9f]*+(?:\x1b\\|\x9c))?"
        r"|\x1b[ -/]*+[0-~]?"
    )


@cache
def _shown(char: str, ascii_only: bool) -> str:
    """What one character is shown as, once the sequences are gone."""
    if char == "\t":
        return " "
    if char in "\n\u2028\u2029":
        return r"\n" if ascii_only else "⏎"
    category = unicodedata.category(char)
    if category == "Cs":
        return "?" if ascii_only else "\ufffd"
    if category == "Cc" or char in _HIDDEN or (category == "Cf" and char not in _DRAWN | {ZWJ}):
        name = f"U+{ord(char):04X}"
        return f"<{name}>" if ascii_only else f"‹{name}›"
    return char


def clean(text: str, *, ascii_only: bool = False, keep: str = "") -> str:
    """`text` without anything that steers a terminal, on one line.

    A whole escape sequence becomes one `␛`; other controls, bidi controls and invisible
    characters `‹U+202E›`; a tab a space, a line break `⏎`, a lone surrogate `�`. `keep` names
    characters to leave alone (CSV keeps line breaks). With `ascii_only` the marks are ASCII;
    other letters stay as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    if text.isprintable() and not any(char in text for char in _HIDDEN):
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _sequences().sub("^[" if ascii_only else "␛", text)
    return "".join(char if char in keep else _shown(char, ascii_only) for char in text)


class Secret:
    """Holds a token; every way of showing it gives `***`. Only `reveal()` gives the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text
        keep_out(text)

    def reveal(self) -> str:
        """The token itself, for the request header alone."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return "***"

    def __reduce__(self) -> str:
        # Pickling or deep-copying would write the token out.
        raise TypeError("a secret stays where it is")  # noqa: EM101


MASK = "***"
SHORTEST = 8
"""Anything shorter would blot out innocent words."""
_known: set[str] = set()


def keep_out(token: str) -> None:
    """Never let this text be shown from now on."""
    if len(token) >= SHORTEST:
        _known.add(token)


def redacted(text: str) -> str:
    """The text without any known token and without what looks like one of Harvest's."""
    for token in _known:
        if token in text:
            text = text.replace(token, MASK)
    lower = text.lower()
    if ".pt." in lower or "bearer" in lower or "access_token" in lower:
        text = _shapes().sub(rf"\1{MASK}", text)
    return text


@cache
def _shapes() -> "re.Pattern[str]":
    import re

    # A personal token is `<number>.pt.<text>` in every capture that shows one.
    return re.compile(
        r"(?i)(\bbearer\s+|\baccess_token[=:]\s*)[^\s&\"']{8,}|()\b\d+\.pt\.[\w.~+/=-]+"
    )
