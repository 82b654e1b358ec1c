"""What can go wrong, each with the exit code a script can rely on.

HvError                      message, hint, exit code, code for --json
├── UsageError            2  a flag or argument does not fit
│   └── SentenceError     2  the sentence was not understood; knows where (span)
├── NotLoggedIn           3  no token, or Harvest refused it
├── NotFound              4  no such record, or nothing to do
├── Refused               5  Harvest said no, in its own words
├── RateLimited           6  throttled for longer than we wait
├── Unreachable           7  no usable answer to a read
├── NeedsDecision         8  only the person can decide
├── NotSaved             74  neither on disk nor on Harvest
└── ConfigurationError   78  a file or variable is wrong

What a run tells beside its answer, too: warnings, and how far a long read is.
"""

from collections.abc import Callable, Iterable, Sequence

from harvest_cli.domain.days import Period
from harvest_cli.domain.records import IntEnum, StrEnum


class ExitCode(IntEnum):
    """Exit status of `hv`; part of the public contract."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    NOT_LOGGED_IN = 3
    NOT_FOUND = 4
    REFUSED = 5
    RATE_LIMITED = 6
    UNREACHABLE = 7
    NEEDS_DECISION = 8
    NOT_SAVED = 74
    SAVED_HERE = 75
    CONFIGURATION = 78
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class Outcome(StrEnum):
    """The only thing that decides whether a write may be sent again.

    UNKNOWN is the default: NOT_SENT must be proven.
    """

    NOT_SENT = "not_sent"
    """The request never left: nothing happened on the server."""
    UNKNOWN = "unknown"
    """The request may have been carried out: look before repeating it."""
    NOT_DONE = "not_done"
    """The server throttled the request (429): nothing happened, try later."""
    REJECTED = "rejected"
    """The server understood and refused: the same request will be refused again."""
    UNAUTHORIZED = "unauthorized"
    """The token or account was refused (401): nothing happened, log in again."""


class HvError(Exception):
    """Something the person must hear: what is wrong, and one thing to do.

    `code` is the stable name in `--json` errors, usually that of the exit code; `candidates` are
    texts that could be meant; `span` is the piece of `text` at fault as (start, end) offsets.
    Failures of an exchange with Harvest also carry `outcome` (what the failure proves),
    `status` (HTTP), `retry_after` (seconds) and `request_id`; `kept_as` is the key of the row
    in the outbox that holds what could not be done.
    """

    exit_code = ExitCode.UNEXPECTED

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        code: str | None = None,
        candidates: Sequence[str] = (),
        outcome: Outcome | None = None,
        status: int | None = None,
        retry_after: float | None = None,
        request_id: str | None = None,
        text: str = "",
        span: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or self.exit_code.name.lower()
        self.candidates = tuple(candidates)
        self.outcome = outcome
        self.status = status
        self.retry_after = retry_after
        self.request_id = request_id
        self.text = text
        self.span = span
        self.kept_as: str | None = None

    def add(self, sentence: str) -> None:
        """Say one sentence more."""
        self.message = f"{self.message.removesuffix('.')}. {sentence}"


class UsageError(HvError):
    """A flag or an argument does not fit."""

    exit_code = ExitCode.USAGE


class SentenceError(UsageError):
    """The sentence was not understood; nothing was sent.

    `code` is one of the language's codes (`no_project`, `invalid_date`, …). `choices` holds
    everything that an ambiguous piece can mean, where a person could choose: assignments, or
    (assignment, task).
    """

    choices: tuple[object, ...] = ()
    words: str = ""
    """The name as typed, where it is the name that is unknown or ambiguous."""
    slugs: tuple[str, ...] = ()
    """The short word of each candidate that is a project, in their order."""
    days: Period | None = None
    """The days that were understood all the same."""
    is_beside: bool = False
    """Whether the words stand beside a project that is known, and may be notes."""


class NotLoggedIn(HvError):
    """There is no token, or Harvest refused it (HTTP 401)."""

    exit_code = ExitCode.NOT_LOGGED_IN


class NotFound(HvError):
    """No such record, or nothing to do (HTTP 404 of a record)."""

    exit_code = ExitCode.NOT_FOUND


class Refused(HvError):
    """Harvest said no; the message holds its own words (HTTP 400, 403, 422 and the like)."""

    exit_code = ExitCode.REFUSED
    said: str = ""
    """These words alone; empty where hv knew the answer without asking."""


class RateLimited(HvError):
    """Harvest asks hv to wait longer (rate limit) than a command may (HTTP 429)."""

    exit_code = ExitCode.RATE_LIMITED


LONGEST_WAIT = 900.0
"""Seconds that hv leaves Harvest alone at most, whatever an answer asks for."""


class Unreachable(HvError):
    """No usable answer came: network, TLS, proxy, 5xx, a redirect, or no JSON."""

    exit_code = ExitCode.UNREACHABLE


class NeedsDecision(HvError):
    """Only the person can decide."""

    exit_code = ExitCode.NEEDS_DECISION


class NotSaved(HvError):
    """The entry is neither on disk nor known to be on Harvest."""

    exit_code = ExitCode.NOT_SAVED


class ConfigurationError(HvError):
    """A configuration file, a credential or an environment variable is wrong."""

    exit_code = ExitCode.CONFIGURATION


class FileMistake(ConfigurationError):
    """Like ConfigurationError; `text` is the line at fault, `span` the piece of it.

    `wanted` says what would be right, where a value was `got`, `where` in which file.
    """

    wanted = got = where = ""


# -- told beside the answer ---------------------------------------------------------------------

Progress = Callable[[int], None]
"""Told how many rows have been read so far, after each page."""


def nobody(_count: int) -> None:
    """The progress that nobody watches."""


class Warnings:
    """Lines in the order in which they came; each stands there once."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.lines = list(lines)
        self._unwritable = False

    def add(self, line: str) -> None:
        """Show a line, once."""
        if line not in self.lines:
            self.lines.append(line)

    def discard(self, line: str) -> None:
        """Do not show a line after all: the answer itself says it."""
        self.lines[:] = [each for each in self.lines if each != line]

    def cannot_keep(self, where: str, error: Exception) -> None:
        """Say that nothing can be kept on this machine, and why; the first reason is enough."""
        if not self._unwritable:
            self._unwritable = True
            why = getattr(error, "strerror", None) or error
            self.add(f"Nothing can be saved in the {where} ({why}); hv continues without it")

    def take(self) -> tuple[str, ...]:
        """The lines to show now; each is given once."""
        taken = tuple(self.lines)
        self.lines.clear()
        return taken
