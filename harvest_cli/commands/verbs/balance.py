"""`hv balance`."""

from collections.abc import Sequence
from functools import partial

from harvest_cli.actions.balance import balance_of
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, LOOK, Argument, Flag, command
from harvest_cli.commands.cli.output import as_csv, check_page, joined_words, output_for, write_page
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.reports.balance_text import balance_page, origin_lines
from harvest_cli.show.terminal.output import Format
from harvest_cli.show.terminal.waiting import progress

Words = Annotated[Sequence[str], Argument("PERIOD", offers=o.PERIODS)]
By = Annotated[
    str | None,
    Flag(
        "--by STEP", help="day, week, month, quarter or half", offers="day week month quarter half"
    ),
]
Explain = Annotated[bool, Flag("--explain", help="Say what the balance follows from")]


@command("balance", LOOK, topic="targets", drains=DRAINS_FIRST)
def balance(
    run: Run,
    *,
    words: Words = (),
    by: By = None,
    chart: o.Chart = False,
    ascii_: o.Ascii = False,
    explain: Explain = False,
    html: o.Html = None,
    csv: o.Csv = False,
    csv_raw: o.CsvRaw = False,
    bom: o.Bom = False,
    header: o.Header = False,
) -> None:
    """Show how many hours you are ahead or behind.

      hv balance
      hv balance october --by week
      hv balance "this year" --chart
      hv balance --explain

    It counts since `balance_since` (without it, this year's first entry), from
    `balance_start` hours. Leave counts as worked, and nothing is due on holidays. Of
    today no more is due than you have done so far.
    """
    as_csv(run, csv or csv_raw, bom=bom)
    layout = Layout(header=header, raw=csv_raw, chart=chart, ascii_only=ascii_, origin=explain)
    if html is not None:
        check_page(run, layout, html)
    context = context_of(run)
    with progress(run.output) as told:
        found = balance_of(context, QueryFlags(joined_words(words), by=by), told)
    output = output_for(run, context)
    if html is not None:
        write_page(output, context, html, partial(balance_page, found))
        return
    render(found, output, layout)
    if explain and output.format is Format.PLAIN:
        for line in origin_lines(found):
            output.note(output.err.text(line))
