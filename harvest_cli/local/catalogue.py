"""What hv remembers of an account, so that logging costs one request: names, me, company, recents.

One file per server, account and login, kept for a day. It may vanish or rot at any time: whatever
cannot be read, is of another version or of another login counts as absent. It holds no notes.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from harvest_cli.domain.people import Company, User
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.local.files import append_private, read_private, write_private

VERSION = 1


FRESH_FOR = timedelta(hours=24)


SIZE_LIMIT = 64 * 1024 * 1024


class RecentEntry(NamedTuple):
    """What one of my entries tells later: which task I use where, and the hours of a day."""

    id: int
    spent_date: date
    project_id: int
    task_id: int
    hours: Decimal


class Catalogue(NamedTuple):
    """Everything known of one account without asking. Newest recent entries come first."""

    fetched_at: datetime
    user: User
    company: Company
    assignments: tuple[ProjectAssignment, ...]
    recent: tuple[RecentEntry, ...] = ()

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking again; a clock set back makes it stale."""
        return timedelta(0) <= now - self.fetched_at < FRESH_FOR


class CatalogueFile:
    """The stored catalogue of one login. `login` marks the token without revealing it."""

    def __init__(self, folder: Path, server: str, account_id: int | None, login: str) -> None:
        place = "".join(c if c.isalnum() else "-" for c in server)
        mark = crc32(login.encode())
        self.path = folder / f"{place}-{account_id or 0}-{mark:08x}.catalogue"
        self.additions = self.path.with_suffix(".recent")

    def load(self) -> Catalogue | None:
        """The stored catalogue with what was logged since, or None."""
        content = read_private(self.path, SIZE_LIMIT)
        if not content:
            return None
        from harvest_cli.local.packing import unpack, unpack_recent

        checksum, _, body = content.partition(b"\n")
        if checksum != f"hv{VERSION} {crc32(body):08x}".encode():
            return None
        found = unpack(body)
        if found is None:
            return None
        added = unpack_recent(read_private(self.additions, SIZE_LIMIT) or b"")
        return found._replace(recent=merged(added, found.recent))

    def save(self, catalogue: Catalogue) -> None:
        """Store it whole; raises OSError where hv may not or cannot write."""
        from harvest_cli.local.packing import pack

        body = pack(catalogue)
        checksum = f"hv{VERSION} {crc32(body):08x}\n".encode()
        write_private(self.path, checksum + body, durable=False)
        self.additions.unlink(missing_ok=True)

    def add(self, entry: RecentEntry) -> None:
        """Remember one entry logged by hv; raises OSError."""
        from harvest_cli.local.packing import pack_recent

        append_private(self.additions, pack_recent(entry))

    def forget(self) -> None:
        """Drop what is stored."""
        for path in (self.path, self.additions):
            path.unlink(missing_ok=True)


def merged(
    added: tuple[RecentEntry, ...], known: tuple[RecentEntry, ...]
) -> tuple[RecentEntry, ...]:
    """The newest word on each entry: later additions first, then what was known."""
    rows = {entry.id: entry for entry in (*known[::-1], *added)}
    newest_first = sorted(rows.values(), key=lambda entry: (entry.spent_date, entry.id))[::-1]
    return tuple(newest_first)
