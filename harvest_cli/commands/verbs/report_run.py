"""What `hv report` does once its flags are read. Free of Typer."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from harvest_cli.commands.cli.output import output_for, paged
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.render import Layout, render

if TYPE_CHECKING:
    from harvest_cli.actions.reports.lines import Report
    from harvest_cli.actions.reports.report import Wanted
    from harvest_cli.actions.resolve.query import QueryFlags
    from harvest_cli.actions.session.context import Context

Subject = Callable[[Run, "QueryFlags", Layout], None]


def wanted(compare: str | None, *, by_day: bool, trend: bool) -> "Wanted":
    """What the report shall hold; raises UsageError for a comparison that there is none of."""
    from harvest_cli.actions.reports.report import COMPARISONS, Wanted

    if compare is not None and compare not in COMPARISONS:
        message = f"`--compare` is {compare!r}"
        raise UsageError(message, hint=f"Give {' or '.join(COMPARISONS)}")
    return Wanted(compare, by_day, trend)


def report(run: Run, asked: "QueryFlags", wish: "Wanted", layout: Layout, html: str | None) -> None:
    """Sum, then show, or write the page."""
    from harvest_cli.actions.reports.report import report_of
    from harvest_cli.show.terminal.waiting import progress

    if html is not None:
        _refuse_other_faces(run, layout)
        if html.startswith("-") and html != "-":
            message = f"`--html` needs the name of a file, and {html} is a flag"
            raise UsageError(message, hint="`--html FILE`, or `--html - -o FILE`")
        wish = wish._replace(by_day=wish.by_day or not asked.everyone)
        if html != "-":
            from harvest_cli.local.disk.files import check_writable

            check_writable(Path(html))
    context = context_of(run)
    with progress(run.output) as told:
        found = report_of(context, asked, wish, told)
    if html is not None:
        _write_page(run, context, found, html)
        return

    layout = layout._replace(first=context.conventions.week_start)
    output = output_for(run, context)
    with paged(run, context):
        render(found, output, layout)


def _refuse_other_faces(run: Run, layout: Layout) -> None:
    from harvest_cli.show.terminal.output import Format

    if layout.markdown or run.output.format in (Format.JSON, Format.CSV):
        message = "`--html` does not go with another format"
        raise UsageError(message, hint="Run it twice")


def _write_page(run: Run, context: "Context", found: "Report", html: str) -> None:
    from harvest_cli.show.reports.html import report_page
    from harvest_cli.show.reports.report_values import warn_of_uncounted

    output = output_for(run, context)
    style = output.time_format
    page = report_page(
        found, made=context.now, first=context.conventions.week_start, time_format=style
    )
    if html == "-":
        output.write_exactly([page])
    else:
        from harvest_cli.local.disk.files import replace_file

        replace_file(Path(html), page)
        output.note(f"Wrote {html}")
    warn_of_uncounted(found.unreadable + found.total.unknown, output)


def subject_of(asked: "QueryFlags", drawn: Mapping[str, object]) -> Subject | None:
    """The report that the first word names when it is not one of hours.

    Raises UsageError when a flag of `drawn` is set, for such a report heeds none of them.
    """
    first = asked.words.split(maxsplit=1)[:1]
    subjects: dict[str, Subject] = {
        "budget": _budget,
        "budgets": _budget,
        "uninvoiced": _uninvoiced,
    }
    found = subjects.get(first[0].lower()) if first else None
    unheard = [name for name, given in drawn.items() if given]
    if found is not None and unheard:
        message = f"`hv report {first[0]}` takes no `{unheard[0]}`"
        raise UsageError(message, hint="Leave it out; `--csv` and `--json` are its other formats")
    return found


def _budget(run: Run, asked: "QueryFlags", layout: Layout) -> None:
    from harvest_cli.actions.reports.money import budgets

    context = context_of(run)
    found = budgets(context, _rest(asked))
    render(found, output_for(run, context), layout)


def _uninvoiced(run: Run, asked: "QueryFlags", layout: Layout) -> None:
    from harvest_cli.actions.reports.money import uninvoiced

    context = context_of(run)
    found = uninvoiced(context, _rest(asked))
    render(found, output_for(run, context), layout)


def _rest(asked: "QueryFlags") -> "QueryFlags":
    """What is asked behind the report's own name."""
    return asked._replace(words=" ".join(asked.words.split()[1:]))


def as_csv(run: Run, wanted: bool, *, bom: bool = False) -> None:
    """Print CSV, if wanted; raises UsageError together with `--json`."""
    from harvest_cli.show.terminal.output import Format

    if not wanted:
        if bom:
            message = "`--bom` is for `--csv`"
            raise UsageError(message, hint="Add `--csv`")
        return
    if run.flags.json:
        message = "`--csv` and `--json` do not go together"
        raise UsageError(message, hint="Keep the one that is meant")
    run.output.format = Format.CSV
    if bom:
        run.output.write_exactly(["\ufeff"])
