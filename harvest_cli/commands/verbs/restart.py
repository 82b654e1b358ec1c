"""`hv restart`."""

from collections.abc import Sequence

from harvest_cli.actions.timers.restart import Way, restart_timer
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, TRACK, Argument, Flag, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import render

Words = Annotated[Sequence[str], Argument("ENTRY", offers="last $entries $words")]
Same = Annotated[bool, Flag("--same", help="Resume the entry itself")]
New = Annotated[bool, Flag("--new", help="Begin a new entry")]
Queue = Annotated[bool, Flag("--queue", help="Without a network: queue a start of hv's last entry")]


@command("restart", TRACK, topic="timers", drains=DRAINS_FIRST, asks=1)
def restart(
    run: Run,
    *,
    words: Words = (),
    same: Same = False,
    new: New = False,
    queue: Queue = False,
    dry_run: o.DryRun = False,
) -> int:
    """Resume an entry: the last one, or the one you name.

      hv restart
      hv restart 2               (row 2 of the last list)
      hv restart website
      hv restart ^2              (the one before the last)

    Today's entry runs on. One of an earlier day is copied into a new entry today;
    --same and --new decide otherwise.
    """
    if same and new:
        message = "`--same` and `--new` cannot be combined"
        raise UsageError(message, hint="Keep one of them")
    context = context_of(run)
    way = Way.SAME if same else Way.NEW if new else Way.BY_DAY
    turn = restart_timer(context, joined_words(words), way, dry_run=dry_run, queue=queue)
    return render(turn, output_for(run, context))
