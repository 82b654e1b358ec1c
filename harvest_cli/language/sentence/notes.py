"""Where the notes are, when no colon says so.

Fields are divided by commas, bars and spaced dashes. Fields of nothing but structure are read;
the first other one behind a project and a quantity starts the notes; a day may close them.
Inside a field, notes may follow "doing", "for", an activity ("fixing …") or stand behind the
quantity or the day.
"""

from collections.abc import Sequence
from itertools import takewhile
from types import ModuleType

from harvest_cli.language.days.calendar_math import When
from harvest_cli.language.names.matching import fitting_tasks
from harvest_cli.language.sentence.fields import has_role, split_fields
from harvest_cli.language.sentence.project_and_task import measures, names_something
from harvest_cli.language.sentence.reading_state import (
    ReadingState,
    named_projects,
    places_of,
    possible,
)
from harvest_cli.language.sentence.scan import QUANTITIES, Segment
from harvest_cli.language.text.match import Problem
from harvest_cli.language.text.tokens import END, NUMBER, OPAQUE
from harvest_cli.language.text.vocabulary import (
    ACTIVITIES,
    STARTERS,
    STRUCTURE,
    TIME_NOUNS,
    VERBS,
    listed,
)

_TWO_DAYS = Problem(
    "invalid_date", "A second day could be meant, or notes", "Join days by `and`, or put a colon"
)
_CLOSING = frozenset(")]?!…")
_SAYING_NOTHING = _CLOSING | {"*"}
_GREETING = frozenset(listed("hey hi hello please pls"))
_ASKING = frozenset(listed("i we you can could log logged track add put book enter spent spend"))
_SPEAKING_OF = frozenset(("from", "to", "for", "about", "by", "of", "with", "into", "re", "as"))


class Layout:
    """The structured segments, and the characters that are notes.

    `closing` are the kinds of matches that may follow notes without a colon.
    """

    __slots__ = ("closing", "notes", "segments", "strays")

    def __init__(self, closing: tuple[str, ...]) -> None:
        self.segments: list[Segment] = []
        self.closing = closing
        self.notes: list[tuple[int, int]] = []
        self.strays: list[Segment] = []


def lay_out(
    state: ReadingState,
    segments: list[Segment],
    *,
    measured: bool,
    closing: tuple[str, ...] = ("days",),
) -> Layout:
    """Divide into structure and notes.

    `measured` when no quantity has to be in the words; a last field of a `closing` kind is no note.
    """
    layout = Layout(closing)
    known = possible(state, segments)
    fields = split_fields(segments)
    named = state.given.assignment is not None
    rest = list(fields)
    for field in fields:
        rest.pop(0)
        whole = named and measured
        foreign = whole and _foreign(state, layout.segments, field)
        strays = [
            a for a in field if a.kind == "run" and (foreign or not has_role(state, a, known))
        ]
        if whole and not strays:
            _refuse_second_day(state, layout.segments, field)
        if strays and whole:
            _whole_field(state, layout, field, strays)
            break
        if strays and _tail(state, layout, field, strays[0], named, measured):
            _near_misses().refuse_beside_task(state, strays[0], known)
            break
        layout.segments += field
        layout.strays += strays
        named = named or names_something(field)
        measured = measured or _measured(field)
    if layout.notes:
        closes = bool(rest) and _is_closing(state, fields, closing)
        _further(state, layout, rest, rest.pop() if closes else [])
    elif layout.strays and not _activity(state, layout):
        _isolated(state, layout)
    return layout


def _refuse_second_day(
    state: ReadingState, before: Sequence[Segment], field: Sequence[Segment]
) -> None:
    """`2h api yesterday, monday review`: on two days, on one of them, or with such notes."""
    said = [segment for segment in field if segment.is_match("days")]
    more = any(segment.kind in ("run", "task") for segment in field)
    if said and more and not _measured(field) and any(a.is_match("days") for a in before):
        raise state.refuse(_TWO_DAYS, *said)


def _whole_field(
    state: ReadingState, layout: Layout, field: list[Segment], strays: list[Segment]
) -> None:
    """Notes that begin with a field of their own."""
    plain = [segment for segment in field if segment.kind not in ("sep", "filler")]
    if len(plain) == 1 and strays == plain and strays[0].end == strays[0].start + 1:
        _near_misses().refuse_misspelt_day(state, strays[0])
    _near_misses().refuse_misspelt_days(state, field, layout.closing)
    _near_misses().refuse_near_miss(state, layout.segments, field)
    _near_misses().refuse_exception(state, [*layout.segments, *field], field)
    layout.notes = [(state.tokens[_first(field).start].start, len(state.text))]


def _foreign(state: ReadingState, before: Sequence[Segment], field: Sequence[Segment]) -> bool:
    """Whether a field names a project that cannot be the one named before it."""
    first, second = named_projects(before), named_projects(field)
    if not first or not second:
        return False
    places = set(places_of(state, first[0]))
    if any(places.intersection(places_of(state, segment)) for segment in second):
        return False
    others = possible(state, second)
    runs = [state.words(segment) for segment in field if segment.kind == "run"]
    exact = not _measured(field)
    return not any(fitting_tasks(others.tasks, words, exact=exact) for words in runs)


def _further(
    state: ReadingState, layout: Layout, rest: list[list[Segment]], closing: list[Segment]
) -> None:
    """The fields behind the first of the notes are notes too, up to the day that closes them."""
    start, end = layout.notes[0]
    limit = len(state.text[: state.place(closing[0])[0]].rstrip()) if closing else len(state.text)
    layout.notes[0] = start, min(end, limit)
    if rest and end < limit:
        layout.notes.append((state.place(_first(rest[0]))[0], limit))
    layout.segments += closing
    _near_misses().refuse_hidden_entry(state, rest)
    _near_misses().warn_of_days(state, rest)


def _is_closing(
    state: ReadingState, fields: Sequence[Sequence[Segment]], kinds: tuple[str, ...]
) -> bool:
    """Whether the last field is nothing but a day (or start), and the only one said."""
    *others, last = fields
    words = [segment for segment in last if segment.kind not in ("sep", "filler")]
    if len(words) != 1 or state.tokens[last[-1].end].kind != END or state.given.spent_date:
        return False
    value = words[0].meaning
    when = value[0] if isinstance(value, tuple) else value
    long = isinstance(when, When) and when.unit not in ("day", "range")
    wrong = isinstance(when, Problem) and when.code == "invalid_date"
    fits = wrong or (words[0].is_match(*kinds) and not long)
    return fits and not any(a.is_match(*kinds) for field in others for a in field)


def _measured(segments: Sequence[Segment]) -> bool:
    """Whether a quantity is said, or leave, which lasts the day."""
    return any(a.is_match(*QUANTITIES) or (a.mention and a.mention.leave) for a in segments)


def _first(field: list[Segment]) -> Segment:
    return field[1] if field[0].kind == "sep" and len(field) > 1 else field[0]


def _tail(
    state: ReadingState,
    layout: Layout,
    field: list[Segment],
    stray: Segment,
    named: bool,
    measured: bool,
) -> bool:
    """Notes inside a field, behind an introducing word, the quantity or the day."""
    at = field.index(stray)
    before = field[:at]
    named = named or names_something(before)
    measured = measured or _measured(before)
    start = _introduced(state, field, at)
    end = len(field)
    kinds = layout.closing if measured else (*layout.closing, *QUANTITIES)
    while end > at + 1 and _may_close(state, field, end - 1, at, kinds):
        if not measured and field[end - 1].is_match(*QUANTITIES):
            measured, kinds = True, layout.closing
        end -= 1
    while end < len(field) and end > at + 1 and _between_both(state, field[end - 1]):
        end -= 1
    if start is None or start >= end or not named or not measured:
        return False
    first = start - 1 if start and field[start - 1].is_match("days") else start
    _near_misses().refuse_misspelt_days(state, field[first:end], layout.closing)
    start = _with_bracket(state, field, start)
    _near_misses().refuse_part_of(state, field, field[start:end])
    text_end = len(state.text) if end == len(field) else state.place(field[end - 1])[1]
    layout.segments += [*before, *field[end:]]
    layout.notes = [(state.place(field[start])[0], text_end)]
    return True


def _with_bracket(state: ReadingState, field: Sequence[Segment], start: int) -> int:
    """Where notes start with the bracket that opens in front of them: they keep both or none."""
    before = state.tokens[field[start - 1].start] if start else None
    opens = before is not None and field[start - 1].kind == "filler" and before.text in "([{"
    return start - 1 if opens else start


def _between_both(state: ReadingState, segment: Segment) -> bool:
    """Whether a filler stands between notes and the day that closes them, and belongs to none."""
    sign = state.tokens[segment.start]
    return segment.kind == "filler" and (sign.gap or sign.text not in _CLOSING)


def _may_close(
    state: ReadingState, field: Sequence[Segment], place: int, at: int, kinds: tuple[str, ...]
) -> bool:
    """Whether an match behind the notes at `at` is structure of these kinds and no part of them.

    "moved the call to friday" and "slides for monday" speak of the day.
    """
    segment, link = field[place], state.tokens[field[place].start - 1]
    if segment.is_match("days"):
        spoken_of = field[place - 1].kind == "filler" and link.text in _SPEAKING_OF
        return not spoken_of and not any(a.is_match("days") for a in field[:at])
    return segment.is_match(*kinds)


def _introduced(state: ReadingState, field: list[Segment], at: int) -> int | None:
    """Where notes start whose first left-over words are at `at`; None when nothing allows them."""
    run, before = field[at], _before(state, field, at)
    first = state.tokens[run.start]
    if first.text in STARTERS:
        return _behind_starter(field, at, first.text)
    if _is_activity(state, run, before):
        return at
    if first.text in VERBS or state.given.assignment is not None:
        return at
    introduced = _behind_a_word(state, field, at)
    if introduced is not None or before is None or first.kind == NUMBER:
        return introduced
    if run is field[-1] or before.is_match("days", *QUANTITIES):
        _near_misses().refuse_misspelt_day(state, run)
    opaque = any(state.tokens[i].kind == OPAQUE for i in range(run.start, run.end))
    if not opaque and STRUCTURE.union(TIME_NOUNS).issuperset(state.words(run)):
        return None
    closing = before.kind in ("quote", "tag", "task", "at") or before.is_match("days", *QUANTITIES)
    return at if closing else None


def _behind_starter(field: list[Segment], at: int, word: str) -> int | None:
    """Notes begin with "because", and behind "doing"."""
    run = field[at]
    alone = run.end == run.start + 1
    if alone and at + 1 == len(field):
        return None
    if word == "because":
        return at
    if alone:
        return at + 1
    field[at] = Segment("run", run.start + 1, run.end)
    return at


def _is_activity(state: ReadingState, run: Segment, before: Segment | None) -> bool:
    """`… on Task Force meetings`: behind a name written in full, what was done there."""
    words = state.words(run)
    mention = before.mention if before is not None else None
    named = mention is not None and bool(mention.projects) and mention.how == "exact"
    told = named and bool(words) and ACTIVITIES.issuperset(words)
    return told and " ".join(words) not in state.names.task_keys


def _before(state: ReadingState, field: Sequence[Segment], at: int) -> Segment | None:
    """What stands before the words at `at`, past signs that say nothing: `[2h] css`."""
    while at and state.tokens[field[at - 1].start].text in _SAYING_NOTHING:
        at -= 1
    return field[at - 1] if at else None


def _behind_a_word(state: ReadingState, field: Sequence[Segment], at: int) -> int | None:
    """Where notes start that "for", "with" or a bracket introduces."""
    fillers = at
    while fillers and field[fillers - 1].kind == "filler":
        fillers -= 1
    for place in range(fillers, at):
        word = state.tokens[field[place].start].text
        if word in ("for", "about", "re", "regarding"):
            return place + 1
        if word in ("with", "to", "working", "("):
            return place
    return None


def _activity(state: ReadingState, layout: Layout) -> bool:
    """`fixing the header on PROJECT`: an activity of two words and more in front of the name."""
    segments, strays = layout.segments, [a for a in layout.strays if a in layout.segments]
    if not strays:
        return False
    at, last = segments.index(strays[0]), segments.index(strays[-1])
    name = next((place for place in range(last, len(segments)) if segments[place].mention), last)
    between = segments[last + 1 : name]
    linked = any(state.tokens[a.start].text in ("on", "for") for a in between)
    loose = [*segments[at:last], *between]
    if not linked or not all(a.kind in ("run", "filler", "join") for a in loose):
        return False
    verb = state.tokens[strays[0].start].text in VERBS
    words = sum(len(state.words(segment)) for segment in strays)
    alone = named_projects(segments) == [segments[name]] and len(measures(segments)) < 2
    if not verb or words < 2 or not alone:
        return False
    layout.notes = [(state.place(segments[at])[0], state.place(segments[last])[1])]
    layout.segments = segments[:at] + segments[last + 1 :]
    layout.strays = []
    return True


def _isolated(state: ReadingState, layout: Layout) -> None:
    """A field of its own in front of the rest, of two words and more, is the notes."""
    parts = split_fields(layout.segments)
    loose = [part for part in parts if any(a in layout.strays for a in part)]
    if len(loose) != 1 or len(parts) < 2:
        return
    field = [segment for segment in loose[0] if segment.kind != "sep"]
    if not all(segment.kind in ("run", "filler", "join") for segment in field):
        return
    if sum(len(state.words(segment)) for segment in field) < 2:
        return
    rest = [segment for part in parts if part is not loose[0] for segment in part]
    complete = named_projects(rest) and any(a.is_match(*QUANTITIES) for a in rest)
    if not complete:
        return
    _near_misses().refuse_misspelt_days(state, field, layout.closing)
    first = field[_polite(state, field)]
    layout.notes = [(state.place(first)[0], state.place(field[-1])[1])]
    layout.segments = rest
    layout.strays = []


def _polite(state: ReadingState, field: Sequence[Segment]) -> int:
    """How many words in front only ask for the entry: "please log", "I spent"."""
    words = [
        state.tokens[segment.start].text for segment in field if segment.end == segment.start + 1
    ]
    lead = list(takewhile(lambda word: word in _GREETING or word in _ASKING, words))
    asked = len(lead) > 1 or not _GREETING.isdisjoint(lead)
    return len(lead) if asked and len(lead) < len(field) else 0


def _near_misses() -> ModuleType:
    """The refusals of fields that look like something else."""
    # Loaded for a field of notes.
    from harvest_cli.language.sentence import near_misses

    return near_misses
