"""What each looking command can heed of a sentence; the rest is refused, never passed over.

What is heeded, in words.
"""

from collections.abc import Iterator, Sequence

from harvest_cli.domain.days import WEEKDAYS, Period
from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.records import NamedTuple, Protocol
from harvest_cli.domain.totals import steps_of
from harvest_cli.language.text.readings import Kind, Marks, Named, PeriodReading

_JOINING = (
    "by",
    "per",
    "for",
    "on",
    "in",
    "and",
    "or",
    "without",
    "except",
    "vs",
    "excluding",
    "of",
)
"""Words that mean nothing where what they join is gone."""


class _Part(NamedTuple):
    """Something that a sentence may say: what plays it, and what is told where it is not heeded."""

    kinds: tuple[Kind, ...]
    message: str
    verb: str = ""
    """The command that heeds it."""


_NAMES = (Kind.CLIENT, Kind.PROJECT, Kind.TASK)
_PARTS = {
    "groups": _Part((Kind.GROUP,), "`hv {}` has no groups", "report"),
    "steps": _Part((Kind.GROUP,), "`hv {}` is by day, week, month, quarter or half"),
    "compared": _Part((Kind.PERIOD,), "`hv {}` compares nothing", "report"),
    "names": _Part(_NAMES, "`hv {}` looks at all your time", "report"),
    "marks": _Part((Kind.FILTER,), "`hv {}` looks at all your time", "report"),
    "states": _Part((Kind.FILTER,), "`hv {}` is narrowed by names alone", "report"),
    "people": _Part((Kind.PERSON, Kind.GROUP), "`hv {}` is about your own time"),
    "persons": _Part((Kind.PERSON,), "`hv {}` counts everybody's time together", "report"),
    "runs": _Part((Kind.PERIOD,), "`hv {}` takes days that adjoin"),
}
_DAYS_ALONE = ("people", "groups", "compared", "names", "marks")
_PROJECTS = ("groups", "compared", "states", "persons", "runs")
UNHEARD = {
    "report": (),
    "entries": ("groups", "compared"),
    "export": ("groups", "compared"),
    "week": ("groups", "compared", "runs"),
    "gaps": ("groups", "compared", "names", "marks"),
    "balance": ("steps", "people", "compared", "names", "marks", "runs"),
    "fill": _DAYS_ALONE,
    "suggest": _DAYS_ALONE,
    "log --from-calendar": _DAYS_ALONE,
    "holidays": _DAYS_ALONE,
    "edit": ("people", "groups", "compared"),
    "delete": ("people", "groups", "compared"),
    "copy": ("people", "groups", "compared"),
    "report budget": _PROJECTS,
    "report uninvoiced": _PROJECTS,
}
"""The parts that a command cannot heed."""


def refuse_unheard(reading: PeriodReading, verb: str) -> None:
    """Raise SentenceError for what the command cannot heed."""
    said = _said(reading)
    if verb == "report uninvoiced" and reading.marks == Marks(billable=True, billed=False):
        said["states"] = False
    for name in UNHEARD.get(verb, ()):
        if said[name]:
            raise _refusal(reading, verb, _PARTS[name])


def refuse_both_ways(only: Named, reading: PeriodReading) -> None:
    """Raise SentenceError for a name that is asked for (`only`) and left out."""
    kept, left = (
        [*each.clients, *(place.project.name for place in each.places), *each.tasks]
        for each in (only, reading.without)
    )
    both = [name for name in kept if name in left]
    if both:
        spans = [(span.start, span.end) for span in reading.spans if span.kind in _NAMES]
        message, hint = f"{both[0]} is asked for, and left out", "Keep one of them"
        raise SentenceError(message, code="usage", text=reading.text, span=spans[-1], hint=hint)


def only_mine(reading: PeriodReading) -> SentenceError:
    """The refusal for a Member who asks for the time of others."""
    spans = [span for span in reading.spans if span.kind == Kind.PERSON]
    spans = spans or [span for span in reading.spans if span.kind == Kind.GROUP]
    span = (spans[0].start, spans[0].end) if spans else None
    rest = reading.text[: span[0]] + reading.text[span[1] :] if span else reading.text
    own = " ".join(rest.split())
    message = "Only administrators and managers may see the time of others"
    hint = f'Ask for your own: "{own}"' if own else "Omit it for your own"
    return SentenceError(message, code="refused", text=reading.text, span=span, hint=hint)


def _said(reading: PeriodReading) -> dict[str, bool]:
    only, left = reading.only, reading.without
    names = (only.clients, only.places, only.tasks, left.clients, left.places, left.tasks)
    persons = bool(only.people or left.people)
    return {
        "groups": any(span.kind is Kind.GROUP for span in reading.spans),
        "steps": len(reading.group_by) > 1 or not all(map(steps_of, reading.group_by)),
        "compared": reading.compared is not None,
        "names": any(names),
        "marks": reading.marks != Marks(),
        "states": reading.marks != Marks(),
        "people": persons or reading.everyone,
        "persons": persons,
        "runs": (bool(reading.runs) and not reading.weekdays) or len(reading.runs) > 1,
    }


def _refusal(reading: PeriodReading, verb: str, part: _Part) -> SentenceError:
    text = reading.text
    spans = [span for span in reading.spans if span.kind in part.kinds]
    place = (spans[0].start, spans[-1].end) if spans else None
    if part.verb:
        plain = verb == "report uninvoiced" and reading.marks == Marks()
        hint = f"`hv {part.verb} {_pasted(f'unbilled {text}' if plain else text)}`"
    elif verb in ("edit", "delete"):
        hint = f"`hv {verb} {_pasted(_rest(text, place))}`"
    else:
        hint = f"`hv {' '.join([verb, *_days(reading, verb)])}`"
    return SentenceError(part.message.format(verb), code="usage", text=text, span=place, hint=hint)


def _days(reading: PeriodReading, verb: str) -> list[str]:
    """The days alone, as they are typed where they adjoin, for what takes days alone."""
    if verb == "copy":
        return ["yesterday"]
    if verb.startswith("log"):
        return ["meetings.ics", _pasted("last week")]
    if verb == "report budget" or not reading.named:
        return []
    if verb in ("fill", "suggest") and (reading.period.end - reading.period.start).days > 31:
        return [_pasted("last week")]
    spans = [span for span in reading.spans if span.kind is Kind.PERIOD]
    if len(spans) == 1 and not reading.runs and reading.compared is None:
        return [_pasted(reading.text[spans[0].start : spans[0].end])]
    return [_pasted(f"{reading.period.start} to {reading.period.end}")]


def _pasted(text: str) -> str:
    """The text as one word of a shell."""
    return f'"{text}"' if not set(text) & set('"$`\\!') else "'" + text.replace("'", "'\\''") + "'"


def _rest(text: str, place: tuple[int, int] | None) -> str:
    """The sentence without a part of it, and without the words that joined it."""
    if place is None:
        return text
    before, after = text[: place[0]].split(), text[place[1] :].split()
    while before and before[-1].lower() in _JOINING:
        before.pop()
    return " ".join([*before, *after])


# -- in words ------------------------------------------------------------------------------------


class Narrowing(Protocol):
    """What narrows a look back: a reading of words, or a question to Harvest."""

    @property
    def names(self) -> Sequence[str]:
        """Clients, projects and tasks that count."""

    @property
    def without(self) -> Named:
        """What is left out."""

    @property
    def marks(self) -> Marks:
        """States and notes."""

    @property
    def runs(self) -> tuple[Period, ...]:
        """The days that count, where not all do."""

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays that count, where not all do."""


def in_words(asked: Narrowing) -> Iterator[str]:
    """Each thing that narrows a look back but the period: `Acme`, `billable`, `without QA`."""
    yield from asked.names
    yield from _states(asked.marks)
    if asked.weekdays:
        yield ", ".join(WEEKDAYS[day] for day in asked.weekdays)
    elif asked.runs:
        yield f"{len(asked.runs)} separate runs of days"
    left = asked.without
    names = (*left.clients, *(place.project.name for place in left.places), *left.tasks)
    yield from (f"without {name}" for name in names)


def _states(marks: Marks) -> Iterator[str]:
    for name in ("billable", "billed", "locked"):
        value = getattr(marks, name)
        if value is not None:
            yield name if value else f"not {name}"
    if marks.approval is not None:
        yield " or ".join(marks.approval)
    if marks.notes is not None:
        yield f'notes with "{marks.notes}"' if marks.notes else "no notes"
