"""Days told from today: `yesterday`, `last friday`, `monday last week`, `2 days ago`.

`read_date` reads the value of a flag that names a day.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from harvest_cli.language.days.calendar_math import (
    HINT,
    Reading,
    When,
    latest_weekday,
    month_period,
    months_ago,
    next_weekday,
    shift,
    week_period,
    within_reach,
)
from harvest_cli.language.days.date_formats import written_date
from harvest_cli.language.days.month_days import month_name, month_reference, units_away
from harvest_cli.language.lengths.clock import part_of_day
from harvest_cli.language.lengths.numbers import whole_number
from harvest_cli.language.text.match import (
    Problem,
    ReadingContext,
    Tokens,
    glued,
    is_sign,
    is_word,
    refusal,
    skip,
    starts_clean,
)
from harvest_cli.language.text.readings import Conventions, Inference
from harvest_cli.language.text.tokens import END, WORD, tokenise
from harvest_cli.language.text.vocabulary import (
    AGO,
    DAYPARTS,
    ENDS_OF_A_DAY,
    FILLER,
    HALVES,
    LAST,
    NEXT,
    THIS,
    WEEKDAY_NAMES,
    WEEKDAYS,
    WEEKDAYS_MANY,
)

_TOO_FAR = Problem("invalid_date", "That date is too far away", HINT)


def day(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """A single day at `i`, and the place after it."""
    nothing, place = context.nothing, (i, context.planned)
    if nothing is not None and place in nothing:
        return None
    found = _day(tokens, i, context)
    if nothing is not None and found is None:
        nothing.add(place)
    return found


def _day(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    if not starts_clean(tokens, i):
        return None
    ahead = _daypart_ahead(tokens, i)
    if ahead > i:
        later = day(tokens, ahead, context)
        return later if later and later[1] > ahead else None
    found = _counted(tokens, i, context) or written_date(tokens, i, context)
    if found is None and tokens[i].kind == WORD:
        found = (
            _named(tokens, i, context)
            or _weekday(tokens, i, context)
            or _told(tokens, i, context)
            or _in_a_week(tokens, i, context)
            or _edge(tokens, i, context)
        )
    return _with_daypart(tokens, found) if found else None


def _daypart_ahead(tokens: Tokens, i: int) -> int:
    """Past the part of a day in front of it: `late yesterday`, `first thing on monday`."""
    said = part_of_day(tokens, i)
    j = skip(tokens, said, "on")
    return j if said > i and tokens[j].kind == WORD and tokens[j].text in _BEGINS_A_DAY else i


_BEGINS_A_DAY = {"yesterday", "yday", "today", "tomorrow", *WEEKDAYS, *LAST, *THIS}


def _with_daypart(tokens: Tokens, found: Reading) -> Reading:
    when, j = found
    comma = is_sign(tokens[j], ",") and is_word(tokens[j + 1], *DAYPARTS, *HALVES, *ENDS_OF_A_DAY)
    if comma and _closes(tokens, j + 2):
        return when, j + 2
    half = is_word(tokens[j], *HALVES) and tokens[j].gap
    if half or (is_word(tokens[j], *ENDS_OF_A_DAY) and _closes(tokens, j + 1)):
        return when, j + 1
    if is_word(tokens[j], "first", "last") and is_word(tokens[j + 1], "thing"):
        return when, j + 2
    at = skip(tokens, j, "in")
    at = skip(tokens, at, "the") if at > j else at
    if is_word(tokens[at], *DAYPARTS) or (at == j and is_word(tokens[at], "lunch")):
        return when, at + 1
    if is_word(tokens[j], "at") and is_word(tokens[j + 1], "night"):
        return when, j + 2
    return found


def _closes(tokens: Tokens, j: int) -> bool:
    """Whether nothing stands at `j` that a word before it could belong to."""
    return tokens[j].kind != WORD or tokens[j].text in FILLER


def _named(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    today, text = context.today, tokens[i].text
    if text in ("today", "tonight"):
        return When(today, written=True), i + 1
    if text == "earlier" and is_word(tokens[i + 1], "today"):
        return When(today, written=True), i + 2
    if text in ("yesterday", "yday", "tomorrow"):
        return _moved(today, 1 if text == "tomorrow" else -1), i + 1
    if text == "this" and is_word(tokens[i + 1], *DAYPARTS, *HALVES):
        return When(today, written=True), i + 2
    if text in LAST and is_word(tokens[i + 1], "night", "evening", "eve"):
        return _moved(today, -1), i + 2
    return _two_days_off(tokens, skip(tokens, i, "the"), today)


def _two_days_off(tokens: Tokens, j: int, today: date) -> Reading | None:
    """`day before yesterday`, `day after tomorrow`."""
    if not is_word(tokens[j], "day"):
        return None
    for word, other, days in (("before", "yesterday", -2), ("after", "tomorrow", 2)):
        if is_word(tokens[j + 1], word) and is_word(tokens[j + 2], other):
            return _moved(today, days), j + 3
    return None


def _moved(today: date, days: int) -> When | Problem:
    found = shift(today, days)
    return When(found, written=True) if found else _TOO_FAR


# -- weekdays --------------------------------------------------------------------------------


def weekday_word(tokens: Tokens, i: int) -> int | None:
    """The weekday named at `i`."""
    token = tokens[i]
    return WEEKDAYS.get(token.text) if token.kind == WORD else None


def _weekday(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    weekday = weekday_word(tokens, i)
    if weekday is None:
        return None
    j = i + 2 if glued(tokens[i + 1], ".") and len(tokens[i].text) <= 4 else i + 1
    week = week_reference(tokens, j, context)
    if week is not None:
        return _in_week(week[0], weekday), week[1]
    if is_word(tokens[j], "before") and is_word(tokens[j + 1], "last"):
        last = latest_weekday(context.today, weekday, before=True)
        return When(last - timedelta(days=7)), j + 2
    back = _weeks_back(tokens, j, context)
    if back is not None:
        return _in_week(back[0], weekday), back[1]
    dated = _dated(tokens, j, weekday, context)
    if dated is not None:
        return dated
    return _some(weekday, context), j


def _some(weekday: int, context: ReadingContext) -> When:
    """A weekday by itself: the latest one, of planned leave the coming one."""
    floating = ("weekday", weekday)
    if not context.planned:
        return When(latest_weekday(context.today, weekday), floating=floating)
    found = next_weekday(context.today, weekday)
    read = Inference("week", f"{WEEKDAY_NAMES[weekday]} read as {found.isoformat()}")
    return When(found, floating=floating, written=True, inferences=(read,))


def _in_week(start: date, weekday: int) -> When:
    return When(next_weekday(start, weekday), written=True, anchor=start)


def _dated(tokens: Tokens, j: int, weekday: int, context: ReadingContext) -> Reading | None:
    """`friday the 13th`, `monday 16 november`, `tuesday, 2026-11-17`: both must agree."""
    at = j + 1 if is_sign(tokens[j], ",") else j
    found = written_date(tokens, skip(tokens, at, "on"), context)
    if found is None:
        return None
    when, end = found
    if isinstance(when, Problem):
        return found
    if when.floats == "nth":
        if at > j and not is_word(tokens[at], "the", "on"):
            return None
        return _nth_weekday(when, weekday), end
    if when.start.weekday() != weekday:
        if at > j:
            return None
        name = WEEKDAY_NAMES[weekday]
        return Problem("invalid_date", f"{when.start} is not a {name}", HINT), end
    return when, end


def _nth_weekday(when: When, weekday: int) -> When | Problem:
    """The latest such Nth, or that of the month before; further back it is rather a slip."""
    for back in range(2):
        month = month_period(when.start.year, when.start.month - back)
        if when.start.day <= month.end.day:
            found = month.start.replace(day=when.start.day)
            if found.weekday() == weekday:
                said = (Inference.read_as("month", found.isoformat()),)
                return When(found, inferences=said if back else ())
    return Problem("invalid_date", f"{when.start} is not a {WEEKDAY_NAMES[weekday]}", HINT)


def _told(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`last friday`, `this monday`, `next friday`."""
    at = skip(tokens, i, "the")
    weekday = weekday_word(tokens, at + 1)
    if weekday is None:
        return None
    today, j = context.today, at + 2
    if is_word(tokens[at], *LAST):
        return When(latest_weekday(today, weekday, before=True)), j
    if is_word(tokens[at], *NEXT):
        return When(next_weekday(today + timedelta(days=1), weekday), written=True), j
    if is_word(tokens[at], *THIS):
        week = week_period(today, context)
        return When(next_weekday(week.start, weekday), written=True), j
    return None


def week_reference(tokens: Tokens, i: int, context: ReadingContext) -> tuple[date, int] | None:
    """`[of] last week`, `this week`, `the week before last`: its first day."""
    j = skip(tokens, skip(tokens, i, "of", "in", "during"), "the")
    found = units_away(tokens, j, "week")
    if found is None:
        return None
    return week_period(context.today, context).start + found[0] * timedelta(days=7), found[1]


def _weeks_back(tokens: Tokens, i: int, context: ReadingContext) -> tuple[date, int] | None:
    """`two weeks ago` behind a weekday: the first day of that week."""
    found = _amount(tokens, i)
    if found is None:
        return None
    amount, j = found
    if not is_word(tokens[j], "week", "weeks") or not is_word(tokens[j + 1], *AGO):
        return None
    start = shift(week_period(context.today, context).start, -7 * amount)
    return (start, j + 2) if start else None


def _in_a_week(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`last week on friday`, `last week friday`, `2 weeks ago on friday`."""
    week = week_reference(tokens, i, context) or _weeks_back(tokens, i, context)
    if week is None:
        return None
    at = skip(tokens, week[1], "on")
    weekday = weekday_word(tokens, at)
    if weekday is None or is_sign(tokens[at + 1], "-") or is_word(tokens[at + 1], "to"):
        return None
    return _in_week(week[0], weekday), at + 1


def _edge(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`the last day of last month`, `the first of the month`."""
    at = skip(tokens, i, "the")
    if not (is_word(tokens[at], "first", "last") and is_word(tokens[at + 1], "day")):
        return None
    j = skip(tokens, at + 2, "of", "in")
    month = month_reference(tokens, j, context) or month_name(tokens, j, context)
    if month is None:
        return None
    first, written = tokens[at].text == "first", month[0].floating is None
    return When(month[0].start if first else month[0].end, written=written), month[1]


# -- counted ---------------------------------------------------------------------------------


def _amount(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A whole number, also `a`, `a couple of`."""
    if is_word(tokens[i], "a", "an", "one"):
        if is_word(tokens[i + 1], "couple"):
            return 2, skip(tokens, i + 2, "of")
        return 1, i + 1
    found = whole_number(tokens, i)
    return found and (min(found[0], 10**7), found[1])


def _counted(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`2 days ago`, `a fortnight ago`, `two fridays ago`, `in 3 days`, `3 days from now`."""
    ahead = is_word(tokens[i], "in")
    found = _amount(tokens, i + 1 if ahead else i)
    if found is None:
        return None
    amount, j = found
    unit = tokens[j].text if tokens[j].kind == WORD else ""
    if unit in WEEKDAYS or unit in WEEKDAYS_MANY:
        return _weekdays_ago(tokens, j, amount, context)
    if unit not in _STEPS and unit not in _MONTHS:
        return None
    if ahead:
        return _stepped(context, amount, unit, 1), j + 1
    if is_word(tokens[j + 1], *AGO):
        return _in_a_week(tokens, i, context) or (
            _stepped(context, amount, unit, -1),
            skip(tokens, j + 2, "today"),
        )
    if is_word(tokens[j + 1], "from") and is_word(tokens[j + 2], "now", "today"):
        return _stepped(context, amount, unit, 1), j + 3
    return None


_STEPS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14}
_MONTHS = {"month": 1, "months": 1, "year": 12, "years": 12}


def _stepped(context: ReadingContext, amount: int, unit: str, sign: int) -> When | Problem:
    days = _STEPS.get(unit)
    if days is not None:
        return _moved(context.today, sign * days * amount)
    months = amount * _MONTHS[unit]
    if sign > 0 or not 0 < months <= 1200:
        return _TOO_FAR
    found = months_ago(months, context.today)
    return found if isinstance(found, Problem) else When(found)


def _weekdays_ago(tokens: Tokens, j: int, amount: int, context: ReadingContext) -> Reading | None:
    if not is_word(tokens[j + 1], *AGO):
        return None
    text = tokens[j].text
    weekday = WEEKDAYS.get(text, WEEKDAYS_MANY.get(text, 0))
    last = latest_weekday(context.today, weekday, before=True)
    found = shift(last, -7 * (amount - 1)) if amount else None
    if found is None:
        return _TOO_FAR, j + 2
    said = (Inference.read_as("week", found.isoformat()),)
    return When(found, inferences=said), j + 2


def _unsaid(_: Inference) -> None:
    """What was inferred is told by somebody else."""


def read_date(
    text: str,
    now: datetime,
    conventions: Conventions = Conventions(),  # noqa: B008 - frozen
    say: Callable[[Inference], object] = _unsaid,
) -> date:
    """The one day a flag's value names; `say` gets what was inferred. Raises invalid_date."""
    tokens = tokenise(text.strip()[:200])
    context = ReadingContext(now, conventions)
    found = day(tokens, skip(tokens, 0, "on"), context)
    if found is None:
        # Loaded for a value that is no day.
        from harvest_cli.language.text.slips import mend

        for said in mend(tokens):
            say(said)
        found = day(tokens, skip(tokens, 0, "on"), context)
    if found is None or tokens[found[1]].kind != END:
        found = Problem("invalid_date", f'Expected a day, got "{text.strip()[:60]}"', HINT), 0
    when = found[0]
    if isinstance(when, When) and not within_reach(when.end, now.date()):
        when = Problem("future_date", f"{when.end} is more than a year ahead", HINT)
    if isinstance(when, Problem):
        raise refusal(when, text, (0, len(text)))
    for inference in when.inferences:
        say(inference)
    return when.start
