"""What other runs of hv write while a plan of many entries is carried out: no entry is made twice.

Two imports of one file may run at once. Each compares with what is there before it begins, and
the other one's rows come later: each row is looked for in the same step that keeps it.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.hours import HUNDREDTH
from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Row, new_of, run_of


class Likeness(NamedTuple):
    """All that a person types of an entry, but for clock times.

    One entry can be another one, written again, where they have this in common.
    """

    project: int
    task: int
    day: date | None
    hours: Decimal
    notes: str


def likeness_of(entry: TimeEntry) -> Likeness:
    """That of an entry on Harvest, or of one to be."""
    ids = (entry.project.id, entry.task.id)
    return _likeness(*ids, entry.spent_date, entry.hours, entry.notes)


def likeness_of_new(new: NewEntry) -> Likeness:
    """That of an entry as it is asked for."""
    return _likeness(new.project_id, new.task_id, new.spent_date, new.hours, new.notes)


def _likeness(
    project: int, task: int, day: date | None, hours: Decimal | None, notes: str | None
) -> Likeness:
    length = (hours or Decimal(0)).quantize(HUNDREDTH)
    return Likeness(project, task, day, length, (notes or "").replace("\r\n", "\n").strip())


class Meanwhile:
    """Begins before my entries are listed; `compared` says what was taken into account.

    What is on its way to Harvest then may arrive too late for the list, and be settled too early
    to be found among what waits: only what is settled by then is known.
    """

    def __init__(self, context: Context) -> None:
        self._own = context.own_run
        outbox = context.outbox
        self._settled = outbox.settled() if outbox is not None else set()
        self._known = set(self._settled)
        self._ids: set[int] = set()
        self._new: list[tuple[Row, Likeness]] | None = None

    def compared(self, keys: Iterable[str], ids: Iterable[int]) -> None:
        """Rows and entries that the plan was compared with."""
        self._known.update(keys)
        self._ids.update(ids)

    def twin(self, outbox: Outbox, likeness: Likeness, key: str | None = None) -> Row | None:  # noqa: ARG002 - asked by others
        """A row that another run kept since then for just such an entry; each is given once.

        `key` is that of the row that is to be kept. All are asked for in the one step that keeps
        them, in which nobody else writes: what is new is looked for once.
        """
        if self._new is None:
            self._new = [
                (row, likeness_of_new(new))
                for row in outbox.creates_of(None)
                if not (row.key in self._known or run_of(row.key) == self._own)
                and row.entry_id not in self._ids
                and (new := new_of(row)) is not None
            ]
        found = next((each for each in self._new if each[1] == likeness), None)
        if found is None:
            return None
        self._new.remove(found)
        return found[0]
