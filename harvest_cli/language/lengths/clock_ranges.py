"""Runs of clock time: `9-11:30am`, `from 9 to 11`, `22:00` to `6:00`, `9-5 minus 30m`.

A written am or pm is shared leftwards if that keeps the order; otherwise the end moves forward
to the next possible time. More than twelve hours are never inferred.
"""

from harvest_cli.domain.hours import DAY_MINUTES, Ratio, as_time
from harvest_cli.language.lengths.clock import Clock, clock
from harvest_cli.language.lengths.durations import BARE, bare_number, duration
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    digits,
    glued,
    is_sign,
    is_word,
    skip,
    starts_clean,
)
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import END, MENTION, NUMBER, QUOTE, Token
from harvest_cli.language.text.vocabulary import (
    AGO,
    BREAKS,
    MONTHS,
    ONES,
    TAKES_OFF,
    TIME_NOUNS,
    UNTIL,
    WEEKDAYS,
)

HALF_DAY = 12 * 60
_MORNING = 6 * 60
_NIGHT = 5 * 60
_AHEAD = Problem("invalid_time", "That time is still ahead, or in the night", "Add `am` or `pm`")
_SAME = Problem("invalid_duration", "Start and end are the same time", "Give two different times")


class Span:
    """A run of clock time: start and end in minutes after midnight, and minutes to take off.

    `took` are its minutes where they were said; `follows` is what was worked out from the rest:
    hours, start, end or nothing.
    """

    __slots__ = ("end", "follows", "now", "off", "start", "took")

    def __init__(
        self,
        start: int,
        end: int,
        *,
        now: bool = False,
        took: Ratio | None = None,
        follows: str = "hours",
    ) -> None:
        self.start = start % DAY_MINUTES
        self.end = end % DAY_MINUTES
        self.off = Ratio(0)
        self.now = now
        self.took = took
        self.follows = follows

    @property
    def length(self) -> Ratio:
        """Minutes worked."""
        clocked = Ratio((self.end - self.start) % DAY_MINUTES)
        return (clocked if self.took is None else self.took) - self.off

    @property
    def over_midnight(self) -> bool:
        """Whether it ends on the next day."""
        return self.end < self.start


def settle(start: Clock, end: Clock, now: bool = False) -> tuple[Span | Problem, str]:
    """The run two times mean, and what was inferred: "" or meridiem."""
    if now:
        return _until_now(start, end.minutes), ""
    if start.fixed and end.fixed:
        return _exact(start.minutes, end.minutes), ""
    if end.half and not start.fixed:
        return _shared(start.minutes, end)
    loose = end.by_24 and not (start.fixed or end.fixed)
    if loose and start.bare and start.minutes < end.minutes:
        return _open(start.minutes, end.minutes)
    if loose and _is_evening(start, end.minutes):
        return Span(start.minutes, end.minutes + HALF_DAY), "meridiem"
    if end.by_24 or (start.by_24 and not end.bare):
        at_night = not start.fixed and start.minutes < _MORNING
        return _as_written(start, end), "meridiem" if at_night else ""
    if start.certain:
        found = _forward(start.minutes, end.minutes, bool(start.half))
        moved = isinstance(found, Span) and found.end != end.minutes % DAY_MINUTES
        return found, "meridiem" if moved else ""
    return _before(start.minutes, end.minutes) if end.fixed else _open(start.minutes, end.minutes)


def _is_evening(start: Clock, end: int) -> bool:
    """Whether `9-5:30` ends in the afternoon: by a clock of 24 hours it would take a night.

    `12:30-1:30` too.
    """
    begins = (start.bare or start.minutes >= HALF_DAY) and start.minutes < HALF_DAY + 60
    return begins and 0 < end < start.minutes < end + HALF_DAY <= start.minutes + 10 * 60


def _open(start: int, end: int) -> tuple[Span | Problem, str]:
    """Two times without am or pm."""
    if start == end:
        return _SAME, ""
    if start < end:
        # Nobody means 1 to 3 in the night without saying so.
        later = HALF_DAY if start < _MORNING and end <= _MORNING + 60 else 0
        return Span(start + later, end + later), "meridiem" if later else ""
    return _forward(start, end, False), "meridiem"


def _exact(start: int, end: int) -> Span | Problem:
    return _SAME if (end - start) % DAY_MINUTES == 0 else Span(start, end)


def _as_written(start: Clock, end: Clock) -> Span | Problem:
    """By the clock of 24 hours; more than twelve of them over midnight are hardly meant."""
    ahead = (end.minutes - start.minutes) % DAY_MINUTES
    over = 0 < end.minutes < start.minutes
    if over and ahead > HALF_DAY and not start.half:
        later = (end.minutes + HALF_DAY) % DAY_MINUTES
        message = f"{hhmm(end.minutes)} could be the next day or {hhmm(later)}"
        meant = f"`{hhmm(start.minutes)}-{hhmm(later)}`"
        return Problem("invalid_time", message, f"Write {meant}, or the end with two digits")
    return _exact(start.minutes, end.minutes)


def _shared(start: int, end: Clock) -> tuple[Span | Problem, str]:
    hour = start % HALF_DAY
    same = hour + (HALF_DAY if end.half == "p" else 0)
    if same < end.minutes:
        return Span(same, end.minutes), ""
    other = (same + HALF_DAY) % DAY_MINUTES
    if 0 < (end.minutes - other) % DAY_MINUTES <= HALF_DAY:
        return Span(other, end.minutes), "meridiem"
    return _SAME, ""


def _forward(start: int, end: int, said: bool) -> Span | Problem:
    """The next time that `end` can mean after `start`."""
    ahead = min((end - start) % DAY_MINUTES, (end + HALF_DAY - start) % DAY_MINUTES)
    if ahead == 0:
        ahead = HALF_DAY if said else 0
    return Span(start, start + ahead) if ahead else _SAME


def _before(start: int, end: int) -> tuple[Span | Problem, str]:
    """A start without am or pm before an end that is certain: `10 until 12:30`, `9 to 17:00`."""
    ahead = (end - start) % DAY_MINUTES
    if start < end or (end == 0 and start):
        later = (end - start - HALF_DAY) % DAY_MINUTES
        if ahead > HALF_DAY and later:
            return Span(start + HALF_DAY, end), "meridiem"
        return Span(start, end), ""
    if ahead == 0:
        return _SAME, ""
    return Span(start + HALF_DAY, end), "meridiem"


def _until_now(start: Clock, now: int) -> Span | Problem:
    night = start.all_options if start.minutes < _MORNING else ()
    for options in (start.options, night or start.options):
        ahead = min((now - option) % DAY_MINUTES for option in options)
        if not start.certain and (now - ahead) % DAY_MINUTES < _NIGHT < _MORNING < ahead:
            # Nobody means 3am by `since 3` shortly before noon.
            return _AHEAD
        if 0 < ahead <= HALF_DAY:
            return Span(now - ahead, now, now=True)
    return Problem(
        "invalid_time", "That is not within the last twelve hours", "Give a start and an end"
    )


def since(start: Clock, context: ReadingContext) -> tuple[Span | Problem, str]:
    """From a time until now."""
    found = _until_now(start, context.minute)
    moved = isinstance(found, Span) and found.start != start.minutes % DAY_MINUTES
    return found, "meridiem" if moved else ""


def hhmm(minutes: int) -> str:
    """Minutes after midnight as `HH:MM`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def from_to(start: int, end: int, context: ReadingContext) -> str:
    """Two minutes after midnight as the account writes them: `9:00am to 5:00pm`."""
    told = context.conventions.time_text
    return f"{told(as_time(start))} to {told(as_time(end))}"


VAGUE = Problem("invalid_duration", "A duration must be one number", "Give one duration, like `2h`")
_NO_BREAK = Problem(
    "invalid_duration", "The duration of the break is missing", "Add it, like `minus 30m`"
)


def span(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """A whole run of clock time at `i`."""
    if not starts_clean(tokens, i):
        return None
    at = is_sign(tokens[i], "@") and tokens[i + 1].kind == NUMBER
    j = i + 1 if at else skip(tokens, i, "from", "between", "at")
    lead = tokens[i].text if j > i else ""
    first = clock(tokens, j, context)
    if first is None:
        return None
    k = _connector(tokens, first[1], lead)
    second = clock(tokens, k, context) if k else None
    if second is None:
        return None
    start, (end, after) = first[0], second
    if _is_calendar(tokens, j, k) or (after == k + 1 and _is_day(tokens, after)):
        return None
    unit = is_word(tokens[after], *TIME_NOUNS)
    no_clock = unit or is_sign(tokens[after], "%", "/", "x")
    if no_clock or not _plausible(tokens, j, start, end, lead):
        return Match("problem", i, after + 1, VAGUE) if unit else None
    if isinstance(start, Problem) or isinstance(end, Problem):
        return Match("problem", i, after, start if isinstance(start, Problem) else end)
    return _between(tokens, (i, first[1], after), (start, end), context)


def _between(
    tokens: Tokens, places: tuple[int, int, int], ends: tuple[Clock, Clock], context: ReadingContext
) -> Match | None:
    """The run from one time to another; `places`: its start, its connector, and what follows."""
    i, until, after = places
    now = is_word(tokens[after - 1], "now")
    settled = settle(*ends, now)
    if _may_be_length(tokens, until, after):
        # "9h till 17:30" may begin at nine or take nine hours; "2h until 5pm" can only take two.
        sure = now or ends[1].half or settled[1] or ends[0].minutes < 6 * 60
        return None if sure else Match("problem", i, after, VAGUE)
    span = settled[0]
    at_night = isinstance(span, Span) and span.start < _MORNING and tokens[i].kind == NUMBER
    if at_night and _has_h(tokens, until) and not _has_h(tokens, after):
        # "2h to noon" is rather a length than ten hours of the night.
        return Match("problem", i, after, VAGUE)
    guess = settled[1] or (ends[0].bare and tokens[until - 1].kind == NUMBER)
    if guess and is_word(tokens[after - 1], "h"):
        # "1-2h" is rather a guess at a length than two times of day.
        return Match("problem", i, after, VAGUE)
    return _minus(tokens, i, after, settled, context)


def _connector(tokens: Tokens, i: int, lead: str) -> int:
    joined = is_word(tokens[i], *UNTIL) or (lead == "between" and is_word(tokens[i], "and"))
    return i + 1 if joined or is_sign(tokens[i], "-", "→") else 0


def _is_calendar(tokens: Tokens, j: int, k: int) -> bool:
    """`2026-11`, `2025-2026`, and what ends with `2026-11-12`: not 20:26 to 11:00."""
    if glued(tokens[k + 1], "-", ".") and glued(tokens[k + 3], "-", "."):
        return True
    first, second = tokens[j].text, tokens[k].text
    if len(first) != 4 or first[:2] not in ("19", "20") or not second.isdecimal() or tokens[k].gap:
        return False
    return len(second) <= 2 or (len(second) == 4 and int(second) == int(first) + 1)


def _is_day(tokens: Tokens, after: int) -> bool:
    """`8h - 11 nov` and `8:00 - 7 days ago` are a length and a day, not two times."""
    token = tokens[after]
    counted = is_word(token, *TIME_NOUNS) and is_word(tokens[after + 1], *AGO)
    # `0900-1030 nov 12` ends at no day of a month, nor does `8:30 - 10 nov 3`.
    numbered = digits(tokens[after - 1], most=2) and not digits(tokens[after + 1], most=1)
    return counted or (is_word(token, *MONTHS) and bool(numbered))


def _may_be_length(tokens: Tokens, until: int, after: int) -> bool:
    """`2h until 5pm`, `1h30 until noon`: a length and its end; `9h until 11h30` has two times."""
    only_first = _has_h(tokens, until) and not _has_h(tokens, after)
    return only_first and is_word(tokens[until], "until", "untill", "till", "til")


def _has_h(tokens: Tokens, end: int) -> bool:
    """Whether a time that ends there is written as lengths are: `9h`, `9h30`."""
    minutes = tokens[end - 1].kind == NUMBER and not tokens[end - 1].gap
    return is_word(tokens[end - 2 if minutes else end - 1], "h")


def _plausible(
    tokens: Tokens, j: int, start: Clock | Problem, end: Clock | Problem, lead: str
) -> bool:
    """Two bare numbers that are no times, like `25-30`, are not meant as times."""
    if isinstance(start, Problem) or isinstance(end, Problem):
        bare = tokens[j + 1].gap or tokens[j + 1].text in "-"
        return bool(lead) or not (bare and tokens[j].kind == NUMBER)
    return True


def _minus(
    tokens: Tokens, i: int, j: int, settled: tuple[Span | Problem, str], context: ReadingContext
) -> Match:
    found, inferred = settled
    if isinstance(found, Problem):
        return Match("problem", i, j, found)
    off = pause(tokens, j, context)
    if off is not None:
        length, j = off
        if isinstance(length, Problem):
            return Match("problem", i, j, length)
        found.off = length
    return Match("span", i, j, found, _inferences(found, inferred, context))


def _inferences(found: Span, inferred: str, context: ReadingContext) -> tuple[Inference, ...]:
    text = from_to(found.start, found.end, context)
    said = [Inference.read_as("meridiem", text)] if inferred else []
    if found.over_midnight and found.end:
        said.append(Inference("midnight", f"{text} ends on the next day"))
    return tuple(said)


def pause(tokens: Tokens, j: int, context: ReadingContext) -> tuple[Ratio | Problem, int] | None:
    """`minus 30m lunch`, `-30m`, `with a break of 1h`: the minutes to take off."""
    at = skip(tokens, j, "and")
    at = at + 1 if is_sign(tokens[at], ",", "(") else at
    if is_sign(tokens[at], "-") and tokens[at + 1].kind == NUMBER and not tokens[at + 1].gap:
        found = break_length(tokens, at + 1, context)
        return (found[0], past_break(tokens, found[1])) if found is not None else None
    if not is_word(tokens[at], *TAKES_OFF, "with"):
        return None
    k = at + 2 if glued(tokens[at + 1], ".") else at + 1
    if not is_word(tokens[k + 1], *TIME_NOUNS):
        k = skip(tokens, k, "a", "an", "the")
    found = break_length(tokens, k, context)
    if found is None:
        taken = is_word(tokens[at], "minus", "less", "excluding", "excl")
        if bare_number(tokens, k) and (taken or is_break(tokens, k + 1)):
            return BARE, k + 1
        weak = tokens[at].text in ("with", "without", "less") and not is_closed(tokens[k + 1])
        if is_word(tokens[k], "lunch", "break", "breaks") and not weak:
            return _NO_BREAK, k + 1
        return None
    length, k = found
    k = skip(tokens, skip(tokens, k, "for", "of"), "a", "my")
    if not is_break(tokens, k) and not is_word(tokens[at], *TAKES_OFF):
        return None
    return length, past_break(tokens, k)


OFF = BREAKS.union(TAKES_OFF)
"""One of these words is in whatever takes a break off."""


def is_break(tokens: Tokens, k: int) -> bool:
    """Whether a word for a break is there."""
    return is_word(tokens[k], *BREAKS)


def past_break(tokens: Tokens, k: int) -> int:
    """Past the words for a break."""
    while is_break(tokens, k):
        k += 1
    return k


def break_length(
    tokens: Tokens, k: int, context: ReadingContext
) -> tuple[Ratio | Problem, int] | None:
    """`30m`, and `two 15 minute` before `breaks`."""
    workday = context.conventions.workday_minutes
    found, many = duration(tokens, k, workday), ONES.get(tokens[k].text) or digits(tokens[k], 1, 1)
    if found is not None or not many:
        return found
    each = duration(tokens, k + 1, workday)
    if each is None or not is_word(tokens[each[1]], "breaks"):
        return None
    return (each[0] if isinstance(each[0], Problem) else each[0] * many), each[1]


def is_closed(after: Token) -> bool:
    """Whether a break ends before this, and is not of something: `lunch talk`."""
    closed = after.kind in (END, MENTION, QUOTE) or is_sign(after, *",;|:.)")
    closed = closed or (after.gap and is_sign(after, "-"))
    return closed or is_word(after, *WEEKDAYS, "on", "at", "yesterday", "today")
