"""`hv export`."""

import shlex
from pathlib import Path

from harvest_cli.actions.entries.read import texts_of
from harvest_cli.actions.exports.export import MonthFile, duckdb, export_of
from harvest_cli.actions.exports.folder import keep_up
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.actions.session.context import Context
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, LOOK, Flag, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.days import Period, month_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import read_clock
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.wording import counted, expected
from harvest_cli.show.answers.entry_tables import write_texts
from harvest_cli.show.exports.month_files import Lines, Parquet, Sheet
from harvest_cli.show.exports.targets import TARGETS, Pages, remarks, target_of, write
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.machine.text import Dialect
from harvest_cli.show.terminal.formats import period_text
from harvest_cli.show.terminal.waiting import progress

To = Annotated[str, Flag("--to FORMAT", help="The format: klog, ics", offers=" ".join(TARGETS))]
LastDay = Annotated[
    str | None, Flag("--until DAY", help="Last day: a date, a period", offers=o.DAYS)
]
StartAt = Annotated[
    str | None,
    Flag(
        "--start-at TIME", help="Where there are no times: when each day begins", offers="8:00 9:00"
    ),
]
Delimiter = Annotated[
    str | None,
    Flag("--delimiter SIGN", help="Separator of CSV cells", offers="comma semicolon tab"),
]
Decimal = Annotated[
    str | None, Flag("--decimal SIGN", help="The decimal sign of CSV", offers=". ,")
]
Days = Annotated[
    str | None, Flag("--dates ORDER", help="Days of CSV: iso, dmy, mdy", offers="iso dmy mdy dots")
]
SinceLast = Annotated[bool, Flag("--since-last", help="Update the folder of -o with what changed")]
DAYS = {"iso": "", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "dots": "%d.%m.%Y"}
DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}


@command("export", LOOK, topic="exports", drains=DRAINS_FIRST, asks=1)
def export(
    run: Run,
    *,
    words: o.Period = (),
    to: To = "csv",
    project: o.ProjectFilter = (),
    client: o.ClientFilter = (),
    task: o.TaskFilter = (),
    from_: o.FirstDay = None,
    until: LastDay = None,
    billable: o.Billable = None,
    everyone: o.Everyone = False,
    user: o.User = (),
    search: o.Search = None,
    start_at: StartAt = None,
    delimiter: Delimiter = None,
    decimal: Decimal = None,
    dates: Days = None,
    bom: o.Bom = False,
    since_last: SinceLast = False,
) -> None:
    """Write entries as a file of another program, by default this month's as CSV.

      hv export november -o november.csv
      hv export "last month for ABC Corp" --to klog
      hv export "this week" --to toggl --start-at 9:00
      hv export --everyone --to jsonl --since-last -o hours

    `hv help exports` lists the formats, and what each of them cannot hold: what was lost
    is said. --since-last updates a folder, one file a month.
    """
    name, target = to.strip().lower(), target_of(to)
    written = {"--delimiter": delimiter, "--decimal": decimal, "--dates": dates}
    _check(run, name, start_at, since_last, {**written, "--bom": bom or None})
    asked = QueryFlags(
        *(joined_words(words), tuple(project), tuple(client), tuple(task)),
        *(from_, until, billable, everyone),
        users=tuple(user),
        search=search,
    )
    if name == "parquet":
        duckdb()
    if since_last:
        _keep_up(run, asked, name, delimiter, decimal)
        return
    context = context_of(run)
    dialect = _dialect(context, delimiter, decimal, dates)
    if target.pages is not None:
        _write_pages(run, context, asked, target.pages(dialect), bom=bom)
        return
    with progress(run.output) as told:
        found = export_of(context, asked, target.needs, start_at, told)
    output = output_for(run, context)
    write(found, target, dialect, output)
    _tell(run, context, found.period, len(found))
    for said in remarks(found, name):
        output.note(said)


def _write_pages(run: Run, context: Context, asked: QueryFlags, pages: Pages, *, bom: bool) -> None:
    """Write what needs nothing but each entry by itself, read while pages come."""
    with progress(run.output) as told:
        default = month_of(context.today)
        found = texts_of(context, asked, pages.lines, pages.needs, told, default, "export")
    output = output_for(run, context)
    if bom:
        output.write_exactly(["\ufeff"])
    write_texts(pages.head, found, output)
    _tell(run, context, found.period, found.entries)


def _tell(run: Run, context: Context, period: Period, entries: int) -> None:
    """Say what went into a file, which is not seen: nothing, too, where there was nothing."""
    if run.flags.output not in (None, "-"):
        many = counted(entries, "entry", "entries")
        run.output.note(f"{many} of {period_text(period, context.today)}")


def _keep_up(
    run: Run, asked: QueryFlags, name: str, delimiter: str | None, decimal: str | None
) -> None:
    """Keep up the folder that `-o` names; raises UsageError for what cannot be kept up."""
    into = run.flags.output
    if into in (None, "", "-"):
        message = "`--since-last` needs a folder"
        raise UsageError(message, hint="Name it: `-o hours/`")
    folder, context = into or "", context_of(run)
    kinds: dict[str, MonthFile] = {
        "csv": Sheet(_dialect(context, delimiter, decimal, None)),
        "jsonl": Lines(),
        "parquet": Parquet(),
    }
    if name not in kinds:
        message = f"`--since-last` updates csv, jsonl and parquet, not {name}"
        raise UsageError(message, hint="Omit `--since-last`, or name another format")
    with progress(run.output) as told:
        other = _elsewhere(run, folder)
        kept = keep_up(context, asked, Path(folder), kinds[name], told, elsewhere=other)
    render(kept, output_for(run, context))


def _elsewhere(run: Run, into: str) -> str:
    """The same command line with another folder."""
    other = f"{into.rstrip('/')}-2"
    words = [
        f"{word[: -len(into)]}{other}" if word in (into, f"-o{into}", f"--output={into}") else word
        for word in run.argv
    ]
    return shlex.join(["hv", *words])


def _check(
    run: Run, name: str, start_at: str | None, since_last: bool, of_csv: dict[str, object]
) -> None:
    """Refuse what does not fit together, before anything is asked."""
    if since_last and (of_csv["--dates"] or of_csv["--bom"]):
        message = "`--since-last` writes plain CSV, with ISO days"
        raise UsageError(message, hint="Omit `--dates` and `--bom`")
    if run.flags.json and not since_last:
        message = "`hv export` writes one format, and `--json` is another"
        raise UsageError(message, hint="Write `--to jsonl`, or `hv entries --json`")
    unheard = [flag for flag, value in of_csv.items() if value is not None and name != "csv"]
    if unheard:
        message = f"`{unheard[0]}` is for `--to csv`"
        raise UsageError(message, hint=f"Omit it: {name} has one layout")
    if start_at is not None and read_clock(start_at) is None:
        raise UsageError(expected("a time of day", start_at, "--start-at"), hint="Write 9:00")
    if start_at is not None and not (target_of(name).needs.times or name == "ics"):
        message = f"`--start-at` is for formats that need times, and {name} does not"
        raise UsageError(message, hint="Omit it")


def _dialect(
    context: Context, delimiter: str | None, decimal: str | None, dates: str | None
) -> Dialect:
    """How CSV is written: as told, else as the account writes numbers; raises UsageError."""
    sign = context.account.data.company.decimal_symbol if decimal is None else decimal
    if decimal is not None and decimal not in (".", ","):
        raise UsageError(expected("`.` or `,`", decimal, "--decimal"), hint="Write `--decimal ,`")
    sign = "," if sign == "," else "."
    between = ";" if sign == "," else ","
    if delimiter is not None:
        between = DELIMITERS.get(delimiter, delimiter)
        if between not in (",", ";", "\t", "|"):
            message = expected("`,`, `;`, `|` or tab", delimiter, "--delimiter")
            raise UsageError(message, hint="Write `--delimiter ';'`")
    order = "iso" if dates is None else dates.strip().lower()
    if order not in DAYS:
        message = expected("iso, dmy, mdy or dots", order, "--dates")
        raise UsageError(message, hint="Write `--dates dmy`")
    return Dialect(between, sign, DAYS[order])
