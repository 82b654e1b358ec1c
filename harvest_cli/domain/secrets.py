"""A token that cannot be printed by accident, nor leave in a message, a trace or a crash report."""

from functools import cache

from harvest_cli.domain.records import TYPE_CHECKING

if TYPE_CHECKING:
    import re


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
