"""What `hv edit` and `hv delete` say: one entry, before and after."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from harvest_cli.actions.entries.results import Changed, Deleted, Difference, LoggedEntry
from harvest_cli.domain.clock import clock_text
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.show.answers.errors import nothing_sent, with_requests
from harvest_cli.show.answers.log_text import what_text
from harvest_cli.show.terminal.formats import hours_text
from harvest_cli.show.terminal.output import Format, Output

_AGAIN = "Harvest did not answer — do not repeat it, look with `hv entries`"
_NAMES = {
    "spent_date": "date",
    "started_time": "from",
    "ended_time": "to",
    "project_id": "project",
    "task_id": "task",
}


def emit_changed(changed: Changed, output: Output) -> None:
    """Before and after, in the face that was asked for."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json(with_requests(changed_document(changed), changed.requests), output)
    elif output.quiet:
        output.line(str(changed.after.id))
    else:
        for line in changed_lines(changed, output):
            output.line(line)
    for warning in changed.warnings:
        output.warn(warning)


def changed_lines(changed: Changed, output: Output) -> list[str]:
    """One line with the entry, then one per field that is otherwise now."""
    if not changed.differences:
        return [f"Nothing to change   #{changed.before.id}"]
    words, color = {
        EntryState.PREVIEW: ("Would change", "cyan"),
        EntryState.UNCONFIRMED: ("Unconfirmed", "yellow"),
        EntryState.QUEUED: ("Saved here, not yet on Harvest", "yellow"),
    }.get(changed.state, ("Changed", "green"))
    lines = [f"{output.style(words, color)}  {entry_text(changed.before, output)}"]
    lines += [_difference(each, changed, output) for each in changed.differences]
    if changed.state is EntryState.UNCONFIRMED:
        lines.append(output.marks(_AGAIN))
    if changed.state is EntryState.PREVIEW:
        lines += nothing_sent(changed.requests, output)
    return lines


def entry_text(entry: TimeEntry, output: Output) -> str:
    """`2:00  ABC Corp › Marketing Website › Programming  Wed 18 Nov  "notes"   #636718192`."""
    parts = [
        hours_text(entry.hours, output.time_format),
        what_text(LoggedEntry(EntryState.CREATED, entry), output),
    ]
    if entry.spent_date is not None:
        parts.append(day_text(entry.spent_date, entry.spent_date))
    if entry.notes:
        parts.append(f'"{output.text(entry.notes)}"')
    return "  ".join(parts) + f"   #{entry.id}"


def _difference(each: Difference, changed: Changed, output: Output) -> str:
    before, after = each.before, each.after
    if changed.state is EntryState.CREATED and each.name in {"hours", "started_time", "ended_time"}:
        after = getattr(changed.after, each.name)
    if each.name in {"project_id", "task_id"}:
        kind = each.name.removesuffix("_id")
        before = getattr(changed.before, kind).name
        after = getattr(changed.after, kind).name if changed.after != changed.before else after
    arrow = " → " if output.unicode else " -> "
    name = _NAMES.get(each.name, each.name)
    return f"  {name}  {_value(before, output)}{arrow}{_value(after, output)}"


def _value(value: object, output: Output) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, Decimal):
        return hours_text(value, output.time_format)
    if isinstance(value, time):
        return clock_text(value, output.clock)
    if isinstance(value, date):
        return day_text(value, value)
    text = output.text(str(value))
    return f'"{text}"' if isinstance(value, str) else text


def changed_document(changed: Changed) -> dict[str, Any]:
    """What `hv edit --json` prints."""
    from harvest_cli.show.machine.records import entry_record

    return {
        "before": entry_record(changed.before),
        "after": entry_record(changed.after, changed.state),
        "changes": {
            each.name: {"from": each.before, "to": each.after} for each in changed.differences
        },
        "warnings": list(changed.warnings),
    }


def emit_deleted(deleted: Deleted, output: Output) -> None:
    """Which entry is gone."""
    words, color = {
        EntryState.PREVIEW: ("Would delete", "cyan"),
        EntryState.UNCONFIRMED: ("Unconfirmed", "yellow"),
        EntryState.QUEUED: ("Saved here, not yet on Harvest", "yellow"),
    }.get(deleted.state, ("Deleted", "green"))
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json
        from harvest_cli.show.machine.records import entry_record

        document = {
            "deleted": deleted.state is EntryState.CREATED,
            "entry": entry_record(deleted.entry, deleted.state),
            "warnings": list(deleted.warnings),
        }
        write_json(with_requests(document, deleted.requests), output)
    elif output.quiet:
        output.line(str(deleted.entry.id))
    else:
        output.line(f"{output.style(words, color)}  {entry_text(deleted.entry, output)}")
        if deleted.state is EntryState.UNCONFIRMED:
            output.line(output.marks(_AGAIN))
        if deleted.state is EntryState.PREVIEW:
            for line in nothing_sent(deleted.requests, output):
                output.line(line)
    for warning in deleted.warnings:
        output.warn(warning)
