"""`hv fill`."""

import shlex

from harvest_cli.actions.entries.bulk import BulkItem, BulkPlan, carry_out
from harvest_cli.actions.fill import Filling, filling
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import TRACK, Flag, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.prompts import Choice, tick
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, may_ask
from harvest_cli.domain.days import day_text
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.domain.records import Annotated
from harvest_cli.show.answers.bulk_text import planned_line
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.terminal.formats import period_text
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.waiting import progress

LastWeek = Annotated[
    bool, Flag("--last-week", help="Propose the entries of the same weekday last week too")
]
NO_RULES = "No recurring entries: write `[[recurring]]` (`hv help recurring`), or add `--last-week`"


@command("fill", TRACK, topic="recurring", asks=1)
def fill(
    run: Run,
    *,
    words: o.DuePeriod = (),
    last_week: LastWeek = False,
    dry_run: o.DryRun = False,
    yes: o.Yes = False,
) -> int:
    """Log recurring entries that are missing.

      hv fill
      hv fill day
      hv fill "last week" --dry-run
      hv fill week --last-week --yes

    Recurring entries are written in `config.toml`, `[[recurring]]`. It proposes those
    that are missing, of this week so far without a period, never on holidays or leave.
    On a terminal you tick them; elsewhere they are logged only with --yes.
    """
    context = context_of(run)
    found = filling(context, joined_words(words), last_week=last_week)
    output = output_for(run, context)
    plan = found.plan
    if not plan.to_send:
        _nothing(found, output, last_week=last_week)
    elif not (dry_run or yes) and may_ask(run):
        plan = _ticked(run, plan, output)
    dry_run = dry_run or not (yes or may_ask(run))
    with progress(run.output, doing="Sending") as told:
        carried = carry_out(context, plan, dry_run=dry_run, progress=told)
    if plan.to_send or output.format is Format.JSON:
        render(carried._replace(inferences=found.inferences), output)
    if dry_run and plan.to_send and not run.output.quiet:
        again = [*words, *(["--last-week"] if last_week else []), "--yes"]
        output.note(f"Log them: `hv fill {shlex.join(again)}`")
    return int(carried.exit_code)


def _nothing(found: Filling, output: Output, *, last_week: bool) -> None:
    if output.format is Format.JSON:
        return
    output.note(f"Nothing to fill for {period_text(found.period, found.plan.today)}")
    for day, why in found.off:
        output.note(f"{day_text(day, found.plan.today)}: {output.err.text(why)}")
    if not (found.rules or last_week):
        output.note(NO_RULES)


def _ticked(run: Run, plan: BulkPlan, output: Output) -> BulkPlan:
    """The entries that the person wants; raises NeedsDecision for none."""
    waiting = plan.to_send
    choices = [Choice(planned_line(each, output)) for each in waiting]
    chosen = tick("Missing recurring entries:", choices, run.stdin, output)
    if not chosen:
        message = "Nothing was changed"
        raise NeedsDecision(message)
    wanted: list[BulkItem] = [waiting[at] for at in chosen]
    return plan._replace(entries=tuple(wanted))
