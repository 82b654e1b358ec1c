"""A folder of exported entries, one file a month, kept up by what changed since the last export.

Harvest tells what was changed; that something is gone shows in its counts, which are asked for by
halves of the months until it is found. A file is replaced whole. Which files a run began to write
is kept: those of a run that was killed are asked for anew by the next.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from harvest_cli.actions.entries.read import filters_of, fits_of
from harvest_cli.actions.exports.export import Damaged, FolderExport, MonthFile, Written
from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.days import Period, month_number, numbered_month
from harvest_cli.domain.entries import Named, TimeEntry
from harvest_cli.domain.errors import NotFound, Progress, Refused, UsageError, nobody
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import counted
from harvest_cli.harvest.wire.read import required_id
from harvest_cli.harvest.wire.write import EntryFilter
from harvest_cli.language.text.readings import Marks
from harvest_cli.local.cache.export_state import ExportState, Place, export_state
from harvest_cli.local.disk.spool import Spool

OVERLAP = timedelta(minutes=5)
"""What was changed while hv looked the last time is asked for again."""
NEVER = Period(date(1, 1, 1), date(1, 1, 1))
"""Stands for no period."""
EVERYBODY = "everybody"
"""What an administrator sees."""
LAST = 12 * 9999 + 11
Names = dict[str, list[object]]


class Ahead:
    """Entries in the order of their days, handed out month by month."""

    def __init__(self, entries: Iterator[TimeEntry]) -> None:
        self._months = groupby(
            entries, key=lambda entry: month_number(entry.spent_date or date.min)
        )
        self._next = next(self._months, None)

    def of(self, month: int) -> Iterator[TimeEntry]:
        """The entries of a month; months are asked for in their order, and may be passed over."""
        while self._next is not None and self._next[0] < month:
            self._next = next(self._months, None)
        if self._next is None or self._next[0] != month:
            return
        yield from self._next[1]
        self._next = next(self._months, None)


def by_day(entry: TimeEntry) -> tuple[date, int]:
    """A key to sort by: day, then id."""
    return entry.spent_date or date.min, entry.id


def _names(client: Client, project: Project, task: Task, user: Named | None) -> Names:
    """What an entry belongs to, by kind and number, each with its name."""
    found: Names = {f"client {client.id}": [client.name, client.currency]}
    found[f"project {project.id}"] = [project.name, project.code, client.id]
    found[f"task {task.id}"] = [task.name]
    return found | ({f"user {user.id}": [user.name]} if user and user.id else {})


def month_of_file(path: Path) -> int | None:
    """The month that a path such as `year=2026/month=11/entries.csv` is for."""
    try:
        year, month = (int(part.name.partition("=")[2]) for part in (path.parents[1], path.parent))
    except ValueError:
        return None
    return year * 12 + month - 1


class _Keeper:
    """One export into a folder."""

    def __init__(
        self, context: Context, scope: Query, folder: Path, kind: MonthFile, progress: Progress
    ) -> None:
        self._context, self._folder, self._kind = context, folder, kind
        self._progress, self._count = progress, 0
        self._fits = fits_of(scope)
        bare = scope._replace(clients=(), client_id=None, projects=(), marks=Marks())
        self._filters = [each._replace(from_=None, to=None) for each in filters_of(bare)]
        self._places: dict[int, Place] = {}
        self._touched: set[int] = set()
        self._odd: dict[int, int] = {}
        self._names: Names = {}
        self.files: list[Written] = []
        self.changed = self.gone = 0

    # -- what Harvest has --------------------------------------------------------------------

    def _pages(self, wanted: Sequence[EntryFilter]) -> Iterator[list[TimeEntry]]:
        for each in wanted:
            for page in self._context.client.time_entry_pages(each):
                self._count += len(page)
                self._progress(self._count)
                for named in {(e.client, e.project, e.task, e.user) for e in page}:
                    self._names.update(_names(*named))
                yield [entry for entry in page if entry.spent_date is not None]

    def _of(self, span: tuple[int, int] | None) -> list[EntryFilter]:
        """What asks for the months from the first to the last; None is all."""
        if span is None:
            return self._filters
        first, last = numbered_month(span[0]).start, numbered_month(span[1]).end
        return [each._replace(from_=first, to=last) for each in self._filters]

    def _told(self, span: tuple[int, int] | None) -> int | None:
        """How many entries Harvest counts in these months; None where it does not tell."""
        found = 0
        for each in self._of(span):
            _, told, _ = self._context.client.first_lines(each._replace(per_page=1), frozenset())
            if told is None:
                return None
            found += told
        return found

    def _spool(self) -> Spool[TimeEntry]:
        return Spool(by_day, self._context.places().cache)

    def _place(self, entry: TimeEntry) -> Place:
        day = entry.spent_date or date.min
        return Place(entry.id, month_number(day), self._fits is None or self._fits(entry))

    # -- all of it ---------------------------------------------------------------------------

    def whole(self, state: ExportState) -> None:
        """Ask for everything, and write every month."""
        state.clear()
        state.state(whole="begun")
        state.keep()
        spool, asked_at = self._spool(), None
        for page in self._pages(self._filters):
            asked_at = asked_at or self._asked_at()
            places = [self._place(entry) for entry in page]
            state.put(places)
            spool.add([e for e, place in zip(page, places, strict=True) if place.there])
        self.changed = len(spool)
        wanted = state.months(there=True)
        entries = Ahead(iter(spool))
        for month in wanted:
            self._replace(month, None, frozenset(), entries.of(month))
        for path in self._folder.glob(f"year=*/month=*/{self._kind.name}"):
            if month_of_file(path) not in wanted:
                self._remove(path)
        state.state(whole="done", asked_at=str((asked_at or self._asked_at()).timestamp()))
        state.state(names=json.dumps(self._names))
        state.finish()

    def _asked_at(self) -> datetime:
        # Harvest's own clock tells what was changed since.
        return self._context.client.server_date or self._context.clock()

    # -- what changed ------------------------------------------------------------------------

    def again(self, state: ExportState) -> None:
        """Ask for what changed, find what is gone, and write the months of both."""
        before = datetime.fromtimestamp(float(state.fact("asked_at") or 0), UTC)
        changed, asked_at, newer = self._spool(), None, set[int]()
        wanted = [e._replace(updated_since=before - OVERLAP) for e in self._filters]
        for page in self._pages(wanted):
            newer |= {e.id for e in page if e.updated_at is None or e.updated_at >= before}
            asked_at = asked_at or self._asked_at()
            self._note(state, page)
            changed.add([entry for entry in page if self._places[entry.id].there])
        known: Names = json.loads(state.fact("names") or "{}")
        for page in self._pages(self._renamed(known)):
            # Harvest does not count an entry as changed when what it belongs to gets a name.
            others = [entry for entry in page if entry.id not in self._places]
            newer |= {entry.id for entry in others}
            self._note(state, others)
            changed.add([entry for entry in others if self._places[entry.id].there])
        self.changed = len(newer)
        anew = {*state.unfinished(), *self._missing(state)}
        state.put(self._places.values())
        anew |= self._unlike(state)
        listed = {month: self._listed(state, month) for month in sorted(anew)}
        # A run that is killed from here on has written files, and knows no more than before.
        state.forget()
        state.begin(self._touched | anew)
        self._write(changed, listed)
        for month in anew:
            state.clear(month)
        state.put(self._places.values())
        for month, odd in self._odd.items():
            state.strange(month, odd)
        state.state(asked_at=str((asked_at or self._asked_at()).timestamp()))
        state.state(names=json.dumps(known | self._names))
        state.finish()

    def _renamed(self, known: Names) -> list[EntryFilter]:
        """What asks for all of each client, project, task and person that has another name now."""
        other = {key for key, name in self._names.items() if known.get(key, name) != name}
        for each in self._context.account.data.assignments:
            for task in each.tasks:
                told = _names(each.client, each.project, task, None).items()
                other |= {key for key, (name, *_) in told if known.get(key, [name])[0] != name}
        found = []
        for kind, number in (key.split() for key in sorted(other)):
            only: dict[str, Any] = {f"{kind}_id": int(number)}
            fitting = (e for e in self._filters if getattr(e, f"{kind}_id") in (None, int(number)))
            found += [each._replace(**only) for each in fitting]
        return found

    def _note(self, state: ExportState, page: list[TimeEntry]) -> None:
        """Keep where entries are, and the months that they came from and went to."""
        for entry in page:
            place, before = self._place(entry), state.place(entry.id)
            self._places[entry.id] = place
            self._touched |= {each.month for each in (place, before) if each and each.there}

    def _missing(self, state: ExportState) -> list[int]:
        """Months whose file somebody took away."""
        return [month for month in state.months(there=True) if not self._path(month).is_file()]

    def _unlike(self, state: ExportState) -> set[int]:
        """Months in which Harvest counts other entries than are known: some are gone."""
        told = self._told(None)
        if told is None:
            self._context.warn("Harvest gave no counts: deleted entries stay in the files")
            return set()
        months = state.months()
        if told == state.count(0, LAST):
            return set()
        return set(self._differing(state, months))

    def _differing(self, state: ExportState, months: Sequence[int]) -> Iterator[int]:
        if not months:
            return
        known = state.count(months[0], months[-1])
        told = self._told((months[0], months[-1])) or 0
        if told == known:
            return
        if len(months) > 1:
            middle = len(months) // 2
            yield from self._differing(state, months[:middle])
            yield from self._differing(state, months[middle:])
            return
        self._odd[months[0]] = told
        yield months[0]

    def _listed(self, state: ExportState, month: int) -> Spool[TimeEntry]:
        """The entries of a month, all asked for; what is known and not there is gone."""
        found, ids = self._spool(), set[int]()
        for page in self._pages(self._of((month, month))):
            self._note(state, page)
            ids.update(entry.id for entry in page)
            found.add([entry for entry in page if self._places[entry.id].there])
        self.gone += len(state.ids(month) - ids)
        if month in self._odd:
            self._odd[month] -= len(ids)
        return found

    def _write(self, changed: Spool[TimeEntry], listed: dict[int, Spool[TimeEntry]]) -> None:
        """Write the months that were touched; raises Damaged."""
        ahead, without = Ahead(iter(changed)), frozenset(self._places)
        for month in sorted(self._touched | listed.keys()):
            if month in listed:
                self._replace(month, None, without, listed[month])
                continue
            old = self._path(month)
            self._replace(month, old if old.is_file() else None, without, ahead.of(month))

    # -- files -------------------------------------------------------------------------------

    def _path(self, month: int) -> Path:
        year, of_year = divmod(month, 12)
        where = self._folder / f"year={year:04d}" / f"month={of_year + 1:02d}"
        return where / self._kind.name

    def _replace(
        self, month: int, old: Path | None, without: frozenset[int], new: Iterable[TimeEntry]
    ) -> None:
        (path := self._path(month)).parent.mkdir(parents=True, exist_ok=True)
        # No reader takes it for one of the files.
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            entries = self._kind.write(beside, old, without, new)
            if not entries:
                self._remove(path)
                return
            with beside.open("rb") as file:
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        self.files.append(Written(path, entries))

    def _remove(self, path: Path) -> None:
        if path.is_file():
            path.unlink()
            self.files.append(Written(path, 0))


def keep_up(
    context: Context,
    asked: QueryFlags,
    folder: Path,
    kind: MonthFile,
    progress: Progress = nobody,
    *,
    elsewhere: str = "",
) -> FolderExport:
    """Bring the files of a folder up to date; raises UsageError where they are of other exports.

    `elsewhere` is the command line that exports the same to another folder.
    """
    scope = scope_of(context, asked, NEVER, "entries")
    if scope.period != NEVER or scope.runs:
        message = "`--since-last` takes the entries of all days"
        raise UsageError(message, hint="Omit the period")
    login = context.credentials
    of = json.dumps([login.api_url, login.account_id, kind.how, *_told_apart(scope)])
    hint = f"Use another folder: `{elsewhere}`" if elsewhere else "Name another folder with `-o`"
    with export_state(folder) as state:
        before = state.fact("of")
        if before is None and any(folder.glob("year=*/month=*/*")):
            message = f"{folder} has files that hv did not write"
            raise UsageError(message, hint=hint)
        if before not in (None, of):
            message = f"{folder} is an export of something else: another account, format or filter"
            raise UsageError(message, hint=hint)
        _refuse_other_eyes(context, scope, state, folder, hint)
        state.state(of=of)
        for left in folder.glob(f"year=*/month=*/.{kind.name}.*"):
            left.unlink(missing_ok=True)
        keeper = _Keeper(context, scope, folder, kind, progress)
        whole = state.fact("whole") != "done"
        try:
            (keeper.whole if whole else keeper.again)(state)
        except Damaged:
            # Its month counts as unfinished, and so is asked for anew.
            keeper = _Keeper(context, scope, folder, kind, progress)
            keeper.again(state)
    return FolderExport(folder, tuple(keeper.files), keeper.changed, keeper.gone, whole)


def _refuse_other_eyes(
    context: Context, scope: Query, state: ExportState, folder: Path, hint: str
) -> None:
    """Raise UsageError where this login may see less than the one that filled the folder.

    What it does not see would count as gone. Harvest is asked who it is: a role may be another
    since this machine asked last.
    """
    me = context.account.data.user
    if [person.id for person in scope.users] == [me.id]:
        return
    me = context.client.me()
    roles = sorted(me.access_roles)
    sees = EVERYBODY if "administrator" in roles else json.dumps([me.id, roles])
    before = state.fact("sees")
    if before not in (None, sees):
        whose = "an administrator" if before == EVERYBODY else "another login, or in another role"
        message = f"{folder} was filled by {whose}: entries that you may not see would leave it"
        raise UsageError(message, code="other_login", hint=f"{hint}, or the login that filled it")
    state.state(sees=sees)
    if "manager" in roles:
        _refuse_lost_sight(context, state, folder, hint)


def _refuse_lost_sight(context: Context, state: ExportState, folder: Path, hint: str) -> None:
    """Raise UsageError for a manager who sees a project, or a person, no more."""
    shows = {name: _ids_of(context, name) for name in ("projects", "users")}
    before: dict[str, list[int]] = json.loads(state.fact("shows") or "{}")
    for name, ids in shows.items():
        if lost := {*before.get(name, ())} - ids:
            what = "project" if name == "projects" else "person"
            seen = counted(len(lost), what, "projects" if name == "projects" else "people")
            message = f"You no longer manage {seen} of {folder}: their entries would leave it"
            raise UsageError(message, code="other_login", hint=hint)
    state.state(shows=json.dumps({name: sorted(ids) for name, ids in shows.items()}))


def _ids_of(context: Context, name: str) -> set[int]:
    """The projects or people that Harvest shows a manager, archived ones too."""
    try:
        return set(context.client.rows(f"/{name}", name, {}, required_id))
    except (Refused, NotFound):
        return set()


def _told_apart(scope: Query) -> list[object]:
    """What narrows an export, so that one of something else is known."""
    return [
        sorted(person.id for person in scope.users),
        *(sorted(scope.clients), sorted(each.id for each in scope.projects), sorted(scope.tasks)),
        repr((scope.without, scope.marks)),
    ]
