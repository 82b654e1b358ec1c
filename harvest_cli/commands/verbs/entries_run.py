"""What `hv entries` does once its flags are read. Free of Typer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harvest_cli.commands.cli.output import joined_words, output_for, paged, remember_rows
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.commands.verbs.report_run import as_csv
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.render import Layout, render

if TYPE_CHECKING:
    from harvest_cli.actions.resolve.query import QueryFlags


def list_entries(
    run: Run,
    words: Sequence[str],
    *,
    project: Sequence[str] | None = None,
    client: str | None = None,
    task: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    billable: bool | None = None,
    everyone: bool = False,
    user: str | None = None,
    fields: str | None = None,
    csv: bool = False,
    csv_raw: bool = False,
    bom: bool = False,
    jsonl: bool = False,
    header: bool = False,
) -> int:
    """List the entries that words and flags ask for; the exit status."""
    from harvest_cli.actions.resolve.query import QueryFlags

    text = joined_words(words)
    asked = QueryFlags(
        text, tuple(project or ()), client, task, from_, to, billable, everyone, user
    )
    wish = Layout(header, csv_raw, fields_of(fields), jsonl, everyone)
    check_faces(run, csv=csv or csv_raw, bom=bom, jsonl=jsonl)
    entries(run, asked, wish)
    return 0


def entries(run: Run, asked: "QueryFlags", wish: Layout) -> None:
    """Read, show, and remember the row numbers."""
    from harvest_cli.actions.entries.read import entries_of
    from harvest_cli.show.terminal.waiting import progress

    context = context_of(run)
    with progress(run.output) as told:
        listed = entries_of(context, asked, told)
    output = output_for(run, context)
    with paged(run, context):
        render(listed, output, wish)
    remember_rows(run, context, [entry.id for entry in listed.entries])


def fields_of(text: str | None) -> tuple[str, ...] | None:
    """The names in `--fields`; raises UsageError."""
    if text is None:
        return None
    from harvest_cli.show.machine.entries import fields_of as read

    return read(text)


def check_faces(run: Run, *, csv: bool, bom: bool, jsonl: bool) -> None:
    """One format at a time; raises UsageError for two."""
    if jsonl and (csv or run.flags.json):
        message = f"`--jsonl` and `--{'csv' if csv else 'json'}` do not go together"
        raise UsageError(message, hint="Keep the one that is meant")
    as_csv(run, csv, bom=bom)
