"""A sentence of `hv report`, `entries`, `week`, `gaps` or `copy`: days, groups, what narrows it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from harvest_cli.domain.days import Period, period_before
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.totals import MOST_GROUPS
from harvest_cli.language.days.calendar_math import When, shift
from harvest_cli.language.days.named_periods import SHOW
from harvest_cli.language.names.index import Names
from harvest_cli.language.periods.alike import past_year
from harvest_cli.language.periods.combine import COMPARES, days_meant
from harvest_cli.language.periods.days_back import days_said
from harvest_cli.language.periods.filters import narrowed
from harvest_cli.language.periods.marks import PERSON, beside, group, is_join, mark, without
from harvest_cli.language.periods.numbered import more_days
from harvest_cli.language.periods.tasks_and_people import with_all_names
from harvest_cli.language.sentence.reading_state import (
    ReadingState,
    find,
    read_through_slips,
    refuse_loose_ends,
)
from harvest_cli.language.sentence.scan import Segment, append
from harvest_cli.language.text.match import (
    JOINING,
    Match,
    Mended,
    Problem,
    Tokens,
    is_word,
    refusal,
    skip,
)
from harvest_cli.language.text.readings import (
    Conventions,
    Kind,
    Marks,
    Overrides,
    PeriodReading,
    Person,
)
from harvest_cli.language.text.tokens import AT, END, MENTION, NUMBER, SIGN, TAG, TASK, WORD
from harvest_cli.language.text.vocabulary import FILLER, LAST, PUNCTUATION, STRUCTURE, listed

_NO_RANGE = Problem("no_range", "The days are missing", SHOW)
_NO_ANSWER = Problem(
    "no_range", "hv sums and lists time, and answers nothing else", "`hv entries last month`"
)
_TO_DO = Problem("no_range", "hv sums what was logged, not what was to be", "`hv gaps`")
_TWO_TEXTS = Problem("no_range", "Notes are searched for one text", "Ask for one of them")
_OR = Problem("no_range", '"or" stands between things of two kinds', "Ask for one of them")
_WHICH = Problem(
    "no_range", "Which period that is was not said", "Write both: `this week and last week`"
)
_ALL_TIME = Problem(
    "no_range", "A period needs a start", "Write the years, like `2024 to 2026`, or `since 2024`"
)
_ASKING = FILLER | frozenset(
    listed(
        "doing hours hour time times show me what how look looks looked looking like give get "
        "breakdown report reports entries entry everything anything list summary summarise "
        "summarize total totals much many where went go going see tell print display need want "
        "i'd id let whats that these those during only just per over across overview timesheet "
        "timesheets stats statistics there our would between should could does or us same "
        "period range dates days sum out up far so clients projects tasks customers until "
        "till spend grouped group split broken down sorted please thanks thank which whole "
        "entire full each been be between's compare comparing difference myself mine yet "
        "still if any took take most busy goes either else are"
    )
)


def parse_period(
    text: str,
    now: datetime,
    names: Names,
    conventions: Conventions = Conventions(),  # noqa: B008 - frozen
    default: Period | None = None,
    people: Sequence[Person] = (),
) -> PeriodReading:
    """Read a sentence as days, grouping and filters; `now` is aware.

    Without a period in it, `default` counts. `people` are those whom it may name. Raises
    SentenceError; its `days` are those that were understood all the same.
    """
    if not text.strip():
        if default is not None:
            return PeriodReading(text, default)
        raise refusal(_NO_RANGE, text, None)

    def read(mended: Mended) -> PeriodReading:
        state = ReadingState(text, now, names, conventions, Overrides(), mended)
        return _read(state, default, people)

    return read_through_slips(text, names.may_begin, read)


def _read(state: ReadingState, default: Period | None, people: Sequence[Person]) -> PeriodReading:
    with_all_names(state, people)
    _without_possessives(state.tokens)
    segments = _scan(state)
    said = days_meant(state, segments, default)
    only, left, within = narrowed(state, segments, said)
    _refuse_left_out(state, segments)
    asked = _asked(state, segments)
    refuse_loose_ends(state, segments)
    _refuse_or(state)
    if said.period is None:
        raise state.refuse(_NO_RANGE)
    return PeriodReading(
        text=state.text,
        period=said.period,
        group_by=asked.groups,
        only=only,
        without=left,
        within=within,
        marks=asked.marks,
        everyone=asked.everyone,
        runs=said.runs,
        weekdays=said.weekdays,
        compared=said.compared,
        named=said.named,
        spans=state.roles.spans(),
        inferences=tuple(state.inferences),
    )


def _refuse_or(state: ReadingState) -> None:
    """Refuse `Acme or QA`, `billed or approved`, of which all that is named would count."""
    places = [i for i, token in enumerate(state.tokens) if is_word(token, "or")]
    told = [span for span in state.roles.spans() if span.kind is not Kind.FILLER] if places else []
    for before, after in pairwise(told):
        between = (i for i in places if before.end <= state.tokens[i].start < after.start)
        kinds = {_WORK.get(span.kind, span.kind) for span in (before, after)}
        if (len(kinds) > 1 or Kind.FILTER in kinds) and (i := next(between, None)) is not None:
            raise state.refuse(_OR, Segment("join", i, i + 1))


_WORK = {Kind.CLIENT: Kind.PROJECT}


def _without_possessives(tokens: Tokens) -> None:
    """`last month's hours` reads like `last month hours`."""
    for token in tokens:
        if token.stem != token.text and token.stem in STRUCTURE | _UNITS:
            token.text = token.stem


_UNITS = frozenset(listed("week month quarter year weekend"))


# -- the walk --------------------------------------------------------------------------------


def _scan(state: ReadingState) -> list[Segment]:
    segments, walk, i = list[Segment](), _Walk(), 0
    state.context.nothing = set()
    while (token := state.tokens[i]).kind != END:
        segment = _atom(state, i, walk)
        walk.compares = walk.compares or is_word(token, *COMPARES)
        walk.versus = walk.versus or segment.kind == "vs"
        walk.days = segment if segment.is_match("days") else walk.days
        i = append(segments, segment)
        walk.run = segments[-1] if segment.kind == "run" else None
    state.context.nothing = None
    return segments


class _Walk:
    """What was met so far: days, a word that compares them, `vs` between them, words left over."""

    days: Segment | None = None
    run: Segment | None = None
    compares = versus = False

    def names_go_on(self, state: ReadingState, i: int) -> bool:
        """Whether the word at `i` belongs to the words before it: `annual report`."""
        run = self.run and Segment("run", self.run.start, i + 1)
        return run is not None and find(state, state.words(run)) is not None


def _atom(state: ReadingState, i: int, walk: _Walk) -> Segment:
    tokens, token = state.tokens, state.tokens[i]
    if token.kind in _DIRECT:
        return Segment(_DIRECT[token.kind], i, i + 1, token.value)
    match = _matched(state, i, walk)
    if match is not None:
        return Segment("match", i, match.end, match)
    for kind, place in (("vs", beside(tokens, i)), ("without", without(tokens, i))):
        if place:
            return Segment(kind, i, place)
    if is_join(token):
        return Segment("join", i, i + 1)
    if is_word(token, "this") and (is_join(tokens[i + 1]) or beside(tokens, i + 1)):
        raise state.refuse(_WHICH, Segment("filler", i, i + 1))
    _refuse_endless(state, i)
    if is_word(token, "how") and is_word(tokens[i + 1], "long"):
        return Segment("filler", i, i + 2)
    to_bill = is_word(token, "left") and is_word(tokens[i + 1], "to", "unbilled", "uninvoiced")
    asked = to_bill or token.text in _ASKING
    asked = asked and token.kind == WORD and not walk.names_go_on(state, i)
    plain = token.kind == SIGN and token.text in PUNCTUATION
    return Segment("filler" if asked or plain else "run", i, i + 1)


def _refuse_endless(state: ReadingState, i: int) -> None:
    """Refuse `all time`, which has no start, and questions that days do not answer."""
    tokens = state.tokens
    if is_word(tokens[i], "all") and is_word(tokens[i + 1], "time"):
        raise state.refuse(_ALL_TIME, Segment("filler", i, i + 2))
    if is_word(tokens[i], "when", "why", "whom", "whose"):
        raise state.refuse(_NO_ANSWER, Segment("filler", i, i + 1))
    if is_word(tokens[i], "work", "worked", "log", "logged"):
        before = " ".join(token.text for token in tokens[max(i - 2, 0) : i])
        if before.endswith(("not", "have to", "need to", "left to", "should i", "i should")):
            raise state.refuse(_TO_DO, Segment("filler", i, i + 1))


_DIRECT = {MENTION: "mention", AT: "at", TAG: "tag", TASK: "run", PERSON: "person"}


def _matched(state: ReadingState, i: int, walk: _Walk) -> Match | None:
    tokens = state.tokens
    if walk.days and (walk.versus or walk.compares):
        found = _relative(tokens, i, walk.days)
        if found is not None:
            return found
    told = mark(tokens, i) or group(tokens, i) or _day_beside(tokens, i, walk.days)
    if told is not None and told.kind == "notes":
        _cut_notes(state, told)
    return told or days_said(tokens, i, state.context, walk.compares)


def _cut_notes(state: ReadingState, match: Match) -> None:
    """End `about checkout q3` and `about checkout Acme` before what is told of days or names."""
    tokens, place = state.tokens, match.value
    first, last = place if isinstance(place, tuple) else (0, 0)
    for k in range(first + 1, last if last == match.end else 0):
        if tokens[k - 1].text in JOINING:
            continue
        told = mark(tokens, k) or group(tokens, k) or days_said(tokens, k, state.context)
        after = tokens[told.end] if told else tokens[k]
        plain = after.kind == WORD and after.text not in JOINING and mark(tokens, k) is None
        plain = plain and not (told and beside(tokens, told.end))
        if tokens[k].kind in (MENTION, PERSON, TASK, AT) or (
            told and (told.end >= last or not plain)
        ):
            match.end, match.value = k, (first, k)
            state.infer("notes", f'notes with "{_text_of_notes(state, match.value)}"')
            return


def _day_beside(tokens: Tokens, i: int, beside_: Segment | None) -> Match | None:
    """`last week and the week before`, the `10` and `17` of `oct 3, 10 and 17`."""
    when = beside_.meaning if beside_ and i and is_join(tokens[i - 1]) else None
    if not isinstance(when, When):
        return None
    j = skip(tokens, i, "the")
    more = more_days(tokens, j, when)
    if more is not None:
        return Match("days", i, more[1], more[0])
    before = is_word(tokens[j + 1], "before", "after") and tokens[j + 2].text not in _DAY_WORDS
    if before and when.unit != "day" and is_word(tokens[j], when.unit):
        run = period_before(Period(when.start, when.end))
        earlier = is_word(tokens[j + 1], "before")
        return Match("days", i, j + 2, When(run.start, run.end, when.unit)) if earlier else None
    if not before or not is_word(tokens[j], "day"):
        return None
    day = shift(when.start, -1) if is_word(tokens[j + 1], "before") else shift(when.end, 1)
    return Match("days", i, j + 2, When(day)) if day else None


_DAY_WORDS = ("yesterday", "tomorrow", "last")


def _relative(tokens: Tokens, i: int, beside_: Segment) -> Match | None:
    """`the week before`, `the previous month`, `the same month last year`, of what it follows."""
    j = skip(tokens, i, "the")
    same = is_word(tokens[j], "same")
    j = skip(tokens, j + 1, *_STRETCHES) if same else j
    after = past_year(tokens, skip(tokens, j, "of", "in"))
    when = beside_.meaning
    short = isinstance(when, When) and when.unit != "year" and when.unit != "range"
    if after and (same or short or not is_word(tokens[skip(tokens, j, "of", "in")], *LAST)):
        return Match("relative", i, after, "year")
    k = j + 1 + (tokens[j + 1].kind == NUMBER)
    if is_word(tokens[j], "previous", "prior", "preceding") and is_word(tokens[k], *_STRETCHES):
        return Match("relative", i, k + 1, "before")
    before = is_word(tokens[j], *_STRETCHES) and is_word(tokens[j + 1], "before", "earlier")
    if before and not is_word(tokens[j + 2], "last"):
        return Match("relative", i, j + 2, "before")
    return None


_STRETCHES = listed(
    "period one day week month quarter year fortnight half days weeks months quarters years"
)


def _refuse_left_out(state: ReadingState, segments: Sequence[Segment]) -> None:
    """Refuse `except by client`, `without "checkout"`: what is no name and no day stays."""
    for before, segment in pairwise(segments):
        if before.kind == "without" and segment.is_match(*_ROLES):
            typed = state.typed(segment).strip('"')
            problem = Problem("no_range", f'Cannot leave out "{typed}"', _LEAVE_OUT)
            raise state.refuse(problem, before, segment)


_LEAVE_OUT = "Leave out names or days: `last month except friday`"


# -- groups and marks --------------------------------------------------------------------------


class _Asked(NamedTuple):
    groups: tuple[str, ...]
    marks: Marks
    everyone: bool


_ROLES = {
    "group": Kind.GROUP,
    "who": Kind.GROUP,
    "mark": Kind.FILTER,
    "notes": Kind.FILTER,
    "everyone": Kind.PERSON,
    "team": Kind.PERSON,
}


def _asked(state: ReadingState, segments: Sequence[Segment]) -> _Asked:
    groups: list[str] = []
    marks: dict[str, object] = {}
    everyone = False
    for segment in segments:
        match = segment.match
        if match is None or match.kind not in _ROLES:
            continue
        state.roles.mark(segment.start, segment.end, _ROLES[match.kind])
        everyone = everyone or match.kind in ("everyone", "who", "team")
        if match.kind == "notes":
            if "notes" in marks:
                raise state.refuse(_TWO_TEXTS, segment)
            marks["notes"] = _text_of_notes(state, match.value)
        elif match.kind == "mark":
            _add_marks(state, segment, marks)
        elif isinstance(match.value, tuple):
            groups += [str(name) for name in match.value if name not in groups]
    if len(groups) > MOST_GROUPS:
        fewer = f"Group by at most {MOST_GROUPS}: `by {', '.join(groups[:MOST_GROUPS])}`"
        problem = Problem("no_range", f"More than {MOST_GROUPS} groups", fewer)
        raise state.refuse(problem, *[a for a in segments if a.is_match("group", "who")])
    groups = groups or ["team" for a in segments if a.is_match("team")][:1]
    return _Asked(tuple(groups), Marks(**marks), everyone)  # type: ignore[arg-type]


def _add_marks(state: ReadingState, segment: Segment, marks: dict[str, object]) -> None:
    said = segment.meaning
    for name, value in said if isinstance(said, tuple) else ():
        if marks.setdefault(name, value) != value:
            raise state.refuse(_contrary(name), segment)


def _contrary(name: str) -> Problem:
    if name == "billable":
        message = "Billable and non-billable exclude each other"
    else:
        message = f"Two states of {'bills' if name == 'billed' else name} exclude each other"
    return Problem("no_range", message, "Give only one of them")


def _text_of_notes(state: ReadingState, place: object) -> str:
    """What the notes shall hold, as typed; empty: entries without notes."""
    if not isinstance(place, tuple):
        return ""
    first, last = state.tokens[place[0]], state.tokens[place[1] - 1]
    return state.text[first.start : last.end].strip().strip("\"“”«»„'‘’").strip()
