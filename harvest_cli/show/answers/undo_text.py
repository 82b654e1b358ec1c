"""What `hv undo` and `hv history` say."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from harvest_cli.actions.outbox.history import Managed, Reversal, Undoing, Undone, Written
from harvest_cli.domain.records import NamedTuple
from harvest_cli.show.answers.change_text import entry_text
from harvest_cli.show.answers.errors import nothing_sent
from harvest_cli.show.answers.words import Verb, state_words
from harvest_cli.show.machine.entries import HISTORIES, HISTORY, UNDO
from harvest_cli.show.machine.renderer import (
    USUAL,
    Layout,
    Renderer,
    noted_if_empty,
    rows_of,
    warn_of,
)
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.formats import hours_text, moment_text, written_day
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.table import LEAST, Column, Row, fitted, grid_lines, unfolded

_NAME, _NOTES = 12, 12  # how far names and notes may shrink before a column goes
_NARROW = 70  # columns of a terminal below which a moment may take two lines


class History(NamedTuple):
    """What hv wrote lately, newest first."""

    rows: tuple[Written, ...]
    managed: tuple[Managed, ...] = ()


def undo_lines(undoing: Undoing, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """What was undone, newest first."""
    for _, command in groupby(undoing.undone, lambda each: each.written.deed.command):
        of_it = list(command)
        yield from _headline(of_it, output)
        for each in of_it:
            yield from _undone_lines(each, output)
    for done in undoing.managed:
        words = f"Would be {done.how}" if undoing.dry_run else done.how.capitalize()
        what = output.marks(output.text(done.what))
        yield f"{output.style(words, 'green')}  {what}   #{done.id}"
    if undoing.dry_run:
        yield from nothing_sent(list(undoing.requests), output)


def _headline(undone: Sequence[Undone], output: Output) -> Iterator[str]:
    """That several changes were one command, and its sentence where it had one."""
    deeds = [each.written.deed for each in undone if each.is_own]
    if len(deeds) > 1:
        text, *others = {deed.text for deed in deeds}
        said = f': "{output.text(text)}"' if text and not others else ""
        yield f"One command made {len(deeds)} changes{said}"


def _ids(undoing: Undoing, _output: Output) -> Iterator[str]:
    entries = [str((each.entry or each.written.entry).id) for each in undoing.undone]
    return iter([*entries, *(str(each.id) for each in undoing.managed)])


_UNDONE = {
    Reversal.CREATED_AGAIN: "restored with a new id",
    Reversal.RESTARTED: "resumed",
}
"""What an undo did, where JSON has another word for it."""


def _undone_lines(each: Undone, output: Output) -> Iterator[str]:
    how = _UNDONE.get(each.how, each.how)
    color = "yellow" if each.how == Reversal.LEFT_STOPPED else "green"
    verb = Verb(how.capitalize(), f"be {how}", "", color)
    words, color = state_words(each.state, verb)
    shown = each.entry or each.written.entry
    line, note = f"{words}  {entry_text(shown, output)}", output.text(each.note)
    rest = line[len(words) :]
    if not note:
        yield output.style(words, color) + rest
    elif output.width is None or display_width(f"{line}  ({note})") <= output.width:
        yield f"{output.style(words, color)}{rest}  ({note})"
    else:
        # A command to be copied must not be broken anywhere.
        yield output.style(words, color) + rest
        yield f"  {note}"


def history_lines(history: History, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """One row for each write; what a narrow terminal cannot hold goes on below or is left out.

    Below them stands what was done to people and tasks of projects.
    """
    rows = [_row(each, output) for each in history.rows]
    yield from _grid(_COLUMNS, rows, output)
    rows = [_managed_row(each, output) for each in history.managed]
    yield from _grid(_MANAGED, rows, output)


def _grid(columns: tuple[Column, ...], rows: list[Row], output: Output) -> Iterator[str]:
    if output.width is not None and output.width < _NARROW:
        columns = (columns[0]._replace(floor=LEAST, squeeze=3), *columns[1:])
    places = fitted(columns, rows, output.width)
    return grid_lines(places, unfolded(places, rows), output)


_COLUMNS = (
    Column("At", wraps=True),
    Column("Did", drop=8),
    Column("Hours", right=True, drop=7),
    Column("Client", drop=1),
    Column("Project", floor=_NAME, squeeze=2, wraps=True),
    Column("Task", floor=_NAME, squeeze=2, drop=3, wraps=True),
    Column("Day", drop=2),
    Column("Notes", floor=_NOTES, drop=5),
    Column("Id", drop=4),
    Column("Undone"),
    Column("Command", drop=6),
)


_MANAGED = (
    Column("At", wraps=True),
    Column("Did"),
    Column("What", floor=_NAME, squeeze=1, wraps=True),
    Column("Id", drop=1),
    Column("Undone"),
    Column("Command", drop=2),
)


def _managed_row(each: Managed, output: Output) -> Row:
    undone = bool(each.of and each.of.undone_at)
    cells = (
        moment_text(each.moment, output),
        each.deed.capitalize(),
        output.marks(output.text(each.what)),
        f"#{each.id}",
        "undone" if undone else "",
        each.name[:8],
    )
    return Row(cells, "dim" if undone else None)


def _row(each: Written, output: Output) -> Row:
    entry, undone = each.entry, each.deed.undone_at is not None
    cells = (
        moment_text(each.at, output),
        each.deed.deed.capitalize(),
        hours_text(entry.hours, output.time_format),
        output.text(entry.client.name),
        output.text(entry.project.name),
        output.text(entry.task.name),
        written_day(entry.spent_date, output),
        output.text(entry.notes or ""),
        f"#{entry.id}",
        "undone" if undone else "",
        each.deed.command[:8],
    )
    return Row(cells, "dim" if undone else None)


def _nothing_written(history: History, output: Output) -> None:
    if not history.managed:
        noted_if_empty("hv changed nothing in this account in the last 30 days")(history, output)


RENDERERS = {
    Undoing: Renderer(UNDO, undo_lines, quiet=_ids, remarks=warn_of),
    History: Renderer(
        HISTORIES,
        history_lines,
        rows_of(HISTORY),
        remarks=_nothing_written,
    ),
}
