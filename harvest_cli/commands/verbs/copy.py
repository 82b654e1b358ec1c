"""`hv copy`."""

from collections.abc import Sequence

from harvest_cli.actions.entries.bulk import carry_out
from harvest_cli.actions.entries.copying import plan_copy
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import TRACK, Argument, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import agreed, context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.wording import counted
from harvest_cli.show.answers.bulk_text import show_plan
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.terminal.waiting import progress

Words = Annotated[Sequence[str], Argument("PERIOD", offers=f"{o.DAYS} last", then="to week")]


@command("copy", TRACK, topic="looking-back", asks=1)
def copy(
    run: Run,
    *,
    words: Words = (),
    to: o.LastDay = None,
    project: o.ProjectFilter = (),
    client: o.ClientFilter = (),
    task: o.TaskFilter = (),
    dry_run: o.DryRun = False,
    yes: o.Yes = False,
) -> int:
    """Copy the entries of a day or a week to another one.

      hv copy yesterday
      hv copy "last week"
      hv copy "monday to yesterday"
      hv copy "last week to this week" --project MW --dry-run

    It shows the new entries first; off a terminal --yes is needed. Entries that
    exist already are skipped.
    """
    names = tuple(project), tuple(client), tuple(task)
    asked = QueryFlags(joined_words(words), *names, to=to)
    context = context_of(run)
    copying = plan_copy(context, asked)
    plan = copying.plan
    output, waiting = output_for(run, context), plan.to_send
    if waiting and not dry_run and not yes:
        would = f"log {counted(len(waiting), 'entry', 'entries')}"
        agreed(run, lambda: show_plan(waiting, output), "Log them?", would, enter=True, code=None)
    with progress(run.output, doing="Sending") as told:
        carried = carry_out(context, plan, dry_run=dry_run, progress=told)
    return render(carried._replace(inferences=copying.inferences), output_for(run, context))
