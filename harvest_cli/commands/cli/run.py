"""One run of hv: its environment, its streams and its global flags."""

import os
from collections.abc import Mapping, Sequence

from harvest_cli.commands.cli.declaration import FILE, Flag
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import TYPE_CHECKING, Annotated, Any, NamedTuple, TextIO
from harvest_cli.domain.wording import expected, quoted

if TYPE_CHECKING:
    from pathlib import Path

    from harvest_cli.actions.session.context import Context
    from harvest_cli.commands.cli.declaration import Command
    from harvest_cli.harvest.http.connections import EarlyConnection
    from harvest_cli.harvest.http.exchange import KeptSession
    from harvest_cli.harvest.http.request import Aside
    from harvest_cli.local.disk.open_database import Held
    from harvest_cli.local.login.credentials import Credentials
    from harvest_cli.local.login.profiles import RunSettings
    from harvest_cli.local.login.token_store import TokenStore
    from harvest_cli.local.outbox.queue import Outbox
    from harvest_cli.sandbox.account import EmbeddedAccount
    from harvest_cli.show.terminal.output import Output

COLORS = ("auto", "always", "never")
LONGEST_JITTER = 3600
HINT = "`hv --help` explains the flags of every command"


class GlobalFlags(NamedTuple):
    """What a run was told by global flags; `timeout` and `jitter` are in seconds."""

    sandbox: Annotated[bool, Flag("--sandbox", help="Use the embedded Harvest account")] = False
    profile: Annotated[
        str | None, Flag("--profile NAME", help="Use this profile", offers="$profiles")
    ] = None
    json: Annotated[bool, Flag("--json", help="Print one JSON document")] = False
    plain: Annotated[bool, Flag("--plain", help="Print as for a pipe")] = False
    color: Annotated[
        str, Flag("--color WHEN", help="auto, always or never", offers=" ".join(COLORS))
    ] = "auto"
    no_color: Annotated[bool, Flag("--no-color", help="The same as --color never")] = False
    quiet: Annotated[bool, Flag("--quiet", "-q", help="Print ids or nothing")] = False
    no_input: Annotated[bool, Flag("--no-input", help="Never ask")] = False
    no_pager: Annotated[bool, Flag("--no-pager", help="Print long lists without a pager")] = False
    queue_ok: Annotated[
        bool, Flag("--queue-ok", help="Exit 0, not 75, while an entry is pending")
    ] = False
    timeout: Annotated[
        float | None, Flag("--timeout SECONDS", help="Limit on network time", offers="5 10 30 60")
    ] = None
    jitter: Annotated[
        float, Flag("--jitter TIME", help="Wait a random time up to TIME: 60s", offers="30s 60s 5m")
    ] = 0.0
    output: Annotated[
        str | None, Flag("--output FILE", "-o", help="Write the whole answer to FILE", offers=FILE)
    ] = None
    version: Annotated[bool, Flag("--version", "-V", help="Print the version")] = False


NO_FLAGS = GlobalFlags()


def global_flags(**given: Any) -> GlobalFlags:
    """Global flags as typed, by their fields; raises UsageError."""
    flags = GlobalFlags(**given)
    return flags._replace(
        color="never" if flags.no_color else _color(flags.color),
        no_color=False,
        timeout=None if flags.timeout is None else _seconds(given["timeout"]),
        jitter=_jitter(given["jitter"]) if "jitter" in given else 0.0,
    )


def _color(value: str) -> str:
    if value not in COLORS:
        raise UsageError(expected("auto, always or never", value, "--color"), hint=HINT)
    return value


def _seconds(raw: str) -> float:
    # Settings are read later, if at all: a line without this flag needs none of their types.
    from harvest_cli.local.config.settings import BY_NAME

    try:
        return float(BY_NAME["timeout"].read(raw))
    except ValueError as wanted:
        raise UsageError(expected(str(wanted), raw, "--timeout"), hint=HINT) from None


def _jitter(raw: str) -> float:
    """`60s`, `5m` or `60` in seconds, up to an hour."""
    number, unit = (raw[:-1], raw[-1]) if raw[-1:] in ("s", "m") else (raw, "s")
    usable = number.isascii() and number.isdigit() and len(number) <= 4
    seconds = int(number) * (60 if unit == "m" else 1) if usable else -1
    if not 0 <= seconds <= LONGEST_JITTER:
        wanted = "seconds or minutes up to an hour, such as 60s or 5m"
        raise UsageError(expected(wanted, raw, "--jitter"), hint=HINT)
    return float(seconds)


SANDBOX = "sandbox"


class Run:
    """The streams and environment of one run; tests give their own."""

    def __init__(
        self, environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO
    ) -> None:
        self.environ = environ
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.flags: GlobalFlags = NO_FLAGS
        self._configured: RunSettings | None = None
        self.built: Context | None = None
        self.command: Command | None = None
        self.argv: Sequence[str] = ()
        """What was typed behind `hv`."""
        self.noted: Path | None = None
        """The mark of its note on the disk, where nothing of it was kept yet."""
        self.tries = False
        """Whether it only shows what it would send."""
        self.opened: list[EmbeddedAccount] = []
        self.early: Sequence[EarlyConnection] = ()
        """Connections that are opened while the line is still read."""
        self.kept: KeptSession | None = None
        """The connections that this run shares with others, where it does."""
        self.held_outbox: Held[Outbox | None] | None = None
        self.held_account: Held[EmbeddedAccount] | None = None
        """The files that this run shares with others, where it does."""
        self.login: Aside[Credentials] | None = None
        """The login, where a program or a keyring was asked for it early."""
        self._output: Output | None = None

    @property
    def configured(self) -> "RunSettings":
        """Profile and settings of the run, read once; raises ConfigurationError."""
        if self._configured is None:
            # Settings load in 6 ms, and a mistake in the flags needs none.
            from harvest_cli.local.login.profiles import configured

            self._configured = configured(self.environ, self.profile)
        return self._configured

    @configured.setter
    def configured(self, found: "RunSettings | None") -> None:
        self._configured = found

    @property
    def output(self) -> "Output":
        """Where results and messages go, and in which face."""
        if self._output is None:
            # Where Harvest is asked, the connection goes first.
            from harvest_cli.show.terminal.output import Output

            self._output = Output(
                self.stdout,
                self.stderr,
                self.environ,
                stdout_terminal=is_terminal(self.stdout),
                stderr_terminal=is_terminal(self.stderr),
                as_json=self.flags.json,
                plain=self.flags.plain,
                color=self.flags.color,
                quiet=self.flags.quiet,
            )
            self._output.flag = self._output.err.flag = self.account_flag()
        return self._output

    def account_flag(self) -> str:
        """The flag that named the account, which the commands of a hint need as well."""
        if self.flags.sandbox:
            return "--sandbox"
        named = self.flags.profile
        return f"--profile {named}" if named and named != self.environ.get("HV_PROFILE") else ""

    def print_to(self, stdout: TextIO) -> None:
        """Print results there from now on."""
        self.stdout, self._output = stdout, None

    @property
    def profile(self) -> str | None:
        """The profile that counts; raises UsageError for a name that is none."""
        if self.flags.sandbox:
            return SANDBOX
        name = self.flags.profile or self.environ.get("HV_PROFILE", "").strip() or None
        if name is None:
            return None
        # Settings load in 6 ms, and a mistake in the flags needs none.
        from harvest_cli.local.config.setting_types import profile_name

        try:
            return profile_name(name)
        except ValueError as wanted:
            message = f"{quoted(name)} is not a valid profile name"
            raise UsageError(message, hint=f"Names hold {wanted}") from None

    @property
    def flagged_profile(self) -> str | None:
        """The profile that `--profile` or `--sandbox` name, checked; variables do not count."""
        return self.profile if self.flags.sandbox or self.flags.profile else None

    def close(self) -> None:
        """Let go of the files and connections of the run."""
        built = self.built.__dict__ if self.built is not None else {}
        if (outbox := built.get("outbox")) is not None and self.held_outbox is None:
            outbox.close()
        if (client := built.get("client")) is not None:
            client.close()
        for early in self.early:
            early.close()
        for opened in self.opened:
            opened.close()
        self.opened.clear()


def token_store(run: Run) -> "TokenStore":
    """The file of logins."""
    # tomllib and the store load in 4 ms: the sandbox has no logins.
    from harvest_cli.local.disk.files import places
    from harvest_cli.local.login.token_store import TokenStore

    return TokenStore(places(run.environ).credentials_file)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person sits at the stream; a closed one is no terminal."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def local_zone_name(environ: Mapping[str, str]) -> str | None:
    """The IANA name of this machine's zone, where it can be told."""
    named = environ.get("TZ", "").lstrip(":")
    if named:
        return named
    try:
        return os.path.realpath("/etc/localtime").split("/zoneinfo/")[1]
    except IndexError:
        return None
