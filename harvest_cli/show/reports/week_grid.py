"""The week as a grid: projects and tasks by days, with sums, targets and what is missing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import compress

from harvest_cli.actions.reports.week import DaySum, Gaps, Week, WeekRow
from harvest_cli.domain.days import WEEKDAYS, day_text
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import counted
from harvest_cli.show.machine.days import GAPS, WEEK, gap_rows, is_empty, week_columns, week_rows
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, noted_if_empty
from harvest_cli.show.reports.report_values import warn_of_uncounted
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.formats import (
    Parts,
    holiday_text,
    hours_text,
    of_person,
    period_text,
    signed,
    uneven,
)
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.table import Column, Row, fitted, grid_lines, table_width

_NAME, _SHORTEST = 24, 10
"""Names in the grid are cut only below the first; in the list of days, below the second."""
_WORK = (Column("Project", floor=_NAME, squeeze=2), Column("Task", floor=_NAME, squeeze=1))
_FOLDED = (
    Column("", right=True),
    Column("Project", floor=_SHORTEST, squeeze=2),
    Column("Task", floor=_SHORTEST, drop=1),
)


def week_lines(week: Week, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """The grid of each week, or on a narrow terminal its days below each other.

    All weeks of an answer have one shape: that in which the widest fits.
    """
    weeks = [each for whole in week.people or (week,) for each in whole.by_week()]
    grids = [_grid(each, output) for each in weeks]
    folded = False
    if output.width is not None:
        if any(table_width(fitted(*grid, None)) > output.width for grid in grids):
            grids = [_grid(_without_idle_days(each), output) for each in weeks]
        folded = any(_is_cut(fitted(*grid, output.width), grid[1]) for grid in grids)
    for number, (each, (columns, rows)) in enumerate(zip(weeks, grids, strict=True)):
        if number:
            yield ""
        yield output.style(of_person(each.whose, each.period, each.today, output), "bold")
        if folded:
            yield from _folded(each, output)
        else:
            yield from grid_lines(fitted(columns, rows, output.width), rows, output)
        for line in remarks(each, output):
            yield output.style(output.marks(output.text(line)), "dim")


def _grid(week: Week, output: Output) -> tuple[tuple[Column, ...], list[Row]]:
    """The columns and all rows, the names of the days first and the sums last."""
    columns = (*_WORK, *(_day_column(day, week) for day in week.days), Column("", right=True))
    rows = [_head(week), *(_row(row, week, output) for row in week.rows), *_sums(week, output)]
    return columns, rows


def _without_idle_days(week: Week) -> Week:
    """The week without the days on which nothing is due and nothing was done."""
    running = {row.running for row in week.rows}
    kept = [d.target or d.hours or d.day in running for d in week.days]
    return week._replace(
        days=tuple(compress(week.days, kept)),
        rows=tuple(row._replace(hours=tuple(compress(row.hours, kept))) for row in week.rows),
    )


def _day_column(day: DaySum, week: Week) -> Column:
    style = "yellow" if is_empty(day, week) else None
    return Column(WEEKDAYS[day.day.weekday()], right=True, style=style)


def _is_cut(places: Sequence[Any], rows: Sequence[Row]) -> bool:
    """Whether hours would be cut, or names: worse than another shape."""
    for place in places[:2]:
        widest = max(display_width(row.cells[place.at]) for row in rows)
        if place.width < min(_NAME, widest):
            return True
    return any(
        len(row.cells[place.at]) > place.width for place in places[2:] for row in rows
    ) or len(places) < len(rows[0].cells)


def _head(week: Week) -> Row:
    names = [f"{WEEKDAYS[day.day.weekday()]} {day.day.day}" for day in week.days]
    return Row(("Project", "Task", *names, "Total"), "bold")


def _row(row: WeekRow, week: Week, output: Output) -> Row:
    style = output.time_format
    cells = []
    for day, hours in zip(week.days, row.hours, strict=True):
        mark = output.marks("▶") if row.running == day.day else ""
        cells.append(f"{mark}{hours_text(hours, style)}" if hours or mark else "")
    names = (output.text(row.project), output.text(row.task))
    return Row((*names, *cells, hours_text(row.total, style)), "green" if row.running else None)


def _sums(week: Week, output: Output) -> Iterator[Row]:
    style = output.time_format
    mark = output.marks("–")
    hours = [mark if is_empty(d, week) else hours_text(d.hours, style) for d in week.days]
    yield Row(("Total", "", *hours, hours_text(week.total, style)), "bold")
    due = [hours_text(day.target, style) if day.target else "" for day in week.days]
    yield Row(("Target", "", *due, hours_text(week.target, style)), "dim")
    change = [signed(d.difference, style) if d.day <= week.today else "" for d in week.days]
    so_far = signed(week.total - week.due, style)
    yield Row(("Difference", "", *change, so_far), "dim")


def _folded(week: Week, output: Output) -> Iterator[str]:
    style = output.time_format
    for at, day in enumerate(week.days):
        if not day.target and not day.hours:
            continue
        target = f" of {hours_text(day.target, style)}" if day.target else ""
        head = f"{day_text(day.day, week.today)}  {hours_text(day.hours, style)}"
        yield output.style(_with_room(head, target, output), "bold")
        todays = [row for row in week.rows if row.hours[at] or row.running == day.day]
        rows = [
            Row(
                (
                    f"{hours_text(row.hours[at], style):>6}",
                    output.text(row.project),
                    output.text(row.task),
                ),
                "green" if row.running == day.day else None,
            )
            for row in todays
        ]
        places = fitted(_FOLDED, rows, output.width)
        yield from grid_lines(places, rows, output)
    total, due = hours_text(week.total, style), hours_text(week.target, style)
    yield output.style(_with_room(f"Total  {total}", f" of {due}", output), "bold")


def _with_room(head: str, target: str, output: Output) -> str:
    """A line with its target, where that fits."""
    fits = output.width is None or len(head + target) <= output.width
    return head + target if fits else head


def holiday_texts(days: Iterable[DaySum], today: date) -> list[str]:
    """Each day off by its name."""
    return [
        f"{day_text(each.day, today)}: {holiday_text(each.holiday, half=bool(each.target))}"
        for each in days
        if each.holiday
    ]


def remarks(week: Week, output: Output) -> list[str]:
    """Empty workdays, days off, what is left to do, what runs."""
    style, found = output.time_format, []
    empty = [day_text(day.day, week.today) for day in week.days if is_empty(day, week)]
    if empty:
        found.append(f"Nothing on {', '.join(empty)}")
    found += holiday_texts(week.days, week.today)
    if week.today in week.period and week.total < week.target:
        found.append(f"{hours_text(week.target - week.total, style)} to go this week")
    if any(row.running for row in week.rows):
        found.append("▶ timer still running, counted up to now")
    by_day = zip(*(row.hours for row in week.rows), strict=True)
    sums: list[Parts] = [(row.hours, row.total) for row in week.rows]
    sums += [(hours, day.hours) for hours, day in zip(by_day, week.days, strict=False)]
    sums.append(([day.hours for day in week.days], week.total))
    return found + uneven(sums, style)


def gap_lines(gaps: Gaps, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """Each day that lacks hours, and how many in all; of each person by themselves."""
    for each in gaps.people:
        yield from gap_lines(each, output)
    if not gaps.days or gaps.people:
        return
    style = output.time_format
    columns = (Column("Day"), Column("Hours", right=True), Column("Of", right=True), Column(""))
    rows = [
        Row(
            (
                day_text(day.day, gaps.today),
                hours_text(day.hours, style),
                hours_text(day.target or ZERO, style),
                f"{hours_text(-day.difference, style)} missing",
            ),
            None if day.entries else "yellow",
        )
        for day in gaps.days
    ]
    if gaps.whose:
        yield output.style(of_person(gaps.whose, gaps.period, gaps.today, output), "bold")
    yield from grid_lines(fitted(columns, rows, output.width), rows, output)
    for line in holiday_texts(gaps.holidays, gaps.today):
        yield output.style(output.text(line), "dim")
    for line in uneven([([day.difference for day in gaps.days], -gaps.missing)], style):
        yield output.style(line, "dim")
    days = period_text(gaps.period, gaps.today)
    if gaps.period.start != gaps.period.end:
        days = f"{counted(len(gaps.days), 'day')} of {days}"
    line = f"{hours_text(gaps.missing, style)} missing on {days}"
    yield output.style(output.marks(line), "bold")


def missing_line(gaps: Gaps, output: Output) -> str:
    """`1:25 missing on 2 days: Mon 2 Nov, Tue 3 Nov`, for a reminder."""
    hours, most = hours_text(gaps.missing, output.time_format), 5
    shown = [day_text(day.day, gaps.today) for day in gaps.days[-most:]]
    more = len(gaps.days) - len(shown)
    days = ", ".join(shown) + (f" and {more} before" if more else "")
    whose = f"{output.text(gaps.whose)}: " if gaps.whose else ""
    return f"{whose}{hours} missing on {counted(len(gaps.days), 'day')}: {days}"


def _week_remarks(week: Week, output: Output) -> None:
    if not week.rows and output.format is Format.PLAIN:
        output.note(f"No entries for {period_text(week.period, week.today)}")
    warn_of_uncounted(week.uncounted, output)


def _no_gaps(gaps: Gaps) -> str:
    days = period_text(gaps.period, gaps.today)
    if gaps.period.start >= gaps.today and gaps.period.end > gaps.today:
        return f"No day of {days} is over yet"
    whose = f" in {gaps.whose}'s days" if gaps.whose else ""
    return f"No gaps{whose} for {days}"


RENDERERS = {
    Week: Renderer(
        WEEK,
        week_lines,
        lambda week, _output, _layout: (week_columns(week), week_rows(week)),
        remarks=_week_remarks,
    ),
    Gaps: Renderer(
        GAPS,
        gap_lines,
        lambda gaps, _output, _layout: gap_rows(gaps),
        remarks=noted_if_empty(_no_gaps, "days"),
    ),
}
