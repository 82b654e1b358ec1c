"""What `hv undo` and `hv history` say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from harvest_cli.actions.undoing import Undoing, Undone, Written
from harvest_cli.domain.entries import EntryState
from harvest_cli.show.changes import entry_text
from harvest_cli.show.output import Face, Output

_COLUMNS = ("at", "did", "id", "hours", "project", "task", "spent_date", "undone")


def emit_undoing(undoing: Undoing, output: Output) -> None:
    """What was taken back, newest first."""
    if output.face is Face.JSON:
        from harvest_cli.show.json_text import write_json

        document = {
            "undone": [_undone_record(each) for each in undoing.undone],
            "warnings": list(undoing.warnings),
        }
        write_json(document, output)
    else:
        for each in undoing.undone:
            output.line(_undone_line(each, output))
        if undoing.dry_run:
            output.line("Nothing sent")
    for warning in undoing.warnings:
        output.warn(warning)


def _undone_line(each: Undone, output: Output) -> str:
    words, color = {
        EntryState.PREVIEW: (f"Would be {each.how}", "cyan"),
        EntryState.UNCONFIRMED: ("Unconfirmed", "yellow"),
        EntryState.QUEUED: ("Saved here, not yet on Harvest", "yellow"),
    }.get(each.state, (each.how.capitalize(), "green"))
    shown = each.entry or each.written.entry
    note = f"  ({output.text(each.note)})" if each.note else ""
    return f"{output.style(words, color)}  {entry_text(shown, output)}{note}"


def _undone_record(each: Undone) -> dict[str, Any]:
    from harvest_cli.show.records import entry_record

    return {
        "did": each.written.deed.deed,
        "undo": each.how,
        "entry": entry_record(each.entry or each.written.entry, each.state),
        "note": each.note or None,
    }


def emit_history(written: Sequence[Written], output: Output, *, header: bool = False) -> None:
    """The deeds in the face that was asked for."""
    if output.face is Face.JSON:
        from harvest_cli.show.json_text import write_json

        write_json({"history": [_record(each) for each in written]}, output)
    elif output.face is Face.HUMAN:
        for each in written:
            output.line(_line(each, output))
        if not written:
            output.line("hv wrote nothing in this account in the last 30 days")
    else:
        from harvest_cli.show.rows import tsv_rows

        rows = [[_cell(_record(each)[name]) for name in _COLUMNS] for each in written]
        for line in tsv_rows(_COLUMNS, rows, header=header, shown=output.text):
            output.line(line)


def _line(each: Written, output: Output) -> str:
    taken_back = "  taken back" if each.deed.undone_at is not None else ""
    when = each.at.astimezone()
    line = f"{when:%d %b %H:%M}  {each.deed.deed.capitalize():9}  {entry_text(each.entry, output)}"
    return output.style(line + taken_back, "dim") if taken_back else line


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
    if isinstance(value, datetime):
        return value.astimezone().isoformat(timespec="seconds")
    return "" if value is None else str(value)
