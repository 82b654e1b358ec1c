"""What a report can be grouped by: one row per grouping, from which all else follows.

Sentences read its nouns, `--by` its key, sums its attribute of an entry, tables its title. A
grouping of time says which period holds a day, and how such a period is called.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from harvest_cli.domain.days import MONTHS, Period, month_of, week_of


class Steps(NamedTuple):
    """Periods that follow each other: the one that holds a day, with the first weekday as `int`.

    `key` names one for programs by its first day; `title` does so for people; None:
    its first and last day are shown.
    """

    holding: Callable[[date, int], Period]
    key: Callable[[date], str] = date.isoformat
    title: Callable[[date], str] | None = None


class Grouping(NamedTuple):
    """One grouping. `attribute` is where an entry says what it belongs to.

    `nouns` follow "by" and "per" in a sentence; those of `alone` group by themselves.
    """

    title: str
    attribute: str
    nouns: str
    alone: str = ""
    steps: Steps | None = None


GROUPINGS = {
    "client": Grouping("Client", "client.id", "client clients customer customers",
                       "clients customers"),
    "project": Grouping("Project", "project.id", "project projects", "projects"),
    "task": Grouping("Task", "task.id", "task tasks activity activities", "tasks activities"),
    "team": Grouping("Person", "user.id",
                     "team user users person persons people member members employee employees "
                     "colleague colleagues teammate teammates",
                     "who team people users members employees"),
    "day": Grouping("Day", "spent_date", "day days date dates", "daily",
                    Steps(lambda day, _: Period(day, day))),
    "week": Grouping("Week", "spent_date", "week weeks", "weekly", Steps(week_of)),
    "month": Grouping("Month", "spent_date", "month months", "monthly",
                      Steps(lambda day, _: month_of(day), lambda day: f"{day:%Y-%m}",
                            lambda day: f"{MONTHS[day.month - 1]} {day.year}")),
}  # fmt: skip
"""By the key that `--by` takes and JSON gives."""
*_FIRST, _LAST = WORDS = tuple(each.title.lower() for each in GROUPINGS.values())
CHOICE = f"{', '.join(_FIRST)} or {_LAST}"
"""All of them, for a hint; WORDS are what completion offers."""


def steps_of(key: str) -> Steps | None:
    """The periods of a grouping of time; None for others and for a total, whose key is empty."""
    return GROUPINGS[key].steps if key else None
