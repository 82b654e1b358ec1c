"""A file planned: each row with its verdict, entries compared with what is there; nothing is sent.

What is shown before the question and what is sent after it are one plan.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.entries.bulk import (
    BulkItem,
    BulkPlan,
    LeftOut,
    Presence,
    There,
    UntimedItem,
    planned,
)
from harvest_cli.actions.entries.comparing import compared
from harvest_cli.actions.imports.imported_rows import ImportMeanwhile, imported_before, keys_of
from harvest_cli.actions.imports.map_file import rules_for
from harvest_cli.actions.imports.places import NoPlace, Place, Places, missing_of, settle
from harvest_cli.actions.imports.read_file import fetched, read_file
from harvest_cli.actions.imports.results import (
    FileFacts,
    FilePlan,
    ImportOptions,
    ImportPlan,
    Line,
    Mistake,
    Mistakes,
    Source,
    Verdict,
    remarks,
    unlike,
)
from harvest_cli.actions.resolve.resolver import doubtful_day
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import ExternalReference
from harvest_cli.domain.errors import HvError, SentenceError, UsageError
from harvest_cli.domain.references import reference_of
from harvest_cli.language.days.calendar_math import within_reach
from harvest_cli.language.text.readings import EntryReading
from harvest_cli.language.trackers.cells import whole_minutes
from harvest_cli.language.trackers.rows import FileRow, Sheet, Skip

_VERDICTS = {
    Presence.THERE: Verdict.THERE,
    Presence.PENDING: Verdict.THERE,
    Presence.BEFORE: Verdict.BEFORE,
    Presence.GONE: Verdict.GONE,
    Presence.APPROVED: Verdict.APPROVED,
}
_MINUTE = timedelta(minutes=1)
OLDEST = 1990
"""Nobody kept such files before."""


def plan_import(context: Context, sources: Sequence[Source], options: ImportOptions) -> ImportPlan:
    """What the files would make; sends nothing.

    Asks for the places of names that are not known, where somebody can be asked. Raises UsageError
    for a file that cannot be read, Mistakes for rows that cannot, unless those are to be skipped.
    """
    several = len(sources) > 1
    files = []
    for source in sources:
        with _named(source.name, several=several):
            files.append(_File(context, source, options))
    _refresh(context, files)
    # What cannot be read is told before anything is asked, and what an answer makes wrong after it.
    _refuse_mistakes(files)
    for each in files:
        if each.missing and settle(context, each.missing, each.places):
            each.place()
    _refuse_mistakes(files)
    plan, planned_ = _compared(context, files, options)
    missing = tuple(one for each in files for one in each.missing)
    if not plan.entries and not missing:
        raise _empty(files, plan.left_out)
    for each in files:
        if unused := each.found.sheet.unused:
            context.warn(f"Columns that are not used: {', '.join(unused)}")
    toml = "\n".join(rules_for(each.kind, each.missing) for each in files if each.missing)
    said = [text for each in files for text in each.found.said]
    said += remarks(line for each in planned_ for line in each.lines)
    for facts, lines in planned_:
        named = f"{facts.name}: " if several else ""
        said += [f"{named}{text}" for text in unlike(lines, facts.unit)]
    return ImportPlan(tuple(planned_), plan, missing, toml, tuple(said))


@contextmanager
def _named(name: str, *, several: bool) -> Iterator[None]:
    """What is wrong with one of several files is told with its name."""
    try:
        yield
    except UsageError as error:
        if several:
            error.message = f"{name}: {error.message}"
        raise


def _refresh(context: Context, files: Sequence["_File"]) -> None:
    """Look for what is missing once more with newer names."""
    if any(each.missing or each.wrong for each in files) and context.account.refresh_projects():
        for each in files:
            each.place()


def _refuse_mistakes(files: Sequence["_File"]) -> None:
    for each in files:
        with _named(each.found.facts.name, several=len(files) > 1):
            each.refuse_mistakes()


class _File:
    """A file on its way to a plan."""

    def __init__(self, context: Context, source: Source, options: ImportOptions) -> None:
        self._context, self._options, self.named = context, options, source.name
        source = fetched(context, source)
        self.found = read_file(context, source.content, source.name, options)
        self.kind, self.unit = self.found.sheet.kind, self.found.sheet.unit
        owner = Owner(context, (*self.found.mapped.me, *options.me))
        parts = _parts(wanted_rows(self.found.sheet, options), options)
        self.rows = [_owned(context, row, owner, options) for row in parts]
        self.keys = keys_of(context, self.kind, self.rows)
        self.places = Places(context, self.kind, self.found.mapped, loose=options.loose)
        self.place()

    def place(self) -> None:
        """Find the place of each row, by what is known and chosen by now."""
        self.places.forget()
        self.lines: list[Line] = []
        wanted: list[tuple[int, UntimedItem]] = []
        by_times = self._context.account.data.company.wants_timestamp_timers
        for row, key in zip(self.rows, self.keys, strict=True):
            line, want = _line(row, key, self.places, self.unit, by_times=bool(by_times))
            if want is not None:
                wanted.append((len(self.lines), want))
            self.lines.append(line)
        items = planned(self._context, [want for _, want in wanted])
        for (at, _), item in zip(wanted, items, strict=True):
            self.lines[at] = self.lines[at]._replace(item=item)
        self.missing = missing_of(self.lines, self.places)

    def refuse_mistakes(self) -> None:
        """Raise Mistakes for rows that are wrong, unless those are to be skipped."""
        if self.wrong and not self._options.skip_wrong:
            raise Mistakes(self.wrong, self.unit, skips=not self._options.loose)

    @property
    def wrong(self) -> list[Mistake]:
        """The rows that cannot be entries."""
        return [
            Mistake(each.row.line, each.row.wrong, each.row.column)
            for each in self.lines
            if each.row.wrong
        ]

    def left_out(self) -> list[LeftOut]:
        """The rows that are to be no entries, and what they are instead."""
        out = (Verdict.SKIP, Verdict.WRONG)
        return [
            LeftOut(f"{self.unit} {each.row.line}", each.why)
            for each in self.lines
            if each.verdict in out
        ]


def _empty(files: Sequence["_File"], left_out: Sequence[LeftOut]) -> UsageError:
    whose = [(each.named, row) for each in files for row in each.rows if row.skip is Skip.NOT_MINE]
    reasons = ", ".join(dict.fromkeys(each.why for each in left_out))
    message = "The file holds no entries" + (f": {reasons}" if reasons else "")
    hint = "Its columns are spent_date, hours, project, …"
    if whose:
        # Only a mistake needs it.
        import shlex

        name, row = whose[0]
        me = row.user or row.email or " ".join(row.parts).strip()
        message = f"The file holds no time of yours: {reasons}"
        hint = f"If that is you: `hv import {shlex.quote(name)} --me {shlex.quote(me)}`"
    elif {each.kind for each in files} == {"ics"}:
        hint = "Events of the last year count that are over: `hv help calendars`"
    return UsageError(message, code="empty", hint=hint)


# -- rows --------------------------------------------------------------------------------------


def wanted_rows(sheet: Sheet, options: ImportOptions) -> Iterator[FileRow]:
    """The rows of the period that is meant; an event without a project goes by its title."""
    for row in sheet.rows:
        if options.days is not None and row.day is not None and row.day not in options.days:
            continue
        titled = sheet.kind == "ics" and row.wrong is None and not row.project
        yield row._replace(project=row.notes.partition("\n")[0].strip()) if titled else row


def _parts(rows: Iterable[FileRow], options: ImportOptions) -> Iterator[FileRow]:
    """The rows; one that goes past midnight in two, where that is wanted."""
    for row in rows:
        yield from _divided(row) if options.split_midnight else (row,)


def _divided(row: FileRow) -> Sequence[FileRow]:
    if row.skip or row.wrong or not (row.day and row.start and row.end):
        return (row,)
    begin, end = (datetime.combine(row.day, at) for at in (row.start, row.end))
    end += timedelta(days=end <= begin)
    between = Decimal(int((end - begin).total_seconds()))
    midnight = datetime.combine(row.day + timedelta(days=1), datetime.min.time())
    if end <= midnight or abs(between - row.seconds) > 60:
        return (row,)
    before = Decimal(int((midnight - begin).total_seconds()))
    first = _shortened(row, before, "1")._replace(end=midnight.time())
    second = _shortened(row, row.seconds - before, "2")._replace(
        day=midnight.date(), start=midnight.time()
    )
    return tuple(each for each in (first, second) if each.hours)


def _shortened(row: FileRow, seconds: Decimal, part: str) -> FileRow:
    hours = (Decimal(whole_minutes(seconds)) / 60).quantize(Decimal("0.01"))
    return row._replace(seconds=seconds, hours=hours, part=part)


class Owner:
    """Me, by everything that a file may call me."""

    def __init__(self, context: Context, names: Iterable[str] = ()) -> None:
        me = context.account.data.user
        self._mine = {
            _plain(each)
            for each in (me.name, str(me.id), me.email, f"{me.last_name}, {me.first_name}", *names)
            if each
        }
        self._parts = (_plain(me.first_name), _plain(me.last_name))

    def other(self, row: FileRow) -> str:
        """The name of somebody else whose row it is; nothing where it is mine, or nobody's."""
        if any(row.parts):
            if any(_plain(each) in self._mine for each in (row.user, row.email)):
                return ""
            apart = zip(row.parts, self._parts, strict=True)
            different = any(part and _plain(part) != mine for part, mine in apart)
            return " ".join(filter(None, row.parts)) if different else ""
        told = [each for each in (row.email, row.user) if each]
        if not told or any(_plain(each) in self._mine for each in told):
            return ""
        return row.user or row.email


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _owned(context: Context, row: FileRow, owner: Owner, options: ImportOptions) -> FileRow:
    """The row, skipped where it is somebody else's, wrong where its day is out of reach."""
    if row.wrong is not None:
        return row
    other = owner.other(row) if row.skip is None else ""
    if other:
        return row._replace(skip=Skip.NOT_MINE, why=f"{other}'s time")
    if row.skip is None and row.day is not None:
        wrong = _wrong_day(context, row, options)
        return row if wrong is None else row._replace(wrong=wrong)
    return row


def _wrong_day(context: Context, row: FileRow, options: ImportOptions) -> HvError | None:
    if row.day is None:
        return None
    if not within_reach(row.day, context.today):
        message = f"{row.day} is more than a year ahead"
        return UsageError(message, code="future_date", hint="Write the days as 2026-11-16")
    if row.day.year < OLDEST:
        message = f"{row.day} is too long ago"
        return UsageError(message, code="invalid_date", hint="Write the days as 2026-11-16")
    doubt = None if options.sure else doubtful_day(context.today, row.day)
    return UsageError(doubt, code="invalid_date", hint="Add `--yes` to confirm") if doubt else None


def _line(
    row: FileRow, key: str, places: Places, unit: str, *, by_times: bool
) -> tuple[Line, UntimedItem | None]:
    if row.wrong is not None:
        return Line(row, Verdict.WRONG, row.wrong.message), None
    if row.skip is not None:
        return Line(row, Verdict.SKIP, row.why or row.skip), None
    try:
        place, notes = places.of(row)
    except (SentenceError, UsageError) as error:
        return Line(row._replace(wrong=error), Verdict.WRONG, error.message), None
    if isinstance(place, Skip):
        return Line(row._replace(skip=place), Verdict.SKIP, place), None
    if isinstance(place, NoPlace):
        return Line(row, Verdict.WHICH, key=key), None
    return Line(row, Verdict.NEW, key=key), _wanted(row, place, notes, key, unit, by_times=by_times)


def _wanted(
    row: FileRow, place: Place, notes: str | None, key: str, unit: str, *, by_times: bool
) -> UntimedItem:
    """What is wanted of a row. Clock times that say another length are for accounts that need
    some: there a break moves the end.
    """
    assert row.day is not None
    begin, end = row.start, row.end
    if begin is not None and end is not None:
        begin, end = (at.replace(second=0, microsecond=0) for at in (begin, end))
        first = datetime.combine(row.day, begin)
        last = datetime.combine(row.day, end)
        last += timedelta(days=last <= first)
        minutes = timedelta(minutes=whole_minutes(row.hours * 3600))
        if abs(last - first - minutes) <= _MINUTE:
            end = (first + minutes).time()
        elif not by_times:
            begin = end = None
    both = begin is not None and end is not None
    reading = EntryReading(
        assignment=place.assignment,
        spent_date=row.day,
        hours=row.hours,
        task=place.task,
        started_time=begin if both else None,
        ended_time=end if both else None,
        notes=notes,
    )
    return UntimedItem(f"{unit} {row.line}", reading, _reference(row), place.assumed, key)


def _reference(row: FileRow) -> ExternalReference | None:
    link, id_, group = row.reference
    if not link:
        return None
    if not id_:
        return reference_of(link)
    return ExternalReference(id=id_, group_id=group or None, permalink=link)


# -- verdicts ----------------------------------------------------------------------------------


def _compared(
    context: Context, files: Sequence[_File], options: ImportOptions
) -> tuple[BulkPlan, list[FilePlan]]:
    """The plan of the entries, and the lines with what is there already."""
    lines: dict[str, tuple[FileFacts, int]] = {}
    items: list[BulkItem] = []
    meanwhile = ImportMeanwhile(context)
    for each in files:
        for line in each.lines:
            if line.item is None or line.key is None:
                continue
            twice = line.key in lines
            again = There("stands in an earlier file too", Presence.PENDING)
            items.append(line.item._replace(skip=again.name, there=again) if twice else line.item)
            lines.setdefault(line.key, (each.found.facts, line.row.line))
    meanwhile.imports(lines)
    plan = compared(
        context,
        items,
        [out for each in files for out in each.left_out()],
        meanwhile=meanwhile,
        before=lambda listed: imported_before(context, lines, listed, again=options.again),
        tries_all=options.again,
    )
    entries = iter(plan.entries)
    return plan, [
        FilePlan(
            each.found.facts,
            tuple(_judged(line, next(entries)) if line.item else line for line in each.lines),
        )
        for each in files
    ]


def _judged(line: Line, item: BulkItem) -> Line:
    if item.there is None:
        return line._replace(item=item)
    verdict = _VERDICTS[item.there.how]
    return line._replace(
        item=item, verdict=verdict, why=item.there.name, entry_id=item.there.entry_id
    )
