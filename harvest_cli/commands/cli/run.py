"""One run of hv: its environment, its streams and its global flags."""

import os
from collections.abc import Mapping, Sequence

from harvest_cli.commands.cli.flags import NO_FLAGS, GlobalFlags
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import TYPE_CHECKING, TextIO
from harvest_cli.domain.wording import quoted

if TYPE_CHECKING:
    from pathlib import Path

    from harvest_cli.actions.session.context import Context
    from harvest_cli.commands.cli.declaration import Command
    from harvest_cli.harvest.http.connections import EarlyConnection
    from harvest_cli.harvest.http.exchange import KeptSession
    from harvest_cli.harvest.http.request import Aside
    from harvest_cli.local.disk.held import Held
    from harvest_cli.local.login.credentials import Credentials
    from harvest_cli.local.login.profiles import RunSettings
    from harvest_cli.local.login.token_store import TokenStore
    from harvest_cli.local.outbox.queue import Outbox
    from harvest_cli.sandbox.account import EmbeddedAccount
    from harvest_cli.show.terminal.output import Output

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
