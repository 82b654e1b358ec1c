"""A sentence of `hv report`, `entries` or `week`: a period, how to group it, and filters."""

from collections.abc import Sequence
from datetime import datetime

from harvest_cli.domain.days import Period
from harvest_cli.language.days.calendar_math import When, shift
from harvest_cli.language.days.named_periods import SHOW
from harvest_cli.language.days.periods import period
from harvest_cli.language.days.ranges import point, stretch
from harvest_cli.language.days.relative import day
from harvest_cli.language.names.index import Names
from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.filters import billable, filters, group
from harvest_cli.language.sentence.scan import Segment, append
from harvest_cli.language.text.item import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    is_sign,
    is_word,
    refusal,
    skip,
)
from harvest_cli.language.text.readings import Conventions, Kind, Overrides, PeriodReading
from harvest_cli.language.text.tokens import AT, CLAIM, END, SIGN, TAG, TASK, WORD
from harvest_cli.language.text.vocabulary import FILLER, PUNCTUATION, STRUCTURE, UNTIL, listed

_NO_RANGE = Problem("no_range", "The days are missing", SHOW)
_FUTURE = Problem("no_range", "That period begins in the future", "Give a period that has begun")
_OPEN = Problem("no_range", "A period needs a start and an end", "Give both, like `nov 2 to nov 6`")
_TWO = Problem("invalid_date", "Two periods in one sentence", "Give one, or `a to b`")
_ASKING = FILLER | frozenset(
    listed(
        "doing hours hour time times show me what how look looks looked looking like give get "
        "breakdown report reports entries entry everything list summary summarise summarize "
        "total totals much many where went go going see tell print display need want i'd id "
        "let whats that these those during only just per over across overview timesheet "
        "timesheets stats statistics there our would between should could does and or us "
        "period range dates days sum out up far so go clients projects tasks customers until "
        "till spend grouped group split broken down sorted please thanks thank"
    )
)


def parse_period(
    text: str,
    now: datetime,
    names: Names,
    manner: Conventions = Conventions(),  # noqa: B008 - frozen
    default: Period | None = None,
) -> PeriodReading:
    """Read a sentence as days, grouping and filters; `now` is aware.

    Without a period in it, `default` counts. Raises SentenceError.
    """
    if not text.strip():
        if default is not None:
            return PeriodReading(text, default)
        raise refusal(_NO_RANGE, text, None)
    draft = ReadingState(text, now, names, manner, Overrides())
    _without_possessives(draft.tokens)
    atoms = _scan(draft)
    whole = _period(draft, atoms)
    client, assignment, task = filters(draft, atoms, found=whole is not None)
    groups, billable = _grouping(draft, atoms)
    if whole is None and default is None:
        raise draft.refuse(_NO_RANGE)
    days = Period(whole.start, whole.end) if whole else default
    if days is None:
        raise draft.refuse(_NO_RANGE)
    return PeriodReading(
        text,
        days,
        groups,
        client,
        assignment,
        task,
        billable,
        draft.roles.spans(),
        tuple(draft.inferences),
    )


def _without_possessives(tokens: Tokens) -> None:
    """`last month's hours` reads like `last month hours`."""
    for token in tokens:
        if token.stem != token.text and token.stem in STRUCTURE | _UNITS:
            token.text = token.stem


_UNITS = frozenset(listed("week month quarter year weekend"))


# -- the walk --------------------------------------------------------------------------------


def _scan(draft: ReadingState) -> list[Segment]:
    atoms: list[Segment] = []
    i = 0
    while draft.tokens[i].kind != END:
        i = append(atoms, _atom(draft.tokens, i, draft.scene))
    return atoms


def _atom(tokens: Tokens, i: int, scene: ReadingContext) -> Segment:
    token = tokens[i]
    if token.kind in _DIRECT:
        kind = _DIRECT[token.kind]
        return Segment(kind, i, i + 1, token.value)
    item = group(tokens, i) or billable(tokens, i) or _days(tokens, i, scene)
    if item is not None:
        return Segment("item", i, item.end, item)
    if token.kind == SIGN and token.text in PUNCTUATION:
        return Segment("filler", i, i + 1)
    if token.kind == WORD and token.text in _ASKING:
        return Segment("filler", i, i + 1)
    return Segment("run", i, i + 1)


_DIRECT = {CLAIM: "claim", AT: "at", TAG: "tag", TASK: "run"}


def _days(tokens: Tokens, i: int, scene: ReadingContext) -> Match | None:
    found = (
        stretch(tokens, i, scene)
        or _since(tokens, i, scene)
        or day(tokens, i, scene)
        or period(tokens, i, scene)
    )
    if found is None:
        return None
    when, j = found
    if isinstance(when, Problem):
        return Match("problem", i, j, when)
    return Match("days", i, j, when, when.inferences)


_WHOLE = frozenset(("week", "month", "quarter", "year"))


def _since(tokens: Tokens, i: int, scene: ReadingContext) -> tuple[When | Problem, int] | None:
    """`since monday`, `from october`, `starting 9 november`: until today."""
    if not is_word(tokens[i], "since", "from", "starting", "beginning", "after"):
        return None
    found = point(tokens, skip(tokens, i + 1, "from", "on"), scene)
    if found is None or isinstance(found[0], Problem):
        return found
    when, j = found[0], found[1]
    if is_word(tokens[i], "from") and when.unit in _WHOLE and not when.floating:
        # "everything from last week" is that week, and nothing after it.
        return None
    start = shift(when.end, 1) if tokens[i].text == "after" else when.start
    if start is None or start > scene.today:
        return _FUTURE, j
    if is_word(tokens[j], "onwards", "onward", "on"):
        j += 1
    return When(start, scene.today, "range", inferences=when.inferences), j


# -- days ------------------------------------------------------------------------------------


def _period(draft: ReadingState, atoms: Sequence[Segment]) -> When | None:
    found = [atom for atom in atoms if atom.is_item("days", "problem")]
    for atom in found:
        value = atom.meaning
        problem = value if isinstance(value, Problem) else _open_end(draft, atom)
        if problem is not None:
            raise draft.refuse(problem, atom)
    whens = [when for a in found if isinstance(when := a.meaning, When)]
    if not whens:
        return None
    whole = whens[0]
    for left, right, when in zip(found, found[1:], whens[1:], strict=False):
        joined = _contiguous(draft, left, right, whole, when)
        if joined is None:
            raise draft.refuse(_TWO, found[0], found[-1])
        whole = joined
    for atom in found:
        draft.roles.mark(atom.start, atom.end, Kind.PERIOD)
        for said in atom.item.inferences if atom.item else ():
            draft.infer(said.kind, said.text)
    return whole


def _open_end(draft: ReadingState, atom: Segment) -> Problem | None:
    """`until friday`, `nov 2 to`: one end of a run is missing."""
    tokens, before = draft.tokens, draft.tokens[max(atom.start - 1, 0)]
    begun = atom.start > 0 and is_word(before, *UNTIL)
    after = tokens[atom.end]
    dash = is_sign(after, "-") and after.gap and tokens[atom.end + 1].kind == END
    ended = is_word(after, *UNTIL) and tokens[atom.end + 1].kind == END
    return _OPEN if begun or dash or ended else None


def _contiguous(
    draft: ReadingState, left: Segment, right: Segment, first: When, second: When
) -> When | None:
    """`yesterday and today`: one run when one follows the other."""
    between = draft.tokens[left.end : right.start]
    if not between or not all(is_word(t, "and") or is_sign(t, ",", "&", "+") for t in between):
        return None
    early, late = sorted((first, second), key=lambda when: when.start)
    if late.start != shift(early.end, 1):
        return None
    return When(early.start, late.end, "range")


# -- grouping --------------------------------------------------------------------------------


def _grouping(draft: ReadingState, atoms: Sequence[Segment]) -> tuple[tuple[str, ...], bool | None]:
    groups: list[str] = []
    billable: bool | None = None
    for atom in atoms:
        item = atom.item
        if item is None:
            continue
        if item.kind == "group" and isinstance(item.value, tuple):
            groups += [str(name) for name in item.value if name not in groups]
            draft.roles.mark(atom.start, atom.end, Kind.GROUP)
        elif item.kind == "billable":
            said = bool(item.value)
            if billable is not None and billable != said:
                message = "Billable and non-billable exclude each other"
                raise draft.refuse(Problem("no_range", message, "Give only one of them"), atom)
            billable = said
            draft.roles.mark(atom.start, atom.end, Kind.FILTER)
    if len(groups) > 2:
        problem = Problem("no_range", "More than two groups", "Group by at most two")
        raise draft.refuse(problem, *[a for a in atoms if a.is_item("group")])
    return tuple(groups), billable
