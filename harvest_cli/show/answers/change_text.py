"""What `hv edit` and `hv delete` say: one entry, before and after, or several of them."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal

from harvest_cli.actions.entries.change import Changed, Deleted, Difference
from harvest_cli.actions.entries.edit_words import Several
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.hours import clock_text
from harvest_cli.show.answers.errors import nothing_sent, show_error
from harvest_cli.show.answers.words import (
    CHANGE,
    DELETE,
    Verb,
    left_words,
    state_words,
    unconfirmed_words,
)
from harvest_cli.show.machine.entries import CHANGE as CHANGE_TABLE
from harvest_cli.show.machine.entries import CHANGES, DELETION, DELETIONS
from harvest_cli.show.machine.fields import Record
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, warn_of
from harvest_cli.show.terminal.formats import hours_text, place_text, written_day
from harvest_cli.show.terminal.output import Output

_NAMES = {
    "spent_date": "date",
    "started_time": "from",
    "ended_time": "to",
    "project_id": "project",
    "task_id": "task",
    "external_reference": "reference",
}


def change_lines(row: Changed | Deleted, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """One line with the entry that was changed or is gone, then one per field that is otherwise."""
    if isinstance(row, Changed) and not row.differences:
        yield f"Nothing to change   #{row.before.id}"
        return
    yield from _lines([row], output)


def _lines(rows: Sequence[Changed | Deleted], output: Output) -> Iterator[str]:
    """What became of each entry; the requests of a dry run come last."""
    for row in rows:
        yield from _told(row, output)
    unsure = [row for row in rows if row.state is EntryState.UNCONFIRMED]
    if unsure:
        yield output.marks(unconfirmed_words(_verb(unsure[0])))
    if any(row.state is EntryState.PREVIEW for row in rows):
        yield from nothing_sent((each for row in rows for each in row.requests), output)


def show_planned(rows: Sequence[Changed | Deleted], output: Output) -> None:
    """On stderr, before a question: each entry and what would become of it."""
    for row in rows:
        for line in _told(row, output):
            output.err.line(line)


def _verb(row: Changed | Deleted) -> Verb:
    return CHANGE if isinstance(row, Changed) else DELETE


def _entry(row: Changed | Deleted) -> TimeEntry:
    return row.after if isinstance(row, Changed) else row.entry


def _told(row: Changed | Deleted, output: Output) -> Iterator[str]:
    words, color = state_words(row.state, _verb(row))
    yield f"{output.style(words, color)}  {entry_text(_entry(row), output)}"
    if isinstance(row, Changed):
        yield from (_difference(each, row, output) for each in row.differences)


def _remarks(several: Several, output: Output) -> None:
    """What was passed over, what failed, and how many it were."""
    warn_of(several, output)
    for passed in several.skipped:
        output.note(f"Skipped #{passed.entry.id}: {output.err.text(passed.why)}")
    for entry, error in several.failed:
        error.message = f"#{entry.id}: {error.message}"
        show_error(error, output, record=False)
    if several.left:
        output.note(left_words(several.left))


def entry_text(entry: TimeEntry, output: Output) -> str:
    """`2:00  ABC Corp › Marketing Website › Programming  Wed 18 Nov  "notes"   #636718192`."""
    parts = [hours_text(entry.hours, output.time_format), place_text(entry, output)]
    if entry.spent_date is not None:
        parts.append(written_day(entry.spent_date, output))
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
        return written_day(value, output)
    text = output.text(str(value))
    return f'"{text}"' if isinstance(value, str) else text


def _document(several: Several, _layout: Layout) -> Record:
    deleted = several.rows and isinstance(several.rows[0], Deleted)
    return (DELETIONS if deleted else CHANGES).record(several)


def _quiet(row: Changed | Deleted, _output: Output) -> list[str]:
    return [str(_entry(row).id)]


RENDERERS = {
    Changed: Renderer(CHANGE_TABLE, change_lines, quiet=_quiet, remarks=warn_of),
    Deleted: Renderer(DELETION, change_lines, quiet=_quiet, remarks=warn_of),
    Several: Renderer(
        _document,
        lambda several, output, _: _lines(several.rows, output),
        quiet=lambda several, _: [str(_entry(row).id) for row in several.rows],
        remarks=_remarks,
    ),
}
