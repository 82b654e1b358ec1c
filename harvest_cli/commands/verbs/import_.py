"""`hv import`."""

from collections.abc import Sequence

from harvest_cli.actions.entries.bulk import carry_out
from harvest_cli.actions.imports.plan import plan_import
from harvest_cli.actions.imports.results import (
    ImportOptions,
    ImportPlan,
    ImportPreview,
    ImportResult,
    Source,
    Verdict,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_AFTER, FILE, TRACK, Argument, Flag, command
from harvest_cli.commands.cli.lines import files_of
from harvest_cli.commands.cli.output import output_for
from harvest_cli.commands.cli.prompts import Choice, tick
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, may_ask, yes_or_no
from harvest_cli.domain.errors import HvError, NeedsDecision, UsageError
from harvest_cli.domain.records import Annotated, NamedTuple
from harvest_cli.domain.wording import at_home, counted
from harvest_cli.language.trackers.recognise import KINDS
from harvest_cli.show.answers.import_text import event_text, show_heads, show_import, show_sums
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.waiting import progress

Files = Annotated[Sequence[str], Argument("FILE", offers=FILE, then=FILE, lines=True)]
Kind = Annotated[
    str | None,
    Flag(
        "--as KIND",
        help="Read it as toggl, klog, sheet or another: hv help imports",
        offers=" ".join(KINDS),
    ),
]
Map = Annotated[str | None, Flag("--map FILE", help="Rules in place of import.toml", offers=FILE)]
Zone = Annotated[str | None, Flag("--zone ZONE", help="Zone that moments are read in")]
Encoding = Annotated[
    str | None, Flag("--encoding NAME", help="Encoding of the file, such as cp1252")
]
Again = Annotated[bool, Flag("--again", help="Send again what is gone since; try approved weeks")]
SkipWrong = Annotated[bool, Flag("--skip-wrong", help="Leave out rows that cannot be read")]
Split = Annotated[bool, Flag("--split-midnight", help="Two entries for a row past midnight")]
Negative = Annotated[
    str,
    Flag("--negative HOW", help="Breaks by themselves: skip or subtract", offers="skip subtract"),
]


Me = Annotated[
    Sequence[str], Flag("--me NAME", help="My name or address in the file; may be repeated")
]
Private = Annotated[bool, Flag("--private", help="Take private events of a calendar too")]


Expect = Annotated[
    str | None, Flag("--expect PLAN", help="Send only the plan of this id, from --dry-run --json")
]


class Decided(NamedTuple):
    """What was decided beforehand: nothing is sent, all is, or one plan alone."""

    dry_run: bool = False
    yes: bool = False
    expect: str | None = None


@command("import", TRACK, topic="imports", drains=DRAINS_AFTER)
def import_(
    run: Run,
    *,
    files: Files = (),
    as_: Kind = None,
    map_: Map = None,
    zone: Zone = None,
    encoding: Encoding = None,
    again: Again = False,
    skip_wrong: SkipWrong = False,
    split_midnight: Split = False,
    negative: Negative = "skip",
    me: Me = (),
    private: Private = False,
    expect: Expect = None,
    dry_run: o.DryRun = False,
    yes: o.Yes = False,
) -> int:
    """Import entries from a file of another time tracker, or from a sheet.

      hv import FILE --dry-run
      hv import FILE FILE --yes
      hv import FILE --as clockify --map FILE
      hv import - < FILE

    The kind of a file is recognised: Toggl, Clockify, Kimai, Harvest, Jira, klog, Org
    and many more (`hv help imports`). It shows what would become of each row first; off
    a terminal --yes is needed. What was imported before is never sent twice.
    """
    if not files:
        message = "The file to import is missing"
        raise UsageError(message, hint="Write `hv import FILE`, or `-` for standard input")
    if negative not in ("skip", "subtract"):
        message = f'Expected skip or subtract, got "{negative}" (--negative)'
        raise UsageError(message, hint="Write `--negative subtract`")
    subtract = negative == "subtract"
    options = ImportOptions(
        as_, encoding, zone, map_, again, skip_wrong, split_midnight, subtract=subtract
    )._replace(me=tuple(me), private=private)
    sources = [Source(*each) for each in files_of(run, files)]
    decided = Decided(dry_run, yes, expect)
    return carry_import(run, context_of(run), sources, options, decided)


def carry_import(
    run: Run,
    context: Context,
    sources: Sequence[Source],
    options: ImportOptions,
    decided: Decided,
) -> int:
    """Show what the files would make, and send it once that was agreed to; the exit status."""
    may_tick = may_ask(run) and not (decided.dry_run or decided.yes)
    planned = plan_import(context, sources, options._replace(unanswered=may_tick))
    refused = _not_yet(run, context, planned, decided)
    dry_run = decided.dry_run
    asks = not (dry_run or decided.yes or refused)
    if asks:
        planned = _agreed(run, planned, output_for(run, context))
    if refused is not None or dry_run:
        bulk = carry_out(context, planned.plan, dry_run=True)
        answer: ImportPreview | ImportResult = ImportPreview(planned, bulk, refused)
    else:
        with progress(run.output, doing="Sending") as told:
            bulk = carry_out(context, planned.plan, progress=told)
        answer = ImportResult(planned, bulk, asks)
    return render(answer, output_for(run, context))


def _agreed(run: Run, planned: ImportPlan, output: Output) -> ImportPlan:
    """What the person wants of it: events are ticked, rows of a file go together.

    Raises NeedsDecision where that is nothing.
    """
    events = [each for each in planned.lines if each.verdict in (Verdict.NEW, Verdict.WHICH)]
    if events and all(each.facts.kind == "ics" for each in planned.files):
        show_heads(planned, output)
        choices = [
            Choice(
                event_text(each, output),
                not each.row.said,
                "" if each.item else "no project is known: add a rule, `hv help calendars`",
            )
            for each in events
        ]
        chosen = tick("Events:", choices, run.stdin, output)
        planned = planned.only({events[at].key or "" for at in chosen})
        show_sums(planned, output)
        agreed = bool(chosen)
    else:
        show_import(planned, output)
        waiting = counted(len(planned.plan.to_send), "entry", "entries")
        ask = yes_or_no(run, enter=True)
        agreed = not planned.plan.to_send or (ask is not None and ask(f"Log {waiting}?"))
    if not agreed:
        message = "Nothing was changed"
        raise NeedsDecision(message)
    return planned


def _not_yet(run: Run, context: Context, planned: ImportPlan, decided: Decided) -> HvError | None:
    """Why nothing may be sent yet: another plan than was looked at, names without a place, or
    nobody who can say yes.
    """
    if decided.expect is not None and decided.expect != planned.id:
        message = f"The plan is {planned.id}, and not {decided.expect[:40]}; nothing was sent"
        hint = f"Look at it above; `--expect {planned.id}` sends it"
        return NeedsDecision(message, code="other_plan", hint=hint)
    if decided.dry_run:
        return None
    if planned.missing:
        names = counted(len(planned.missing), "name has", "names have")
        message = f"{names} no project on Harvest; nothing was sent"
        hint = f"Complete the rules above in {at_home(context.places().config / 'import.toml')}"
        return NeedsDecision(message, code="unmapped", hint=hint)
    waiting = len(planned.plan.to_send)
    if waiting and not decided.yes and not may_ask(run):
        message = f"This would log {counted(waiting, 'entry', 'entries')}"
        return NeedsDecision(message, hint="Add `--yes`, or look first with `--dry-run`")
    return None
