"""What `hv undo` and `hv history` say."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from harvest_cli.actions.outbox.history import Undoing, Undone, Written
from harvest_cli.actions.undo.steps import LEFT
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.hours import as_decimal
from harvest_cli.show.answers.change_text import entry_text
from harvest_cli.show.answers.errors import nothing_sent, with_requests
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.formats import hours_text, moment_text
from harvest_cli.show.terminal.output import Format, Output

if TYPE_CHECKING:
    from harvest_cli.actions.session.dry_run import WouldSend
    from harvest_cli.show.terminal.tables_base import Column, Row

_NAME, _NOTES = 24, 12  # how far names and notes may shrink before a column goes
_COLUMNS = ("at", "did", "id", "hours", "project", "task", "spent_date", "undone")


def emit_undoing(undoing: Undoing, output: Output) -> None:
    """What was taken back, newest first."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json
        from harvest_cli.show.machine.records import error_record

        document = {
            "undone": [_undone_record(each) for each in undoing.undone],
            "warnings": list(undoing.warnings),
            **({} if undoing.failure is None else error_record(undoing.failure)),
        }
        write_json(with_requests(document, _requests(undoing)), output)
    elif output.quiet:
        for each in undoing.undone:
            output.line(str((each.entry or each.written.entry).id))
    else:
        for each in undoing.undone:
            output.line(_undone_line(each, output))
        if undoing.dry_run:
            for line in nothing_sent(_requests(undoing), output):
                output.line(line)
    for warning in undoing.warnings:
        output.warn(warning)


def _requests(undoing: Undoing) -> "list[WouldSend]":
    return [each.request for each in undoing.undone if each.request is not None]


def _undone_line(each: Undone, output: Output) -> str:
    words, color = {
        EntryState.PREVIEW: (f"Would be {each.how}", "cyan"),
        EntryState.UNCONFIRMED: ("Unconfirmed", "yellow"),
        EntryState.QUEUED: ("Saved here, not yet on Harvest", "yellow"),
    }.get(each.state, (each.how.capitalize(), "yellow" if each.how == LEFT else "green"))
    shown = each.entry or each.written.entry
    line, note = f"{words}  {entry_text(shown, output)}", output.text(each.note)
    whole = f"{line}  ({note})" if note else line
    if note and output.width is not None and display_width(whole) > output.width:
        # A command to be copied must not be broken anywhere.
        whole = f"{line}\n  {note}"
    return output.style(words, color) + whole[len(words) :]


def _undone_record(each: Undone) -> dict[str, Any]:
    from harvest_cli.show.machine.records import entry_record

    return {
        "did": each.written.deed.deed,
        "undo": each.how,
        "entry": entry_record(each.entry or each.written.entry, each.state),
        "note": each.note or None,
    }


def emit_history(written: Sequence[Written], output: Output, *, header: bool = False) -> None:
    """The deeds in the face that was asked for."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json({"history": [_record(each) for each in written]}, output)
    elif output.format is Format.HUMAN:
        _show_history(written, output)
    else:
        from harvest_cli.show.machine.rows import tsv_rows

        rows = [[_cell(_record(each)[name]) for name in _COLUMNS] for each in written]
        for line in tsv_rows(_COLUMNS, rows, header=header, shown=output.text):
            output.line(line)
    if not written and output.format is not Format.JSON:
        output.note("hv wrote nothing in this account in the last 30 days")


def _show_history(written: Sequence[Written], output: Output) -> None:
    """One line for each deed; what a narrow terminal cannot hold is left out."""
    from harvest_cli.show.terminal.tables_base import fitted, grid_lines

    rows = [_row(each, output) for each in written]
    for line in grid_lines(fitted(_columns(), rows, output.width), rows, output):
        output.line(line)


def _columns() -> tuple["Column", ...]:
    from harvest_cli.show.terminal.tables_base import Column

    return (
        Column("At", drop=5),
        Column("Did"),
        Column("Hours", right=True),
        Column("Client", drop=1),
        Column("Project", floor=_NAME, squeeze=2),
        Column("Task", floor=_NAME, squeeze=2, drop=3),
        Column("Day", drop=2),
        Column("Notes", floor=_NOTES, drop=4),
        Column("Id"),
        Column("Taken back"),
    )


def _row(each: Written, output: Output) -> "Row":
    from harvest_cli.show.terminal.tables_base import Row

    entry, taken_back = each.entry, each.deed.undone_at is not None
    cells = (
        moment_text(each.at, output),
        each.deed.deed.capitalize(),
        hours_text(entry.hours, output.time_format),
        output.text(entry.client.name),
        output.text(entry.project.name),
        output.text(entry.task.name),
        day_text(entry.spent_date, entry.spent_date) if entry.spent_date else "",
        output.text(entry.notes or ""),
        f"#{entry.id}",
        "taken back" if taken_back else "",
    )
    return Row(cells, "dim" if taken_back else None)


def _record(each: Written) -> dict[str, Any]:
    entry = each.entry
    return {
        "at": each.at,
        "did": each.deed.deed,
        "id": each.deed.entry_id,
        "hours": entry.hours,
        "project": entry.project.name,
        "task": entry.task.name,
        "spent_date": entry.spent_date,
        "sentence": each.deed.text or None,
        "undone": each.deed.undone_at is not None,
    }


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return as_decimal(value)
    if isinstance(value, datetime):
        return value.astimezone().isoformat(timespec="seconds")
    return "" if value is None else str(value)
