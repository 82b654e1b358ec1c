"""Commits to spans of time: an estimate, by a rule that a person can check by hand.

A commit stands for the time since the one before it, in whatever repository, and for half an hour
where that is more than two hours ago or on another day. An entry or a meeting in between cuts it
short: the time begins where that ends, and a commit within one stands for nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from harvest_cli.domain.records import NamedTuple

APART, BEFORE = 120, 30
"""Minutes after which the time before a commit is not known, and what is assumed of it then."""
DAY_MINUTES = 24 * 60
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


class Span(NamedTuple):
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
) -> list[Span]:
    """The spans of commits, those that are `known` left out.

    Where times count (`by_times`) a span goes on as long as nothing else comes between; elsewhere
    there is one a day for each repository and issue. Those without a minute are left out.
    """
    found: list[Span] = []
    before: Moment | None = None
    for each in sorted(moments, key=lambda m: (m.day, m.minute)):
        begin = _begin(each, before, busy.get(each.day, ()))
        before = each
        if each.mark in known:
            continue
        span = Span(each.day, begin, each.minute, each.minute - begin, (each,))
        at = _goes_on(found, span, by_times=by_times)
        if at is None:
            found.append(span)
        else:
            found[at] = _joined(found[at], span)
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


def _goes_on(found: Sequence[Span], span: Span, *, by_times: bool) -> int | None:
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


def _joined(one: Span, other: Span) -> Span:
    minutes = one.minutes + other.minutes
    return Span(one.day, one.start, other.end, minutes, (*one.commits, *other.commits))


def notes_of(span: Span) -> str:
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


def free_of(span: Span, minutes: int, low: int, high: int) -> tuple[int, int] | None:
    """A start and end of that many minutes between two minutes, as near to the span as can be."""
    if minutes > high - low:
        return None
    end = min(max(span.end, low + minutes), high)
    return end - minutes, end
