"""`hv status`, which bare `hv` is too."""

import re
import time

from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.status import Status, kept, live_status, shown_away
from harvest_cli.actions.status import status as status_of
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, LOOK, Flag, command
from harvest_cli.commands.cli.drain import drain_first
from harvest_cli.commands.cli.output import output_for, remember_rows
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import RateLimited, Unreachable, UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.local.cache import status_cache
from harvest_cli.show.answers.status_text import note_outage
from harvest_cli.show.answers.status_text import watch as keep_watching
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.terminal.output import Format

LONGEST = 40
"""Letters of a name that is not known, in a message."""
PATIENCE = 2.0
"""Seconds that a prompt may wait for the network, once a minute at most."""
Template = Annotated[str | None, Flag("--format TEMPLATE", help="Fill in a template, for prompts")]
Idle = Annotated[
    str | None, Flag("--idle TEMPLATE", help="With --format: print this when no timer runs")
]
Watch = Annotated[bool, Flag("--watch", help="Keep showing it until Ctrl-C")]


@command("status", LOOK, drains=DRAINS_FIRST, asks=2, topic="timers")
def status(
    run: Run,
    *,
    format_: Template = None,
    idle: Idle = None,
    watch: Watch = False,
    header: o.Header = False,
) -> int:
    """Show the running timer, today against its target, and the week.

      hv
      hv status --format "{project} {hours}"
      hv status --watch
      hv status -q || echo "no timer"

    Without a network it shows the last known state and pending entries; status 7.

    --format is for prompts and bars: it answers from data up to a minute old, and
    prints nothing (status 4) when no timer runs, or what --idle says. Fields: id
    client project code task notes hours since today target left week capacity done
    balance missing (of the last workday) unsent rejected as_of (the time of the data,
    while Harvest is out of reach).
    """
    if idle is not None and format_ is None:
        message = "`--idle` goes with `--format`"
        raise UsageError(message, hint='`hv status --format "{project}" --idle "{missing}"`')
    if format_ is not None:
        return _print_format(run, format_, idle or "")
    if watch:
        _watch(run)
        return 0
    return _print_status(run, header=header)


def _print_status(run: Run, *, header: bool) -> int:
    """Print where the day stands; the status of the failure where Harvest is out of reach.

    With --quiet the ids of what runs are all, and 4 says that nothing does.
    """
    context = context_of(run)
    found = status_of(context)
    output = output_for(run, context)
    quiet = run.output.quiet and not run.flags.json
    if quiet:
        for entry in found.running:
            output.line(str(entry.id))
    else:
        render(found, output, Layout(header=header))
        remember_rows(run, context, [entry.id for entry in found.entries])
    if found.failure is not None:
        note_outage(found, output)
        return int(found.failure.exit_code)
    return 4 if quiet and not found.running else 0


def _print_format(run: Run, template: str, idle: str) -> int:
    """Print the filled template and give 0, or what is for idle times and give 4."""
    for each in (template, idle):
        if status_cache.rendered(status_cache.SAMPLE, each, 0.0) is None:
            raise _no_such_field(each)
    if run.flags.timeout is None:
        run.flags = run.flags._replace(timeout=PATIENCE)
    context = context_of(run, drains=False)
    found = _known_of_day(run, context)
    runs = found["running"] != "0"
    text = status_cache.rendered(found, template if runs else idle, context.now.timestamp()) or ""
    lines = text.split("\n")
    if runs or text:
        run.output.line("\n".join("\t".join(map(run.output.text, s.split("\t"))) for s in lines))
    return 0 if runs else status_cache.NOTHING_RUNS


def _no_such_field(template: str) -> UsageError:
    """Which field of a template there is not, and which there are."""
    hint = "Fields: " + " ".join(status_cache.FIELDS)
    for found in re.finditer(r"\\[tn]|\{\{|\}\}|\{([^}]*)(\}?)", template):
        name, closed = found.groups()
        if name is None or (closed and name in status_cache.FIELDS):
            continue
        if not closed:
            return UsageError("A `{` in `--format` is not closed", hint=hint)
        if name:
            return UsageError(f'Unknown field "{name[:LONGEST]}" (--format)', hint=hint)
    return UsageError("`{}` in `--format` names no field", hint=hint)


def _known_of_day(run: Run, context: Context) -> dict[str, str]:
    """The status file while it is fresh, else asked anew, else what it last told of today."""
    found, now = StatusCache(context).stored(), context.now.timestamp()
    seconds = f"{context.settings.get('status_seconds'):g}"
    if found is not None and status_cache.is_fresh(found, now, seconds):
        return found
    drain_first(run, context)
    try:
        return kept(context, live_status(context))
    except (Unreachable, RateLimited) as error:
        return shown_away(context, error)


def _watch(run: Run) -> None:
    """Show the status again each second; raises UsageError off a terminal."""
    if run.output.format is not Format.HUMAN:
        message = "`--watch` needs a terminal"
        raise UsageError(message, hint="`hv status --json` prints it once")
    context = context_of(run)
    first = status_of(context)
    output = output_for(run, context)

    def look() -> Status:
        return status_of(context_of(run))

    keep_watching(first, look, output, time.monotonic, time.sleep)
