"""`hv stop`."""

from collections.abc import Sequence

from harvest_cli.actions.timers.ending import StopFlags
from harvest_cli.actions.timers.stop import stop_timer
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_ITSELF, TRACK, Argument, Flag, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import render

Words = Annotated[
    Sequence[str], Argument("WORDS", offers="at 5m 10m 15m 30m", then="ago yesterday")
]
Date = Annotated[str | None, Flag("--date DAY", help="Move the entry to this day", offers=o.DAYS)]
Split = Annotated[bool, Flag("--split", help="Divide it at midnight")]


@command("stop", TRACK, topic="timers", drains=DRAINS_ITSELF, asks=1)
def stop(
    run: Run,
    *,
    words: Words = (),
    note: o.Note = None,
    date: Date = None,
    split: Split = False,
    dry_run: o.DryRun = False,
) -> int:
    """Stop the running timer, now or at an earlier time.

      hv stop
      hv stop: sent to review         (adds to the notes)
      hv stop 10m ago
      hv stop at 18:30 yesterday

    A timer that ran past midnight stays one entry; with --split each day gets its part.
    """
    context = context_of(run)
    turn = stop_timer(context, joined_words(words), StopFlags(note, date, split), dry_run=dry_run)
    return render(turn, output_for(run, context))
