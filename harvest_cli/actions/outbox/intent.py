"""One write of several requests, as its row keeps it from the first byte to the last proof.

What was typed and what is done of it stand in the row together. The row is open until the last
step is proven; whoever takes it next goes on from there. Where nothing can be kept the write is
done all the same, from memory.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from harvest_cli.actions.outbox.delivery import reason_of
from harvest_cli.actions.outbox.enqueue import Wish, change_row, later, queued_row
from harvest_cli.actions.outbox.row_facts import (
    EventKind,
    WriteResult,
    deed_now,
    keeping,
    lease_of,
    stamp_of,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import ConfigurationError, HvError, NotLoggedIn
from harvest_cli.domain.records import Any
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import Deed, JournalEntry
from harvest_cli.local.outbox.progress import let_go, record_step
from harvest_cli.local.outbox.queue import Outbox, fresh
from harvest_cli.local.outbox.row import (
    Op,
    Row,
    State,
    key_beside,
    pack,
    plain,
    told_column,
    told_of,
    unpack_entry,
    value_of,
)


class Overtaken(Exception):
    """The intent is another by now, or another process has taken it over."""


class Intent:
    """A row that this process holds. A `fresh` one was kept by this run, and a person waits."""

    def __init__(
        self, context: Context, outbox: Outbox | None, row: Row, *, fresh: bool = False
    ) -> None:
        self.context, self.outbox, self.row, self.fresh = context, outbox, row, fresh
        self._deeds: list[JournalEntry] = []
        self._beside: list[Row] = []

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, and how far it is."""
        return told_of(self.row)

    @property
    def _column(self) -> str:
        return told_column(self.row.op)

    @property
    def before(self) -> TimeEntry:
        """The entry as it was known when this was typed; raises for a damaged row."""
        return unpack_entry(self.row.base_json or "{}")

    def did(
        self, deed: Deed, entry_id: int, before: TimeEntry | None, after: TimeEntry | None
    ) -> None:
        """Note a deed for the journal; it is written with the next record."""
        if not self.context.journals:
            return
        login = (self.row.server, self.row.account_id, self.context.account.data.user.id)
        packed = (pack(before) if before else None, pack(after) if after else None)
        self._deeds.append(deed_now(self.context, login, deed, entry_id, *packed))

    def record(
        self, told: Mapping[str, Any] | None = None, *, rows: Iterable[Row] = (), **values: Any
    ) -> None:
        """Keep how far it is; raises Overtaken where it is another's or another by now."""
        rows = tuple(rows)
        if told is not None:
            values[self._column] = json.dumps({**self.told, **told})
        if self.outbox is None:
            self.row = self.row._replace(**values)
            return
        row: Row | None = self.row._replace(**values)
        # Where this fails the next run finds out by looking.
        with keeping(self.context):
            row = record_step(self.outbox, self.row, values, self._deeds, rows)
        if row is None:
            raise Overtaken
        self.row = row
        self._deeds.clear()
        self._beside += [each for each in rows if each not in self._beside]

    def reload(self) -> bool:
        """Read the row again; False when it is settled, or another process has it."""
        found = self.outbox.get(self.row.key) if self.outbox is not None else None
        if self.outbox is None or found is None:
            return False
        self.row = found
        return self.outbox.holds(found)

    def finish(
        self, entry: TimeEntry | None, text: str = "", *, rows: Iterable[Row] = ()
    ) -> WriteResult:
        """Settle it: the last proof is in, or somebody else did what `text` says."""
        rows = (*self._beside, *rows)
        # In an account of times a copy runs.
        told = {"now": entry.id} if entry is not None and self.row.op == Op.RESTART else None
        self.record(told, rows=rows, state=State.DONE, last_error=None, **_FREE)
        event = EventKind.LEFT if text else EventKind.SENT
        return WriteResult(event, State.DONE, entry, text, rows=rows)

    def row_beside(
        self, number: int, new: NewEntry, base: Mapping[str, object] | None = None, text: str = ""
    ) -> Row:
        """The row of an entry that follows from this write; its key follows from this one's."""
        wish = Wish(new, text, base, key_beside(self.row.key, number))
        return queued_row(self.context, self.outbox, wish)

    def refused(self, failure: HvError | None) -> WriteResult:
        """Let go of it: the person is told at once, and nothing has changed."""
        self.forget()
        return WriteResult(EventKind.REFUSED, State.REJECTED, failure=failure)

    def carried(self, carry: "Callable[[Intent], WriteResult]") -> WriteResult:
        """Take it as far as it goes now; where nothing may leave at all it is not kept."""
        try:
            return carry(self)
        except ConfigurationError:
            self.forget()
            raise

    def forget(self) -> None:
        """Let go of what turned out to be nothing to do."""
        if self.outbox is not None:
            self.outbox.drop(self.row.key)

    def wait(
        self,
        failure: HvError | None = None,
        entry: TimeEntry | None = None,
        *,
        maybe: bool = False,
        why: str = "",
        after: float = 0.0,
        told: Mapping[str, Any] | None = None,
    ) -> WriteResult:
        """Leave it open; `maybe` where the current step may have been carried out."""
        why = why or reason_of(failure)
        due = self.context.clock().timestamp() + after if after else 0.0
        state = State.UNKNOWN if maybe else State.QUEUED
        self.record(told, state=state, last_error=why, next_at=due, **_FREE)
        if isinstance(failure, NotLoggedIn):
            failure.kept_as = self.row.key
            failure.add("What you typed is saved here")
            failure.hint = "Run `hv login`, then `hv sync` sends it"
        return WriteResult(EventKind.WAITS, state, entry, why, failure, stuck=failure is not None)

    def ask(self, entry: TimeEntry | None, text: str) -> WriteResult:
        """Leave it open for the person, who alone can decide."""
        sure = self.row.state == State.QUEUED
        state = State.QUEUED if sure else State.UNKNOWN
        self.record(state=state, last_error=text, **_FREE)
        return WriteResult(EventKind.ASKS, state, entry, text)

    def refuse(
        self, failure: HvError | None, entry: TimeEntry | None, text: str = ""
    ) -> WriteResult:
        """Keep it in view: Harvest refuses it, or only the person can decide."""
        why = failure.message if failure else text
        self.record(state=State.REJECTED, last_error=why, **_FREE)
        event = EventKind.REFUSED if failure else EventKind.ASKS
        return WriteResult(event, State.REJECTED, entry, why, failure)


_FREE: dict[str, Any] = {"lease_pid": 0, "lease_until": 0.0}


def new_intent(
    context: Context, op: Op, entry: TimeEntry, told: Mapping[str, object], *, waits: bool = False
) -> Intent:
    """Keep a write before its first byte leaves, held by this run; from memory if need be.

    One that `waits` is sent behind others that were kept before it, with `held`.
    """
    (intent,) = new_intents(context, op, [(entry, told)], waits=waits)
    return intent


def new_intents(
    context: Context,
    op: Op,
    wanted: Sequence[tuple[TimeEntry, Mapping[str, object]]],
    *,
    waits: bool = False,
) -> list[Intent]:
    """The same of several entries that one command writes, all kept in one step."""
    import sqlite3

    rows = [held_row(context, op, *each) for each in wanted]
    rows = [later(row, len(rows)) if number or waits else row for number, row in enumerate(rows)]
    outbox, keys = context.outbox, [row.key for row in rows]
    try:
        if outbox is not None:
            context.written += keys
            outbox.insert_unless([(row, lambda: None) for row in rows])
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)
        outbox = None
    context.handled.update(keys)
    context.changes = True
    return [Intent(context, outbox, row, fresh=True) for row in rows]


def leave_intents(rest: Sequence[Intent], error: HvError) -> bool:
    """Leave what was kept and is not tried to whoever comes next; False where nothing is kept."""
    outbox = rest[0].outbox if rest else None
    if isinstance(error, ConfigurationError) or outbox is None:
        # Nothing leaves before it is mended, and then the command is typed again.
        for intent in rest:
            intent.forget()
        return False
    let_go(outbox, [intent.row.key for intent in rest], reason_of(error))
    return True


def held(context: Context, row: Row) -> Intent | None:
    """A row that was kept with another write, to be taken on at once; None where it is taken."""
    outbox = context.outbox
    context.handled.add(row.key)
    if outbox is not None:
        claimed = outbox.claim(row.key, stamp_of(context), lease_of(context))
        if claimed is None:
            return None
        row = claimed
    return Intent(context, outbox, row, fresh=True)


def held_row(context: Context, op: Op, entry: TimeEntry, told: Mapping[str, object]) -> Row:
    """The row of a write of an entry, held by this run and being sent."""
    return fresh(change_row(context, op, entry, told), stamp_of(context), lease_of(context))


def packed_change(change: EntryChange | None) -> dict[str, object] | None:
    """A change as JSON; None for none."""
    if change is None:
        return None
    return {name: plain(value) for name, value in change.given().items()}


def change_of(found: Mapping[str, Any] | None) -> EntryChange | None:
    """The change that JSON tells; what is no field of an entry is not of it."""
    if found is None:
        return None
    fields = {name: found[name] for name in EntryChange._fields if name in found}
    values: dict[str, Any] = {n: v if v is None else value_of(n, v) for n, v in fields.items()}
    return EntryChange(**values)
