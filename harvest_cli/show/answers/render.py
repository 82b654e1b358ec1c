"""One function per answer: picks the face that was asked for, and writes it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from harvest_cli.show.terminal.output import Format, Output

if TYPE_CHECKING:
    from harvest_cli.actions.entries.results import EntryList, Logged
    from harvest_cli.actions.resolve.projects import Identity, ProjectList
    from harvest_cli.actions.status.types import Status
    from harvest_cli.show.machine.rows import Cell


def emit_logged(logged: "Logged", output: Output) -> None:
    """The answer to one sentence; the same sentence in a pipe as on a terminal.

    Shows `failure` too, so the caller only turns it into an exit code. With --quiet only the
    ids are printed, and what is not sure to be on Harvest is said on stderr.
    """
    from harvest_cli.show.answers.errors import show_error
    from harvest_cli.show.answers.log_text import logged_lines

    if output.format is Format.JSON:
        from harvest_cli.show.machine.records import log_document

        _write_json(log_document(logged), output)
    elif output.quiet:
        _emit_ids(logged, output)
    else:
        for line in logged_lines(logged, output):
            output.line(line)
    for warning in logged.warnings:
        output.warn(warning)
    if logged.failure is not None:
        show_error(logged.failure, output, record=False)


def _emit_ids(logged: "Logged", output: Output) -> None:
    from harvest_cli.show.answers.log_text import unsure_line

    for each in logged.entries:
        if each.entry.id:
            output.line(str(each.entry.id))
        elif line := unsure_line(each, logged, output):
            output.err.line(line)


def emit_entries(
    listed: "EntryList", output: Output, *, header: bool = False, raw: bool = False
) -> None:
    """A list of entries. `header` adds TSV's, `raw` leaves CSV cells unguarded."""
    from harvest_cli.show.answers.entry_list import Listing, emit_entry_list

    emit_entry_list(listed, output, Listing(header=header, raw=raw))


def emit_projects(
    listed: "ProjectList", output: Output, *, header: bool = False, raw: bool = False
) -> None:
    """The projects that fit the words."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.records import projects_document

        _write_json(projects_document(listed), output)
    elif output.format is Format.HUMAN:
        from harvest_cli.show.answers.tables import show_projects

        show_projects(listed, output)
    else:
        from harvest_cli.show.machine.rows import PROJECT_COLUMNS, project_row

        _emit_rows(PROJECT_COLUMNS, map(project_row, listed.rows), output, header, raw)
        if not listed.rows and output.format is Format.PLAIN:
            from harvest_cli.show.answers.tables import no_projects

            output.note(no_projects(listed))


def emit_status(
    status: "Status", output: Output, *, header: bool = False, raw: bool = False
) -> None:
    """Where the day stands; in a pipe one row per entry, running ones of other days first."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.records import status_document

        _write_json(status_document(status), output)
    elif output.format is Format.HUMAN:
        from harvest_cli.show.answers.status_text import show_status

        show_status(status, output)
    else:
        from harvest_cli.show.machine.rows import STATUS_COLUMNS, status_rows

        _emit_rows(STATUS_COLUMNS, status_rows(status), output, header, raw)
    if status.forgotten and not output.quiet:
        from harvest_cli.show.answers.status_text import tell_forgotten

        tell_forgotten(status, output)


def emit_whoami(
    identity: "Identity", output: Output, *, header: bool = False, raw: bool = False
) -> None:
    """Who is logged in, where, and from where the token came."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.records import whoami_document

        _write_json(whoami_document(identity), output)
    elif output.format is Format.HUMAN:
        from harvest_cli.show.answers.status_text import show_whoami

        show_whoami(identity, output)
    else:
        from harvest_cli.show.answers.status_text import whoami_rows

        _emit_rows(("name", "value"), whoami_rows(identity), output, header, raw)


def _write_json(document: Any, output: Output) -> None:
    from harvest_cli.show.machine.json_text import write_json

    write_json(document, output)


def _emit_rows(
    columns: Sequence[str],
    rows: "Iterable[Sequence[Cell]]",
    output: Output,
    header: bool,
    raw: bool,
) -> None:
    from harvest_cli.show.machine.rows import csv_rows, tsv_rows

    if output.format is Format.CSV:
        output.write_exactly(f"{line}\r\n" for line in csv_rows(columns, rows, raw=raw))
        return
    for line in tsv_rows(columns, rows, header=header, shown=output.text):
        output.line(line)
