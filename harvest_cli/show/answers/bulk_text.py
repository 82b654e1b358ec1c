"""What a copy or an import would do, did, skipped and could not do."""

from typing import Any

from harvest_cli.actions.entries.bulk import BulkItem, BulkResult, hours_of
from harvest_cli.actions.entries.results import Logged
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.wording import counted
from harvest_cli.show.answers.errors import show_error, with_requests
from harvest_cli.show.machine.records import entry_record, error_record
from harvest_cli.show.terminal.channel import Channel
from harvest_cli.show.terminal.formats import hours_text
from harvest_cli.show.terminal.output import Format, Output


def show_plan(entries: tuple[BulkItem, ...], output: Output) -> None:
    """On stderr, before a question: each entry that would be made, and how much they are."""
    for each in entries:
        output.err.line(_planned_line(each, output))
    total = hours_text(hours_of(entries), output.time_format)
    output.err.line(f"{counted(len(entries), 'entry', 'entries')}, {total}")


def _planned_line(each: BulkItem, output: Output) -> str:
    entry, err = each.entry, output.err
    names = (entry.client.name, entry.project.name, entry.task.name)
    what = err.marks(" › ").join(err.text(name) for name in names if name)
    day = day_text(entry.spent_date, entry.spent_date) if entry.spent_date else "?"
    notes = f'  "{err.text(entry.notes)}"' if entry.notes else ""
    return f"  {day:<10}  {hours_text(entry.hours, output.time_format):>5}  {what}{notes}"


def emit_carried(carried: BulkResult, output: Output) -> None:
    """What was made, line by line as `hv log` says it; the rest on stderr."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json(with_requests(carried_document(carried), carried.requests), output)
    else:
        from harvest_cli.show.answers.render import emit_logged

        logged = Logged("", carried.done, today=carried.plan.today, requests=carried.requests)
        emit_logged(logged, output)
    for each in carried.plan.entries:
        if each.skip is not None:
            output.note(f"Skipped {each.place}: {each.skip}")
    for failed in carried.failed:
        error = failed.error
        error.message = f"{failed.planned.place}: {error.message}"
        show_error(error, output, record=False)
    if not output.quiet:
        _summary(carried, output.err, output.time_format)


def _summary(carried: BulkResult, err: Channel, time_format: str | None) -> None:
    waiting = [e for e in carried.done if e.state in (EntryState.QUEUED, EntryState.UNCONFIRMED)]
    done = [each for each in carried.done if each not in waiting]
    hours = sum((each.entry.hours or ZERO for each in done), ZERO)
    verb = "Would log" if carried.dry_run else "Logged"
    parts = [f"{verb} {counted(len(done), 'entry', 'entries')}, {hours_text(hours, time_format)}"]
    parts += [f"{len(waiting)} not confirmed by Harvest yet"] if waiting else []
    skipped = len(carried.plan.entries) - len(carried.plan.to_send)
    parts += [f"{skipped} skipped"] if skipped else []
    parts += [f"{len(carried.failed)} failed"] if carried.failed else []
    parts += [f"{carried.left} not tried: run it again to go on"] if carried.left else []
    err.line("; ".join(parts))


def carried_document(carried: BulkResult) -> dict[str, Any]:
    """What `hv copy --json` and `hv log --csv --json` print."""
    return {
        "entries": [entry_record(each.entry, each.state) for each in carried.done],
        "skipped": [
            {"place": each.place, "why": each.skip}
            for each in carried.plan.entries
            if each.skip is not None
        ],
        "failed": [
            {"place": each.planned.place, **error_record(each.error)} for each in carried.failed
        ],
        "left": carried.left,
    }
