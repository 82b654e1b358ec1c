"""`hv week`, `hv gaps` and `hv copy`."""

import typer

from harvest_cli.commands.cli import flags as p
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words
from harvest_cli.show.render import Layout

WEEK_HELP = """Show a week as a grid: projects and tasks by days, against what is due.

\b
  hv week
  hv week last
  hv week "nov 2"
  hv week --csv

It is the account's own week, with the running timer in it.
"""
GAPS_HELP = """List the workdays that have less than is due, leave counted.

\b
  hv gaps
  hv gaps "this month"
  hv gaps "last week" --quiet || echo "time is missing"

Without a period it is the last 30 days up to yesterday. The exit status is 8 when
hours are missing, 0 when none are.
"""
COPY_HELP = """Log the entries of a day or a week once more.

\b
  hv copy yesterday
  hv copy "last week"
  hv copy "monday to yesterday"
  hv copy "last week to this week" --project MW --dry-run

What would be logged is shown first; off a terminal --yes is needed. Entries that
are there already are skipped.
"""


def week(
    context: typer.Context,
    words: o.Words = None,
    project: p.Project = None,
    client: p.Client = None,
    task: p.Task = None,
    csv: p.Csv = False,
    csv_raw: p.CsvRaw = False,
    bom: p.Bom = False,
    header: o.Header = False,
) -> None:
    """Show a week as a grid."""
    from harvest_cli.actions.resolve.query import QueryFlags
    from harvest_cli.commands.verbs import week_run
    from harvest_cli.commands.verbs.report_run import as_csv

    run = o.invocation_of(context)
    as_csv(run, csv or csv_raw, bom=bom)
    asked = QueryFlags(joined_words(words), tuple(project or ()), client, task)
    week_run.week(run, asked, Layout(header=header, raw=csv_raw))


def gaps(context: typer.Context, words: o.Words = None, header: o.Header = False) -> None:
    """List the workdays that have less than is due."""
    from harvest_cli.actions.resolve.query import QueryFlags
    from harvest_cli.commands.verbs import week_run

    run = o.invocation_of(context)
    raise typer.Exit(week_run.gaps(run, QueryFlags(joined_words(words)), Layout(header=header)))


def copy(
    context: typer.Context,
    words: o.Words = None,
    to: p.To = None,
    project: p.Project = None,
    client: p.Client = None,
    task: p.Task = None,
    dry_run: o.DryRun = False,
    yes: o.Yes = False,
) -> None:
    """Log the entries of a day or a week once more."""
    from harvest_cli.actions.resolve.query import QueryFlags
    from harvest_cli.commands.verbs import week_run

    run = o.invocation_of(context)
    asked = QueryFlags(joined_words(words), tuple(project or ()), client, task, to=to)
    raise typer.Exit(week_run.copy(run, asked, dry_run=dry_run, sure=yes))
