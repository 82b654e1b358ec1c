"""Where the day stands and who is logged in, in a few lines without a table library."""

from harvest_cli.actions.listed import Identity, Status
from harvest_cli.domain.clock import clock_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.show.columns import display_width, fit, pad
from harvest_cli.show.grid import fitted, grid_lines
from harvest_cli.show.hours_text import hours_text
from harvest_cli.show.output import Output

_SHORTEST_NOTES = 8


def show_status(
    status: Status, output: Output, time_format: str | None = None, clock: str | None = None
) -> None:
    """What runs, today's entries, and today's hours against the target, which come last."""
    from harvest_cli.show.tables import ENTRY_TABLE, entry_rows

    time_format, clock = time_format or output.time_format, clock or output.clock
    for entry in status.running:
        output.line(_running(entry, status, output, time_format, clock))
    if not status.running:
        output.line("No timer running")
    rows = entry_rows(status.entries, output, time_format, clock)
    for line in grid_lines(fitted(ENTRY_TABLE, rows, output.width), rows, output):
        output.line(line)
    target = "" if status.target is None else f" of {hours_text(status.target, time_format)}"
    today = output.style("Today", "bold")
    done = _done(status, clock)
    output.line(f"{today} {hours_text(status.total, time_format)}{target}{done}")
    if status.week is not None:
        capacity = status.capacity
        limit = "" if capacity is None else f" of {hours_text(capacity, time_format)}"
        week = output.style("Week", "bold")
        output.line(f"{week} {hours_text(status.week, time_format)}{limit}")
    if status.unsent:
        waits = "1 entry waits" if status.unsent == 1 else f"{status.unsent} entries wait"
        output.line(output.style(f"{waits} to be sent: `hv outbox`", "yellow"))


def _done(status: Status, clock: str | None) -> str:
    """When today's target will be reached, or that it is."""
    if status.target and status.total >= status.target:
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


def _running(
    entry: TimeEntry, status: Status, output: Output, time_format: str | None, clock: str | None
) -> str:
    names = (entry.client.name, entry.project.name, entry.task.name)
    parts = [
        f"{output.marks('▶')} {hours_text(entry.hours, time_format)}",
        output.marks(" › ").join(output.text(name) for name in names if name),
    ]
    if entry.timer_started_at:
        started = entry.timer_started_at.astimezone(status.now.tzinfo)
        parts.append(f"since {clock_text(started.time(), clock)}")
    before = "  ".join(parts)
    return output.style(before, "green") + _notes(entry.notes, display_width(before), output)


def _notes(notes: str | None, before: int, output: Output) -> str:
    """The notes in what is left of the line, or nothing when that is too little to read."""
    text = output.text(notes or "")
    if output.width is not None:
        room = output.width - before - len('  ""')
        text = fit(text, room, output.ellipsis) if room >= _SHORTEST_NOTES else ""
    return f'  "{text}"' if text else ""


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
