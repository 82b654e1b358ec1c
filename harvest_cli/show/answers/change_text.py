"""What `hv edit` and `hv delete` say: one entry, before and after."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal

from harvest_cli.actions.entries.edit import Changed, Deleted, Difference
from harvest_cli.actions.entries.results import LoggedEntry
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.hours import clock_text
from harvest_cli.show.answers.errors import nothing_sent, warn_of
from harvest_cli.show.answers.log_text import what_text
from harvest_cli.show.answers.words import CHANGE, DELETE, Verb, state_words, unconfirmed_words
from harvest_cli.show.machine.entries import CHANGE as CHANGE_TABLE
from harvest_cli.show.machine.entries import DELETION
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer
from harvest_cli.show.terminal.formats import hours_text
from harvest_cli.show.terminal.output import Output

_NAMES = {
    "spent_date": "date",
    "started_time": "from",
    "ended_time": "to",
    "project_id": "project",
    "task_id": "task",
}


def change_lines(changed: Changed, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """One line with the entry, then one per field that is otherwise now."""
    if not changed.differences:
        yield f"Nothing to change   #{changed.before.id}"
        return
    yield _first_line(changed.before, changed.state, CHANGE, output)
    for each in changed.differences:
        yield _difference(each, changed, output)
    yield from _last_lines(changed, CHANGE, output)


def deletion_lines(deleted: Deleted, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """Which entry is gone."""
    yield _first_line(deleted.entry, deleted.state, DELETE, output)
    yield from _last_lines(deleted, DELETE, output)


def _first_line(entry: TimeEntry, state: EntryState, verb: Verb, output: Output) -> str:
    words, color = state_words(state, verb)
    return f"{output.style(words, color)}  {entry_text(entry, output)}"


def _last_lines(answer: Changed | Deleted, verb: Verb, output: Output) -> Iterator[str]:
    if answer.state is EntryState.UNCONFIRMED:
        yield output.marks(unconfirmed_words(verb))
    if answer.state is EntryState.PREVIEW:
        yield from nothing_sent(answer.requests, output)


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


RENDERERS = {
    Changed: Renderer(
        CHANGE_TABLE, change_lines, quiet=lambda each, _: [str(each.after.id)], remarks=warn_of
    ),
    Deleted: Renderer(
        DELETION, deletion_lines, quiet=lambda each, _: [str(each.entry.id)], remarks=warn_of
    ),
}
