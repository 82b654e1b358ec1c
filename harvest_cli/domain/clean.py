"""Make text from outside harmless: the one boundary that every shown value passes.

Names, notes and messages of Harvest, and the user's own words, may hold anything: sequences that
colour, erase, retitle or answer, characters that reorder a line or hide in it. Here each becomes
something visible. JSON keeps the text and escapes it instead.
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
