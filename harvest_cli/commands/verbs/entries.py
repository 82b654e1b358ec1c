"""`hv entries`."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import flags as p
from harvest_cli.commands.cli import options as o

HELP = """List my entries of a period, today when none is named.

\b
  hv entries yesterday
  hv entries "last week for ABC Corp"
  hv entries "this month" --csv
  hv entries "this month" --everyone --fields spent_date,user,hours,notes

Rows are numbered: `hv edit 2` and `hv delete 2` mean the second of them.
"""
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object per entry")]
Fields = Annotated[str | None, typer.Option("--fields", help="Which fields: id,hours,notes")]


def entries(
    context: typer.Context,
    words: o.Words = None,
    project: p.Project = None,
    client: p.Client = None,
    task: p.Task = None,
    from_: p.From = None,
    to: p.To = None,
    billable: p.Billable = None,
    everyone: p.Everyone = False,
    user: p.User = None,
    fields: Fields = None,
    csv: p.Csv = False,
    csv_raw: p.CsvRaw = False,
    bom: p.Bom = False,
    jsonl: Jsonl = False,
    header: o.Header = False,
) -> None:
    """List my entries of a period, today when none is named."""
    from harvest_cli.commands.verbs.entries_run import list_entries

    code = list_entries(
        o.invocation_of(context),
        words or (),
        project=project,
        client=client,
        task=task,
        from_=from_,
        to=to,
        billable=billable,
        everyone=everyone,
        user=user,
        fields=fields,
        csv=csv,
        csv_raw=csv_raw,
        bom=bom,
        jsonl=jsonl,
        header=header,
    )
    raise typer.Exit(code)
