"""`hv report`."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from harvest_cli.actions.reports.lines import BudgetReport, UninvoicedReport
from harvest_cli.actions.reports.report import (
    COMPARISONS,
    ReportOptions,
    budgets,
    report_of,
    timesheet_of,
    uninvoiced,
)
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.actions.session.context import Context
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, LOOK, Argument, Flag, command
from harvest_cli.commands.cli.output import (
    as_csv,
    check_page,
    joined_words,
    output_for,
    paged,
    write_page,
)
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.totals import WORDS
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.reports.report_values import warn_of_uncounted
from harvest_cli.show.terminal.waiting import progress

Words = Annotated[
    Sequence[str],
    Argument("PERIOD", offers=f"{o.PERIODS} budget uninvoiced", then=o.PERIOD_GOES_ON),
]
By = Annotated[
    str | None, Flag("--by GROUPS", help="One to three groups: client,week", offers=" ".join(WORDS))
]
Trend = Annotated[
    bool, Flag("--trend", help="Draw each line's hours over time, of the first group")
]
Calendar = Annotated[bool, Flag("--calendar", help="Draw the hours of each day")]
Compare = Annotated[
    str | None,
    Flag("--compare WITH", help="Compare with the period before, or year", offers="before year"),
]
Timesheet = Annotated[bool, Flag("--timesheet", help="List every entry, for a client")]
Amounts = Annotated[bool, Flag("--amounts", help="With --timesheet: show what entries cost")]
Markdown = Annotated[bool, Flag("--markdown", help="Print a Markdown table")]


@command("report", LOOK, topic="reports", drains=DRAINS_FIRST, asks=1)
def report(
    run: Run,
    *,
    words: Words = (),
    by: By = None,
    project: o.ProjectFilter = (),
    client: o.ClientFilter = (),
    task: o.TaskFilter = (),
    from_: o.FirstDay = None,
    to: o.LastDay = None,
    billable: o.Billable = None,
    everyone: o.Everyone = False,
    user: o.User = (),
    search: o.Search = None,
    compare: Compare = None,
    chart: o.Chart = False,
    trend: Trend = False,
    calendar: Calendar = False,
    ascii_: o.Ascii = False,
    html: o.Html = None,
    markdown: Markdown = False,
    timesheet: Timesheet = False,
    amounts: Amounts = False,
    csv: o.Csv = False,
    csv_raw: o.CsvRaw = False,
    bom: o.Bom = False,
    header: o.Header = False,
) -> None:
    """Sum hours and money over a period, by default this month by project.

      hv report "last month by client"
      hv report "last week by day" --chart
      hv report "october for ABC Corp" --timesheet --html october.html
      hv report budget

    --timesheet lists every entry with totals by day and task, in the account's date
    and number formats; --amounts adds what they cost. `hv report uninvoiced "q3"` sums
    time that is on no invoice, for those who may create invoices.

    Groups are client, project, task, person, day, week, month, quarter and half, up to
    three of them. It sums your own entries; --everyone asks for everybody's.
    """
    text = joined_words(words)
    names = tuple(project), tuple(client), tuple(task)
    asked = QueryFlags(
        text, *names, from_, to, billable, everyone, users=tuple(user), by=by, search=search
    )
    layout = Layout(
        header=header,
        raw=csv_raw,
        chart=chart or trend,
        calendar=calendar,
        ascii_only=ascii_,
        markdown=markdown,
    )
    as_csv(run, csv or csv_raw, bom=bom)
    drawn = {"--chart": chart, "--trend": trend, "--calendar": calendar, "--compare": compare}
    if html is not None:
        check_page(run, layout, html)
    sheet = {"--timesheet": timesheet, "--amounts": amounts}
    if subject := _subject_of(asked, {**drawn, **sheet, "--markdown": markdown}):
        asked = asked._replace(words=" ".join(text.split()[1:]))
        return _show_money(run, subject, asked, layout, html)
    if timesheet or amounts:
        _check_sheet({**drawn, "--by": by}, timesheet=timesheet)
        return _show_sheet(run, asked, layout, html, priced=amounts)
    if compare is not None and compare not in COMPARISONS:
        message = f'Expected {" or ".join(COMPARISONS)}, got "{compare[:80]}" (--compare)'
        raise UsageError(message, hint=f"Write `--compare {COMPARISONS[0]}`")
    wanted = ReportOptions(compare, calendar, trend)
    if html is not None:
        wanted = wanted._replace(by_day=wanted.by_day or not asked.everyone)
    context = context_of(run)
    with progress(run.output) as told:
        found = report_of(context, asked, wanted, told)
    if trend and (markdown or not any(len(line.trend) > 1 for line in found.lines)):
        why = "Markdown has none" if markdown else f"none by {found.group_by[0]}"
        run.output.note(f"No trend is drawn: {why}")
    output, first = output_for(run, context), context.conventions.week_start
    if html is not None:
        # A report as text must not wait for pages.
        from harvest_cli.show.reports.documents import report_page

        write_page(output, context, html, partial(report_page, found, first=first))
        warn_of_uncounted(found.unreadable + found.total.unknown, output)
        return None
    with paged(run, context):
        render(found, output, layout._replace(first=first))
    return None


Subject = Callable[[Context, QueryFlags], BudgetReport | UninvoicedReport]


def _show_money(
    run: Run, subject: Subject, asked: QueryFlags, layout: Layout, html: str | None
) -> None:
    """Show budgets or what is not invoiced."""
    context = context_of(run)
    found = subject(context, asked)
    output = output_for(run, context)
    if html is None:
        render(found, output, layout)
    else:
        # As above.
        from harvest_cli.show.reports.money_text import money_page

        write_page(output, context, html, partial(money_page, found))


def _check_sheet(drawn: Mapping[str, object], *, timesheet: bool) -> None:
    """Refuse what a timesheet cannot heed; raises UsageError."""
    if not timesheet:
        message = "`--amounts` goes with `--timesheet`"
        raise UsageError(message, hint="`hv report october --timesheet --amounts`")
    unheard = [name for name, given in drawn.items() if given]
    if unheard:
        message = f"A timesheet takes no `{unheard[0]}`"
        raise UsageError(message, hint="Omit it, or `--timesheet`")


def _show_sheet(
    run: Run, asked: QueryFlags, layout: Layout, html: str | None, *, priced: bool
) -> None:
    """Show every entry, for a client."""
    context = context_of(run)
    with progress(run.output) as told:
        found = timesheet_of(context, asked, priced=priced, progress=told)
    output = output_for(run, context)
    if html is None:
        with paged(run, context):
            render(found, output, layout)
        return
    # As above.
    from harvest_cli.show.reports.timesheet_text import timesheet_page

    write_page(output, context, html, partial(timesheet_page, found))
    warn_of_uncounted(found.uncounted, output)


def _subject_of(asked: QueryFlags, drawn: Mapping[str, object]) -> Subject | None:
    """The report that the first word names when it is not one of hours.

    Raises UsageError when a flag of `drawn` is set, for such a report heeds none of them.
    """
    first = asked.words.split(maxsplit=1)[:1]
    subjects: Mapping[str, Subject]
    subjects = {"budget": budgets, "budgets": budgets, "uninvoiced": uninvoiced}
    found = subjects.get(first[0].lower()) if first else None
    unheard = [name for name, given in drawn.items() if given]
    if found is not None and unheard:
        message = f"`hv report {first[0]}` takes no `{unheard[0]}`"
        raise UsageError(
            message, hint="Omit it; `--csv`, `--json` and `--html` are its other formats"
        )
    return found
