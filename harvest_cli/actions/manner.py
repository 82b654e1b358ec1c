"""How a person's words are to be read: settings first, then what Harvest says of the account."""

from harvest_cli.actions.leave import leave_of
from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.people import Company
from harvest_cli.language.text.readings import Manner
from harvest_cli.local.config.settings import Settings


def manner_of(settings: Settings, company: Company) -> Manner:
    """Week start, day and month order, length of a day, leave words, and the account's clock."""
    # Monday is the weekday 0, which counts as false.
    first = settings.get("week_start")
    return Manner(
        workday_minutes=settings.get("workday_hours"),
        week_start=_week_start(company) if first is None else first,
        date_order=settings.get("date_order") or _date_order(company),
        leave=leave_of(settings),
        clock=company.clock if company.clock in ("12h", "24h") else None,
    )


def _week_start(company: Company) -> WeekStart:
    # A day that Harvest never documented would be a guess: Monday is the default anyway.
    named = (company.week_start_day or "").upper()
    return WeekStart[named] if named in WeekStart.__members__ else WeekStart.MONDAY


def _date_order(company: Company) -> str | None:
    """From `date_format`, a strftime pattern; one that starts with the year settles nothing."""
    written = company.date_format or ""
    if written.startswith("%m"):
        return "mdy"
    return "dmy" if written.startswith("%d") else None


def time_format_of(settings: Settings, company: Company) -> str:
    """How hours are shown: `decimal` or `hours_minutes`."""
    chosen = settings.get("time_format") or company.time_format
    return chosen if chosen in {"decimal", "hours_minutes"} else "hours_minutes"
