"""hv for programs: five calls on an account, each as the command of its name does it.

An entry is kept on this machine before it is sent, looked for before it is sent again, and can be
undone with `hv undo`. Nobody is asked anything: what is ambiguous raises, with the candidates.
"""

import io
import os
from collections.abc import Callable, Mapping
from typing import Literal, Self, TypeVar

from harvest_cli.actions.entries.log import log_time
from harvest_cli.actions.entries.results import Logged, TimerResult
from harvest_cli.actions.reports.lines import Report
from harvest_cli.actions.reports.report import ReportOptions, report_of
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.parse import Parsed
from harvest_cli.actions.resolve.parse import parse as read
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.ending import StopFlags
from harvest_cli.actions.timers.start import start_timer
from harvest_cli.actions.timers.stop import stop_timer
from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.drain import drain_after
from harvest_cli.commands.cli.output import output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.harvest.http.exchange import KeptSession

Answer = TypeVar("Answer")
Kind = Literal["log", "start", "period"]


class HarvestAccount:
    """An account that is open to a program, with the login of one profile; for one thread.

    Each call raises HvError (`code`, `hint`, `candidates`) where the command would end with a
    status of its own and nothing was written.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._kept = KeptSession()
        self.remarks: tuple[str, ...] = ()
        """What hv had to say of the last call besides its answer, a line each."""

    def parse(self, text: str, kind: Kind = "log") -> Parsed:
        """How a sentence is read; nothing is sent."""
        return self._done("parse", lambda context: read(context, text, kind))

    def log(self, text: str, *, once: bool = False, sure: bool = False) -> Logged:
        """Log finished time. With `once` nothing that hv has already logged is logged again.

        Only when `sure` is a day logged that is so far back that it is more often a slip.

        The `state` of each of the `entries` says where it is: `created` is on Harvest, `queued` and
        `unconfirmed` are kept here, and hv sends them: do not log them again. `failure` is why
        later entries of the sentence are missing.
        """

        def action(context: Context) -> Logged:
            return log_time(context, text, Flags(), once=once, sure=sure)

        return self._done("log", action)

    def start(self, text: str) -> TimerResult:
        """Start a timer, now or earlier; the timers that it stopped are in the answer."""
        return self._done("start", lambda context: start_timer(context, text, Flags()))

    def stop(self, text: str = "") -> TimerResult:
        """Stop my running timer, now or as the words say: `10m ago`, `: sent to review`."""
        return self._done("stop", lambda context: stop_timer(context, text, StopFlags()))

    def report(self, text: str = "", *, everyone: bool = False) -> Report:
        """Sum the time of a period: `last month by client`; without words this month by project.

        It is my own time, or that of `everyone` whom I may see.
        """
        asked = QueryFlags(text, everyone=everyone)
        return self._done("report", lambda context: report_of(context, asked, ReportOptions()))

    def close(self) -> None:
        """Let go of the connection to Harvest."""
        self._kept.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _done(self, command: str, action: Callable[[Context], Answer]) -> Answer:
        """What the command does, in a run of its own: each call has its own day and names."""
        told = io.StringIO()
        run = Run(self._environ, io.StringIO(), io.StringIO(), told)
        run.command, run.kept = COMMANDS[command], self._kept
        try:
            context = context_of(run)
            answer = action(context)
            output_for(run, context)
            if run.command.drains == "after":
                drain_after(run, context)
            return answer
        finally:
            self.remarks = tuple(told.getvalue().splitlines())
            run.close()


def open_account(
    profile: str | None = None, *, environ: Mapping[str, str] | None = None
) -> HarvestAccount:
    """An account as `hv --profile NAME` would use it; `sandbox` is the embedded one.

    Login and settings come from where hv has them, and from `environ` (usually this process's).
    Nothing is asked of Harvest, and no login is needed, before the first call.
    """
    variables = dict(os.environ if environ is None else environ)
    if profile is not None:
        variables["HV_PROFILE"] = profile
    return HarvestAccount(variables)
