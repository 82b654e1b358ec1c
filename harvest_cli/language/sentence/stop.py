"""The words of `hv stop`: which timer, until when, and notes; pure, like all of this folder."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.hours import minutes_from_hours
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.lengths.clock import Clock, clock, on_clock
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.text.match import Problem, ReadingContext, refusal
from harvest_cli.language.text.readings import Conventions
from harvest_cli.language.text.tokens import END, NUMBER, tokenise

CALENDAR_UNITS = ("day", "days", "week", "weeks", "month", "months", "weekdays")
_NO_TIME = Problem(
    "invalid_time",
    "The time is missing",
    "Give the day and a time, like `hv stop at 18:30 yesterday`",
)
_TWO_TIMES = Problem("invalid_time", "Two end times", "Give only one of them")
_NO_LENGTH = Problem("invalid_time", "The duration is missing", "Add it, like `hv stop 10m ago`")


class StopReading(NamedTuple):
    """A sentence of `hv stop`. `minutes` after midnight as written, `ago` in minutes.

    `also` is the other time that a number without am or pm can mean. What names no time and no
    day is the `reference` of a timer.
    """

    text: str
    reference: str = ""
    minutes: int | None = None
    also: int | None = None
    day: date | None = None
    ago: int | None = None
    notes: str | None = None

    @property
    def is_now(self) -> bool:
        """Whether no other moment than now was named."""
        return self.minutes is None and self.ago is None


def parse_stop(text: str, now: datetime, conventions: Conventions = Conventions()) -> StopReading:  # noqa: B008
    """Read `at 18:30 yesterday: notes`, `10m ago`, `2`; raises SentenceError."""
    spoken, notes = _apart(text)
    words = spoken.split()
    ago, words = _ago(text, words, conventions)
    found, words = _clock(text, words, ReadingContext(now, conventions))
    words = [word for word in words if word.lower() not in ("on", "at", "now")]
    day, words = _day(words, now, conventions)
    if day is not None and found is None:
        raise refusal(_NO_TIME, text, None)
    if ago is not None and found is not None:
        raise refusal(_TWO_TIMES, text, None)
    minutes, also, *_ = (*(found.options if found else ()), None, None)
    return StopReading(text, " ".join(words), minutes, also, day, ago, notes)


def _apart(text: str) -> tuple[str, str | None]:
    """What was said and the notes: behind a colon with a blank, a dash between blanks, a comma."""
    for place, sign in enumerate(text):
        after = text[place + 1 : place + 2]
        before = text[place - 1 : place]
        if sign in ":," and (not after or after.isspace() or not (before + after).isalnum()):
            if sign == ":" and before.isdigit() and after.isdigit():
                continue
            return text[:place], text[place + 1 :].strip() or None
        if sign in "-–—" and before.isspace() and after.isspace():
            return text[:place], text[place + 1 :].strip() or None
    return text, None


def _ago(text: str, words: list[str], conventions: Conventions) -> tuple[int | None, list[str]]:
    """`10m ago`, `half an hour ago`; days ago are a day."""
    at = next((place for place, word in enumerate(words) if word.lower() == "ago"), None)
    if at is None or (at and words[at - 1].lower() in CALENDAR_UNITS):
        return None, words
    for start in range(at):
        try:
            length = read_hours(" ".join(words[start:at]), conventions)
        except SentenceError:
            continue
        return minutes_from_hours(length), words[:start] + words[at + 1 :]
    begin = text.lower().find("ago")
    raise refusal(_NO_LENGTH, text, (begin, begin + 3))


def _clock(text: str, words: list[str], context: ReadingContext) -> tuple[Clock | None, list[str]]:
    """The time of day: behind `at`, or one that cannot be anything else, such as `17:00`."""
    for place, word in enumerate(words):
        said = word.lower() in ("at", "until", "till")
        begin = place + 1 if said else place
        for end in range(min(begin + 4, len(words)), begin, -1):
            found = _whole_clock(" ".join(words[begin:end]), context)
            if isinstance(found, Problem) and (said or ":" in words[begin]):
                start = text.find(words[begin])
                raise refusal(found, text, (start, start + len(words[begin])))
            if isinstance(found, Clock) and (said or not found.bare):
                return found, words[:place] + words[end:]
        if said:
            return None, words
    return None, words


def _whole_clock(text: str, context: ReadingContext) -> Clock | Problem | None:
    tokens = tokenise(text)
    found = clock(tokens, 0, context if tokens[0].kind == NUMBER else None)
    if found is None or (tokens[found[1]].kind != END and isinstance(found[0], Clock)):
        return None
    return found[0]


def _day(
    words: list[str], now: datetime, conventions: Conventions
) -> tuple[date | None, list[str]]:
    """The longest run of words that is a day; numbers alone are references."""
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            if run.isdigit():
                continue
            try:
                return read_date(run, now, conventions), words[:start] + words[start + length :]
            except SentenceError:
                continue
    return None, words


def moments(reading: StopReading, now: datetime, zone: tzinfo) -> list[datetime]:
    """Every moment that the words can mean, latest first; those on other days only if named.

    Empty when the clocks skipped that time on that day. `now` is aware.
    """
    if reading.ago is not None:
        return [now.astimezone(UTC) - timedelta(minutes=reading.ago)]
    if reading.minutes is None:
        return [now.astimezone(UTC)]
    today = now.astimezone(zone).date()
    days = [reading.day] if reading.day else [today, today - timedelta(days=1)]
    options = [reading.minutes] + ([reading.also] if reading.also is not None else [])
    found = {moment for day in days for minute in options for moment in on_clock(day, minute, zone)}
    return sorted(found, reverse=True)
