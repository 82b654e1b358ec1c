"""A sentence of `hv start`: a project, perhaps since when, and notes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.language.lengths.clock import DAY_MINUTES, Clock, as_time
from harvest_cli.language.lengths.clock_ranges import hhmm
from harvest_cli.language.lengths.durations import checked
from harvest_cli.language.names.index import Names
from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.entries import quotes_of, target
from harvest_cli.language.sentence.entry_days import when_of
from harvest_cli.language.sentence.fields import promote
from harvest_cli.language.sentence.log import joined, mark, notes_of, raise_problems
from harvest_cli.language.sentence.notes import lay_out
from harvest_cli.language.sentence.parts import dates
from harvest_cli.language.sentence.scan import Segment, Settled, scan
from harvest_cli.language.text.item import Problem
from harvest_cli.language.text.readings import Conventions, Overrides, StartReading

_NIGHT = 6 * 60
_FUTURE = Problem("invalid_time", "A timer cannot start in the future", "Give an earlier time")
_LONG = Problem("invalid_time", "That is more than 24 hours", "Use `hv log`, one entry a day")
_TWO_STARTS = Problem("invalid_time", "Two start times", "Give one, like `at 9:15`")
_LENGTH = Problem(
    "invalid_time",
    "A timer needs a start time, not a duration",
    "Write `at 9:15` or `20m ago`, or use `hv log` for finished time",
)
_OTHER_DAY = Problem(
    "invalid_date", "A timer can only start today", "Use `hv log` for time on another day"
)


def parse_start(
    text: str,
    now: datetime,
    names: Names,
    manner: Conventions = Conventions(),  # noqa: B008 - frozen
    given: Overrides = Overrides(),  # noqa: B008 - frozen
) -> StartReading:
    """Read a sentence as a timer to start; `now` is aware. Raises SentenceError."""
    draft = ReadingState(text, now, names, manner, given)
    settled = Settled(project=given.assignment is not None, needs_quantity=False)
    atoms, stop = scan(draft.tokens, draft.scene, settled)
    layout = lay_out(draft, promote(draft, atoms), measured=True, closing=("begin", "ago"))
    atoms = layout.atoms
    raise_problems(draft, atoms)
    assignment, task = target(draft, atoms, atoms, layout)
    minute = _minute(draft, atoms)
    day = _day(draft, atoms, minute)
    notes = joined(quotes_of(draft, atoms), notes_of(draft, layout, stop))
    if given.notes is not None:
        notes = given.notes
    already = _already(draft, atoms)
    mark(draft, atoms)
    return _reading(draft, assignment, task, (day, minute, already, notes))


def _reading(
    draft: ReadingState,
    assignment: ProjectAssignment,
    task: Task | None,
    rest: tuple[date, int | None, Decimal | None, str | None],
) -> StartReading:
    day, minute, already, notes = rest
    started: time | None = None if minute is None else as_time(minute % DAY_MINUTES)
    return StartReading(
        draft.text,
        assignment,
        day,
        task,
        draft.given.started_time or started,
        already,
        notes,
        draft.roles.spans(),
        tuple(draft.inferences),
        tuple(draft.warnings),
    )


def _minute(draft: ReadingState, atoms: Sequence[Segment]) -> int | None:
    """The minute of today the timer started at; negative for yesterday; None for now."""
    said = [atom for atom in atoms if atom.is_item("begin", "ago", "finish", "last", "span")]
    if len(said) > 1:
        raise draft.refuse(_TWO_STARTS, said[0], said[-1])
    if not said:
        return None
    value = said[0].meaning
    if isinstance(value, Fraction):
        found = _back(draft, value, said[0])
    elif said[0].is_item("begin") and isinstance(value, tuple) and isinstance(value[0], Clock):
        placed = _latest(draft, value[0])
        if placed is None:
            raise draft.refuse(_FUTURE, said[0])
        found = placed
    else:
        raise draft.refuse(_LENGTH, said[0])
    if found < 0:
        draft.infer("midnight", f"started yesterday at {hhmm(found % DAY_MINUTES)}")
    return found


def _back(draft: ReadingState, minutes: Fraction, said: Segment) -> int:
    """The minute of today so many minutes ago."""
    found = draft.scene.minute - round(minutes)
    if minutes <= 0:
        raise draft.refuse(_FUTURE, said)
    if minutes > DAY_MINUTES or found <= -DAY_MINUTES:
        raise draft.refuse(_LONG, said)
    return found


def _latest(draft: ReadingState, moment: Clock) -> int | None:
    """The latest past minute a time can mean: today, or late yesterday in the small hours."""
    now = draft.scene.minute
    past = [minute for minute in moment.options if minute <= now]
    late = [m - DAY_MINUTES for m in moment.options if now + DAY_MINUTES - m <= _NIGHT]
    if not past and not late:
        return None
    found = max(past or late)
    if found % DAY_MINUTES != moment.options[0]:
        draft.infer("meridiem", f"read as {hhmm(found % DAY_MINUTES)}")
    return found


def _day(draft: ReadingState, atoms: Sequence[Segment], minute: int | None) -> date:
    today = draft.scene.today
    if draft.given.spent_date is not None:
        return draft.given.spent_date
    day = today - timedelta(days=1) if minute is not None and minute < 0 else today
    for atom in dates(atoms):
        when = when_of(atom)
        if when is None or when.start != day or when.end != day:
            raise draft.refuse(_OTHER_DAY, atom)
    return day


def _already(draft: ReadingState, atoms: Sequence[Segment]) -> Decimal | None:
    """`with 30m already`, `+0:15`: hours the timer starts with."""
    found: Decimal | None = None
    for place, atom in enumerate(atoms):
        if not atom.is_item("already", "duration", "each"):
            continue
        plus = place > 0 and draft.typed(atoms[place - 1]) == "+"
        value, meant = atom.meaning, plus or atom.is_item("already")
        if found is not None or not isinstance(value, Fraction) or not meant:
            raise draft.refuse(_LENGTH, atom)
        hours = checked(value)
        if isinstance(hours, Problem):
            raise draft.refuse(hours, atom)
        found = hours
    return found
