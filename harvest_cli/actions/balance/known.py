"""My entries since a day, asking again only for what may have changed.

The newest entries, a page of 2,000, are listed anew: so an entry that was deleted is missed, and
one that moved is found where it is. Of what is older Harvest tells what was changed since; that
something was deleted shows in the count, which comes with the page.
"""

from datetime import UTC, date, datetime, timedelta

from harvest_cli.actions.session.context import Context
from harvest_cli.domain.progress import Progress
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.totals import Exact
from harvest_cli.harvest.wire.write import EntryFilter
from harvest_cli.local.cache.balance_cache import BalanceCache, CachedEntries, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

NEEDS = frozenset(("day", "task", "project"))
OVERLAP = timedelta(minutes=5)
"""What was changed while hv looked the last time is asked for again."""


class Entries:
    """The entries of one login, read and kept."""

    def __init__(self, context: Context, since: date, cache: BalanceCache) -> None:
        self._context, self._cache = context, cache
        self._since = since
        self._names: dict[tuple[int, int], int] = {}
        self._listed: list[tuple[int, int, str, str]] = []
        self._exact = Exact()
        self.uncounted = 0
        """Entries whose hours make no sense."""

    def read(self, progress: Progress) -> CachedEntries:
        """All entries up to today; raises what asking Harvest raises."""
        known = self._cache.load()
        if known is not None and known.since == self._since:
            self._listed = list(known.names)
            self._names = {(p, t): at for at, (p, t, _, _) in enumerate(known.names)}
        else:
            known = None
        lines, told, more = self._context.client.first_lines(self._wanted(), NEEDS)
        # Harvest's own clock tells what was changed since.
        read_at = self._context.client.server_date or self._context.clock()
        rows = self._rows(lines)
        progress(len(rows))
        if not more:
            odd = 0
        elif known is None or not rows:
            odd = self._whole(rows, told, progress)
        else:
            odd = self._with_older(rows, known, told, progress)
        self.uncounted += self._context.client.unreadable
        kept = CachedEntries(self._since, read_at.timestamp(), rows, self._listed, odd)
        try:
            self._cache.save(kept)
        except OSError as error:
            self._context.cannot_keep("cache", error)
        return kept

    def _wanted(self, last: date | None = None, changed: datetime | None = None) -> EntryFilter:
        return EntryFilter(
            user_id=self._context.account.data.user.id,
            updated_since=changed,
            from_=self._since,
            to=last or self._context.today,
        )

    def _with_older(
        self, rows: dict[int, Row], known: CachedEntries, told: int | None, progress: Progress
    ) -> int:
        """Add what is known from before the page; the count that Harvest tells too much."""
        edge = min(day for day, _, _ in rows.values())
        older = {i: row for i, row in known.rows.items() if row[0] <= edge and i not in rows}
        changed = datetime.fromtimestamp(known.read_at, UTC) - OVERLAP
        for lines in self._pages(date.fromordinal(edge), changed):
            for entry, row in self._rows(lines).items():
                if entry not in rows:
                    older[entry] = row
        if told is not None and told - len(rows) - len(older) != known.odd:
            return self._whole(rows, told, progress)
        rows |= older
        return known.odd

    def _whole(self, rows: dict[int, Row], told: int | None, progress: Progress) -> int:
        """Add everything from before the page, asked for anew."""
        edge = min((day for day, _, _ in rows.values()), default=self._context.today.toordinal())
        for lines in self._pages(date.fromordinal(edge)):
            rows |= self._rows(lines)
            progress(len(rows))
        return 0 if told is None else told - len(rows)

    def _pages(self, last: date, changed: datetime | None = None) -> "Sequence[Sequence[Any]]":
        return list(self._context.client.time_lines(self._wanted(last, changed), NEEDS))

    def _rows(self, lines: "Sequence[Any]") -> dict[int, Row]:
        found: dict[int, Row] = {}
        for line in lines:
            hours = self._exact[line.hours]
            if hours is None or line.spent_date is None:
                self.uncounted += 1
                continue
            name = self._name(line.project, line.task)
            found[line.id] = (line.spent_date.toordinal(), round(hours * 100), name)
        return found

    def _name(self, project: "Any", task: "Any") -> int:
        key = (project.id or 0, task.id or 0)
        place = self._names.get(key)
        if place is None:
            place = self._names[key] = len(self._listed)
            self._listed.append((*key, project.name, task.name))
        return place
