"""The words of `hv stop`: which timer, until when, and notes; pure, like all of this folder."""

import re
from datetime import date, datetime
from itertools import takewhile

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.hours import Ratio, as_time, minutes_from_hours
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.days.relative import day
from harvest_cli.language.lengths.clock import (
    Clock,
    clock,
    half_hours,
    part_of_day,
)
from harvest_cli.language.lengths.durations import BARE, bare_number, checked, duration
from harvest_cli.language.text.match import (
    JOINING,
    Problem,
    ReadingContext,
    Tokens,
    glued,
    in_full,
    is_sign,
    is_word,
    joins_nothing,
    nothing_follows,
    refusal,
    skip,
)
from harvest_cli.language.text.readings import Conventions, Inference
from harvest_cli.language.text.tokens import END, NUMBER, WORD, tokenise
from harvest_cli.language.text.vocabulary import (
    AGO,
    ARTICLES,
    BREAKS,
    DAYPARTS,
    ENDS_OF_A_DAY,
    HALVES,
    TAKES_OFF,
    UNITS,
    listed,
)

_WAYS = "Give a time, like `at 16:30` or `hv stop 10m ago`"
_NO_TIME = Problem(
    "invalid_time",
    "The time is missing",
    "Give a time too, like `at 18:30 yesterday` or `hv stop 10m ago`",
)
_TWO_TIMES = Problem("invalid_time", "Two end times", "Give only one of them")
_NO_LENGTH = Problem("invalid_time", "The duration is missing", "Add it, like `hv stop 10m ago`")
_EARLIER = (*AGO, "earlier")
_NOW = frozenset(listed("now just right on the and immediately"))
_EXACT = ("sharp", "exactly", "precisely")
_AT = ("at", "until", "till", "til")
_JOINING = JOINING.difference(_AT)
_ROUGHLY = ("by", "about", "around", "exactly")
_TIMELY = (
    frozenset(listed("earlier later soon before half quarter past teatime cob eob dusk dawn"))
    | DAYPARTS
    | HALVES
    | ENDS_OF_A_DAY
    | UNITS
    | frozenset(_EXACT)
)
"""Words of a time: beside a timer that none of them fits, a time was meant."""


class StopReading(NamedTuple):
    """A sentence of `hv stop`. `minutes` after midnight as written; `ago`, `off` in minutes.

    `also` is the other time that a number without am or pm can mean. `after` are minutes since
    the timer began, `off` those that are taken off of a time. What names no time and no day is
    the `reference` of a timer; at `doubt` it sounds like a time.
    """

    text: str
    reference: str = ""
    minutes: int | None = None
    also: int | None = None
    day: date | None = None
    ago: int | None = None
    notes: str | None = None
    after: int | None = None
    off: int = 0
    doubt: tuple[int, int] | None = None
    inferences: tuple[Inference, ...] = ()
    loose: SentenceError | None = None
    """The refusal of words that only join others, unless a timer is called just so."""
    instead: int | None = None
    """What `minutes` mean where they cannot be meant as written: 15:30 for `3:30`."""
    spoken: str = ""
    """What stands before the notes."""

    @property
    def is_now(self) -> bool:
        """Whether no other moment than now was named."""
        return self.minutes is None and self.ago is None and self.after is None


def parse_stop(text: str, now: datetime, conventions: Conventions = Conventions()) -> StopReading:  # noqa: B008
    """Read `at 18:30 yesterday: notes`, `10m ago`, `2`; raises SentenceError."""
    try:
        return _read(text, ReadingContext(now, conventions))
    except SentenceError:
        again = without_slips(text, now, conventions)
        if again is None:
            raise
        return again


def without_slips(text: str, now: datetime, conventions: Conventions) -> StopReading | None:
    """What was meant by `5 minuts ago`; None where no slip was made, or a name is left over."""
    # Loaded for what is refused.
    from harvest_cli.language.text.slips import as_meant

    context = ReadingContext(now, conventions)
    spoken = _apart(text, context)[0]
    meant, told = as_meant(spoken, lambda _: False)
    if not told:
        return None
    try:
        found = _read(meant + text[len(spoken) :], context)
    except SentenceError:
        return None
    said = (*told, *found.inferences)
    again = found._replace(text=text, spoken=spoken.rstrip(), inferences=said)
    return None if again.reference else again


def _read(text: str, context: ReadingContext) -> StopReading:
    spoken, notes = _apart(text, context)
    if text.strip() and not notes and _JOINING.issuperset(spoken.lower().split()):
        refused = nothing_follows(text, [(0, len(text.rstrip()))])
        refused.hint = _WAYS
        return StopReading(text, text.strip(), loose=refused)
    return _Walk(text, spoken, context).read(notes)


def no_time(reading: StopReading) -> SentenceError:
    """The refusal of words that sound like a time and are none."""
    begin, end = reading.doubt or (0, len(reading.text))
    problem = Problem(
        "invalid_time", f'Expected a clock time, got "{reading.text[begin:end]}"', _WAYS
    )
    return refusal(problem, reading.text, (begin, end))


_QUOTED = re.compile(r"\s*[\"“]([^\"“”]*)[\"”]\s*$")


def _apart(text: str, context: ReadingContext) -> tuple[str, str | None]:
    """What was said and the notes: behind a colon, a spaced dash or a comma, or in quotes."""
    quoted = _QUOTED.search(text)
    for place, sign in enumerate(text[: quoted.start()] if quoted else text):
        after = text[place + 1 : place + 2]
        before = text[place - 1 : place]
        if sign in ":,":
            parts = not after.strip() or not (before + after).isalnum()
            parts = parts and not (sign == ":" and before.isdigit() and after.isdigit())
        else:
            parts = sign in "-–—" and before.isspace() and after.isspace()
        if parts and (sign == ":" or not _takes_off(text[place + 1 :], context)):
            return text[:place], text[place + 1 :].strip() or None
    if quoted:
        return text[: quoted.start()], quoted.group(1).strip() or None
    return text, None


def _takes_off(rest: str, context: ReadingContext) -> bool:
    """Whether a break follows: `minus 30m`, `30m lunch`, or that but for a letter."""
    tokens = in_full(tokenise(rest[:80]))
    if is_word(tokens[0], *TAKES_OFF) or _break(tokens, 0, context) is not None:
        return True
    if all(token.kind != NUMBER for token in tokens[:2]):
        return False
    # Loaded for notes with a number.
    from harvest_cli.language.text.slips import as_meant

    meant, told = as_meant(rest[:80], lambda _: False)
    return bool(told) and _break(in_full(tokenise(meant)), 0, context) is not None


def _break(tokens: Tokens, i: int, context: ReadingContext) -> tuple[Ratio | Problem, int] | None:
    """The minutes of `30m lunch`, `w/ 30m lunch`, `minus 30m`, and the place after them."""
    taken = is_word(tokens[i], *TAKES_OFF, "with") or is_sign(tokens[i], "-")
    if not taken and BREAKS.isdisjoint([token.text for token in tokens[i : i + 10]]):
        return None
    # Loaded for a break.
    from harvest_cli.language.lengths.breaks import named_break
    from harvest_cli.language.lengths.clock_ranges import pause

    found = pause(tokens, i, context) if taken else None
    if found is None or isinstance(found[0], Problem):
        found = named_break(tokens, i, context) or found
    return found


class _Walk:
    """The walk over what was said before the notes."""

    def __init__(self, text: str, spoken: str, context: ReadingContext) -> None:
        self.text, self.context, self.spoken = text, context, spoken
        self.said: list[Inference] = []
        self.tokens = in_full(tokenise(spoken))
        self.clock: Clock | None = None
        self.day: date | None = None
        self.ago: int | None = None
        self.after: int | None = None
        self.off = 0
        self.left: list[tuple[int, int]] = []
        parts = (self._end_of_day, self._length, self._said_time, self._day, self._time)
        self._parts = (*parts, self._word)

    def read(self, notes: str | None) -> StopReading:
        """All of it."""
        i, self.context.nothing = 0, set()
        while self.tokens[i].kind != END:
            i = next(filter(None, (part(i) for part in self._parts)))
        self.context.nothing = None
        moments = (self.clock, self.ago, self.after)
        if self.day is not None and self.clock is None:
            raise refusal(_NO_TIME, self.text, self._all())
        if sum(each is not None for each in moments) > 1:
            raise refusal(_TWO_TIMES, self.text, self._all())
        if self.off and self.clock is None and self.after is None:
            # The timer ends now, or that long ago, less what is taken off.
            self.ago = (self.ago or 0) + self.off
        reference = " ".join(self.text[begin:end] for begin, end in self._runs())
        minutes, *other = self.clock.all_options if self.clock else (None,)
        later = other[0] if other else None
        also, instead = (None, later) if self.clock and self.clock.certain else (later, None)
        found = StopReading(self.text, reference, minutes, also, self.day, self.ago, notes)
        said = half_hours(self.tokens, 0, len(self.tokens))
        found = found._replace(after=self.after, off=self.off, doubt=self._doubt(), instead=instead)
        said = (*self.said, *(said if self.clock else ()))
        return found._replace(inferences=said, spoken=self.spoken.rstrip())

    def _end_of_day(self, i: int) -> int:
        """`eod`, `at the end of the day`: when working hours end, where they are set."""
        ends, at = self.context.conventions.day_ends, skip(self.tokens, i, "at", "by", "until")
        at = skip(self.tokens, at, "the")
        end = part_of_day(self.tokens, at)
        if ends is None or end == at or not is_word(self.tokens[at], "eod", "end"):
            return 0
        typed = self.text[slice(*self._span(at, end))]
        told = self.context.conventions.time_text(as_time(ends))
        self.said.append(Inference("meridiem", f'"{typed}" read as {told}'))
        return self._take((Clock(ends), end), at)

    def _said_time(self, i: int) -> int:
        """A time behind `at`, where nothing else can stand."""
        token = self.tokens[i]
        said = is_word(token, *_AT) or is_sign(token, "@")
        if not said and not is_word(token, *_ROUGHLY):
            return 0
        j = skip(self.tokens, skip(self.tokens, i + 1, "at"), *_ROUGHLY)
        found = clock(self.tokens, j, self.context)
        if found is None and said:
            raise self._no_clock(i, j)
        return self._take(found, j) if found is not None else 0

    def _time(self, i: int) -> int:
        """One that cannot be anything else, such as `17:00`."""
        found = clock(self.tokens, i, self.context)
        if found is None or is_word(self.tokens[i], "now"):
            return 0
        said = is_word(self.tokens[found[1] - 1], "oclock")
        is_bare = isinstance(found[0], Clock) and found[0].bare and not said
        is_odd = isinstance(found[0], Problem) and not glued(self.tokens[i + 1], ":", ".")
        return 0 if is_bare or is_odd else self._take(found, i)

    def _take(self, found: tuple[Clock | Problem, int], i: int) -> int:
        value, end = found
        if isinstance(value, Clock) and self.clock is not None:
            value = _TWO_TIMES
        if isinstance(value, Problem):
            raise refusal(value, self.text, self._span(i, end))
        self.clock = value
        return skip(self.tokens, end, *_EXACT)

    def _no_clock(self, i: int, j: int) -> SentenceError:
        """What stands behind `at` is no time; where nothing does, that is missing."""
        if self.tokens[j].kind == END:
            return refusal(_NO_TIME, self.text, self._span(i, j))
        end = j
        while self.tokens[end].kind == WORD or end == j:
            end += 1
        return no_time(StopReading(self.text, doubt=self._span(j, end)))

    def _length(self, i: int) -> int:
        """`10m ago`, `after 7h`, `minus 30m lunch`."""
        token = self.tokens[i]
        if is_word(token, "after"):
            return self._after(i)
        if (pause := _break(self.tokens, i, self.context)) is not None:
            return self._pause(*pause, i)
        if is_word(token, "ago"):
            raise refusal(_NO_LENGTH, self.text, self._span(i, i + 1))
        if bare_number(self.tokens, i) and is_word(self.tokens[i + 1], *_EARLIER):
            raise refusal(BARE, self.text, self._span(i, i + 2))
        if day(self.tokens, i, self.context) is not None:
            return 0
        minutes, end = self._minutes(i)
        if not minutes or not is_word(self.tokens[end], *_EARLIER):
            return 0
        if self.ago is not None:
            raise refusal(_TWO_TIMES, self.text, self._span(i, end + 1))
        self.ago = minutes
        return end + 1

    def _after(self, i: int) -> int:
        minutes, end = self._minutes(i + 1)
        if not minutes and bare_number(self.tokens, i + 1):
            raise refusal(BARE, self.text, self._span(i + 1, i + 2))
        self.after = minutes or self.after
        return end if minutes else 0

    def _pause(self, length: Ratio | Problem, end: int, i: int) -> int:
        if isinstance(length, Problem):
            known = length.code != "invalid_duration"
            wrong = length if known else Problem("invalid_time", length.message, length.hint)
            raise refusal(wrong, self.text, self._span(end - 1 if length is BARE else i, end))
        self.off += round(length)
        typed = self.text[slice(*self._span(i, end))]
        self.said.append(Inference("break", f'"{typed}" taken off'))
        return end

    def _minutes(self, i: int) -> tuple[int, int]:
        """A length in minutes, and the place after it; 0 for none."""
        found = duration(self.tokens, i, self.context.conventions.workday_minutes)
        if found is None:
            return 0, i
        hours = checked(found[0])
        if isinstance(hours, Problem):
            raise refusal(hours, self.text, self._span(i, found[1]))
        return minutes_from_hours(hours), found[1]

    def _day(self, i: int) -> int:
        found = day(self.tokens, i, self.context)
        if found is None or (self.tokens[i].kind == NUMBER and found[1] == i + 1):
            return 0
        when, end = found
        if isinstance(when, Problem):
            raise refusal(when, self.text, self._span(i, end))
        if self.day is not None:
            return 0
        self.day = when.start
        return end

    def _word(self, i: int) -> int:
        """A word that changes nothing, or one of the name of a timer."""
        token = self.tokens[i]
        plain = token.kind == WORD and token.text in _NOW
        last = self.tokens[i + 1].kind == END
        adjoins = bool(self.left) and self.left[-1][1] == self.tokens[i - 1].end
        if last and adjoins and token.text in JOINING:
            # `follow up on` may be all of the name.
            plain = False
        elif plain and self._joins_nothing(i):
            run = takewhile(lambda each: each.text in JOINING, self.tokens[i:])
            raise nothing_follows(self.text, [(token.start, [*run][-1].end)])
        if not plain and not is_sign(token, *",.()-"):
            self.left.append((token.start, token.end))
        return i + 1

    def _joins_nothing(self, i: int) -> bool:
        word, behind = self.tokens[i].text, self.text[len(self.spoken) :].lstrip()
        if self.tokens[i + 1].kind == END and behind.startswith(":"):
            return False
        after = {token.text for token in self.tokens[i:] if token.kind != END}
        named = word in ARTICLES and not JOINING.issuperset(after)
        return (not i and word == "and") or (not named and joins_nothing(self.tokens, i))

    def _runs(self) -> list[tuple[int, int]]:
        """What is left over, adjoining pieces as one."""
        runs: list[tuple[int, int]] = []
        for begin, end in self.left:
            if runs and not self.text[runs[-1][1] : begin].strip():
                runs[-1] = runs[-1][0], end
            else:
                runs.append((begin, end))
        return runs

    def _doubt(self) -> tuple[int, int] | None:
        """Where the name of a timer sounds like a time."""
        words = {token.start: token for token in self.tokens}
        found = [words[begin] for begin, _ in self.left]
        timely = [token for token in found if token.kind == WORD and token.text in _TIMELY]
        return (self.left[0][0], self.left[-1][1]) if timely else None

    def _all(self) -> tuple[int, int]:
        return self.tokens[0].start, len(self.spoken.rstrip())

    def _span(self, i: int, j: int) -> tuple[int, int]:
        return self.tokens[i].start, self.tokens[max(i, j - 1)].end
