"""`hv suggest`."""

import shlex

from harvest_cli.actions.entries.bulk import carry_out
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.suggest.drafts import Proposed, Suggested, Suggesting
from harvest_cli.actions.suggest.suggest import chosen, chosen_place, suggesting
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import TRACK, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.prompts import Choice, tick
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, may_ask
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.show.answers.suggest_text import suggested_line, told_text
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.waiting import progress


@command("suggest", TRACK, topic="suggestions", asks=1)
def suggest(
    run: Run,
    *,
    words: o.DuePeriod = (),
    header: o.Header = False,
    dry_run: o.DryRun = False,
    yes: o.Yes = False,
) -> int:
    """Propose entries for what is missing, from your commits and meetings.

      hv suggest
      hv suggest today
      hv suggest "last week" --json
      hv suggest yesterday --yes

    It looks at the repositories of `[suggest] folders`, at calendars, and at timers
    that were undone, of this week so far without a period. On a terminal you tick what
    you want; elsewhere only --yes logs anything, which is what would be ticked.
    """
    context = context_of(run)
    with progress(run.output, doing="Looking"):
        found = suggesting(context, joined_words(words))
    output = output_for(run, context)
    asks = bool(found.rows) and not (dry_run or yes) and may_ask(run) and not run.flags.json
    if asks:
        found = _ticked(run, context, found, output)
    with progress(run.output, doing="Sending") as told:
        sends = asks or (yes and not dry_run)
        bulk = carry_out(context, found.plan, dry_run=not sends, progress=told)
    kind = Suggested if sends else Proposed
    render(kind(found, bulk), output, Layout(header=header))
    if not sends and found.plan.entries and not run.output.quiet:
        output.note(f"Log what is ticked: `hv suggest {shlex.join([*words, '--yes'])}`")
    return int(bulk.exit_code)


def _ticked(run: Run, context: Context, found: Suggesting, output: Output) -> Suggesting:
    """The suggestions that the person wants; raises NeedsDecision for none.

    One without a project is asked about, and so are all others of its place. No answer ends it all.
    """
    choices = [
        Choice(suggested_line(row, output), on=row.on, note=told_text(row, output))
        for row in found.rows
    ]
    wanted = [found.rows[at] for at in tick("Proposed:", choices, run.stdin, output)]
    rows = []
    for row in wanted:
        rows.append(row if row.item else chosen_place(context, row))
        if rows[-1].item is None:
            # Whoever gives no answer is asked no more.
            break
    if not rows or rows[-1].item is None:
        message = "Nothing was changed"
        raise NeedsDecision(message)
    return chosen(found, rows)
