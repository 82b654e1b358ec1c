"""Where the day stands and who is logged in, in a few lines without a table library."""

from decimal import Decimal

from harvest_cli.actions.resolve.projects import Identity
from harvest_cli.actions.status.types import Status
from harvest_cli.domain.clock import clock_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.wording import counted
from harvest_cli.show.answers.unsent_text import as_of_text, notes_in, state_of, waiting_lines
from harvest_cli.show.terminal.columns import display_width, pad
from harvest_cli.show.terminal.formats import hours_text
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.tables_base import fitted, grid_lines


def show_status(
    status: Status, output: Output, time_format: str | None = None, clock: str | None = None
) -> None:
    """What runs, today's entries, and today's hours against the target, which come last."""
    from harvest_cli.show.answers.tables import ENTRY_TABLE, entry_rows

    time_format, clock = time_format or output.time_format, clock or output.clock
    for line in _running_lines(status, output, time_format, clock):
        output.line(line)
    rows = entry_rows(status.entries, output, time_format, clock)
    for line in grid_lines(fitted(ENTRY_TABLE, rows, output.width), rows, output):
        output.line(line)
    for line in waiting_lines(status, output, time_format, clock):
        output.line(line)
    day = _sum(status.total, status.target, status.waiting_today, time_format)
    output.line(f"{output.style('Today', 'bold')} {day}{_done(status, clock)}")
    if status.week is not None:
        week = _sum(status.week, status.capacity, status.waiting_this_week, time_format)
        output.line(f"{output.style('Week', 'bold')} {week}")
    if status.unsent:
        waits = counted(status.unsent, "entry waits", "entries wait")
        output.line(output.style(f"{waits} to be sent: `hv outbox`", "yellow"))


def _running_lines(
    status: Status, output: Output, time_format: str | None, clock: str | None
) -> list[str]:
    """What runs, here first and then on Harvest, below from when that is unless it is now."""
    lines = []
    if status.failure is not None:
        old = f"As of {as_of_text(status, clock)}, not up to date"
        lines.append(output.style(old, "yellow"))
    here = [(each.entry, state_of(each)) for each in status.waiting if each.entry and each.runs]
    for entry, state in (*here, *((entry, "") for entry in status.running)):
        lines.append(_running(entry, status, output, time_format, clock, state))
    if not (here or status.running):
        known = status.running_known
        lines.append("No timer running" if known else "Whether a timer runs is not known")
    return lines


def _sum(hours: Decimal, limit: Decimal | None, waits: Decimal, time_format: str | None) -> str:
    """`3:00 of 7:00, and 0:30 waits here`."""
    most = "" if limit is None else f" of {hours_text(limit, time_format)}"
    on_top = f", and {hours_text(waits, time_format)} waits here" if waits else ""
    return f"{hours_text(hours, time_format)}{most}{on_top}"


def _done(status: Status, clock: str | None) -> str:
    """When today's target will be reached, or that it is."""
    if status.target and status.total + status.waiting_today >= status.target:
        return ", done"
    if status.done_at is None:
        return ""
    moment = status.done_at.astimezone(status.now.tzinfo)
    day = "" if moment.date() == status.now.date() else " tomorrow"
    return f", done at {clock_text(moment.time(), clock)}{day}"


def tell_forgotten(status: Status, output: Output) -> None:
    """One yellow line on stderr for each timer that looks forgotten, with what mends it."""
    for found in status.forgotten:
        name = output.err.text(f"{found.entry.project.name} › {found.entry.task.name}")
        text = f"{output.err.marks(name)} {found.why}: `{found.mend}` ends it there"
        output.err.line(output.err.style(text, "yellow"))


def tell_away(status: Status, output: Output) -> None:
    """On stderr why Harvest was not heard, and off a terminal of when the rows on stdout are."""
    from harvest_cli.show.answers.errors import show_error

    if status.failure is None:
        return
    show_error(status.failure, output, record=False)
    if output.format is Format.PLAIN:
        moment = as_of_text(status, output.clock)
        output.note(f"This is what hv knew at {moment}, and what waits here")


def _running(
    entry: TimeEntry,
    status: Status,
    output: Output,
    time_format: str | None,
    clock: str | None,
    state: str = "",
) -> str:
    names = (entry.client.name, entry.project.name, entry.task.name)
    parts = [
        f"{output.marks('▶')} {hours_text(entry.hours, time_format)}",
        output.marks(" › ").join(output.text(name) for name in names if name),
    ]
    if entry.timer_started_at:
        started = entry.timer_started_at.astimezone(status.now.tzinfo)
        parts.append(f"since {clock_text(started.time(), clock)}")
    before, after = "  ".join(parts), f"  ({state})" if state else ""
    notes = notes_in(entry.notes, display_width(before + after), output)
    return output.style(before, "green") + notes + output.style(after, "yellow")


def whoami_rows(identity: Identity) -> list[tuple[str, str]]:
    """What is known of the login as names and values, for people and for pipes."""
    user, company = identity.user, identity.company
    account = f"{company.name or 'unknown'} ({identity.account_id or 'no id'})"
    timers = {True: "start and end times", False: "durations", None: "unknown"}
    rows = [
        ("user", f"{user.name} <{user.email}>" if user.email else user.name),
        ("account", account),
        ("roles", ", ".join(user.access_roles) or "unknown"),
        ("timezone", identity.zone),
        ("tracks", timers[company.wants_timestamp_timers]),
        ("token", f"from {identity.token_source}"),
        ("api", identity.api_url),
    ]
    if identity.profile:
        rows.append(("profile", identity.profile))
    if identity.expires_at:
        rows.append(("ends", f"{identity.expires_at.astimezone():%Y-%m-%d %H:%M}"))
    return rows


def show_whoami(identity: Identity, output: Output) -> None:
    """One line per thing known, the names aligned."""
    rows = whoami_rows(identity)
    wide = max(len(name) for name, _ in rows)
    for name, value in rows:
        output.line(f"{output.style(pad(name, wide), 'dim')}  {output.text(value)}")
