"""`hv status`, which bare `hv` is too."""

from typing import TYPE_CHECKING, Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import output_for
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.show.render import Layout, render

if TYPE_CHECKING:
    from collections.abc import Collection

    from harvest_cli.actions.session.context import Context
    from harvest_cli.commands.cli.run import Run
    from harvest_cli.domain.errors import UsageError

HELP = """Show what runs, today against its target, and the week.

\b
  hv
  hv status --format "{project} {hours}"
  hv status --watch
  hv status -q || echo "no timer"

Without a network it shows what hv last knew, and what waits here; status 7.

--format is for prompts and bars: it answers from what hv learnt up to a minute
ago, and prints nothing (status 4) when no timer runs. Fields: id client project
code task notes hours since today target left week capacity done unsent as_of
(from when it is, while Harvest is out of reach).
"""
LONGEST = 40
"""Letters of a name that is not known, in a message."""
PATIENCE = 2.0
"""Seconds that a prompt may wait for the network, once a minute at most."""
Format = Annotated[str | None, typer.Option("--format", help="Fill in a template, for prompts")]
Watch = Annotated[bool, typer.Option("--watch", help="Keep showing it until Ctrl-C")]


def status(
    context: typer.Context,
    format_: Format = None,
    watch: Watch = False,
    header: o.Header = False,
) -> None:
    """Show what runs, today against its target, and the week."""
    run = o.invocation_of(context)
    if format_ is not None:
        raise typer.Exit(print_format(run, format_))
    if watch:
        watch_status(run)
        return
    raise typer.Exit(print_status(run, header=header))


def print_status(run: "Run", *, header: bool) -> int:
    """Print where the day stands; the status of the failure where Harvest is out of reach.

    With --quiet the ids of what runs are all, and 4 says that nothing does.
    """
    from harvest_cli.actions.status.status import status as status_of
    from harvest_cli.commands.cli.output import remember_rows

    hv = context_of(run)
    found = status_of(hv)
    output = output_for(run, hv)
    quiet = run.output.quiet and not run.flags.json
    if quiet:
        for entry in found.running:
            output.line(str(entry.id))
    else:
        render(found, output, Layout(header=header))
        remember_rows(run, hv, [entry.id for entry in found.entries])
    if found.failure is not None:
        from harvest_cli.show.answers.status_text import note_outage

        note_outage(found, output)
        return int(found.failure.exit_code)
    return 4 if quiet and not found.running else 0


def print_format(run: "Run", template: str) -> int:
    """Print the filled template and give 0, or print nothing and give 4 when nothing runs."""
    from harvest_cli.local.cache import status_cache

    if status_cache.rendered(status_cache.SAMPLE, template, 0.0) is None:
        raise _no_such_field(template, status_cache.FIELDS)
    if run.flags.timeout is None:
        run.flags = run.flags._replace(timeout=PATIENCE)
    hv = context_of(run, drains=False)
    found = known_of_day(run, hv)
    if found["running"] == "0":
        return status_cache.NOTHING_RUNS
    text = status_cache.rendered(found, template, hv.now.timestamp()) or ""
    lines = text.split("\n")
    run.output.line("\n".join("\t".join(map(run.output.text, s.split("\t"))) for s in lines))
    return 0


def _no_such_field(template: str, fields: "Collection[str]") -> "UsageError":
    """Which field of a template there is not, and which there are."""
    import re

    from harvest_cli.domain.errors import UsageError

    hint = "Fields: " + " ".join(fields)
    for found in re.finditer(r"\\[tn]|\{\{|\}\}|\{([^}]*)(\}?)", template):
        name, closed = found.groups()
        if name is None or (closed and name in fields):
            continue
        if not closed:
            return UsageError("A `{` in `--format` is not closed", hint=hint)
        if name:
            return UsageError(f"There is no field `{name[:LONGEST]}` for `--format`", hint=hint)
    return UsageError("`{}` in `--format` names no field", hint=hint)


def known_of_day(run: "Run", hv: "Context") -> dict[str, str]:
    """The status file while it is fresh, else asked anew, else what it last told of today."""
    from harvest_cli.actions.day.status_cache import StatusCache
    from harvest_cli.actions.status.status import kept
    from harvest_cli.actions.status.status import live_status as look
    from harvest_cli.commands.cli.drain import drain_first
    from harvest_cli.domain.errors import RateLimited, Unreachable
    from harvest_cli.local.cache import status_cache

    found, now = StatusCache(hv).stored(), hv.now.timestamp()
    seconds = f"{hv.settings.get('status_seconds'):g}"
    if found is not None and status_cache.is_fresh(found, now, seconds):
        return found
    drain_first(run, hv)
    try:
        return kept(hv, look(hv))
    except (Unreachable, RateLimited) as error:
        from harvest_cli.actions.status.offline import shown_away

        return shown_away(hv, error)


def watch_status(run: "Run") -> None:
    """Show the status again each second; raises UsageError off a terminal."""
    import time

    from harvest_cli.actions.status.status import status as status_of
    from harvest_cli.domain.errors import UsageError
    from harvest_cli.show.answers.watch import Watching, watch
    from harvest_cli.show.terminal.output import Format

    if run.output.format is not Format.HUMAN:
        message = "`--watch` needs a terminal"
        raise UsageError(message, hint="`hv status --json` prints it once")
    hv = context_of(run)
    first = status_of(hv)
    output = output_for(run, hv)
    watch(Watching(first, lambda: status_of(context_of(run)), output, time.monotonic, time.sleep))
