"""What `hv parse` and `hv log --explain` print."""

from typing import Any

from harvest_cli.actions.entries.results import Logged
from harvest_cli.actions.resolve.parse import Parsed, ParsedEntry, ParsedPeriod
from harvest_cli.domain.clock import clock_text
from harvest_cli.domain.days import day_text
from harvest_cli.show.machine.json_text import write_json
from harvest_cli.show.terminal.formats import hours_text, period_text, read_as
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.underline import underlined

ENTRY_COLUMNS = (
    "spent_date", "hours", "started_time", "ended_time", "client", "project", "task", "notes",
    "text",
)  # fmt: skip
PERIOD_COLUMNS = ("from", "to", "group_by", "client", "project", "task", "billable", "text")


def emit_parsed(parsed: Parsed, output: Output) -> None:
    """How one sentence is read."""
    if output.format is Format.JSON:
        write_json(parsed_document(parsed), output)
        return
    if output.format is Format.HUMAN:
        for line in parsed_lines(parsed, output):
            output.line(line)
    else:
        from harvest_cli.show.machine.rows import tsv_rows

        for line in tsv_rows((), _rows(parsed), shown=output.text):
            output.line(line)
    for warning in parsed.warnings:
        output.warn(warning)


def parsed_document(parsed: Parsed) -> dict[str, Any]:
    """One sentence as JSON, names as texts; the pieces cover the whole of `text`."""
    spans = [part._asdict() for part in parsed.parts]
    inferences = [each._asdict() for each in parsed.inferences]
    typed = {} if parsed.typed is None else {"typed": parsed.typed}
    if parsed.period is not None:
        body = period_record(parsed.period)
    else:
        entries = [entry_record(entry, parsed.kind) for entry in parsed.entries]
        body = {"entries": entries, "warnings": list(parsed.warnings)}
    return {"text": parsed.text, **body, **typed, "inferences": inferences, "spans": spans}


def entry_record(entry: ParsedEntry, kind: str) -> dict[str, Any]:
    """One entry that would be made."""
    return {
        "state": "preview",
        "spent_date": entry.spent_date,
        "hours": entry.hours,
        "started_time": entry.started_time,
        "ended_time": entry.ended_time,
        "is_running": kind == "start",
        "client": entry.client,
        "project": entry.project,
        "task": entry.task,
        "notes": entry.notes,
    }


def period_record(asked: ParsedPeriod) -> dict[str, Any]:
    """A period; `group_by` is the first grouping, `groups` holds all of them."""
    return {
        "from": asked.period.start,
        "to": asked.period.end,
        "group_by": asked.group_by[0] if asked.group_by else None,
        "groups": list(asked.group_by),
        "client": asked.client,
        "project": asked.project,
        "task": asked.task,
        "billable": asked.billable,
    }


def _rows(parsed: Parsed) -> list[tuple[Any, ...]]:
    if parsed.period is not None:
        record = {**period_record(parsed.period), "text": parsed.text}
        record["group_by"] = ",".join(parsed.period.group_by)
        return [tuple(record[name] for name in PERIOD_COLUMNS)]
    rows = []
    for entry in parsed.entries:
        record = {**entry._asdict(), "text": parsed.text}
        for name in ("started_time", "ended_time"):
            record[name] = f"{record[name]:%H:%M}" if record[name] else None
        rows.append(tuple(record[name] for name in ENTRY_COLUMNS))
    return rows


def parsed_lines(parsed: Parsed, output: Output) -> list[str]:
    """The reading in words, what was inferred, and the sentence underlined."""
    if parsed.period is not None:
        lines = [_period_line(parsed.period, parsed, output)]
    else:
        lines = [_entry_line(entry, parsed, output) for entry in parsed.entries]
    if parsed.inferences:
        lines.append(read_as((each.text for each in parsed.inferences), output))
    return [*lines, "", *underlined(parsed.parts, output)]


def _entry_line(entry: ParsedEntry, parsed: Parsed, output: Output) -> str:
    names = [entry.client, entry.project, *([entry.task] if entry.task else [])]
    shown = output.marks(" › ").join(map(output.text, names))
    clock = [clock_text(t, output.clock) for t in (entry.started_time, entry.ended_time) if t]
    head = "Start" if parsed.kind == "start" else "Log"
    hours = "" if entry.hours is None else f" {hours_text(entry.hours, output.time_format)}"
    since = output.marks("–").join(clock)
    parts = [head + hours, f"since {since}" if since and parsed.kind == "start" else since, shown]
    if entry.task is None:
        parts[-1] += " (no task named)"
    parts.append(day_text(entry.spent_date, parsed.today))
    parts.append(f'"{output.text(entry.notes)}"' if entry.notes else "")
    return "  ".join(part for part in parts if part)


def _period_line(asked: ParsedPeriod, parsed: Parsed, output: Output) -> str:
    parts = [output.marks(period_text(asked.period, parsed.today))]
    parts += [f"by {' and '.join(asked.group_by)}"] if asked.group_by else []
    names = (("client", asked.client), ("project", asked.project), ("task", asked.task))
    parts += [f"{what} {output.text(name)}" for what, name in names if name]
    if asked.billable is not None:
        parts.append("billable" if asked.billable else "not billable")
    return "  ".join(parts)


def explained_lines(logged: Logged, output: Output) -> list[str]:
    """The sentence underlined."""
    return ["", *underlined(logged.parts, output)]
