"""Where the notes are, when no colon says so.

Fields are divided by commas, bars and spaced dashes. Fields of nothing but structure are read;
the first other one behind a project and a quantity starts the notes; a day may close them.
Inside a field, notes may follow "doing", "for", an activity ("fixing …") or stand behind the
quantity or the day.
"""

from collections.abc import Sequence
from itertools import takewhile

from harvest_cli.language.days.calendar_math import When
from harvest_cli.language.names.matching import task_matches
from harvest_cli.language.sentence.doubts import (
    refuse_doubt,
    refuse_hidden_entry,
    refuse_misspelt_day,
    warn_of_days,
)
from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.fields import has_role, segments
from harvest_cli.language.sentence.parts import measures, names_something
from harvest_cli.language.sentence.project_and_task import named_projects, places_of, possible
from harvest_cli.language.sentence.scan import QUANTITIES, Segment
from harvest_cli.language.text.item import Problem
from harvest_cli.language.text.tokens import END, NUMBER, OPAQUE
from harvest_cli.language.text.vocabulary import STARTERS, STRUCTURE, TIME_NOUNS, VERBS, listed

_CLOSING = frozenset(")]?!…")
_SAYING_NOTHING = _CLOSING | {"*"}
_GREETING = frozenset(listed("hey hi hello please pls"))
_ASKING = frozenset(listed("i we you can could log logged track add put book enter spent spend"))
_SPEAKING_OF = frozenset(("from", "to", "for", "about", "by", "of", "with", "into", "re", "as"))


class Layout:
    """The structured atoms, and the characters that are notes.

    `closing` are the kinds of items that may follow notes without a colon.
    """

    __slots__ = ("atoms", "closing", "notes", "strays")

    def __init__(self, closing: tuple[str, ...]) -> None:
        self.atoms: list[Segment] = []
        self.closing = closing
        self.notes: list[tuple[int, int]] = []
        self.strays: list[Segment] = []


def lay_out(
    draft: ReadingState,
    atoms: list[Segment],
    *,
    measured: bool,
    closing: tuple[str, ...] = ("days",),
) -> Layout:
    """Divide into structure and notes.

    `measured` when no quantity has to be in the words; a last field of a `closing` kind is no note.
    """
    layout = Layout(closing)
    known = possible(draft, atoms)
    fields = segments(atoms)
    named = draft.given.assignment is not None
    rest = list(fields)
    for segment in fields:
        rest.pop(0)
        foreign = named and measured and _foreign(draft, layout.atoms, segment)
        strays = [
            a for a in segment if a.kind == "run" and (foreign or not has_role(draft, a, known))
        ]
        if strays and named and measured:
            _whole_field(draft, layout, segment, strays)
            break
        if strays and _tail(draft, layout, segment, strays[0], named, measured):
            break
        layout.atoms += segment
        layout.strays += strays
        named = named or names_something(segment)
        measured = measured or _measured(segment)
    if layout.notes:
        closes = bool(rest) and _is_closing(draft, fields, closing)
        _further(draft, layout, rest, rest.pop() if closes else [])
    elif layout.strays and not _activity(draft, layout):
        _isolated(draft, layout)
    return layout


def _whole_field(
    draft: ReadingState, layout: Layout, segment: list[Segment], strays: list[Segment]
) -> None:
    """Notes that begin with a field of their own."""
    if strays == [_only(segment)] and strays[0].end == strays[0].start + 1:
        refuse_misspelt_day(draft, strays[0])
    refuse_doubt(draft, layout.atoms, segment)
    layout.notes = [(draft.tokens[_first(segment).start].start, len(draft.text))]


def _foreign(draft: ReadingState, before: Sequence[Segment], segment: Sequence[Segment]) -> bool:
    """Whether a field names a project that cannot be the one named before it."""
    first, second = named_projects(before), named_projects(segment)
    if not first or not second:
        return False
    places = set(places_of(draft, first[0]))
    if any(places.intersection(places_of(draft, atom)) for atom in second):
        return False
    others = possible(draft, second)
    runs = [draft.words(atom) for atom in segment if atom.kind == "run"]
    return not any(task_matches(a, words, exact=True) for a in others for words in runs)


def _further(
    draft: ReadingState, layout: Layout, rest: list[list[Segment]], closing: list[Segment]
) -> None:
    """The fields behind the first of the notes are notes too, up to the day that closes them."""
    start, end = layout.notes[0]
    limit = len(draft.text[: draft.place(closing[0])[0]].rstrip()) if closing else len(draft.text)
    layout.notes[0] = start, min(end, limit)
    if rest and end < limit:
        layout.notes.append((draft.place(_first(rest[0]))[0], limit))
    layout.atoms += closing
    refuse_hidden_entry(draft, rest)
    warn_of_days(draft, rest)


def _is_closing(
    draft: ReadingState, fields: Sequence[Sequence[Segment]], kinds: tuple[str, ...]
) -> bool:
    """Whether the last field is nothing but a day (or start), and the only one said."""
    *others, last = fields
    words = [atom for atom in last if atom.kind not in ("sep", "filler")]
    if len(words) != 1 or draft.tokens[last[-1].end].kind != END or draft.given.spent_date:
        return False
    value = words[0].meaning
    when = value[0] if isinstance(value, tuple) else value
    long = isinstance(when, When) and when.unit not in ("day", "range")
    wrong = isinstance(when, Problem) and when.code == "invalid_date"
    fits = wrong or (words[0].is_item(*kinds) and not long)
    return fits and not any(a.is_item(*kinds) for field in others for a in field)


def _only(segment: Sequence[Segment]) -> Segment | None:
    """The one atom of a field, apart from its separator."""
    field = [atom for atom in segment if atom.kind not in ("sep", "filler")]
    return field[0] if len(field) == 1 else None


def _measured(atoms: Sequence[Segment]) -> bool:
    """Whether a quantity is said, or leave, which lasts the day."""
    return any(a.is_item(*QUANTITIES) or (a.claim and a.claim.leave) for a in atoms)


def _first(segment: list[Segment]) -> Segment:
    return segment[1] if segment[0].kind == "sep" and len(segment) > 1 else segment[0]


def _tail(
    draft: ReadingState,
    layout: Layout,
    segment: list[Segment],
    stray: Segment,
    named: bool,
    measured: bool,
) -> bool:
    """Notes inside a field, behind an introducing word, the quantity or the day."""
    at = segment.index(stray)
    before = segment[:at]
    named = named or names_something(before)
    measured = measured or _measured(before)
    start = _introduced(draft, segment, at)
    end = len(segment)
    kinds = layout.closing if measured else (*layout.closing, *QUANTITIES)
    while end > at + 1 and _may_close(draft, segment, end - 1, at, kinds):
        if not measured and segment[end - 1].is_item(*QUANTITIES):
            measured, kinds = True, layout.closing
        end -= 1
    while end < len(segment) and end > at + 1 and _between_both(draft, segment[end - 1]):
        end -= 1
    if start is None or not named or not measured:
        return False
    text_end = len(draft.text) if end == len(segment) else draft.place(segment[end - 1])[1]
    layout.atoms += [*before, *segment[end:]]
    layout.notes = [(draft.place(segment[start])[0], text_end)]
    return True


def _between_both(draft: ReadingState, atom: Segment) -> bool:
    """Whether a filler stands between notes and the day that closes them, and belongs to none."""
    sign = draft.tokens[atom.start]
    return atom.kind == "filler" and (sign.gap or sign.text not in _CLOSING)


def _may_close(
    draft: ReadingState, segment: Sequence[Segment], place: int, at: int, kinds: tuple[str, ...]
) -> bool:
    """Whether an item behind the notes at `at` is structure of these kinds and no part of them.

    "moved the call to friday" and "slides for monday" speak of the day.
    """
    atom, link = segment[place], draft.tokens[segment[place].start - 1]
    if atom.is_item("days"):
        spoken_of = segment[place - 1].kind == "filler" and link.text in _SPEAKING_OF
        return not spoken_of and not any(a.is_item("days") for a in segment[:at])
    return atom.is_item(*kinds)


def _introduced(draft: ReadingState, segment: list[Segment], at: int) -> int | None:
    """Where notes start whose first left-over words are at `at`; None when nothing allows them."""
    run, before = segment[at], _before(draft, segment, at)
    first = draft.tokens[run.start]
    if first.text in STARTERS:
        if run.end == run.start + 1:
            return at + 1 if at + 1 < len(segment) else None
        segment[at] = Segment("run", run.start + 1, run.end)
        return at
    if first.text in VERBS or draft.given.assignment is not None:
        return at
    introduced = _behind_a_word(draft, segment, at)
    if introduced is not None or before is None or first.kind == NUMBER:
        return introduced
    if run is segment[-1] or before.is_item("days", *QUANTITIES):
        refuse_misspelt_day(draft, run)
    opaque = any(draft.tokens[i].kind == OPAQUE for i in range(run.start, run.end))
    if not opaque and STRUCTURE.union(TIME_NOUNS).issuperset(draft.words(run)):
        return None
    closing = before.kind in ("quote", "tag", "task", "at") or before.is_item("days", *QUANTITIES)
    return at if closing else None


def _before(draft: ReadingState, segment: Sequence[Segment], at: int) -> Segment | None:
    """What stands before the words at `at`, past signs that say nothing: `[2h] css`."""
    while at and draft.tokens[segment[at - 1].start].text in _SAYING_NOTHING:
        at -= 1
    return segment[at - 1] if at else None


def _behind_a_word(draft: ReadingState, segment: Sequence[Segment], at: int) -> int | None:
    """Where notes start that "for", "with" or a bracket introduces."""
    fillers = at
    while fillers and segment[fillers - 1].kind == "filler":
        fillers -= 1
    for place in range(fillers, at):
        word = draft.tokens[segment[place].start].text
        if word in ("for", "about", "re", "regarding"):
            return place + 1
        if word in ("with", "to", "working", "("):
            return place
    return None


def _activity(draft: ReadingState, layout: Layout) -> bool:
    """`fixing the header on PROJECT`: an activity of two words and more in front of the name."""
    atoms, strays = layout.atoms, [a for a in layout.strays if a in layout.atoms]
    if not strays:
        return False
    at, last = atoms.index(strays[0]), atoms.index(strays[-1])
    name = next((place for place in range(last, len(atoms)) if atoms[place].claim), last)
    between = atoms[last + 1 : name]
    linked = any(draft.tokens[a.start].text in ("on", "for") for a in between)
    loose = [*atoms[at:last], *between]
    if not linked or not all(a.kind in ("run", "filler", "join") for a in loose):
        return False
    verb = draft.tokens[strays[0].start].text in VERBS
    words = sum(len(draft.words(atom)) for atom in strays)
    alone = named_projects(atoms) == [atoms[name]] and len(measures(atoms)) < 2
    if not verb or words < 2 or not alone:
        return False
    layout.notes = [(draft.place(atoms[at])[0], draft.place(atoms[last])[1])]
    layout.atoms = atoms[:at] + atoms[last + 1 :]
    layout.strays = []
    return True


def _isolated(draft: ReadingState, layout: Layout) -> None:
    """A field of its own in front of the rest, of two words and more, is the notes."""
    parts = segments(layout.atoms)
    loose = [part for part in parts if any(a in layout.strays for a in part)]
    if len(loose) != 1 or len(parts) < 2:
        return
    field = [atom for atom in loose[0] if atom.kind != "sep"]
    if not all(atom.kind in ("run", "filler", "join") for atom in field):
        return
    if sum(len(draft.words(atom)) for atom in field) < 2:
        return
    rest = [atom for part in parts if part is not loose[0] for atom in part]
    complete = named_projects(rest) and any(a.is_item(*QUANTITIES) for a in rest)
    if not complete:
        return
    first = field[_polite(draft, field)]
    layout.notes = [(draft.place(first)[0], draft.place(field[-1])[1])]
    layout.atoms = rest
    layout.strays = []


def _polite(draft: ReadingState, field: Sequence[Segment]) -> int:
    """How many words in front only ask for the entry: "please log", "I spent"."""
    words = [draft.tokens[atom.start].text for atom in field if atom.end == atom.start + 1]
    lead = list(takewhile(lambda word: word in _GREETING or word in _ASKING, words))
    asked = len(lead) > 1 or not _GREETING.isdisjoint(lead)
    return len(lead) if asked and len(lead) < len(field) else 0
