"""Where answers go: results to stdout, everything else to stderr, in the face that fits."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, TextIO

from harvest_cli.show.terminal.channel import Channel

if TYPE_CHECKING:
    from datetime import tzinfo


class Format(Enum):
    """How an answer looks: for people, for pipes, or the format that was asked for."""

    HUMAN = "human"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"


class Output(Channel):
    """The two streams of a command: itself is stdout, `err` is stderr.

    `time_format` ("hours_minutes", "decimal") and `clock` ("12h", "24h") are the account's, `zone`
    is the person's, None for this machine's; a command sets them as soon as it knows them. The
    face depends on terminals, never on colour.
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
        as_csv: bool = False,
        plain: bool = False,
        color: str = "auto",
        quiet: bool = False,
        time_format: str | None = None,
        clock: str | None = None,
    ) -> None:
        super().__init__(stdout, environ, terminal=stdout_terminal, color=color)
        self.err = Channel(stderr, environ, terminal=stderr_terminal, color=color)
        self.stdout, self.stderr = stdout, stderr
        self.format = _face(as_json, as_csv, people=stdout_terminal and not plain)
        self.quiet = quiet
        self.time_format, self.clock = time_format, clock
        self.zone: tzinfo | None = None

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


def _face(as_json: bool, as_csv: bool, *, people: bool) -> Format:
    if as_json:
        return Format.JSON
    if as_csv:
        return Format.CSV
    return Format.HUMAN if people else Format.PLAIN
