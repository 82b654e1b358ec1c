"""Days that come again: `mon-fri`, `every other tuesday`, `2nd tuesday of the month`."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from harvest_cli.domain.days import Period, week_of
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.text.match import Tokens, is_word
from harvest_cli.language.text.tokens import END
from harvest_cli.language.text.vocabulary import ORDINAL_ENDS, ORDINALS, WEEKDAYS, WEEKDAYS_MANY

WANTED = "days that come again, such as mon-fri, every other tuesday or first monday"
_WEEK = tuple(range(7))
_WORKING = ("weekday", "weekdays", "workday", "workdays")
_DAILY = ("day", "days", "daily")
_JOINING = ("and", "or", ",", "&", "+")
_LONGEST = 12
"""Words that a rule has at most."""
_LAST = -1


class Rule(NamedTuple):
    """On which days something comes again.

    On `weekdays` (Monday is 0) of every so many weeks, or the `nth` of them in a month; `monthday`
    is a day of the month. -1 counts from the end of the month.
    """

    weekdays: tuple[int, ...] = ()
    weeks: int = 1
    nth: int = 0
    monthday: int = 0

    def falls_on(self, day: date, anchor: date | None = None) -> bool:
        """Whether it is one of the days; every so many weeks count from that of the `anchor`."""
        tomorrow = day + timedelta(days=1) if day < date.max else day
        if self.monthday:
            return tomorrow.day == 1 if self.monthday == _LAST else day.day == self.monthday
        if day.weekday() not in self.weekdays:
            return False
        if self.nth == _LAST:
            return (day.toordinal() + 7 > date.max.toordinal()) or (
                (day + timedelta(days=7)).month != day.month
            )
        if self.nth:
            return (day.day - 1) // 7 + 1 == self.nth
        if self.weeks > 1 and anchor is not None:
            return (week_of(day, 0).start - week_of(anchor, 0).start).days // 7 % self.weeks == 0
        return True

    def days_in(self, period: Period, anchor: date | None = None) -> list[date]:
        """Its days in a period; without an anchor every so many weeks count from the first."""
        found = [day for day in period.days() if self.falls_on(day)]
        if self.weeks == 1 or not found:
            return found
        return [day for day in found if self.falls_on(day, anchor or found[0])]


def read_rule(text: str) -> Rule:
    """The rule that a text says; raises ValueError with what would be right."""
    words = re.findall(r"[a-z]+|\d+|[^\sa-z\d]", text.strip().lower())
    found = rule_at(words)
    if found is None or found[1] < len(words):
        raise ValueError(WANTED)
    return found[0]


def every(tokens: Tokens, i: int) -> tuple[Rule, int] | None:
    """`every monday`, `each other tuesday and friday`, and the place after it."""
    if not is_word(tokens[i], "every", "each"):
        return None
    stop = next((n for n, each in enumerate(tokens[i:]) if each.kind == END), 0)
    words = [token.text for token in tokens[i : i + min(stop, _LONGEST)]]
    found = rule_at(words)
    if found is None or not found[0].weekdays or found[0].weekdays == _WEEK or found[0].nth:
        return None
    return (found[0], i + found[1]) if words[found[1] - 1] not in _WORKING else None


def rule_at(words: Sequence[str]) -> tuple[Rule, int] | None:
    """The rule that words begin with, and how many of them it takes."""
    at = 1 if words[:1] and words[0] in ("every", "each", "on", "the") else 0
    repeats = at == 1 and words[0] in ("every", "each")
    if (interval := _weeks_on(words, at)) is not None:
        return interval
    number, after = _number(words, at)
    if number:
        return _numbered(words, number, after, repeats=repeats)
    weeks, at = (2, at + 1) if words[at : at + 1] == ["other"] else (1, at)
    days, end = _weekdays(words, at)
    return (Rule(days, weeks), end) if days else None


def _weeks_on(words: Sequence[str], at: int) -> tuple[Rule, int] | None:
    """`every 2 weeks on tuesday`."""
    if not (words[at : at + 1] and words[at].isdigit() and words[at + 1 : at + 2] == ["weeks"]):
        return None
    days, end = _weekdays(words, at + 2 + (words[at + 2 : at + 3] == ["on"]))
    weeks = int(words[at]) if len(words[at]) < 3 else 0
    return (Rule(days, weeks), end) if days and weeks else None


def _numbered(
    words: Sequence[str], number: int, at: int, *, repeats: bool
) -> tuple[Rule, int] | None:
    """`2nd tuesday of the month`, `every 2nd tuesday`, `15th of the month`, `last day`."""
    days, end = _weekdays(words, at)
    monthly = _of_month(words, end if days else at)
    if not days or words[at : at + 1] == ["day"]:
        end = _of_month(words, at + (words[at : at + 1] == ["day"]))
        fits = number == _LAST and words[at : at + 1] == ["day"]
        return (Rule(monthday=number), end or at + 1) if end or fits else None
    if repeats and not monthly and number > 0:
        return Rule(days, number), end
    return (Rule(days, nth=number), monthly or end) if number <= 5 else None


def _of_month(words: Sequence[str], at: int) -> int:
    """The place after `of the month`; 0 where that does not stand there."""
    if words[at : at + 1] not in (["of"], ["in"]):
        return 0
    at += 1 + (words[at + 1 : at + 2] in (["the"], ["each"], ["every"], ["a"]))
    return at + 1 if words[at : at + 1] in (["month"], ["months"]) else 0


def _number(words: Sequence[str], at: int) -> tuple[int, int]:
    """An ordinal, -1 for the last, and the place after it; 0 for none."""
    word = words[at] if at < len(words) else ""
    if word == "last":
        return _LAST, at + 1
    if word in ORDINALS:
        return ORDINALS[word], at + 1
    if (
        word.isdigit()
        and len(word) < 3
        and words[at + 1 : at + 2]
        and words[at + 1] in ORDINAL_ENDS
    ):
        return int(word), at + 2
    return 0, at


def _weekdays(words: Sequence[str], at: int) -> tuple[tuple[int, ...], int]:
    """Weekdays, listed or as a run, and the place after them."""
    if at < len(words) and words[at] in _WORKING:
        return _WEEK[:5], at + 1
    if at < len(words) and words[at] in _DAILY:
        return _WEEK, at + 1
    found: set[int] = set()
    end = at
    while (day := _weekday(words, at)) is not None:
        last = _weekday(words, at + 2) if words[at + 1 : at + 2] in (["-"], ["to"], ["–"]) else None
        step = 0 if last is None else (last - day) % 7
        found |= {(day + n) % 7 for n in range(step + 1)}
        end = at = at + (1 if last is None else 3)
        at += at < len(words) and words[at] in _JOINING
    return tuple(sorted(found)), end


def _weekday(words: Sequence[str], at: int) -> int | None:
    word = words[at] if at < len(words) else ""
    return WEEKDAYS.get(word, WEEKDAYS_MANY.get(word))
