"""What other runs of hv write while a plan of many entries is carried out: no entry is made twice.

Two imports of one file may run at once. Each compares with what is there before it begins, and
the other one's rows come later: each row is looked for in the same step that keeps it.
"""

from collections.abc import Iterable

from harvest_cli.actions.entries.likeness import Likeness, likeness_of_new
from harvest_cli.actions.session.context import Context
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Row, run_of, unpack_new


class Meanwhile:
    """Begins before the comparison; `compared` says what that took into account."""

    def __init__(self, context: Context) -> None:
        self._own = context.own_run
        self._known = set(context.outbox.keys()) if context.outbox is not None else set()
        self._ids: set[int] = set()

    def compared(self, keys: Iterable[str], ids: Iterable[int]) -> None:
        """Rows and entries that the plan was compared with."""
        self._known.update(keys)
        self._ids.update(ids)

    def twin(self, outbox: Outbox, likeness: Likeness) -> Row | None:
        """A row that another run kept since then for just such an entry; each is given once."""
        day = likeness.day.isoformat() if likeness.day else ""
        for row in outbox.creates_of(day):
            if row.key in self._known or run_of(row.key) == self._own or row.entry_id in self._ids:
                continue
            if likeness_of_new(unpack_new(row.body_json)) == likeness:
                self._known.add(row.key)
                return row
        return None
