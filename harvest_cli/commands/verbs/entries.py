"""`hv entries`."""

from harvest_cli.actions.entries.read import entries_of, texts_of
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, LOOK, Flag, command
from harvest_cli.commands.cli.output import as_csv, joined_words, output_for, paged, remember_rows
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.show.answers.entry_tables import write_texts
from harvest_cli.show.machine.entries import CSV_COLUMNS, ENTRY, fields_of
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.terminal.waiting import progress

Jsonl = Annotated[bool, Flag("--jsonl", help="Print one JSON object per entry")]
Fields = Annotated[
    str | None,
    Flag(
        "--fields FIELDS",
        help="Which fields: id,hours,notes",
        offers="id,spent_date,hours,client,project,task,notes",
    ),
]


@command("entries", LOOK, topic="periods", drains=DRAINS_FIRST, asks=1)
def entries(
    run: Run,
    *,
    words: o.Period = (),
    project: o.ProjectFilter = (),
    client: o.ClientFilter = (),
    task: o.TaskFilter = (),
    from_: o.FirstDay = None,
    to: o.LastDay = None,
    billable: o.Billable = None,
    everyone: o.Everyone = False,
    user: o.User = (),
    search: o.Search = None,
    fields: Fields = None,
    csv: o.Csv = False,
    csv_raw: o.CsvRaw = False,
    bom: o.Bom = False,
    jsonl: Jsonl = False,
    header: o.Header = False,
) -> None:
    """List my entries of a period, by default today.

      hv entries yesterday
      hv entries "last week for ABC Corp"
      hv entries "this month" --csv
      hv entries "this month" --everyone --fields spent_date,user,hours,notes

    Rows are numbered: `hv edit 2` and `hv delete 2` mean the second of them.
    """
    names = tuple(project), tuple(client), tuple(task)
    asked = QueryFlags(
        *(joined_words(words), *names, from_, to, billable, everyone),
        users=tuple(user),
        search=search,
    )
    named = None if fields is None else fields_of(fields)
    layout = Layout(header, csv_raw, named, jsonl, everyone)
    csv = csv or csv_raw
    if jsonl and (csv or run.flags.json):
        message = f"`--jsonl` and `--{'csv' if csv else 'json'}` cannot be combined"
        raise UsageError(message, hint="Keep one of them")
    as_csv(run, csv, bom=bom)
    context = context_of(run)
    if csv:
        # Loaded for CSV alone: a list must not wait for it.
        from harvest_cli.show.machine.csv_pages import CsvPages

        pages = CsvPages(ENTRY, named or CSV_COLUMNS, raw=csv_raw)
        with progress(run.output) as told:
            texts = texts_of(context, asked, pages.lines, pages.needs, told)
        write_texts(pages.head, texts, output_for(run, context))
        return
    with progress(run.output) as told:
        listed = entries_of(context, asked, told)
    output = output_for(run, context)
    with paged(run, context):
        render(listed, output, layout)
    remember_rows(run, context, (entry.id for entry in listed.entries))
