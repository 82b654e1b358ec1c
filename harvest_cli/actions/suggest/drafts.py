"""What `hv suggest` finds: time that is taken, spans of commits, drafts of entries.

How long a commit took is an estimate, by a rule that a person can check by hand: it stands for the
time since the one before it, in whatever repository, and for half an hour where that is more than
two hours ago or on another day. An entry or a meeting in between cuts it short: the time begins
where that ends, and a commit within one stands for nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from harvest_cli.actions.entries.bulk import BulkItem, BulkPlan, BulkResult
from harvest_cli.actions.entries.comparing import kept_here
from harvest_cli.actions.imports.places import Place
from harvest_cli.actions.outbox.row_facts import key_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import ExternalReference, TimeEntry
from harvest_cli.domain.hours import DAY_MINUTES, ZERO, Rounding, minute_of, minutes_from_hours
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.language.text.readings import Inference
from harvest_cli.local.outbox.imports import booked

APART, BEFORE = 120, 30
"""Minutes after which the time before a commit is not known, and what is assumed of it then."""
LONGEST_SUBJECT, LONGEST_NOTES = 200, 600


class Busy(NamedTuple):
    """Minutes of a day that are taken: from one to another."""

    start: int
    end: int


class Moment(NamedTuple):
    """A commit of a person: its day and minute there, its repository and issue, what it says.

    `mark` tells it apart from all others, also after a rebase.
    """

    day: date
    minute: int
    folder: Path
    issue: str = ""
    link: str = ""
    subject: str = ""
    mark: str = ""


class Estimate(NamedTuple):
    """An estimate: some time on a day for commits of one repository and issue.

    `start` and `end` are minutes of that day; `minutes` may be less than lies between them.
    """

    day: date
    start: int
    end: int
    minutes: int
    commits: tuple[Moment, ...]

    @property
    def first(self) -> Moment:
        """The commit that it begins with."""
        return self.commits[0]


def spans_of(
    moments: Iterable[Moment],
    busy: Mapping[date, Sequence[Busy]],
    known: frozenset[str],
    *,
    by_times: bool,
) -> list[Estimate]:
    """The spans of commits, those that are `known` left out.

    Where times count (`by_times`) a span goes on as long as nothing else comes between; elsewhere
    there is one a day for each repository and issue. Those without a minute are left out.
    """
    found: list[Estimate] = []
    before: Moment | None = None
    for each in sorted(moments, key=lambda m: (m.day, m.minute)):
        begin = _begin(each, before, busy.get(each.day, ()))
        before = each
        if each.mark in known:
            continue
        span = Estimate(each.day, begin, each.minute, each.minute - begin, (each,))
        at = _goes_on(found, span, by_times=by_times)
        if at is None:
            found.append(span)
        else:
            one, minutes = found[at], found[at].minutes + span.minutes
            found[at] = one._replace(end=span.end, minutes=minutes, commits=(*one.commits, each))
    return [each for each in found if each.minutes > 0]


def _begin(each: Moment, before: Moment | None, busy: Sequence[Busy]) -> int:
    """The minute at which the time of a commit begins; that of the commit itself for none."""
    begin = max(each.minute - BEFORE, 0)
    if before is not None and before.day == each.day and each.minute - before.minute <= APART:
        begin = before.minute
    for taken in busy:
        if taken.start < each.minute:
            begin = max(begin, min(taken.end, each.minute))
    return begin


def _goes_on(found: Sequence[Estimate], span: Estimate, *, by_times: bool) -> int | None:
    """The place of the span that another one goes on with."""
    same = (span.day, span.first.folder, span.first.issue)
    for at in range(len(found) - 1, -1, -1):
        earlier = found[at]
        if earlier.day != span.day:
            return None
        if (earlier.day, earlier.first.folder, earlier.first.issue) == same:
            return at if not by_times or earlier.end == span.start else None
        if by_times and span.minutes > 0:
            return None
    return None


def notes_of(span: Estimate) -> str:
    """The subjects of its commits, each once, and the issue where none of them names it."""
    subjects = list(dict.fromkeys(filter(None, (each.subject for each in span.commits))))
    kept: list[str] = []
    for each in subjects:
        if kept and len("; ".join((*kept, each))) > LONGEST_NOTES:
            break
        kept.append(each)
    text = "; ".join(kept)
    more = len(subjects) - len(kept)
    text += f"; {more} more" if more else ""
    issue = span.first.issue
    return f"{issue}: {text}" if issue and issue.casefold() not in text.casefold() else text


# -- what is there ----------------------------------------------------------------------------

_Place = tuple[date, int, int]
"""A day, project and task."""


class Sheet:
    """The days of a period as they stand on Harvest and in the outbox.

    `busy` is when time is taken by entries, `meetings` when by meetings of a calendar, booked or
    not; `there` are the minutes of each day. `typed` are those of a project
    and task that nobody gave times to and that no suggestion was booked as. `known` are marks of
    what was booked.
    """

    def __init__(self, context: Context, period: Period, listed: Iterable[TimeEntry]) -> None:
        self.busy: defaultdict[date, list[Busy]] = defaultdict(list)
        self.meetings: defaultdict[date, list[Busy]] = defaultdict(list)
        self.there: Counter[date] = Counter()
        self.typed: Counter[_Place] = Counter()
        outbox = context.outbox
        before = booked(outbox.db) if outbox is not None else {}
        numbers = {number for number in before.values() if number is not None}
        listed_keys: set[str] = set()
        for entry in listed:
            reference = entry.external_reference
            key = reference.id if reference is not None and reference.id else ""
            listed_keys.add(key)
            if entry.spent_date in period:
                ours = entry.id in numbers or key in before
                self._take(context, entry, ours=ours)
        for key, new in kept_here(context):
            if new.spent_date in period and key_of(new) not in listed_keys:
                place = (new.spent_date, new.project_id, new.task_id)
                span = _span(new.started_time, new.ended_time)
                self._add(place, new.hours, span, ours=key in before)
        self.known = frozenset(listed_keys | set(before))

    def _take(self, context: Context, entry: TimeEntry, *, ours: bool) -> None:
        if entry.spent_date is None:
            return
        span = _span(entry.started_time, entry.ended_time)
        if entry.is_running:
            span = _running(context, entry)
        place = (entry.spent_date, entry.project.id, entry.task.id)
        self._add(place, entry.hours, span, ours=ours)

    def _add(self, place: _Place, hours: Decimal | None, span: Busy | None, *, ours: bool) -> None:
        minutes = minutes_from_hours(hours or ZERO)
        if span is not None:
            self.busy[place[0]].append(span)
            minutes = minutes or span.end - span.start
        self.there[place[0]] += minutes
        if span is None and not ours:
            self.typed[place] += minutes


def _span(start: time | None, end: time | None) -> Busy | None:
    if start is None or end is None:
        return None
    begin, last = minute_of(start), minute_of(end)
    return Busy(begin, last if last > begin else DAY_MINUTES)


def _running(context: Context, entry: TimeEntry) -> Busy | None:
    """What a timer that runs has taken, until now."""
    begun: datetime | None = entry.timer_started_at
    if begun is None:
        return None
    local = begun.astimezone(context.zone)
    if local.date() != entry.spent_date:
        return None
    same = context.today == entry.spent_date
    begin = minute_of(local.time())
    return Busy(begin, max(minute_of(context.now.time()), begin) if same else DAY_MINUTES)


# -- drafts ------------------------------------------------------------------------------------


class DraftOrigin(StrEnum):
    """What tells of the time."""

    COMMITS = "commits"
    MEETING = "meeting"
    TIMER = "timer"


class NoPlace(NamedTuple):
    """No project or no task is known: why, and what makes it known; `known` lacks its task."""

    why: str
    mend: str = ""
    known: ProjectAssignment | None = None


class Draft(NamedTuple):
    """Time on a day that could be an entry.

    `source` is a folder, a calendar or a timer, as people see it; `told` what it tells of the time.
    `names` is what a choice of its place is remembered under. `start` and `end` are minutes of the
    day, None where only the length is known. `marks` tell what it is made of; the first is the key
    of its entry. `why` says why it is not ticked, `seen` from when to when commits were made.
    """

    origin: DraftOrigin
    source: str
    told: str
    day: date
    minutes: int
    notes: str
    place: Place | NoPlace
    marks: tuple[str, ...]
    names: str = ""
    start: int | None = None
    end: int | None = None
    commits: int = 0
    reference: ExternalReference | None = None
    on: bool = True
    why: str = ""
    kind: str = "git"
    seen: str = ""
    rounding: Rounding | None = None

    @property
    def where(self) -> str:
        """What it is, for a remark: `3 commits of ~/src/site`."""
        return f"{self.told} of {self.source}" if self.commits else self.source


class Suggestion(NamedTuple):
    """A draft that fits its day, and the entry that it would be; None as long as it has no place.

    `rounded` says how its length was rounded.
    """

    draft: Draft
    item: BulkItem | None
    rounded: str = ""

    @property
    def on(self) -> bool:
        """Whether it is ticked."""
        return self.draft.on and self.item is not None

    @property
    def why(self) -> str:
        """Why it is not ticked; empty where it is."""
        place = self.draft.place
        return place.why if isinstance(place, NoPlace) else self.draft.why

    @property
    def mend(self) -> str:
        """What makes its place known."""
        return self.draft.place.mend if isinstance(self.draft.place, NoPlace) else ""


class Suggesting(NamedTuple):
    """What could be logged; the plan has the entries that are ticked.

    `off` are the days for which nothing is proposed, and why; `said` are remarks; `looked` is
    whether there was anything to look at.
    """

    period: Period
    rows: tuple[Suggestion, ...]
    plan: BulkPlan
    off: tuple[tuple[date, str], ...] = ()
    said: tuple[str, ...] = ()
    inferences: tuple[Inference, ...] = ()
    looked: bool = True


class Proposed(NamedTuple):
    """What was proposed and not sent; `bulk` has the requests that would be."""

    found: Suggesting
    bulk: BulkResult


class Suggested(NamedTuple):
    """What was proposed, and what was made of it."""

    found: Suggesting
    bulk: BulkResult
