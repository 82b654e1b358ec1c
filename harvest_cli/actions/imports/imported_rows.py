"""Rows that were imported before: what tells a row apart, what became of it, and its note.

The mark of a row is the same whenever and wherever it is read: the source's own number where it has
one, else all that the file says of when, how long and for whom, and how many equal rows came
before. Never the place in the file, its name, or what names were mapped to.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from harvest_cli.actions.entries.bulk import Likeness, Meanwhile, Presence, There
from harvest_cli.actions.imports.results import FileFacts
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.errors import HvError, NotFound
from harvest_cli.language.trackers.rows import FileRow
from harvest_cli.local.outbox.imports import ImportedRow, entries_by_key, note, prepare, taken_back
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Row, State

SEPARATOR = "\x1f"
MOST_LOOKS = 25
"""Entries that are asked for one by one; more are taken for gone, which sends nothing."""


class ImportMeanwhile(Meanwhile):
    """Notes each row as it is kept, unless another run has kept it in the meantime."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lines: Mapping[str, tuple[FileFacts, int]] = {}
        self._context, self._prepared = context, False

    def imports(self, lines: Mapping[str, tuple[FileFacts, int]]) -> None:
        """Which rows, by their keys, are to be kept."""
        self._lines = lines
        self._known.update(lines)

    def twin(self, outbox: Outbox, likeness: Likeness, key: str | None = None) -> Row | None:
        """A row of the same key, or one that another run kept for just such an entry."""
        if key is None:
            return super().twin(outbox, likeness)
        earlier = outbox.get(key)
        if earlier is not None:
            settled = earlier.state in (State.DONE, State.REJECTED)
            refused = earlier.state is State.REJECTED
            if not refused and not (settled and key in self._settled):
                return earlier
            # It was taken back, or refused: this is the same row once more.
            outbox.forget(key)
        elif (found := super().twin(outbox, likeness)) is not None:
            return found
        context, (facts, line) = self._context, self._lines[key]
        at = context.clock().timestamp()
        if not self._prepared:
            prepare(outbox.db)
            self._prepared = True
        note(outbox.db, ImportedRow(key, facts.kind, facts.sha256, line, None, at, context.own_run))
        return None


def imported_before(
    context: Context, keys: Iterable[str], listed: frozenset[int], *, again: bool
) -> dict[str, There]:
    """What became of these rows: there under another day, or gone. With `again` what is gone, and
    in any case what `hv undo` took back, counts as never imported.
    """
    outbox = context.outbox
    if outbox is None:
        return {}
    known = entries_by_key(outbox.db, keys)
    back = taken_back(outbox.db) if known else set()
    found: dict[str, There] = {}
    looks = 0
    for key, number in known.items():
        if number is None or number in back:
            continue
        if number in listed:
            there = True
        else:
            looks += 1
            there = (again or looks <= MOST_LOOKS) and _is_there(context, number)
        if there:
            name = f"imported before as #{number}"
            found[key] = There(name, Presence.BEFORE, entry_id=number)
        elif not again:
            name = f"imported before as #{number}, which is gone since"
            found[key] = There(name, Presence.GONE, entry_id=number)
    return found


def _is_there(context: Context, number: int) -> bool:
    try:
        context.client.time_entry(number)
    except NotFound:
        return False
    except HvError:
        # Whoever cannot look must not send it again.
        return True
    return True


# -- marks -------------------------------------------------------------------------------------


def keys_of(context: Context, kind: str, rows: Iterable[FileRow]) -> list[str]:
    """The key of each row in the outbox, and on its entry."""
    owner = (str(context.credentials.account_id), str(context.account.data.user.id), kind)
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        mark = _mark(row)
        seen[mark] += 1
        found.append(_key(*owner, mark, str(seen[mark])))
    return found


def _mark(row: FileRow) -> str:
    if row.source_id:
        return SEPARATOR.join(("id", row.source_id, row.part))
    raw: Sequence[str] = row.raw
    if not any(raw):
        raw = tuple(map(str, (row.day, row.start, row.end, row.seconds)))
    texts = row.marked or (row.client, row.project, row.task, row.notes)
    text = SEPARATOR.join(map(str.strip, (*raw, row.part, *texts, row.user or row.email)))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _key(*parts: str) -> str:
    from hashlib import sha256

    return f"hv-{sha256(SEPARATOR.join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
