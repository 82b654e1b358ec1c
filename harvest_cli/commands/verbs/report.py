"""`hv report`."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import flags as p
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words
from harvest_cli.show.render import Layout

HELP = """Sum hours and money over a period, this month by project if nothing is said.

\b
  hv report "last month by client"
  hv report "q3 for ABC Corp by task"
  hv report "last week by day" --chart
  hv report budget

`hv report uninvoiced "q3"` sums what no invoice holds, for those who may create them.

Groups are client, project, task, person, day, week and month, one or two of them.
It is your own time, summed from your entries; --everyone asks for all of it.
"""
By = Annotated[str | None, typer.Option("--by", help="One or two groups: client,week")]
Chart = Annotated[bool, typer.Option("--chart", help="Draw a bar beside each line")]
Trend = Annotated[
    bool, typer.Option("--trend", help="Draw each line's hours over time; of two groups, the first")
]
Calendar = Annotated[bool, typer.Option("--calendar", help="Draw the hours of each day")]
Compare = Annotated[str | None, typer.Option("--compare", help="With the period before, or year")]
Html = Annotated[str | None, typer.Option("--html", help="Write one HTML page; - is stdout")]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print a Markdown table")]


def report(
    context: typer.Context,
    words: o.Words = None,
    by: By = None,
    project: p.Project = None,
    client: p.Client = None,
    task: p.Task = None,
    from_: p.From = None,
    to: p.To = None,
    billable: p.Billable = None,
    everyone: p.Everyone = False,
    user: p.User = None,
    compare: Compare = None,
    chart: Chart = False,
    trend: Trend = False,
    calendar: Calendar = False,
    ascii_: p.Ascii = False,
    html: Html = None,
    markdown: Markdown = False,
    csv: p.Csv = False,
    csv_raw: p.CsvRaw = False,
    bom: p.Bom = False,
    header: o.Header = False,
) -> None:
    """Sum hours and money over a period."""
    from harvest_cli.actions.resolve.query import QueryFlags
    from harvest_cli.commands.verbs import report_run

    run = o.invocation_of(context)
    text = joined_words(words)
    asked = QueryFlags(
        text, tuple(project or ()), client, task, from_, to, billable, everyone, user, by
    )
    layout = Layout(
        header=header,
        raw=csv_raw,
        chart=chart or trend,
        calendar=calendar,
        ascii_only=ascii_,
        markdown=markdown,
    )
    report_run.as_csv(run, csv or csv_raw, bom=bom)
    drawn = {"--chart": chart, "--trend": trend, "--calendar": calendar, "--html": html}
    drawn |= {"--compare": compare, "--markdown": markdown}
    if subject := report_run.subject_of(asked, drawn):
        subject(run, asked, layout)
        return
    wanted = report_run.wanted(compare, by_day=calendar, trend=trend)
    report_run.report(run, asked, wanted, layout, html)
