"""Lengths of time: `2h`, `1h30`, `1:30`, `an hour and a half`, `¾ hour`, `2 x 45m`, `PT1H45M`.

Recognised lengths are minutes (Ratio); whatever looks like a length and is none is a Problem.
"""

from decimal import Decimal

from harvest_cli.domain.hours import Ratio, hours_from_minutes
from harvest_cli.language.lengths.numbers import (
    number,
    part_of,
    spoken_minutes,
    times,
    times_behind,
)
from harvest_cli.language.text.match import (
    Match,
    Problem,
    Tokens,
    digits,
    ends_clean,
    figures_follow,
    glued,
    is_sign,
    is_word,
    minutes_follow,
    refusal,
    skip,
)
from harvest_cli.language.text.readings import Conventions
from harvest_cli.language.text.tokens import END, NUMBER, SIGN, WORD, Token, tokenise
from harvest_cli.language.text.vocabulary import (
    AGO,
    BREAKS,
    DAYS,
    FILLER,
    HOURS,
    MINUTES,
    UNTIL,
    WEEKDAYS,
    listed,
)

Length = tuple[Ratio | Problem, int]
"""Minutes, or what is wrong; and the place after it."""
_Simple = tuple[Ratio | Problem, int, str]
"""The same with the smallest unit written: h, m or d."""
HINT = "Write hours or minutes, like `2h`, `45m` or `1:30`"
BARE = Problem(
    "no_duration",
    "A number without a unit could be hours or minutes",
    "Add the unit, like `2h` or `30m`",
)
_TOO_MANY_MINUTES = Problem("invalid_duration", "Minutes after hours go up to 59", HINT)


def duration(tokens: Tokens, i: int, workday: int) -> Length | None:
    """A whole length at `i`: parts joined by blanks, `and`, `+` or a comma; `n x` before it."""
    often, j = times(tokens, i)
    found = _simple(tokens, j, workday)
    if found is None:
        return None
    total, j, unit = found
    while not isinstance(total, Problem):
        more = _more(tokens, j, unit, workday)
        if more is None:
            break
        if is_sign(tokens[j], "+"):
            total, often = total * often, 1
        part, j, unit = more
        total = part if isinstance(part, Problem) else total + part
    if isinstance(total, Problem):
        return total, j
    again, j = times_behind(tokens, j)
    return (again if isinstance(again, Problem) else total * often * again), j


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


def read_hours(text: str, conventions: Conventions = Conventions()) -> Decimal:  # noqa: B008 - frozen
    """The length in a flag's value, as hundredths of hours; raises invalid_duration."""
    tokens = tokenise(text.strip()[:200])
    found = duration(tokens, skip(tokens, 0, "for"), conventions.workday_minutes)
    if bare_number(tokens, 0) and tokens[1].kind == END:
        found = Problem("invalid_duration", BARE.message, BARE.hint), 1
    elif found is None or tokens[found[1]].kind != END:
        message = f'Expected a duration, got "{text.strip()[:60]}"'
        found = Problem("invalid_duration", message, HINT), 0
    hours = checked(found[0])
    if isinstance(hours, Problem):
        raise refusal(hours, text, (0, len(text)))
    return hours


def bare_number(tokens: Tokens, i: int) -> bool:
    """Whether a whole number without a unit stands at `i`: it could be hours or minutes."""
    return tokens[i].kind == NUMBER and ends_clean(tokens, i + 1)


def checked(length: Ratio | Problem) -> Decimal | Problem:
    """Minutes as Harvest's hours, if they are more than none and at most a day."""
    if isinstance(length, Problem):
        return length
    if length > 24 * 60:
        return Problem("invalid_duration", "An entry can have at most 24 hours", HINT)
    hours = hours_from_minutes(length) if length > 0 else Decimal(0)
    if hours <= 0:
        return Problem("invalid_duration", "Duration must be more than zero", HINT)
    return hours


def _more(tokens: Tokens, i: int, unit: str, workday: int) -> _Simple | None:
    """One further part: minutes after hours by any joiner, anything after `+`."""
    if is_sign(tokens[i], "+"):
        return _simple(tokens, i + 1, workday)
    if unit != "h":
        return None
    spoken = spoken_minutes(tokens, i) or _apart(tokens, i)
    if spoken is not None:
        return *spoken, "m"
    j = i
    if is_word(tokens[i], "and") or is_sign(tokens[i], "&"):
        fraction = _and_a_part(tokens, i + 1)
        if fraction:
            return fraction
        j = i + 1
    elif is_sign(tokens[i], ",") and tokens[i + 1].gap and not minutes_follow(tokens, i + 2):
        j = i + 1
    part = _simple(tokens, j, workday)
    if part is None or part[2] != "m" or (is_sign(tokens[i], ",") and _speaks_on(tokens[part[1]])):
        return None
    many = isinstance(part[0], Ratio) and part[0] >= 60
    return (_TOO_MANY_MINUTES, part[1], "m") if many else part


def _apart(tokens: Tokens, i: int) -> tuple[Ratio, int] | None:
    """The `30` of `1h 30`, unless something is counted by it, or it begins something else."""
    minutes, after = digits(tokens[i], 2, 2), tokens[i + 1]
    if minutes is None or minutes > 59 or not tokens[i].gap or not ends_clean(tokens, i + 1):
        return None
    if after.kind == WORD:
        closed = _may_follow_day(after.text) or after.text in AGO or after.text == "already"
        closed = closed and after.text not in UNTIL and after.text not in ("of", "am", "each")
    else:
        ends = after.text in ",;:|)" or (after.text in ".!" and tokens[i + 2].kind == END)
        closed = after.kind not in (SIGN, NUMBER) or (not after.gap and ends)
    return (Ratio(minutes), i + 1) if closed else None


def _speaks_on(after: Token) -> bool:
    """Whether "2h, 30 min late" goes on about something else."""
    return after.kind == WORD and not _may_follow_day(after.text)


def _and_a_part(tokens: Tokens, i: int) -> _Simple | None:
    """`… and a half`, `… and a quarter` after hours."""
    part = part_of(tokens, skip(tokens, i, "a", "an"))
    if part is None:
        return None
    value, j = part
    of_one = is_word(tokens[j], "of") and is_word(tokens[j + 1], "a", "an", "one")
    if of_one or is_word(tokens[j], "an", *HOURS, *MINUTES, *DAYS):
        return None
    return value * 60, j, "m"


def _simple(tokens: Tokens, i: int, workday: int) -> _Simple | None:
    kind = tokens[i].kind
    if kind == NUMBER:
        return _clock_like(tokens, i) or _counted(tokens, i, workday)
    if kind == WORD:
        if tokens[i].text == "pt":
            return _iso(tokens, i)
        return _named(tokens, i, workday) or _counted(tokens, i, workday)
    return _counted(tokens, i, workday) if kind == SIGN else None


def _clock_like(tokens: Tokens, i: int) -> _Simple | None:
    """`1:30`, also with a unit behind it; never a time with am or pm."""
    hours = digits(tokens[i], most=3)
    if hours is None or not minutes_follow(tokens, i + 1):
        return None
    j = i + 3
    if is_word(tokens[j], *HOURS):
        j += 1
    elif is_word(tokens[j], "am", "pm", "a", "p") or minutes_follow(tokens, j):
        return None
    minutes = digits(tokens[i + 2], 2, 2)
    if minutes is None or minutes > 59 or not ends_clean(tokens, j):
        return Problem("invalid_duration", "Not a duration in h:mm", HINT), j, "m"
    return Ratio(hours * 60 + minutes), j, "m"


def _counted(tokens: Tokens, i: int, workday: int) -> _Simple | None:
    """A number and its unit; `1h30`; a decimal number without a unit means hours."""
    found = number(tokens, i)
    if found is None:
        return None
    value, j, form = found
    unit = _unit(tokens, j, form)
    if isinstance(value, Problem):
        return (value, unit[1], "h") if unit else None
    if unit is None:
        bare = form == "decimal" and ends_clean(tokens, j) and not glued(tokens[j], "%", "/", "-")
        # `1,2,3` is a list and `1.5.2` a version.
        goes_on = figures_follow(tokens, j, ",", ".", ":")
        return (value * 60, j, "") if bare and not goes_on else None
    name, j = unit
    if name == "d":
        return _days(tokens, j, value, workday)
    if name == "m":
        return value, j, "m"
    return _hours(tokens, j, value)


def _hours(tokens: Tokens, j: int, value: Ratio) -> _Simple | None:
    follows = tokens[j]
    if follows.kind == NUMBER and not follows.gap:
        minutes = digits(follows, 2, 2)
        j += 1
        if is_word(tokens[j], *MINUTES):
            minutes = digits(follows, 1, 2)
            j += 1
        if minutes is None or value.denominator != 1 or not ends_clean(tokens, j):
            return Problem("invalid_duration", "Minutes after `h` need two digits", HINT), j, "m"
        if minutes > 59:
            return _TOO_MANY_MINUTES, j, "m"
        return value * 60 + minutes, j, "m"
    return value * 60, j, "h"


def _days(tokens: Tokens, j: int, value: Ratio, workday: int) -> _Simple | None:
    after = tokens[j]
    if after.kind == WORD and (after.text in AGO or not _may_follow_day(after.text)):
        return None
    if value > 1:
        hint = "Name the days, like `8h a day monday to tuesday`"
        return Problem("invalid_duration", "One entry covers at most one day", hint), j, "d"
    return value * workday, j, "d"


def _may_follow_day(word: str) -> bool:
    return word in FILLER or word in UNTIL or word in WEEKDAYS or word in _AFTER_A_DAY


_AFTER_A_DAY = frozenset(listed("today yesterday tomorrow and last off minus since this each"))
_DOTTED = frozenset(listed("h hr hrs m min mins d"))


def _unit(tokens: Tokens, j: int, form: str) -> tuple[str, int] | None:
    token = tokens[j]
    if is_sign(token, "-") and not token.gap and tokens[j + 1].kind == WORD:
        # "a 2-hour meeting", "45-minute call"
        token, j = tokens[j + 1], j + 1
        if token.text not in ("hour", "hours", "minute", "minutes", "min", "hr"):
            return None
    if token.kind != WORD:
        return ("m", j + 1) if _is_prime(tokens, j) else None
    text = token.text
    name = "h" if text in HOURS else "m" if text in MINUTES else "d" if text in DAYS else ""
    if not name or (len(text) == 1 and token.gap and form == "word"):
        return None
    j += 1
    if text in _DOTTED and glued(tokens[j], ".") and tokens[j + 1].gap:
        j += 1
    if text.endswith("s") and glued(tokens[j], "'") and is_word(tokens[j + 1], *BREAKS):
        j += 1
    return name, j


def _is_prime(tokens: Tokens, j: int) -> bool:
    """Whether the sign at `j` makes minutes of the number before it: `45'`, and no quotation."""
    closed = tokens[j + 1].gap or tokens[j + 1].kind == SIGN
    behind = glued(tokens[j], "'") and tokens[j - 1].kind == NUMBER
    return behind and closed and (j < 2 or not is_sign(tokens[j - 2], "'"))


def _named(tokens: Tokens, i: int, workday: int) -> _Simple | None:
    """`half an hour`, `a couple of hours`, `an hour`, `full day`, `all day`."""
    j = skip(tokens, i, "a", "an", "the")
    part = part_of(tokens, j)
    if part is not None:
        return _part_of_unit(tokens, part, workday)
    if is_word(tokens[j], "couple"):
        unit = _unit(tokens, skip(tokens, j + 1, "of"), "couple")
        if unit and unit[0] in "hm":
            return Ratio(120 if unit[0] == "h" else 2), unit[1], unit[0]
        return None
    whole = is_word(tokens[j], "full", "whole", "entire", "all", "one")
    at = skip(tokens, j, "full", "whole", "entire", "all")
    if whole and is_word(tokens[at], "the"):
        at += 1
    if is_word(tokens[at], "day", "workday") and (whole or is_word(tokens[i], "a")):
        return _days(tokens, at + 1, Ratio(1), workday)
    if j > i and is_word(tokens[i], "a", "an") and tokens[j].stem in ("hour", "hr", "minute"):
        name = "m" if tokens[j].stem == "minute" else "h"
        return Ratio(1 if name == "m" else 60), j + 1, name
    if j == i and is_word(tokens[j], "hour") and is_word(tokens[j + 1], "and"):
        return (Ratio(60), j + 1, "h") if part_of(tokens, skip(tokens, j + 2, "a")) else None
    return None


def _part_of_unit(tokens: Tokens, part: tuple[Ratio, int], workday: int) -> _Simple | None:
    value, j = part
    j = skip(tokens, skip(tokens, j, "of"), "a", "an", "the")
    unit = _unit(tokens, j, "part")
    if unit is None:
        return None
    name, j = unit
    if name == "d":
        return _days(tokens, j, value, workday)
    return value * (60 if name == "h" else 1), j, name


def _iso(tokens: Tokens, i: int) -> _Simple | None:
    total, j, unit = Ratio(0), i + 1, ""
    while tokens[j].kind in (NUMBER, SIGN) and not tokens[j].gap:
        found = number(tokens, j)
        if found is None or isinstance(found[0], Problem):
            break
        unit = tokens[found[1]].text
        if unit not in ("h", "m") or tokens[found[1]].gap:
            return None
        total += found[0] * (60 if unit == "h" else 1)
        j = found[1] + 1
    return (total, j, "m") if unit and ends_clean(tokens, j) else None


def like_a_time(typed: str) -> str:
    """What is said of a length such as `14:30`, which is written like a time of day; else nothing.

    It is more than a day's work.
    """
    hours, sign, rest = typed.partition(":")
    is_long = hours.isdecimal() and rest.isdecimal() and 12 <= int(hours) < 24
    return f"{typed} is a length; `at {typed}` is a time" if sign and is_long else ""
