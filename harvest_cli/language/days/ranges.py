"""Runs and repetitions of days: `monday to friday last week`, `every weekday last week`."""

from datetime import date, timedelta

from harvest_cli.language.days.calendar_math import (
    HINT,
    Reading,
    When,
    latest_month,
    latest_monthday,
    latest_quarter,
    make,
    placed_after,
    week_period,
)
from harvest_cli.language.days.month_days import (
    counts_something,
    month_word,
    monthday,
    year_number,
)
from harvest_cli.language.days.periods import period
from harvest_cli.language.days.recurring import Rule
from harvest_cli.language.days.recurring import every as every_rule
from harvest_cli.language.days.relative import day, week_reference, weekday_word
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    digits,
    ends_clean,
    figures_follow,
    glued,
    is_sign,
    is_word,
    skip,
    starts_clean,
)
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import END, MENTION, NUMBER, WORD
from harvest_cli.language.text.vocabulary import (
    LAST,
    ORDINAL_ENDS,
    UNTIL,
    WEEKDAY_NAMES,
)

BACKWARDS = Problem("invalid_date", "The range ends before it starts", HINT)
_AFTER_A_RUN = frozenset(
    ("on", "for", "at", "from", "every", "each", "a", "an", "and", "last", "this")
)


def stretch(tokens: Tokens, i: int, context: ReadingContext, months: bool = True) -> Reading | None:
    """A range at `i`: two ends, or a month with two days. `months` lets ends be periods too."""
    if not starts_clean(tokens, i):
        return None
    j = skip(tokens, i, "from", "between")
    lead = tokens[i].text if j > i else ""
    j = skip(tokens, j, "the") if tokens[skip(tokens, j, "the")].kind == NUMBER else j
    short = _days_then_month(tokens, j, context, lead) or _month_then_days(tokens, j, context)
    if short:
        return short
    held = week_reference(tokens, j, context)
    if held is not None:
        inner = _ends(tokens, skip(tokens, held[1], "from", "on"), context, lead, months, held[0])
        if inner is not None:
            return inner
    return _ends(tokens, j, context, lead, months, None)


def point(tokens: Tokens, i: int, context: ReadingContext, months: bool = True) -> Reading | None:
    """A day, or a period when `months` allows."""
    if months and is_word(tokens[i], "now"):
        return When(context.today), i + 1
    found = day(tokens, skip(tokens, i, "on"), context)
    if found is None and months:
        found = period(tokens, skip(tokens, i, "in"), context)
    return found


def _ends(
    tokens: Tokens, i: int, context: ReadingContext, lead: str, months: bool, week: date | None
) -> Reading | None:
    first = point(tokens, i, context, months)
    if first is None:
        return None
    k = connector(tokens, first[1], lead)
    if not k:
        return None
    second = point(tokens, k, context, months) or _bare_end(tokens, k, first[0])
    if second is None or (not months and _in_two_fields(tokens, first[1], second[1])):
        return None
    start, (end, j) = first[0], second
    if isinstance(start, Problem) or isinstance(end, Problem):
        return (start if isinstance(start, Problem) else end), j
    if week is None and start.floats == end.floats == "weekday":
        held = week_reference(tokens, j, context)
        if held is not None:
            week, j = held
    lasts = is_word(tokens[i], *LAST) and is_word(tokens[skip(tokens, k, "the")], *LAST)
    return join(_week_earlier(start, end) if lasts else start, end, week), j


def _in_two_fields(tokens: Tokens, dash: int, j: int) -> bool:
    """`nov 9 - friday demo`: what follows a spaced dash goes on, and is no end of a run."""
    spaced = is_sign(tokens[dash], "-") and tokens[dash].gap and tokens[dash + 1].gap
    after = tokens[j]
    return spaced and after.kind == WORD and after.text not in _AFTER_A_RUN


def _week_earlier(start: When, end: When) -> When:
    """`last monday to last friday` on a Wednesday: the Friday settles which week."""
    if end.end >= start.start or start.unit != "day" or end.unit != "day":
        return start
    return When(start.start - timedelta(days=7))


def connector(tokens: Tokens, i: int, lead: str) -> int:
    """The place after `to`, `-`, `..`, `until` and the like; 0 when there is none."""
    token = tokens[i]
    if is_word(token, *UNTIL) or (lead == "between" and is_word(token, "and")):
        if is_word(token, "to") and is_word(tokens[i + 1], "date"):
            return 0
        return skip(tokens, i + 1, "and") if token.text != "and" else i + 1
    if is_sign(token, "-"):
        return i + 1 + (not token.gap and glued(tokens[i + 1], "-"))
    if is_sign(token, ".") and glued(tokens[i + 1], "."):
        return i + 3 if glued(tokens[i + 2], ".") else i + 2
    return i + 1 if is_sign(token, "→", "…") else 0


def join(start: When, end: When, week: date | None = None) -> When | Problem:
    """The run from one end to the other; ends without a year or week follow the start."""
    if end.anchor is not None and start.floats == "weekday":
        start = start.since(end.anchor)
        start.written = True
    if week is not None and end.floating:
        start = start.since(week)
    if start.floating and not end.floating and end.start < start.start:
        start = _placed_before(start, end.start) or start
    if end.floating and end.unit != "range":
        placed = placed_after(end.floating, start.start)
        if placed is None:
            return Problem("invalid_date", "That day does not exist", HINT)
        if _turned(start, end, placed):
            return _backwards(end, start)
        end = placed
    if end.end < start.start:
        return BACKWARDS
    written = bool(week) or start.written or end.written
    return When(start.start, end.end, "range", written=written, inferences=start.inferences)


_HALF_A_YEAR = timedelta(days=183)


def _turned(start: When, end: When, placed: When) -> bool:
    """Whether two days of months stand the wrong way round: the second of them long before."""
    over = placed.start.year > start.start.year
    far = placed.start - start.start > _HALF_A_YEAR
    return start.floats == end.floats == "monthday" and over and far


def _backwards(first: When, last: When) -> Problem:
    hint = f"Write the earlier day first: `{first.start} to {last.since(first.start).start}`"
    return Problem("invalid_date", "The range ends before it starts", hint)


def _placed_before(start: When, limit: date) -> When | None:
    name, *numbers = start.floating or ("",)
    if name == "monthday":
        found = latest_monthday(int(numbers[0]), int(numbers[1]), limit)
        return When(found) if isinstance(found, date) else None
    if name == "month":
        return latest_month(limit, int(numbers[0]))
    if name == "quarter":
        return latest_quarter(limit, int(numbers[0]))
    return None


def _bare_end(tokens: Tokens, k: int, start: When | Problem) -> Reading | None:
    """`nov 9 to 11`, `the 9th to 11th`, `nov 9 - 11 2025` have the month at the start."""
    if isinstance(start, Problem) or start.unit != "day":
        return None
    last = digits(tokens[k], most=2)
    if last is None or start.floats in ("", "weekday"):
        return None
    j = _past_ordinal(tokens, k + 1)
    if not ends_clean(tokens, j) or figures_follow(tokens, j, ":", "/"):
        return None
    if counts_something(tokens, j):
        return None
    found = make(start.start.year, start.start.month, last)
    if found is None:
        return Problem("invalid_date", f"That month has no day {last}", HINT), j
    if found < start.start:
        return BACKWARDS, j
    return When(found), j


def _past_ordinal(tokens: Tokens, j: int) -> int:
    token = tokens[j]
    return j + 1 if token.kind == WORD and token.text in ORDINAL_ENDS and not token.gap else j


def _days_then_month(tokens: Tokens, i: int, context: ReadingContext, lead: str) -> Reading | None:
    """`1-15 nov`, `1st to 15th of november 2025`, `fri 13 to sun 15 nov`."""
    at = i if weekday_word(tokens, i) is None else i + 1
    first = digits(tokens[at], most=2)
    if first is None:
        return None
    k = connector(tokens, _past_ordinal(tokens, at + 1), lead)
    to = skip(tokens, k if weekday_word(tokens, k) is None else k + 1, "the")
    last = digits(tokens[to], most=2) if k else None
    if last is None:
        return None
    j = _past_ordinal(tokens, to + 1)
    month = month_word(tokens, skip(tokens, j, "of"))
    if month is None:
        return None
    year = year_number(tokens, month[1])
    typed = year[0] if year else None
    found = _both_days(month[0], first, last, typed, context)
    said = weekday_word(tokens, i), weekday_word(tokens, k)
    return _on_weekdays(found, *said), year[1] if year else month[1]


def _on_weekdays(found: When | Problem, first: int | None, last: int | None) -> When | Problem:
    """The days, if they fall on the weekdays that were written with them."""
    if isinstance(found, Problem):
        return found
    for end, weekday in ((found.start, first), (found.end, last)):
        if weekday is not None and end.weekday() != weekday:
            return Problem("invalid_date", f"{end} is not a {WEEKDAY_NAMES[weekday]}", HINT)
    return found


def _month_then_days(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`nov 9-11`, `november 9th to 11th, 2025`."""
    month = month_word(tokens, i)
    first = digits(tokens[month[1]], most=2) if month else None
    if month is None or first is None:
        return None
    k = connector(tokens, _past_ordinal(tokens, month[1] + 1), "")
    last = digits(tokens[k], most=2) if k else None
    if last is None:
        return None
    j = _past_ordinal(tokens, k + 1)
    if not ends_clean(tokens, j) or figures_follow(tokens, j, ":", "/"):
        return None
    if counts_something(tokens, j) or month_word(tokens, skip(tokens, j, "of")):
        return None
    year = year_number(tokens, j)
    typed = year[0] if year else None
    return _both_days(month[0], first, last, typed, context), year[1] if year else j


def _both_days(
    month: int, first: int, last: int, year: int | None, context: ReadingContext
) -> When | Problem:
    start = monthday(month, first, year, context)
    if isinstance(start, Problem):
        return start
    end = make(start.start.year, month, last)
    if end is None:
        return Problem("invalid_date", f"That month has no day {last}", HINT)
    if end < start.start:
        return BACKWARDS
    return When(start.start, end, "range", written=start.written, inferences=start.inferences)


def days(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """A day, a run of days, or a repetition of days."""
    repeated = _coming(tokens, i, context) or _repeated(tokens, i, context)
    if repeated is not None:
        return repeated
    found = _run_of_days(tokens, i, context) or day(tokens, i, context)
    return _days_item(i, found, "") if found else None


def _run_of_days(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """A run of days looks back, of planned leave too, where that is said."""
    planned, context.planned = context.planned, False
    found = stretch(tokens, i, context, months=False)
    context.planned = planned
    when = found[0] if found else None
    if planned and isinstance(when, When) and not when.written and when.end < context.today:
        when.inferences += (Inference.read_as("week", f"{when.start} to {when.end}"),)
    return found


def longer(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """A week, month or other period, where a day was to be expected."""
    found = period(tokens, i, context)
    if found is not None and isinstance(found[0], When) and found[0].unit in ("range", "day"):
        # "last 3 days" and "end of october" are no days that were listed.
        found[0].unit = "period"
    return _days_item(i, found, "") if found else None


def _days_item(i: int, found: Reading, every: str | Rule) -> Match:
    when, j = found
    if isinstance(when, Problem):
        return Match("problem", i, j, when)
    return Match("days", i, j, (when, every), when.inferences)


def _coming(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """`every monday in november`, `every other friday since oct 1`."""
    rule = every_rule(tokens, skip(tokens, i, "on"))
    if rule is None:
        return None
    k = skip(tokens, rule[1], "of", "in", "during", "over")
    found = stretch(tokens, k, context) or period(tokens, k, context)
    if found is None and is_word(tokens[k], "since", "from"):
        since = day(tokens, k + 1, context)
        if since is not None and isinstance(since[0], When):
            start = since[0].start
            found = When(start, max(start, context.today), "range", written=True), since[1]
    return None if found is None else _days_item(i, found, rule[0])


def _repeated(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
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
        return Match("days", i, i + 2, (week_period(context.today, context), "weekday"))
    if not every:
        return None
    k = skip(tokens, j, "of", "in", "during")
    found = stretch(tokens, k, context) or period(tokens, k, context)
    if found is None:
        if every == "day":
            return None
        return Match("days", i, j, (week_period(context.today, context), every))
    return _days_item(i, found, every)


def another_day(tokens: Tokens, i: int, before: Match | None) -> Match | None:
    """The `10` and the `11` of `nov 9, 10 and 11`."""
    nth = digits(tokens[i], most=2)
    value = before.value if before is not None else None
    first = value[0] if isinstance(value, tuple) else None
    if nth is None or not isinstance(first, When) or first.floats not in ("monthday", "nth"):
        return None
    after = tokens[i + 1]
    closed = after.kind in (END, MENTION) or is_word(after, "and", "on") or is_sign(after, *",&!;")
    closed = closed or (is_sign(after, ".") and tokens[i + 2].gap)
    found = make(first.start.year, first.start.month, nth) if closed else None
    if found is None or found <= first.start:
        return None
    again = When(found, floating=("monthday", found.month, nth), written=first.written)
    return Match("days", i, i + 1, (again, ""))
