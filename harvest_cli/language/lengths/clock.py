"""Times of day: `9`, `9am`, `9:30`, `0930`, `9.30`, `9h30`, `noon`, `half past nine`, `now`.

As moments on days when clocks go forward or back, the time that passed counts: two aware times of
one zone subtract by the wall in Python, so every difference is taken in UTC.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from harvest_cli.domain.hours import DAY_MINUTES, as_time, clock_text
from harvest_cli.language.text.match import (
    Problem,
    ReadingContext,
    Tokens,
    digits,
    ends_clean,
    glued,
    is_sign,
    is_word,
    refusal,
    skip,
)
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import END, NUMBER, WORD, tokenise
from harvest_cli.language.text.vocabulary import ENDS_OF_A_DAY, HOURS, MINUTES, ONES, TENS, UNTIL

NAMED = {"noon": 720, "midday": 720, "midnight": 0}
_MORNING = 6
"""Before this hour a number without am or pm may mean the afternoon."""


class Clock:
    """A time of day as typed.

    `minutes` after midnight as written; `half` is a, p or "" (not said); `fixed` when it can mean
    one time only; `bare` when it is nothing but a whole number; `by_24` when the account writes
    24 hours and it was written like that: `9:00`.
    """

    __slots__ = ("bare", "by_24", "fixed", "half", "minutes")

    def __init__(
        self,
        minutes: int,
        *,
        half: str = "",
        fixed: bool = True,
        bare: bool = False,
        by_24: bool = False,
    ):
        self.minutes = minutes
        self.half = half
        self.fixed = fixed
        self.bare = bare
        self.by_24 = by_24

    @property
    def certain(self) -> bool:
        """Whether it means one time by itself, in this account."""
        return self.fixed or self.by_24

    @property
    def options(self) -> tuple[int, ...]:
        """The minutes after midnight that it can mean, the ones written first."""
        written = self.minutes % DAY_MINUTES
        return (written,) if self.certain else self.all_options

    @property
    def all_options(self) -> tuple[int, ...]:
        """The same where what 24 hours make certain is not possible: `3:30` is 15:30."""
        written = self.minutes % DAY_MINUTES
        return (written,) if self.fixed else (written, (written + 720) % DAY_MINUTES)


Reading = tuple[Clock | Problem, int]
_IMPOSSIBLE = Problem(
    "invalid_time", "That time of day does not exist", "Write times like `9:30` or `2pm`"
)


def clock(tokens: Tokens, i: int, context: ReadingContext | None = None) -> Reading | None:
    """A time of day at `i`, and the place after it."""
    token = tokens[i]
    if token.kind == WORD:
        return _worded(tokens, i, context)
    if token.kind != NUMBER or len(token.text) > 4:
        return None
    if is_word(tokens[i + 1], "past"):
        return _past(tokens, i)
    if len(token.text) >= 3:
        return _packed(tokens, i)
    found = _written(tokens, i)
    if found is not None and isinstance(found[0], Clock) and context is not None:
        moment = found[0]
        moment.by_24 = context.conventions.clock == "24h" and not (moment.bare or moment.half)
    return found


def _written(tokens: Tokens, i: int) -> Reading | None:
    """`9`, `9:30`, `9.30am`, `9h`."""
    token = tokens[i]
    hour, minute, j = int(token.text), 0, i + 1
    bare = True
    sign, after = tokens[i + 1], tokens[i + 2]
    if (glued(sign, ":", ".") or (is_word(sign, "h") and not sign.gap)) and (
        after.kind == NUMBER and not after.gap and len(after.text) == 2
    ):
        minute, j, bare = int(after.text), i + 3, False
        j += is_sign(sign, ":") and is_word(tokens[j], "h") and not tokens[j].gap
    elif is_word(sign, "h") and not sign.gap and tokens[i + 2].kind != NUMBER:
        j, bare = i + 2, False
    leading = not bare and len(token.text) == 2 and token.text[0] == "0"
    return _with_half(tokens, j, hour, minute, bare, leading)


def read_clock_time(
    text: str, say: Callable[[Inference], object] | None = None, style: str | None = None
) -> time:
    """The time in a flag's value; `say` gets what was inferred. Raises invalid_time.

    `style` is 12h or 24h, as the account writes times.
    """
    tokens = tokenise(text.strip()[:100])
    read = clock(tokens, skip(tokens, 0, "at"))
    value = read[0] if read and tokens[read[1]].kind == END else _IMPOSSIBLE
    if isinstance(value, Problem):
        raise refusal(value, text, (0, len(text)))
    found = as_time(value.minutes)
    if say is not None and value.bare and 1 <= found.hour < _MORNING:
        say(Inference("meridiem", f"{text.strip()} read as {clock_text(found, style)}"))
    return found


def _with_half(
    tokens: Tokens, j: int, hour: int, minute: int, bare: bool, leading: bool
) -> Reading | None:
    half, j = _half(tokens, j)
    if not half and is_word(tokens[j], "oclock"):
        half, j = _half(tokens, j + 1)
    if not ends_clean(tokens, j):
        return None
    if minute > 59 or (half and not 1 <= hour <= 12) or hour > 24 or (hour == 24 and minute):
        return _IMPOSSIBLE, j
    if half:
        total = hour % 12 * 60 + minute + (720 if half == "p" else 0)
        return Clock(total, half=half), j
    fixed = hour > 12 or leading or (hour == 0 and not bare)
    return Clock(hour * 60 + minute, fixed=fixed, bare=bare), j


def _half(tokens: Tokens, j: int) -> tuple[str, int]:
    token = tokens[j]
    if token.kind != WORD:
        return "", j
    if token.text in ("am", "pm"):
        return token.text[0], j + 1
    if token.text in ("a", "p"):
        if glued(tokens[j + 1], ".") and is_word(tokens[j + 2], "m") and not tokens[j + 2].gap:
            return token.text, j + 4 if glued(tokens[j + 3], ".") else j + 3
        if not token.gap:
            return token.text, j + 1
    return "", j


def _packed(tokens: Tokens, i: int) -> Reading | None:
    """`0930`, `930am`."""
    text = tokens[i].text
    half, j = _half(tokens, i + 1)
    if len(text) == 3 and not half:
        return None
    hour, minute = int(text[:-2]), int(text[-2:])
    if not ends_clean(tokens, j):
        return None
    return _with_half(tokens, i + 1, hour, minute, False, True)


_BEGINS = frozenset((*NAMED, *ONES, "now", "half", "quarter", "twenty", "a"))
"""The words that a time of day may begin with."""


def _worded(tokens: Tokens, i: int, context: ReadingContext | None) -> Reading | None:
    text = tokens[i].text
    if text not in _BEGINS:
        return None
    if text in NAMED:
        return Clock(NAMED[text]), i + 1
    if text == "now" and context is not None:
        return Clock(context.minute), i + 1
    past = _past(tokens, i)
    if past:
        return past
    hour = ONES.get(text, 0)
    if not 1 <= hour <= 12:
        return None
    to = text in _MINUTES and is_word(tokens[i + 1], "to") and tokens[i + 2].kind == WORD
    if to and clock(tokens, i + 2, context) is None:
        # `ten to elven` does not begin at ten.
        return _IMPOSSIBLE, i + 3
    minute, j = _spoken_minute(tokens, i + 1)
    return _with_half(tokens, j, hour, minute, not minute, False)


def _spoken_minute(tokens: Tokens, i: int) -> tuple[int, int]:
    """The minutes of `ten thirty`, `nine oh five`, and the place after them; 0 for none."""
    text, j = tokens[i].text, i + 1
    minute = TENS.get(text, 0) or (ONES.get(text, 0) if ONES.get(text, 0) > 9 else 0)
    if text in TENS or text in ("oh", "o"):
        at = j + 1 if glued(tokens[j], "-") else j
        last = ONES.get(tokens[at].text, 0)
        minute, j = (minute + last, at + 1) if 0 < last < 10 else (minute, j)
    if not 0 < minute < 60 or is_word(tokens[j], *MINUTES, *HOURS):
        return 0, i
    return minute, j


def _past(tokens: Tokens, i: int) -> Reading | None:
    """`half past nine`, `half nine`, `quarter to two`, `a quarter past 9pm`, `20 past five`."""
    shift, j = _minutes_said(tokens, skip(tokens, i, "a"))
    if not shift:
        return None
    if is_word(tokens[j], "past"):
        at = j + 1
    elif is_word(tokens[j], "to") and shift != 30:
        shift, at = -shift, j + 1
    else:
        at = j if shift == 30 else 0
    hour = digits(tokens[at], most=2) or ONES.get(tokens[at].text, 0)
    if not at or not 1 <= hour <= 12:
        return None
    half, end = _half(tokens, at + 1)
    if shift in (-5, -10, -20, -25) and not half and not _is_one_time(tokens, i, end):
        return None
    base = hour % 12 * 60 if half else hour * 60
    total = base + shift + (720 if half == "p" else 0)
    return Clock(total % DAY_MINUTES, half=half, fixed=bool(half)), end


def half_hours(tokens: Tokens, i: int, end: int) -> tuple[Inference, ...]:
    """What is said of `half nine`: half past nine, and not half an hour before it."""
    found = []
    for at in range(i, end - 1):
        hour = digits(tokens[at + 1], most=2) or ONES.get(tokens[at + 1].text, 0)
        if is_word(tokens[at], "half") and hour:
            typed = f"half {tokens[at + 1].text}"
            found.append(Inference("half", f'"{typed}" read as {hour}:30'))
    return tuple(found)


def _minutes_said(tokens: Tokens, j: int) -> tuple[int, int]:
    """The minutes before or after an hour in words, and the place after them; 0 for none."""
    text = tokens[j].text
    if text == "twenty" and is_word(tokens[j + 1], "five"):
        return 25, j + 2
    if text in _MINUTES or not is_word(tokens[j + 1], "past"):
        return _MINUTES.get(text, 0), j + 1
    figures = digits(tokens[j], most=2) or 0
    return (figures if figures < 60 else 0), j + 1


_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}


def _is_one_time(tokens: Tokens, i: int, end: int) -> bool:
    """Whether `ten to four` is a time, as in `at ten to four`, and no run from ten to four."""
    if i and is_word(tokens[i - 1], "at", "since", "by", "until", "untill", "till", "til"):
        return True
    if not i and tokens[end].kind == END:
        return True
    spaced = is_sign(tokens[end], "-") and tokens[end].gap and tokens[end + 1].gap
    joined = is_word(tokens[end], *UNTIL) or (is_sign(tokens[end], "-") and not spaced)
    follows = tokens[end + 1]
    timed = follows.kind == NUMBER or follows.text in ("half", "quarter", "twenty", "now", *NAMED)
    return joined and (timed or follows.text in ONES)


def part_of_day(tokens: Tokens, i: int) -> int:
    """Past a part of a day that needs no day beside it: `late`, `eod`, `first thing`."""
    if tokens[i].kind != WORD or tokens[i].text not in _PARTS:
        return i
    if tokens[i].text not in ("end", "start", "first", "last"):
        return i + 1
    of = skip(tokens, skip(tokens, i + 1, "of"), "the")
    if is_word(tokens[i], "end", "start") and of > i + 1 and is_word(tokens[of], "day"):
        return of + 1
    thing = is_word(tokens[i], "first", "last") and is_word(tokens[i + 1], "thing")
    return i + 2 if thing else i


_PARTS = ENDS_OF_A_DAY | {"earlier", "end", "start", "first", "last"}
EXISTING = "Give a time that exists on that day"
"""The hint for a time that clocks skip."""
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def on_clock(day: date, minute: int, zone: tzinfo) -> Iterator[datetime]:
    """The moments when clocks in `zone` showed that minute of that day: one, two or none.

    Given in UTC, where differences are real time across a change of the clocks.
    """
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    seen = set()
    for fold in (0, 1):
        moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if moment not in seen and moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
            seen.add(moment)
            yield moment


def skipped(clock: str, day: date) -> str:
    """The message for a time of day that clocks skip."""
    return f"{clock} does not exist on {day.isoformat()}: the clocks go forward"


def change(day: date, zone: tzinfo | None) -> int:
    """The minutes that clocks go forward on that day or the next; 0 almost always."""
    if zone is None or not date.min + _DAY < day < date.max - 2 * _DAY:
        return 0
    before = datetime.combine(day, time.min, zone).utcoffset()
    after = datetime.combine(day + 2 * _DAY, time.min, zone).utcoffset()
    return 0 if before is None or after is None else (after - before) // _MINUTE


def minutes_between(
    day: date, start: int, end: int, zone: tzinfo, now: datetime | None = None
) -> list[int]:
    """Every number of minutes that can have passed between two clock times, shortest first.

    Several when one of them occurs twice, none when one is skipped. An end that is not after the
    start is that of the next day. `now` is the moment of an end that is said by that word.
    """
    begins = on_clock(day, start, zone)
    if now is not None:
        ends = [now.astimezone(UTC).replace(second=0, microsecond=0)]
    else:
        ends = list(on_clock(day if end > start else day + _DAY, end, zone))
    found = {(end - begin) // _MINUTE for begin in begins for end in ends if end > begin}
    return sorted(found)


def end_after(day: date, begin: time, minutes: int, zone: tzinfo | None) -> time:
    """What the clock shows so many minutes after a time of a day; before it, when negative."""
    wall = datetime.combine(day, begin)
    if zone is None:
        return (wall + minutes * _MINUTE).time()
    moment = wall.replace(tzinfo=zone).astimezone(UTC) + minutes * _MINUTE
    return moment.astimezone(zone).time()


def back_from(moment: datetime, minutes: int) -> time:
    """What the clock showed so many minutes before a moment, in the moment's own zone."""
    if moment.tzinfo is None:
        return (moment - minutes * _MINUTE).time()
    return (moment.astimezone(UTC) - minutes * _MINUTE).astimezone(moment.tzinfo).time()
