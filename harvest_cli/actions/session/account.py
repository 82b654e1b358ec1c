"""The account's names at hand: from the cache while it is fresh, from Harvest when it must be.

Asks only for what a plain Member may read: /users/me, /users/me/project_assignments, my time
entries, and /company, whose refusal is tolerated.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from harvest_cli.domain.company import Company, ProjectAssignment, TaskAssignment, User
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound, Refused, Unreachable
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.spelling import slug_of
from harvest_cli.local.cache.account_cache import (
    GONE,
    AccountData,
    AccountFile,
    RecentEntry,
    merged,
)
from harvest_cli.local.cache.completion_cache import NamesFile, described, is_safe

if TYPE_CHECKING:
    from harvest_cli.domain.errors import Warnings
    from harvest_cli.harvest.client import Harvest
    from harvest_cli.language.text.readings import Inference
    from harvest_cli.local.cache.choices import Choices
    from harvest_cli.local.disk.files import Places
    from harvest_cli.local.login.credentials import Credentials

REMEMBERED = timedelta(days=90)
OLD_NAMES = "Harvest is out of reach; using the stored names"


class AccountParts(NamedTuple):
    """What an account needs of its run. The login and the client are asked for when needed.

    `clock` tells the machine's moment, `moment` the one that `HV_NOW` may state. `save_running` is
    given my running timers whenever they were seen while the account was fetched.
    """

    login: "Callable[[], Credentials]"
    client: "Callable[[], Harvest]"
    clock: Callable[[], datetime]
    moment: Callable[[], datetime]
    places: "Callable[[], Places]"
    warnings: "Warnings"
    profile: str | None
    save_running: Callable[[tuple[TimeEntry, ...]], None]


class Account:
    """The account that is logged in: its names, me, the company, my recent entries.

    `resolutions` says how ambiguous words of the last reading were resolved; during that reading
    `reading_names` stands in for the names. `variants` holds names by what was resolved.
    """

    def __init__(self, parts: AccountParts) -> None:
        self._parts = parts
        self.held: AccountData | None = None
        """What this run knows of it, once it was read or asked for."""
        self._stored: AccountData | None = None
        self._names: Names | None = None
        self._asked = False
        self.out_of_reach = False
        """Whether names could not be asked for."""
        self.reading_names: Names | None = None
        self.resolutions: tuple[Inference, ...] = ()
        self.variants: dict[Hashable, Names] = {}

    @cached_property
    def choices(self) -> "Choices":
        """What was chosen for ambiguous words in this account."""
        # Loaded for a word that may mean several.
        from harvest_cli.local.cache.choices import Choices

        login = self._parts.login()
        return Choices(self._parts.places().state, login.api_url, login.account_id)

    @cached_property
    def _file(self) -> AccountFile:
        login = self._parts.login()
        folder = self._parts.places().cache
        return AccountFile(folder, login.api_url, login.account_id, login.token.reveal())

    @cached_property
    def _offered(self) -> "NamesFile":
        """The names of this profile, marked with the catalogue that they come from."""
        folder = self._parts.places().cache
        return NamesFile(folder, self._parts.profile or "default", self._file.path.stem)

    @property
    def data(self) -> AccountData:
        """Everything known of the account; raises what asking Harvest raises."""
        if self.held is None:
            stored = self._load()
            fresh = stored is not None and stored.is_fresh(self._parts.clock())
            self.held = stored if stored and fresh else self._fetched(stored)
            if fresh and not self._offered.serves():
                self._offer()
        return self.held

    def cached(self) -> AccountData | None:
        """What is known without asking, however old; None where that is nothing."""
        return self.held or self._load()

    def _load(self) -> AccountData | None:
        """The stored catalogue, read once where there is one."""
        self._stored = self._stored or self._file.load()
        return self._stored

    def cached_user_id(self) -> int | None:
        """Who I am, as far as that is known without asking."""
        known = self.cached()
        return known.user.id if known else self._parts.login().user_id

    @property
    def names(self) -> "Names":
        """The names of my projects, their clients and tasks."""
        if self.reading_names is not None:
            return self.reading_names
        return self._plain_names()

    def _plain_names(self) -> "Names":
        if self._names is None:
            self._names = Names(self.data.assignments, {}, self.projects_lately)
        return self._names

    def projects_lately(self) -> Iterator[int]:
        """The project of each of my recent entries, the newest first."""
        return (row.project_id for row in self.data.recent)

    def refresh_projects(self) -> bool:
        """Ask for my projects again because a name was missed; False when that was just done."""
        known = self.data
        if self._asked:
            return False
        self._asked = True
        assignments = tuple(self._parts.client().project_assignments())
        archived = tuple(a for a in known.assignments if not a.is_active)
        names = with_former(assignments, archived)
        self._keep(known._replace(fetched_at=self._parts.clock(), assignments=names))
        return True

    def refresh(self) -> AccountData:
        """Ask for everything again."""
        data, running = self._ask()
        self._keep(data)
        self._parts.save_running(running)
        return data

    def forget(self) -> None:
        """Let the next command ask for everything anew; raises OSError."""
        self._stored = None
        self._file.forget()

    def remember(self, entry: TimeEntry) -> None:
        """Note an entry of mine that Harvest holds, for the day's total and the default task."""
        row = recent_of(entry)
        if row is not None and self._is_mine(entry):
            self._add(row)

    def forget_entry(self, entry: TimeEntry) -> None:
        """Note that an entry was taken away: it counts no hours, and tells no task."""
        row = recent_of(entry)
        if row is not None and self._is_mine(entry):
            self._add(row._replace(hours=ZERO, task_id=GONE, begins=None, ends=None))

    def _is_mine(self, entry: TimeEntry) -> bool:
        return entry.user is None or entry.user.id in (None, self.data.user.id)

    def forget_hours(self, row: RecentEntry) -> None:
        """Note that an entry is gone: it still tells which task I use, and takes no time."""
        self._add(row._replace(hours=ZERO, begins=None, ends=None))

    def _add(self, row: RecentEntry) -> None:
        self.held = self.data._replace(recent=merged((row,), self.data.recent))
        keep_entry(self._offered, self.held, row)
        try:
            self._file.add(row)
        except OSError as error:
            self._parts.warnings.cannot_keep("cache", error)

    def hours_on(self, day: date) -> Decimal:
        """My hours of that day as far as known without asking."""
        return sum((e.hours for e in self.data.recent if e.spent_date == day), ZERO)

    def _fetched(self, stale: AccountData | None) -> AccountData:
        try:
            return self.refresh()
        except Unreachable:
            if stale is None:
                raise
            self._parts.warnings.add(OLD_NAMES)
            self._asked = self.out_of_reach = True
            return stale

    def _ask(self) -> tuple[AccountData, tuple[TimeEntry, ...]]:
        """The account as Harvest holds it now, and my running timers."""
        client, moment = self._parts.client(), self._parts.clock()
        since = self._parts.moment().date() - REMEMBERED
        (user, entries), (assignments, company) = client.both(
            lambda: _mine(client, since),
            lambda: (tuple(client.project_assignments()), _company(client.company)),
        )
        recent = tuple(filter(None, map(recent_of, entries)))
        self._asked = True
        former = tuple(map(former_assignment, entries))
        names = with_former(assignments, former)
        running = tuple(entry for entry in entries if entry.is_running)
        return AccountData(moment, user, company, names, merged((), recent)), running

    def _keep(self, catalogue: AccountData) -> None:
        self.held, self._names = catalogue, None
        self.variants.clear()
        self._offer()
        try:
            self._file.save(catalogue)
        except OSError as error:
            self._parts.warnings.cannot_keep("cache", error)

    def _offer(self) -> None:
        """Let completion know the names."""
        if self.held is not None:
            keep_names(self._offered, self.held, self._plain_names())

    def offer_people(self, names: list[str]) -> None:
        """Let completion know the people of the account; those that need their id are left out."""
        with suppress(OSError):
            rows = (("u", slug, described(name)) for name, slug in _slugs(names).items())
            self._offered.save_people(rows)


def entries_of(
    client: "Harvest", user_id: int, first: date | None, last: date | None
) -> tuple[TimeEntry, ...]:
    """Time entries of one person; the id is always sent, as others' would come along without."""
    # Loaded where Harvest is asked.
    from harvest_cli.harvest.wire.write import EntryFilter

    return tuple(client.time_entries(EntryFilter(user_id=user_id, from_=first, to=last)))


def _mine(client: "Harvest", since: date) -> tuple[User, tuple[TimeEntry, ...]]:
    """Who I am, and my entries from a day on."""
    user = client.me()
    return user, entries_of(client, user.id, since, None)


def recent_of(entry: TimeEntry) -> RecentEntry | None:
    """What is worth remembering of an entry; None when it lacks a day, hours or ids."""
    if entry.spent_date is None or entry.hours is None or not entry.id:
        return None
    ids = (entry.project.id, entry.task.id)
    times = (entry.started_time, entry.ended_time)
    return RecentEntry(entry.id, entry.spent_date, *ids, entry.hours, *times)


def former_assignment(entry: TimeEntry) -> ProjectAssignment:
    """The project of an entry as one that can no longer be tracked to."""
    task = TaskAssignment(None, entry.task, entry.billable, is_active=False)
    return ProjectAssignment(None, entry.project, entry.client, False, (task,))


def with_former(
    current: tuple[ProjectAssignment, ...], former: tuple[ProjectAssignment, ...]
) -> tuple[ProjectAssignment, ...]:
    """Current assignments, and those projects of `former` that are no longer among them.

    A person who types the name of an archived project deserves to hear that, not "unknown".
    """
    here = {assignment.project.id for assignment in current}
    gone = {a.project.id: a for a in former if a.project.id and a.project.id not in here}
    return (*current, *gone.values())


def _company(ask: Callable[[], Company]) -> Company:
    # Unverified: whether a Member may read /company; the docs and the clients in use disagree.
    try:
        return ask()
    except (Refused, NotFound):
        return Company()


# -- what completion may offer ---------------------------------------------------------------------


ENTRIES = 30
"""So many of the newest entries can be named by completion."""
Row = tuple[str, ...]


def keep_names(file: NamesFile, catalogue: "AccountData", names: "Names") -> None:
    """Write the names; where that is not possible, completion goes without."""
    with suppress(OSError):
        file.save(rows_of(catalogue, names))


def keep_entry(file: NamesFile, catalogue: "AccountData", entry: "RecentEntry") -> None:
    """Add one entry that was logged, changed or deleted."""
    with suppress(OSError):
        file.add(_entry_row(entry, _titles(catalogue)))


def rows_of(catalogue: "AccountData", names: "Names") -> Iterator[Row]:
    """Tasks, clients, projects (used ones first), entries (newest last)."""
    tasks: dict[str, str] = {}
    projects = list(_project_rows(catalogue, names, tasks))
    for name, slug in tasks.items():
        yield "t", slug, described(name)
    yield from _client_rows(names)
    yield from projects
    titles = _titles(catalogue)
    for entry in reversed(catalogue.recent[:ENTRIES]):
        yield _entry_row(entry, titles)


def _project_rows(catalogue: "AccountData", names: "Names", tasks: dict[str, str]) -> Iterator[Row]:
    """Slug, the word for it in a sentence, code, description, slugs of the tasks."""
    last_used = list(dict.fromkeys(entry.project_id for entry in catalogue.recent))
    place = {project: at for at, project in enumerate(last_used)}
    ranked = sorted(
        zip(names.assignments, names.slugs, strict=True),
        key=lambda pair: (place.get(pair[0].project.id, len(place)), pair[1]),
    )
    for assignment, slug in ranked:
        if not assignment.is_active or not is_safe(slug):
            continue
        # A slug with a number tells projects of one name apart, and needs its @ in a sentence.
        numbered = slug.endswith(f"-{assignment.project.id}")
        word = f"@{slug}" if numbered else slug
        code = described(assignment.project.code or "")
        name = described(f"{assignment.project.name} ({assignment.client.name})")
        usable = _slugs([task.name for task in assignment.tasks])
        tasks.update(usable)
        yield "p", slug, word, code, name, " ".join(usable.values())


def _client_rows(names: "Names") -> Iterator[Row]:
    active = {a.client.name for a in names.assignments if a.is_active}
    for name, slug in _slugs(sorted(active)).items():
        yield "c", slug, described(name)


def _slugs(names: list[str]) -> dict[str, str]:
    """Name to slug, for the names whose slug is theirs alone."""
    slugs = {name: slug_of(name) for name in names}
    all_of_them = list(slugs.values())
    return {
        name: slug
        for name, slug in slugs.items()
        if slug and is_safe(slug) and all_of_them.count(slug) == 1
    }


def _titles(catalogue: "AccountData") -> dict[tuple[int, int], str]:
    return {
        (a.project.id, t.task.id): f"{a.project.name} › {t.task.name}"
        for a in catalogue.assignments
        for t in a.task_assignments
    }


def _entry_row(entry: "RecentEntry", titles: dict[tuple[int, int], str]) -> Row:
    """Id and what it is; of a deleted one nothing. The notes stay where they are: on Harvest."""
    if not entry.hours:
        return "e", str(entry.id), ""
    what = titles.get((entry.project_id, entry.task_id), "")
    day = day_text(entry.spent_date, entry.spent_date)
    return "e", str(entry.id), described(f"{day} {as_clock(entry.hours)} {what}")
