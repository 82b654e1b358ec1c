"""`hv log`."""

from collections.abc import Sequence

from harvest_cli.actions.entries.read_log import LogOptions, ReadLog, read_log
from harvest_cli.actions.entries.results import Logged
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.session.context import Context
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_AFTER, FILE, TRACK, Flag, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, may_ask
from harvest_cli.domain.errors import NeedsDecision, UsageError
from harvest_cli.domain.records import Annotated

Hours = Annotated[
    str | None, Flag("--hours LENGTH", help="Length: 1h30, 1:30, 90m, 1.5", offers=o.LENGTHS)
]
Round = Annotated[
    str | None,
    Flag(
        "--round RULE",
        help='Round the length: "15m up", "6m nearest", none',
        offers="none 6m 15m 30m",
    ),
]
For = Annotated[
    str | None,
    Flag("--user PERSON", help="Book it for somebody else: name or id", offers="$people"),
]
Explain = Annotated[bool, Flag("--explain", help="Show how each word is read without sending it")]
Strict = Annotated[bool, Flag("--strict", help="Refuse whatever would be inferred")]
AllOrNothing = Annotated[
    bool, Flag("--all-or-nothing", help="With -: send only if every line is understood")
]
Once = Annotated[bool, Flag("--once", help="Skip entries that hv has already logged")]
Again = Annotated[bool, Flag("--again", help="Log again what was logged before")]


FromCalendar = Annotated[
    str | None, Flag("--from-calendar FILE", help="Log the events of a calendar file", offers=FILE)
]


@command("log", TRACK, topic="sentences", drains=DRAINS_AFTER, asks=1)
def log(
    run: Run,
    *,
    words: o.Sentence = (),
    project: o.Project = None,
    client: o.Client = None,
    task: o.Task = None,
    date: o.Date = None,
    hours: Hours = None,
    from_: o.From = None,
    to: o.To = None,
    note: o.Note = None,
    ref: o.Ref = None,
    user: For = None,
    round_: Round = None,
    dry_run: o.DryRun = False,
    explain: Explain = False,
    strict: Strict = False,
    all_or_nothing: AllOrNothing = False,
    once: Once = False,
    again: Again = False,
    edit: o.InEditor = False,
    yes: o.Yes = False,
    csv: o.CsvFile = None,
    from_calendar: FromCalendar = None,
) -> int:
    """Log finished time from one sentence.

      hv log "2h on Marketing Website yesterday: hero mockups"
      hv log 1h30 TF: interviews
      hv log "9-11:30am Programming on Online Store - Phase 1"
      hv log --project MW --hours 0:45 --note "call with ABC"

    Quotes are needed only for characters that a shell reads itself: ' ! * # & ; ( ) $.
    Notes follow a colon, a comma or a dash, or stand in quotes. Without a date it is
    today. `-` reads one sentence per line from standard input. `--csv` reads what
    `hv entries --csv` writes: every line is checked before anything is sent, and
    entries that exist already are skipped, unless `--again` is there. Without words,
    on a terminal, it offers what you did lately, with its notes.
    """
    text = joined_words(words)
    flags = Flags(project, client, task, date, hours, from_, to, note, ref, round_, user)
    if edit and (csv is not None or text == "-"):
        message = "`--edit` is for one sentence"
        raise UsageError(message, hint="Omit `--edit`")
    file = from_calendar if csv is None else csv
    if file is not None:
        flag = "--csv" if csv is not None else "--from-calendar"
        beside = {"explain": explain, "strict": strict, "once": once}
        beside["from_calendar"] = csv is not None and from_calendar is not None
        _refuse_beside_file(words if csv is not None else (), flags, flag, **beside)
        log_them = _log_file if csv is not None else _log_calendar
        return log_them(run, file, text, dry_run=dry_run, sure=yes, again=again)
    if again and (not once or text == "-"):
        message = (
            "`--again` is for `--csv` and `--once`: a sentence is logged as often as it is typed"
        )
        raise UsageError(message, hint="Omit `--again`")
    how = LogOptions(
        dry_run=dry_run, sure=yes, strict=strict, explain=explain, once=once, again=again
    )
    if text == "-":
        # Lines are read by few runs: their code would cost every other one a millisecond.
        from harvest_cli.commands.cli.lines import log_lines

        return log_lines(run, flags, how, all_or_nothing=all_or_nothing)
    context = context_of(run)
    if _is_of_holidays(context, text):
        return _book_holidays(run, context, text, dry_run=dry_run)
    if not text and flags == Flags() and may_ask(run):
        text, flags = _offer_recent_work(run, context)
    editor = None
    if edit:
        # The editor's code is for those who asked for it.
        from harvest_cli.commands.cli.editor import note_editor

        editor = note_editor(run, context)
    read = read_log(context, text, flags, how, editor)
    # Loaded for a sentence that was read.
    from harvest_cli.show.machine.renderer import render

    logged = read if isinstance(read, Logged) else _send(context, read)
    return render(logged, output_for(run, context))


def _send(context: Context, read: ReadLog) -> Logged:
    # The outbox loads in 10 ms: only for a sentence that is understood.
    from harvest_cli.actions.entries.log import log_one

    return log_one(context, read)


def _offer_recent_work(run: Run, context: Context) -> tuple[str, Flags]:
    """Something that was done lately, and its length as it is typed; raises NeedsDecision."""
    # Only where nothing was typed.
    from harvest_cli.actions.resolve.projects import recent_work
    from harvest_cli.commands.cli.prompts import line

    work = recent_work(context)
    choose = context.choose
    if not work or choose is None:
        return "", Flags()
    chosen = choose("Log which one?", [each.shown for each in work])
    length = (
        ""
        if chosen is None
        else line("How long? (1h30, 9-11:30, 45m yesterday)", run.stdin, run.output)
    )
    if chosen is None or not length:
        message = "Nothing was logged"
        raise NeedsDecision(message, hint='`hv log "2h on Website: header"`')
    assignment, task, notes = work[chosen]
    return length, Flags(project=str(assignment.project.id), task=task.name, note=notes)


def _is_of_holidays(context: Context, text: str) -> bool:
    """Whether it asks to book public holidays, in an account that wants them booked."""
    first, *more = [*text.lower().split()[:2], ""]
    leave = context.settings.tables.get("leave")
    named = first == "holidays" or (first in ("public", "bank") and "holidays" in more)
    return named and isinstance(leave, dict) and "holiday" in leave


def _book_holidays(run: Run, context: Context, text: str, *, dry_run: bool) -> int:
    """Log the public holidays of a time that are not there yet."""
    # A sentence needs none of what writes many entries.
    from harvest_cli.actions.entries.bulk import carry_out
    from harvest_cli.actions.fill import holidays_to_book
    from harvest_cli.show.machine.renderer import render

    found = holidays_to_book(context, text)
    carried = carry_out(context, found.plan, dry_run=dry_run)
    return render(carried, output_for(run, context))


def _refuse_beside_file(
    words: Sequence[str], flags: Flags, file: str = "--csv", **switches: bool
) -> None:
    """Refuse what a file cannot heed: each of its lines says all of its entry."""
    if words:
        message = "`--csv` takes the place of a sentence"
        raise UsageError(message, hint="Omit one of them")
    given = [name.rstrip("_") for name, value in flags._asdict().items() if value is not None]
    given += [name for name, value in switches.items() if value]
    if given:
        flag = f"`--{given[0].replace('_', '-')}`"
        message = f"{flag} cannot be combined with `{file}`: the file says all of its entries"
        raise UsageError(message, hint=f"Omit {flag}")


def _log_calendar(
    run: Run, name: str, words: str, *, dry_run: bool, sure: bool, again: bool
) -> int:
    """Log the events of a calendar, by default of this week, once they were shown."""
    # As in `_log_file`.
    from harvest_cli.actions.imports.results import ImportOptions, Source
    from harvest_cli.actions.resolve.query import QueryFlags, scope_of
    from harvest_cli.commands.cli.lines import files_of
    from harvest_cli.commands.verbs.import_ import Decided, carry_import
    from harvest_cli.domain.days import week_of

    sources = [Source(*each) for each in files_of(run, [name])]
    context = context_of(run)
    week = week_of(context.today, context.conventions.week_start)
    scope = scope_of(context, QueryFlags(words), week, "log --from-calendar")
    options = ImportOptions("ics", again=again, days=frozenset(scope.days))
    return carry_import(run, context, sources, options, Decided(dry_run, sure))


def _log_file(run: Run, name: str, _words: str, *, dry_run: bool, sure: bool, again: bool) -> int:
    """Log the entries of a CSV file, `-` for standard input, once all of it has been checked.

    A file that was logged before is logged again where that is asked for, or agreed to.
    """
    # A sentence needs none of what reads a file and writes many entries.
    from harvest_cli.actions.entries.bulk import carry_out
    from harvest_cli.actions.imports.plan import plan_import
    from harvest_cli.actions.imports.results import ImportOptions, Source
    from harvest_cli.commands.cli.lines import files_of
    from harvest_cli.show.machine.renderer import render
    from harvest_cli.show.terminal.waiting import progress

    sources = [Source(*each) for each in files_of(run, [name])]
    context = context_of(run)
    plan = plan_import(context, sources, ImportOptions(loose=True, sure=sure)).plan
    if plan.is_there and not (again or sure or dry_run) and context.agrees is not None:
        again = context.agrees("All of it was logged before. Log it again?")
    elif plan.is_there and not again:
        context.warn("All of it was logged before; `--again` logs it again")
    plan = plan.again() if again else plan
    with progress(run.output, doing="Sending") as told:
        carried = carry_out(context, plan, dry_run=dry_run, sure=sure, progress=told)
    return render(carried, output_for(run, context))
