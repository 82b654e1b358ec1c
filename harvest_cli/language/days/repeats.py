"""Days as entries need them: one, a run, or a repetition (`every weekday last week`)."""

from harvest_cli.language.days.calendar_math import Reading, When, make, week_period
from harvest_cli.language.days.periods import period
from harvest_cli.language.days.ranges import stretch
from harvest_cli.language.days.relative import day
from harvest_cli.language.text.item import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    digits,
    is_sign,
    is_word,
    skip,
)
from harvest_cli.language.text.tokens import CLAIM, END


def days(tokens: Tokens, i: int, scene: ReadingContext) -> Match | None:
    """A day, a run of days, or a repetition of days."""
    repeated = _repeated(tokens, i, scene)
    if repeated is not None:
        return repeated
    found = stretch(tokens, i, scene, months=False) or day(tokens, i, scene)
    return _days_item(i, found, "") if found else None


def longer(tokens: Tokens, i: int, scene: ReadingContext) -> Match | None:
    """A week, month or other period, where a day was to be expected."""
    found = period(tokens, i, scene)
    if found is not None and isinstance(found[0], When) and found[0].unit in ("range", "day"):
        # "last 3 days" and "end of october" are no days that were listed.
        found[0].unit = "period"
    return _days_item(i, found, "") if found else None


def _days_item(i: int, found: Reading, every: str) -> Match:
    when, j = found
    if isinstance(when, Problem):
        return Match("problem", i, j, when)
    return Match("days", i, j, (when, every), when.inferences)


def _repeated(tokens: Tokens, i: int, scene: ReadingContext) -> Match | None:
    """`every weekday last week`, `every day nov 9-11`, `weekdays this week`."""
    j = skip(tokens, skip(tokens, i, "on"), "every", "each")
    told = j > i and is_word(tokens[j - 1], "every", "each")
    every = ""
    if is_word(tokens[j], "weekdays") or (told and is_word(tokens[j], "weekday", "workday")):
        every, j = "weekday", j + 1
    elif told and is_word(tokens[j], "working") and is_word(tokens[j + 1], "day"):
        every, j = "weekday", j + 2
    elif told and is_word(tokens[j], "day"):
        every, j = "day", j + 1
    elif is_word(tokens[i], "all") and is_word(tokens[i + 1], "week"):
        return Match("days", i, i + 2, (week_period(scene.today, scene), "weekday"))
    if not every:
        return None
    k = skip(tokens, j, "of", "in", "during")
    found = stretch(tokens, k, scene) or period(tokens, k, scene)
    if found is None:
        if every == "day":
            return None
        return Match("days", i, j, (week_period(scene.today, scene), every))
    return _days_item(i, found, every)


def each(tokens: Tokens, i: int) -> Match | None:
    """`a day`, `per day`, `each` behind a length."""
    j = i + 1 if is_word(tokens[i], "a", "per", "each", "every") or is_sign(tokens[i], "/") else i
    if j > i and is_word(tokens[j], "day"):
        return Match("each", i, j + 1, "every" if tokens[i].text in ("every", "each") else "a")
    if is_word(tokens[i], "daily"):
        return Match("each", i, i + 1, "every")
    if is_word(tokens[i], "each", "apiece"):
        return Match("each", i, i + 1, "each")
    return None


def another_day(tokens: Tokens, i: int, before: Match | None) -> Match | None:
    """The `10` and the `11` of `nov 9, 10 and 11`."""
    nth = digits(tokens[i], most=2)
    value = before.value if before is not None else None
    first = value[0] if isinstance(value, tuple) else None
    if nth is None or not isinstance(first, When) or first.floating is None:
        return None
    after = tokens[i + 1]
    closed = after.kind in (END, CLAIM) or is_word(after, "and", "on") or is_sign(after, *",&!;")
    closed = closed or (is_sign(after, ".") and tokens[i + 2].gap)
    if first.floating[0] not in ("monthday", "nth") or not closed:
        return None
    found = make(first.start.year, first.start.month, nth)
    if found is None or found <= first.start:
        return None
    again = When(found, floating=("monthday", found.month, nth), written=first.written)
    return Match("days", i, i + 1, (again, ""))
