"""What tells a row of a file apart from all others, whenever and wherever it is read.

The source's own number where it has one, else all that the file says of when, how long and for
whom, and how many equal rows came before. Never the place in the file, its name, or what names
were mapped to.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from harvest_cli.actions.session.context import Context
from harvest_cli.language.timesheets.rows import FileRow

SEPARATOR = "\x1f"


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
    raw: Sequence[str] = row.raw if any(row.raw) else _times(row)
    texts = (row.client, row.project, row.task, row.notes, row.user or row.email)
    return SEPARATOR.join(map(_plain, (*raw, row.part, *texts)))


def _times(row: FileRow) -> tuple[str, ...]:
    return tuple(map(str, (row.day, row.start, row.end, row.seconds)))


def _plain(text: str) -> str:
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text).strip()


def _key(*parts: str) -> str:
    from hashlib import sha256

    return f"hv-{sha256(SEPARATOR.join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
