"""One run of hv: its streams, its global flags, and the context that actions are given."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from harvest_cli.commands.cli.flags import NO_FLAGS, GlobalFlags
from harvest_cli.domain.errors import HvError, UsageError

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Chooser, Context
    from harvest_cli.local.login.profiles import Configured
    from harvest_cli.sandbox.account import EmbeddedAccount
    from harvest_cli.show.terminal.output import Output

SANDBOX = "sandbox"
DRAIN_FIRST = frozenset(
    ("status", "entries", "week", "gaps", "report", "start", "stop", "restart", "edit", "delete")
)
"""Verbs whose answer is wrong while something waits that they would show or change."""


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
        self.configured: Configured | None = None
        self.built: Context | None = None
        self.verb: str | None = None
        self.opened: list[EmbeddedAccount] = []
        self._output: Output | None = None

    @property
    def output(self) -> "Output":
        """Where results and messages go, and in which face."""
        if self._output is None:
            from harvest_cli.show.terminal.output import Output

            self._output = Output(
                self.stdout,
                self.stderr,
                self.environ,
                stdout_terminal=_is_terminal(self.stdout),
                stderr_terminal=_is_terminal(self.stderr),
                as_json=self.flags.json,
                plain=self.flags.plain,
                color=self.flags.color,
                quiet=self.flags.quiet,
            )
        return self._output

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
        from harvest_cli.local.config.setting_types import profile_name

        try:
            return profile_name(name)
        except ValueError as wanted:
            message = f"{name[:60]!r} cannot be the name of a profile"
            raise UsageError(message, hint=f"Names hold {wanted}") from None

    @property
    def flagged_profile(self) -> str | None:
        """The profile that `--profile` or `--sandbox` name, checked; variables do not count."""
        return self.profile if self.flags.sandbox or self.flags.profile else None

    def close(self) -> None:
        """Let go of the files and connections of the run."""
        built = self.built.__dict__ if self.built is not None else {}
        if (outbox := built.get("outbox")) is not None:
            outbox.db.close()
        if (client := built.get("client")) is not None:
            client.close()
        for opened in self.opened:
            opened.close()
        self.opened.clear()

    def may_ask(self) -> bool:
        """Whether somebody sits there: both ends a terminal, and asking was not forbidden."""
        forbidden = self.flags.no_input or bool(self.environ.get("CI"))
        somebody = _is_terminal(self.stdin) and _is_terminal(self.stderr)
        return somebody and not forbidden and not self._told_not_to_ask()

    def _told_not_to_ask(self) -> bool:
        from harvest_cli.commands.cli.wiring import configuration_of

        try:
            return bool(configuration_of(self).settings.get("no_input"))
        except HvError:
            # What is wrong with the settings is told by whatever needs them.
            return False

    def chooser(self) -> "Chooser | None":
        """How to ask for one of several, or None."""
        if not self.may_ask():
            return None
        from harvest_cli.commands.cli.prompts import choose

        return lambda question, options: choose(question, options, self.stdin, self.output)

    def context(self, *, drains: bool = True) -> "Context":
        """The context of this run, on the embedded Harvest or over the network.

        Without `drains` the command itself has to see to what waits, if it asks Harvest at all.
        """
        from harvest_cli.commands.cli.wiring import build_context

        if self.flags.jitter:
            self._wait_by_chance()
        self.built = build_context(self)
        if drains and self.verb in DRAIN_FIRST:
            from harvest_cli.commands.cli.drain import drain_first

            drain_first(self, self.built)
        return self.built

    def _wait_by_chance(self) -> None:
        """Wait once, so that the jobs of many machines do not all ask at the same second."""
        import random
        import time

        longest, self.flags = self.flags.jitter, self.flags._replace(jitter=0.0)
        time.sleep(random.uniform(0, longest))


def _is_terminal(stream: TextIO) -> bool:
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
