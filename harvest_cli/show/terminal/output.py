"""Where answers go: results to stdout, everything else to stderr, in the format that fits.

A stream and what it can show: its width, colour (no-color.org, force-color.org, CLICOLOR) and
characters.
"""

import os
from collections.abc import Iterable, Mapping

from harvest_cli.domain.records import TYPE_CHECKING, Any, StrEnum, TextIO, cast
from harvest_cli.domain.safe_text import clean, redacted
from harvest_cli.show.terminal.columns import wrapped

if TYPE_CHECKING:
    from datetime import date, tzinfo

_MARKS = "─▶…›–—␛⏎"
_ASCII_MARKS = str.maketrans(
    {"›": ">", "–": "-", "—": "-", "…": "...", "▶": ">", "─": "-", "␛": "^[", "⏎": r"\n", "→": "->"}
)
_NARROWEST, _WIDEST, _USUAL = 20, 10_000, 80


class Whole(str):
    """A line of an answer that is to be pasted: it is never broken."""


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
        self.color = wants_color(color, environ, terminal) and (not terminal or obeys_codes(stream))
        self.encoding = getattr(stream, "encoding", None) or "utf-8"
        self.unicode = self._carries(_MARKS)
        self.flag = ""
        """What named the account on the command line: `--profile work`."""

    def text(self, value: str) -> str:
        """A value from outside, cleaned and in characters that the stream carries."""
        text = clean(value, ascii_only=not self.unicode)
        if text.isascii() or self._carries(text):
            return text
        # Now rather than when it is written, so that its width is known.
        return text.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def marks(self, text: str) -> str:
        """Our own words with their marks (`›`, `▶`, `…`), in ASCII where the stream needs it.

        Their commands are those of the same account, where a flag named that.
        """
        text = text if self.unicode else text.translate(_ASCII_MARKS)
        return with_flag(text, self.flag) if self.flag and "`hv " in text else text

    @property
    def ellipsis(self) -> str:
        """What marks a cut."""
        return self.marks("…")

    def style(self, text: str, name: str) -> str:
        """`text` in red, green, yellow, cyan, bold or dim, if the stream has colour."""
        return styled(text, name) if self.color else text

    def line(self, text: str = "") -> None:
        """Write a line, broken at blanks where it is wider than the terminal.

        Values in it are cleaned already (`text`).
        """
        for part in wrapped(text, self.width):
            self.stream.write(f"{part}\n")

    def whole_line(self, text: str) -> None:
        """Write a line that a program reads: it is never broken."""
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


def obeys_codes(stream: TextIO, system: str = os.name) -> bool:
    """Whether a terminal takes colour codes for colours; a console of Windows has to be told."""
    if system != "nt":
        return True
    import ctypes
    import msvcrt

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - there on Windows alone
    mode = ctypes.c_uint32()
    try:
        handle = getattr(msvcrt, "get_osfhandle")(stream.fileno())  # noqa: B009 - as above
    except (OSError, ValueError):
        return False
    known = kernel.GetConsoleMode(handle, ctypes.byref(mode))
    return bool(known and kernel.SetConsoleMode(handle, mode.value | _VIRTUAL_TERMINAL))


_VIRTUAL_TERMINAL = 4
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


class Format(StrEnum):
    """How an answer looks: for people, for pipes, or the format that was asked for."""

    HUMAN = "human"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"


def with_flag(text: str, flag: str) -> str:
    """`hv sync` as `hv --profile work sync`, to be pasted; help and logins belong to no account."""
    import re

    nowhere = r"help\b|login\b|sandbox\b|config (?:profiles|set default)|-"
    nowhere += r"|[^`]*--(?:help|profile|sandbox)\b"
    return re.sub(rf"`hv (?!{nowhere})", f"`hv {flag} ", text)


class Output(Channel):
    """The two streams of a command: itself is stdout, `err` is stderr.

    `time_format` ("hours_minutes", "decimal") and `clock` ("12h", "24h") are the account's, `zone`
    is the person's, None for this machine's, and so is `today`; a command sets them as soon as it
    knows them. The format depends on terminals, never on colour.
    """

    def __init__(
        self,
        stdout: TextIO,
        stderr: TextIO,
        environ: Mapping[str, str],
        *,
        stdout_terminal: bool,
        stderr_terminal: bool,
        as_json: bool = False,
        plain: bool = False,
        color: str = "auto",
        quiet: bool = False,
    ) -> None:
        super().__init__(stdout, environ, terminal=stdout_terminal, color=color)
        self.err = Channel(stderr, environ, terminal=stderr_terminal, color=color)
        self.stdout, self.stderr = stdout, stderr
        people = stdout_terminal and not plain
        self.format = Format.JSON if as_json else Format.HUMAN if people else Format.PLAIN
        self.quiet = quiet
        self.time_format: str | None = None
        self.clock: str | None = None
        self.zone: tzinfo | None = None
        self.today: date | None = None

    def note(self, text: str) -> None:
        """A remark on stderr, cleaned here; silent with --quiet."""
        if not self.quiet:
            self.err.line(self.err.text(self.err.marks(text)))

    def warn(self, text: str) -> None:
        """A warning on stderr, cleaned here; --quiet does not silence it."""
        label = self.err.style("warning:", "yellow")
        self.err.line(f"hv: {label} {self.err.text(self.err.marks(text))}")

    def write_exactly(self, lines: Iterable[str]) -> None:
        """Lines with their own ends on stdout, in UTF-8 where the stream can be told so (CSV)."""
        reconfigure = getattr(self.stdout, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
        self.stdout.writelines(lines)


def redacting(stream: TextIO) -> TextIO:
    """A stream in front of another one that writes the same without tokens.

    Messages, traces and crash reports leave through it.
    """
    return cast("TextIO", _Redacting(stream))


class _Redacting:
    """Everything but writing is the other stream's."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text without any token in it."""
        self._stream.write(redacted(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """The same for several."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
