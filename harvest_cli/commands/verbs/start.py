"""`hv start`."""

from collections.abc import Sequence

from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.timers.start import start_timer
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, TRACK, Argument, Flag, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import render

Words = Annotated[
    Sequence[str],
    Argument("SENTENCE", offers="$aliases $words at since", then="$tasks $words at since"),
]
At = Annotated[str | None, Flag("--at TIME", help="Time of day it began", offers=o.TIMES)]


@command("start", TRACK, topic="timers", drains=DRAINS_FIRST, asks=1)
def start(
    run: Run,
    *,
    words: Words = (),
    project: o.Project = None,
    client: o.Client = None,
    task: o.Task = None,
    date: o.Date = None,
    at: At = None,
    note: o.Note = None,
    ref: o.Ref = None,
    dry_run: o.DryRun = False,
) -> int:
    """Start a timer; stops the running one and shows it.

      hv start Marketing Website: hero mockups
      hv start TF at 9:15
      hv start TF Research 20m ago
      hv start MW with 30m already

    Without words, on a terminal, it offers what you did lately, with its notes.
    """
    flags = Flags(project, client, task, date, None, at, None, note, ref)
    context = context_of(run)
    turn = start_timer(context, joined_words(words), flags, dry_run=dry_run)
    return render(turn, output_for(run, context))
