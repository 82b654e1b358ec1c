"""A list of entries in every face, with the fields that were asked for."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from harvest_cli.actions.entries.results import EntryList
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.wording import counted
from harvest_cli.show.terminal.output import Format, Output


class Listing(NamedTuple):
    """How entries are listed: which fields (None: the usual), one JSON document per line."""

    fields: tuple[str, ...] | None = None
    lines: bool = False
    header: bool = False
    raw: bool = False
    people: bool = False


def emit_entry_list(listed: EntryList, output: Output, listing: Listing) -> None:
    """The entries; `people` adds whose they are."""
    if listing.lines:
        _emit_lines(listed.entries, output, listing)
    elif output.format is Format.JSON:
        _emit_document(listed, output, listing)
    elif output.format is Format.HUMAN and listing.fields is None:
        from harvest_cli.show.answers.tables import show_entries

        show_entries(listed, output, people=listing.people)
    else:
        _emit_rows(listed, output, listing)
    if listed.unreadable:
        rows = counted(listed.unreadable, "entry", "entries")
        output.warn(f"{rows} could not be read; the total is incomplete")


def _emit_rows(listed: EntryList, output: Output, listing: Listing) -> None:
    from harvest_cli.show.answers.tables import no_entries
    from harvest_cli.show.machine.entry_fields import CSV_COLUMNS, row_of
    from harvest_cli.show.machine.rows import ENTRY_COLUMNS, csv_rows, tsv_rows

    usual = CSV_COLUMNS if output.format is Format.CSV else ENTRY_COLUMNS
    if listing.people and output.format is not Format.CSV:
        usual = (*usual, "user")
    columns = listing.fields or usual
    rows = map(row_of(columns), listed.entries)
    if output.format is Format.CSV:
        lines = csv_rows(columns, rows, raw=listing.raw)
        output.write_exactly(f"{line}\r\n" for line in lines)
        return
    for line in tsv_rows(columns, rows, header=listing.header, shown=output.text):
        output.line(line)
    if not listed.entries:
        output.note(no_entries(listed))


def _emit_document(listed: EntryList, output: Output, listing: Listing) -> None:
    from harvest_cli.show.machine.json_text import write_json
    from harvest_cli.show.machine.records import entries_document

    document = entries_document(listed if listing.fields is None else listed._replace(entries=()))
    if listing.fields is not None:
        document["entries"] = list(_records(listed.entries, listing.fields))
    write_json(document, output)


def _emit_lines(entries: Sequence[TimeEntry], output: Output, listing: Listing) -> None:
    from harvest_cli.show.machine.json_text import write_json
    from harvest_cli.show.machine.records import entry_record

    records: Iterable[Any] = map(entry_record, entries)
    if listing.fields is not None:
        records = _records(entries, listing.fields)
    for record in records:
        write_json(record, output)


def _records(entries: Iterable[TimeEntry], fields: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    from harvest_cli.show.machine.entry_fields import row_of

    cells = row_of(fields)
    return (dict(zip(fields, cells(entry), strict=True)) for entry in entries)
