"""`hv week`."""

from collections.abc import Sequence

from harvest_cli.actions.reports.week import week_of_words
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, LOOK, Argument, command
from harvest_cli.commands.cli.output import as_csv, joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import Layout, render

Words = Annotated[Sequence[str], Argument("WEEK", offers="last this")]


@command("week", LOOK, topic="looking-back", drains=DRAINS_FIRST, asks=1)
def week(
    run: Run,
    *,
    words: Words = (),
    project: o.ProjectFilter = (),
    client: o.ClientFilter = (),
    task: o.TaskFilter = (),
    user: o.User = (),
    csv: o.Csv = False,
    csv_raw: o.CsvRaw = False,
    bom: o.Bom = False,
    header: o.Header = False,
) -> None:
    """Show weeks as a grid: projects and tasks by days, with targets.

      hv week
      hv week last
      hv week "nov 2"
      hv week october --csv

    Weeks begin as in the account; the running timer is in them. --user, names and
    "everyone" show others', person by person, if your role may see them.
    """
    as_csv(run, csv or csv_raw, bom=bom)
    asked = QueryFlags(
        joined_words(words), tuple(project), tuple(client), tuple(task), users=tuple(user)
    )
    context = context_of(run)
    found = week_of_words(context, asked)
    render(found, output_for(run, context), Layout(header=header, raw=csv_raw))
