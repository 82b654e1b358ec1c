"""From the parts of a sentence to its entries: what, on which days, how long."""

from collections.abc import Sequence
from datetime import date

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.days import DAY
from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.hours import DAY_MINUTES, ZERO, hours_from_minutes
from harvest_cli.language.names import matching
from harvest_cli.language.names.spelling import did_you_mean
from harvest_cli.language.sentence.entry_length import (
    Length,
    length_of,
    minute_of,
    missing,
    on_day,
)
from harvest_cli.language.sentence.leave import leave_of, leave_target
from harvest_cli.language.sentence.notes import Layout
from harvest_cli.language.sentence.project_and_task import (
    clients_mark,
    dates,
    divide,
    measures,
    names_something,
    project_of,
    task_of,
)
from harvest_cli.language.sentence.reading_state import (
    SHORTEST,
    ReadingState,
    named_clients,
    named_projects,
    possible,
)
from harvest_cli.language.sentence.scan import QUANTITIES, Segment
from harvest_cli.language.text.match import Problem
from harvest_cli.language.text.readings import EntryReading, Kind
from harvest_cli.language.text.tokens import key_of, words_of

_NO_PROJECT = Problem("no_project", "The project is missing", "Name it, or add `--project NAME`")
_NO_DAY = Problem("invalid_date", "One of the entries has no day", "Name the day of each entry")
_WHICH_DAYS = Problem(
    "invalid_date", "The days are missing", "Name them, like `8h a day monday to wednesday`"
)
_NOT_NOW = Problem(
    "invalid_time",
    "Time up to now can only be logged today",
    "Give a start and an end, like `9am-11am`",
)
_SAME = "Two durations for one entry"
LONGEST = 200
"""Characters of a sentence, or of words of it, that a message repeats."""
_JUST_OVER = 6 * 60
"""Minutes after which the end of a night is rather that of the next one."""


class Parts:
    """The parts of a sentence, and what they share."""

    __slots__ = ("dated", "everything", "layout", "parts", "state")

    def __init__(self, state: ReadingState, layout: Layout) -> None:
        self.state = state
        self.layout = layout
        self.parts = divide(state, layout.segments)
        self.everything = [segment for part in self.parts for segment in part]
        self.dated = [part for part in self.parts if dates(part)]

    def entries(self) -> list[EntryReading]:
        """The entries in the order written; two lengths for one entry are refused."""
        found: list[EntryReading] = []
        seen: dict[tuple[int, int | None, tuple[date, ...]], bool] = {}
        for part in self.parts:
            assignment, task, length, days = self._read(part)
            if len(days) > 1:
                # Loaded for several days.
                from harvest_cli.language.sentence import near_misses

                near_misses.refuse_shared(self.state, self.layout.notes)
            whole = not length.hours
            key = assignment.project.id, task.id if task else None, days
            timed = length.start is not None
            if not (timed and seen.get(key, timed)) and key in seen:
                raise self._twice()
            seen[key] = timed
            quoted = quotes_of(self.state, part)
            for day in days:
                took = on_day(self.state, length, day, part)
                if whole:
                    due = self.state.conventions.minutes_due(day)
                    took = took._replace(hours=hours_from_minutes(due))
                _warn_of_ahead(self.state, day, took)
                times = took.start, took.end
                found.append(EntryReading(assignment, day, took.hours, task, *times, quoted))
        return found

    def _twice(self) -> SentenceError:
        """The refusal of several lengths; the hint leaves the last one out."""
        said, text = measures(self.everything), self.state.text
        start, end = self.state.place(said[-1])
        rest = f"{text[:start].rstrip(' ,;&+')}{text[end:]}".strip(" ,;&+").removesuffix(" and")
        hint = f"Name a day, a task or a project with each, or keep one: `{rest}`"
        return self.state.refuse(Problem("invalid_duration", _SAME, hint), *said)

    def _read(
        self, part: list[Segment]
    ) -> tuple[ProjectAssignment, Task | None, Length, tuple[date, ...]]:
        state = self.state
        leave = leave_of(state, part if names_something(part) else self.everything)
        if state.given.assignment is not None:
            leave = None
        measured = state.given.measured or any(segment.is_match(*QUANTITIES) for segment in part)
        if leave is None and not measured:
            raise missing(state, [*part, *self.layout.strays])
        assignment: ProjectAssignment
        task: Task | None
        if leave is not None:
            assignment, task = leave_target(state, leave, part)
        else:
            assignment, task = target(state, part, self.everything, self.layout)
        workday = state.conventions.workday_minutes if leave else None
        elsewhere = self.dated[0] if len(self.dated) == 1 and not dates(part) else []
        said = dates(elsewhere)
        length = length_of(state, part, workday, said) if measured or not leave else Length(ZERO)
        days = _days(state, part, self.dated, length, leave is not None)
        return assignment, task, length, days


def quotes_of(state: ReadingState, segments: Sequence[Segment]) -> str | None:
    """The quoted notes of a part."""
    quotes = [segment for segment in segments if segment.kind == "quote"]
    for segment in quotes:
        state.roles.mark(segment.start, segment.end, Kind.NOTES)
    return " ".join(state.typed(segment)[1:-1].strip() for segment in quotes) or None


def target(
    state: ReadingState, part: list[Segment], everything: list[Segment], layout: Layout
) -> tuple[ProjectAssignment, Task | None]:
    """The project and task of a part, from its own words or from those of the whole."""
    own = names_something(part)
    source = part if own else everything
    assignment, used = project_of(state, source)
    if assignment is None:
        raise _no_project(state, everything, layout)
    task, spent = task_of(state, assignment, part, used)
    if task is None and not own:
        task, spent = task_of(state, assignment, everything, used)
    if task is None and len(everything) > len(part):
        _refuse_task_elsewhere(state, assignment, part, everything)
    for segment in spent:
        state.roles.mark(segment.start, segment.end, Kind.TASK)
    clients_mark(state, [a for a in source if a not in spent], used)
    left = [a for a in part if a.kind in ("run", "task") and a not in (*spent, *used)]
    if left:
        raise _leftover(state, assignment, part, left[0])
    return assignment, task


def _refuse_task_elsewhere(
    state: ReadingState,
    assignment: ProjectAssignment,
    part: Sequence[Segment],
    everything: Sequence[Segment],
) -> None:
    """`2h training, 1h documentation on onboarding`: a project, or the other one's task."""
    named = [] if named_clients(part) else named_projects(part)
    typed = state.typed(named[0]) if len(named) == 1 else ""
    if key_of(typed) not in state.names.task_keys:
        return
    others = possible(state, [segment for segment in everything if segment not in part])
    found = [a for a in others if matching.task_matches(a, words_of(typed), exact=True)]
    if found and assignment not in found:
        place = state.place(named[0])
        raise matching.ambiguous_project(
            state.names, [assignment, *found], typed, state.text, place
        )


def _no_project(state: ReadingState, segments: Sequence[Segment], layout: Layout) -> SentenceError:
    runs = [a for a in (*segments, *layout.strays) if a.kind == "run"]
    for segment in runs:
        words = state.words(segment)
        match = state.names.match(words, SHORTEST) if words else None
        if match is not None and len(matching.live(state.names, match.places)) > 1:
            found = matching.live(state.names, match.places)
            typed, place = state.typed(segment), state.place(segment)
            return matching.ambiguous_project(state.names, found, typed, state.text, place)
        named = " ".join(words) not in state.names.task_keys if words else None
        if named or (named is None and _is_code(state.typed(segment))):
            return state.unknown_project(segment)
    return state.refuse(_NO_PROJECT)


def _is_code(typed: str) -> bool:
    """Whether it looks like the code of a project: `HOO-99`."""
    letters, dash, figures = typed.partition("-")
    return bool(dash) and letters.isalpha() and figures.isdecimal()


def _leftover(
    state: ReadingState, assignment: ProjectAssignment, part: Sequence[Segment], left: Segment
) -> SentenceError:
    """Words that belong to nothing: next to the project's name they may be part of one."""
    # Loaded for what is refused.
    from harvest_cli.language.sentence import near_misses

    place = part.index(left)
    near_misses.refuse_exception(state, part, part[place:])
    near_misses.refuse_misspelt_day_behind(state, left)
    beside = [a for a in part[max(0, place - 1) : place + 2] if a.kind in ("mention", "at")]
    words, span = state.typed(left), state.place(left)
    key = " ".join(state.words(left))
    if beside and key not in state.names.task_keys:
        first = min(span[0], state.place(beside[0])[0])
        last = max(span[1], state.place(beside[0])[1])
        error = matching.unknown_project(state.names, state.text[first:last], state.text, span)
        near = state.names.respelled(state.text[first:last])
        exact = all(a.mention is not None and a.mention.how == "exact" for a in beside)
        if exact and not error.candidates and near is None:
            if state.text[span[1] :].lstrip().startswith(":"):
                # Notes are where they belong.
                return matching.task_refusal(assignment, words, [], state.text, span)
            error.message = f'{matching.full_name(assignment)} has no task "{words[:LONGEST]}"'
            error.is_beside = True
        error.hint = did_you_mean(near, _as_notes(state, span))
        return error
    moved = _moved_behind(state, part[place:])
    hint = f"For notes, put them behind a colon: `{moved}`" if moved else ""
    return matching.task_refusal(assignment, words, [], state.text, span, hint)


def _moved_behind(state: ReadingState, part: Sequence[Segment]) -> str:
    """`1h on MW: fix header` for `1h fix header on MW`; nothing where there are notes already."""
    at = next((a for a in part[1:] if a.match is not None or a.kind in ("mention", "at")), None)
    text, first = state.text, state.place(part[0])[0]
    if at is None or ":" in text or len(text) > LONGEST:
        return ""
    if any(each.kind == "run" for each in part[part.index(at) :]):
        return ""
    begin = state.place(at)[0]
    words, rest = text[first:begin].split(), text[begin:].rstrip()
    if at.match is None and words[-1].lower() in ("on", "for", "at", "in", "to"):
        rest = f"{words.pop()} {rest}"
    return f"{text[:first]}{rest}: {' '.join(words)}"


def _as_notes(state: ReadingState, span: tuple[int, int]) -> str:
    """The hint for words that may be meant as notes: the sentence with them as notes, to paste."""
    text = state.text
    before, after = text[: span[0]].rstrip(), text[span[1] :].strip()
    if after or not before or len(text) > LONGEST:
        return 'Put a colon before notes, like "2h on Website: header fixes"'
    return f"For notes, put a colon before them: `{before}: {text[slice(*span)]}`"


# -- when ------------------------------------------------------------------------------------


def _days(
    state: ReadingState,
    part: list[Segment],
    dated: list[list[Segment]],
    length: Length,
    leave: bool,
) -> tuple[date, ...]:
    if state.given.spent_date is not None:
        return (state.given.spent_date,)
    # Loaded for an entry that has all but its days.
    from harvest_cli.language.sentence.entry_days import days_of

    source = part if dates(part) else dated[0] if len(dated) == 1 else []
    if len(dated) > 1 and not source:
        raise state.refuse(_NO_DAY, *part)
    daily = [a for a in part if a.match and a.match.kind == "each" and a.match.value != "each"]
    if daily and not source:
        raise state.refuse(_WHICH_DAYS, *daily)
    days = days_of(state, source, dates(source), leave)
    if length.now and days not in ([], [state.context.today], [length.day]):
        raise state.refuse(_NOT_NOW, *dates(source))
    return tuple(days) or (length.day or _begun(state, length),)


def _begun(state: ReadingState, length: Length) -> date:
    """Today; the day before where clock times over midnight ended just now, or in the night."""
    context = state.context
    start, end = length.start, length.end
    if start is None or end is None or not end < start:
        return context.today
    over, took = context.minute - minute_of(end), minute_of(end) - minute_of(start) + DAY_MINUTES
    if not 0 <= over <= _JUST_OVER or took > DAY_MINUTES // 2:
        return context.today
    found = context.today - DAY
    state.infer("midnight", f"it began on {found.isoformat()}")
    return found


def _warn_of_ahead(state: ReadingState, day: date, took: Length) -> None:
    """Say that clock times of today are still to come."""
    start = took.start
    if start is not None and day == state.context.today and minute_of(start) > state.context.minute:
        state.warnings.append(f"{state.conventions.time_text(start)} today is still ahead")
