"""One stream and what it can show: its width, colour and characters.

Whether a stream gets colour (no-color.org, force-color.org, CLICOLOR), and which codes.
"""

import os
from collections.abc import Mapping
from typing import TextIO

from harvest_cli.show.terminal.clean import clean

_MARKS = "─▶…›–—␛⏎"
_ASCII_MARKS = str.maketrans(
    {"›": ">", "–": "-", "—": "-", "…": "...", "▶": ">", "─": "-", "␛": "^[", "⏎": r"\n"}
)
_NARROWEST, _WIDEST, _USUAL = 20, 10_000, 80


class Channel:
    """A text stream that never raises over a character it cannot carry.

    `width` is in columns; None off a terminal, where nothing is ever cut.
    """

    def __init__(
        self, stream: TextIO, environ: Mapping[str, str], *, terminal: bool, color: str = "auto"
    ) -> None:
        self.stream = stream
        _never_raise(stream)
        self.width = _width(stream, environ) if terminal else None
        self.color = wants_color(color, environ, terminal)
        self.encoding = getattr(stream, "encoding", None) or "utf-8"
        self.unicode = self._carries(_MARKS)

    def text(self, value: str) -> str:
        """A value from outside, cleaned and in characters that the stream carries."""
        text = clean(value, ascii_only=not self.unicode)
        if text.isascii() or self._carries(text):
            return text
        # Now rather than when it is written, so that its width is known.
        return text.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def marks(self, text: str) -> str:
        """Our own words with their marks (`›`, `▶`, `…`), in ASCII where the stream needs it."""
        return text if self.unicode else text.translate(_ASCII_MARKS)

    @property
    def ellipsis(self) -> str:
        """What marks a cut."""
        return self.marks("…")

    def style(self, text: str, name: str) -> str:
        """`text` in red, green, yellow, cyan, bold or dim, if the stream has colour."""
        return styled(text, name) if self.color else text

    def line(self, text: str = "") -> None:
        """Write a line; values in it are cleaned already (`text`)."""
        self.stream.write(f"{text}\n")

    def _carries(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


def _width(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Columns of a terminal: COLUMNS when it is a sensible number, else what the terminal says."""
    asked = environ.get("COLUMNS", "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) >= _NARROWEST:
        return min(int(asked), _WIDEST)
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):  # not a real terminal, or already closed
        return _USUAL
    return max(columns, _NARROWEST) if columns else _USUAL


def _never_raise(stream: TextIO) -> None:
    """Let a stream write what its encoding lacks as backslash escapes."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")


_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def wants_color(choice: str, environ: Mapping[str, str], terminal: bool) -> bool:
    """Colour or not, for one stream. `choice` is the flag: auto, always or never.

    The flag beats all; then NO_COLOR, if not empty; then what forces colour; then the terminal.
    """
    if choice in ("always", "never"):
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"


def styled(text: str, style: str) -> str:
    """`text` in one of the 16-colour palette's names: red, green, yellow, cyan, bold, dim."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text else text
