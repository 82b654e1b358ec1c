"""`hv gaps`."""

from collections.abc import Sequence

from harvest_cli.actions.reports.week import gaps_in
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, LOOK, Argument, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import ExitCode
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.reports.week_grid import missing_line
from harvest_cli.show.terminal.waiting import progress

Words = Annotated[Sequence[str], Argument("PERIOD", offers="this last")]


@command("gaps", LOOK, topic="looking-back", drains=DRAINS_FIRST, asks=1)
def gaps(run: Run, *, words: Words = (), user: o.User = (), header: o.Header = False) -> int:
    """List workdays below target; leave counts.

      hv gaps
      hv gaps "this month"
      hv gaps "everyone last week"
      hv gaps yesterday --quiet

    Without a period it is the last 30 days up to yesterday. The exit status is 8 when
    hours are missing, 0 when none are. With --quiet, for cron and shells, it is one
    line and 4 when hours are missing, and nothing and 0 when none are.
    """
    asked = QueryFlags(joined_words(words), users=tuple(user))
    context = context_of(run)
    with progress(run.output) as told:
        found = gaps_in(context, asked, told)
    output = output_for(run, context)
    if not output.quiet or run.flags.json:
        render(found, output, Layout(header=header))
        return ExitCode.NEEDS_DECISION if found.days else ExitCode.DONE
    if not found.days:
        return ExitCode.DONE
    for each in found.people or (found,):
        if each.days:
            output.line(missing_line(each, output))
    return ExitCode.NOT_FOUND
