"""Compare a period with the one before it."""

from typing import TYPE_CHECKING

from harvest_cli.actions.reports.lines import Report, ReportLine
from harvest_cli.domain.days import Period, period_before, so_far, year_before
from harvest_cli.domain.groupings import steps_of
from harvest_cli.domain.totals import Sums

if TYPE_CHECKING:
    from datetime import date


def compared_period(period: Period, how: str | None, today: "date") -> Period | None:
    """The earlier period to compare with; as far as this one has come when it still runs."""
    if how is None:
        return None
    earlier = period_before(period) if how == "before" else year_before(period)
    return so_far(earlier, period, today)


def compared(report: Report, earlier: Report) -> Report:
    """The report with the sums of an earlier one beside its own; lines only there come last."""
    found = report._replace(compared=earlier.period, before=earlier.total)
    if steps_of(report.group_by[0]):
        # Days, weeks and months have no namesakes before: the totals alone are compared.
        return found
    before = {_same(line): line.sums for line in earlier.lines}
    lines = [line._replace(before=before.pop(_same(line), Sums())) for line in report.lines]
    gone = [line for line in earlier.lines if _same(line) in before]
    lines += [line._replace(sums=Sums(), before=line.sums, lines=(), trend=()) for line in gone]
    return found._replace(lines=tuple(lines))


def _same(line: ReportLine) -> tuple[object, ...]:
    return (line.id, line.name, line.client)
