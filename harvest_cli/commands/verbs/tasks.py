"""`hv tasks`."""

from collections.abc import Sequence

from harvest_cli.actions.manage import tasks as manage
from harvest_cli.actions.manage.tasks import TaskFlags
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import SET_UP, Argument, Flag, command
from harvest_cli.commands.cli.output import as_csv, joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.usage_errors import refuse_action, refuse_changes
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import Layout, render

DEEDS = ("add", "edit", "archive", "restore", "remove")
EXAMPLE = '`hv tasks add Website "Business Development" --billable`'
Words = Annotated[
    Sequence[str],
    Argument(
        "[ACTION] PROJECT [TASK]", offers=f"$projects {' '.join(DEEDS)}", then="$projects $tasks"
    ),
]
Billable = Annotated[
    bool | None, Flag("--billable", off="--no-billable", help="Time on it is billable, or not")
]
Rate = Annotated[str | None, Flag("--rate AMOUNT", help="Rate of an hour; none for none")]
Budget = Annotated[str | None, Flag("--budget AMOUNT", help="Budget of the task; none for none")]


@command("tasks", SET_UP, topic="managing")
def tasks(
    run: Run,
    *,
    words: Words = (),
    project: o.Project = None,
    billable: Billable = None,
    rate: Rate = None,
    budget: Budget = None,
    yes: o.Yes = False,
    dry_run: o.DryRun = False,
    csv: o.Csv = False,
    header: o.Header = False,
) -> None:
    """List the tasks of a project, add and change them.

      hv tasks Website
      hv tasks add Website "Business Development" --billable --rate 75
      hv tasks edit Website Research --budget 120
      hv tasks archive Website Research --yes

    For administrators and managers of the project. Names of several words are quoted.
    `restore` lets time be tracked again, `remove` is for tasks without time.
    """
    flags = TaskFlags(billable, rate, budget)
    if not words or words[0] not in DEEDS:
        refuse_action("tasks", words, DEEDS)
        refuse_changes("tasks", flags, EXAMPLE, more=yes or dry_run)
        named = project or joined_words(words)
        if not named or (project and words):
            message = "The project is missing" if not named else "Two projects were named"
            raise UsageError(message, hint="For example `hv tasks Website`")
        as_csv(run, csv)
        context = context_of(run)
        found = manage.tasks(context, named)
        render(found, output_for(run, context), Layout(header=header))
        return
    deed = words[0]
    if deed not in ("add", "edit"):
        refuse_changes("tasks", flags, EXAMPLE)
    where, what = manage.split_words(tuple(words[1:]), project)
    context = context_of(run)
    if deed == "add":
        done = manage.add(context, where, what, flags, dry_run=dry_run)
    elif deed == "edit":
        done = manage.change(context, where, what, flags, dry_run=dry_run)
    elif deed == "restore":
        done = manage.restore(context, where, what, dry_run=dry_run)
    else:
        act = manage.archive if deed == "archive" else manage.remove
        done = act(context, where, what, sure=yes, dry_run=dry_run)
    render(done, output_for(run, context))
