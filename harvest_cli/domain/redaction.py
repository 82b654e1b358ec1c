"""Keep tokens out of text that leaves the program: messages, traces, crash reports."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

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
