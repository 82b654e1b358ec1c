"""The status cache: running timers as Harvest last reported them, for shell prompts.

Each answer about timers is saved. What is younger than `status_seconds` counts as true; older
knowledge only saves a question where Harvest's answer corrects it. While Harvest is out of reach
the file shows pending timers too, and holds Harvest's last answer inside of itself.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import banked, midnight_after
from harvest_cli.actions.day.glance import glance_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import Named, TimeEntry
from harvest_cli.domain.hours import ZERO, clock_text
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.local.cache import status_cache as files
from harvest_cli.local.disk.files import write_private
from harvest_cli.local.disk.paths_fast import folder_file_here

if TYPE_CHECKING:
    from pathlib import Path

STILL_A_GUESS = timedelta(hours=24)


class KnownTimers(NamedTuple):
    """My running timers as last seen, the age of that, and whether it counts as true."""

    entries: tuple[TimeEntry, ...]
    age: timedelta
    fresh: bool


class Heard(NamedTuple):
    """My running timers as Harvest told of them at a moment; of several only one is known."""

    entries: tuple[TimeEntry, ...]
    at: datetime


class StatusCache:
    """The status cache of one run: read by prompts, written after every answer about timers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def fresh(self) -> KnownTimers | None:
        """My running timers as the cache has them; None where it cannot be relied on at all."""
        found = self._heard()
        if found is None or found.get("doubtful"):
            return None
        age = timedelta(seconds=self._context.now.timestamp() - float(found["read_at"]))
        if not timedelta(0) <= age <= STILL_A_GUESS:
            return None
        fresh = age.total_seconds() <= self._context.settings.get("status_seconds")
        if found["running"] == "0":
            return KnownTimers((), age, fresh)
        entry = _entry(found)
        # Of several timers the file holds one.
        return KnownTimers((entry,), age, fresh) if entry and found["running"] == "1" else None

    def last_heard(self) -> Heard | None:
        """My running timers by Harvest's last answer, however old; None where it is unknown."""
        found = self._heard()
        if found is None:
            return None
        entry = _entry(found) if found["running"] != "0" else None
        at = datetime.fromtimestamp(float(found["read_at"]), UTC)
        return Heard((entry,) if entry is not None else (), at)

    def stored(self) -> dict[str, str] | None:
        """The fields of the file, however old, if it is of this account and these settings."""
        path, mark = self._place()
        found = files.load(str(path))
        return found if found is not None and found.get("mark") == mark else None

    def save(self, running: Sequence[TimeEntry], **more: str) -> dict[str, str]:
        """Write my running timers and the sums of day and week; the fields that were written.

        `more` are fields that are known better. A cache that cannot be written stops nothing.
        """
        content = {**self._content(running), **more, **self._backdated(running)}
        self._write(content)
        return content

    def save_offline(self, running: TimeEntry | None, **more: str) -> dict[str, str]:
        """Write what a prompt may show while Harvest is out of reach; the fields written.

        Harvest's last answer stays in it as it was. `running` may be a pending timer.
        """
        before = self.stored() or {}
        heard = before.get("heard", files.composed(before).decode() if before else "")
        shown = [running] if running is not None else []
        kept = {"heard": heard, "doubtful": before.get("doubtful", "")}
        content = {**self._content(shown), **more, **self._backdated(shown), **kept}
        if running is not None and not running.id:
            content["id"] = ""
        self._write(content)
        return content

    def mark_stale(self) -> None:
        """The state may have changed without an answer: show it still, and do not rely on it."""
        before = self.stored()
        if before is not None:
            heard = before.get("heard", files.composed(before).decode())
            self._write({**before, "read_at": "0", "doubtful": "yes", "heard": heard})

    def learn(self, running: Sequence[TimeEntry], began: datetime | None = None) -> None:
        """Keep what hv itself brought about, for when Harvest is out of reach; it is not relied on.

        `began` is when the timer was meant to begin, where that was earlier.
        """
        self.save(running, **self.since(began))
        self.mark_stale()

    def since(self, moment: datetime | None) -> dict[str, str]:
        """The fields of a timer that was backdated to that moment; none for None."""
        if moment is None:
            return {}
        clock = self._context.account.data.company.clock
        shown = clock_text(moment.astimezone(self._context.zone).time(), clock)
        return {"began_at": str(int(moment.timestamp())), "since": shown}

    def forget(self) -> None:
        """Delete the file, because Harvest said otherwise."""
        self._place()[0].unlink(missing_ok=True)

    def began(self, entry: TimeEntry) -> datetime | None:
        """When a running entry really began: before its timer, where hv backdated it.

        An account of hours does not keep that; what was banked may as well be of the morning.
        """
        found = self._run_of(entry)
        if found is None or not found.get("began_at"):
            return entry.timer_started_at
        return datetime.fromtimestamp(float(found["began_at"]), UTC)

    def _run_of(self, entry: TimeEntry) -> dict[str, str] | None:
        """The fields of this very run of a timer, whatever settings were changed since."""
        found = _as_heard(files.load(str(self._place()[0])))
        return found if found is not None and _is_same_run(found, entry) else None

    def _heard(self) -> dict[str, str] | None:
        return _as_heard(self.stored())

    def _place(self) -> "tuple[Path, str]":
        context = self._context
        named, where = context.named_profile, context.places()
        if not named and folder_file_here(context.environ):
            named = f"folder-{context.profile or 'default'}"
        mark = files.mark(context.environ, named, str(where.config), str(where.cache))
        return where.cache / files.file_name(named), mark

    def _write(self, content: dict[str, str]) -> None:
        with suppress(OSError):
            write_private(self._place()[0], files.composed(content), durable=False)

    def _content(self, running: Sequence[TimeEntry]) -> dict[str, str]:
        context = self._context
        now = context.now
        ends = midnight_after(context, now.astimezone(context.zone).date())
        return {
            "mark": self._place()[1],
            "read_at": str(int(now.timestamp())),
            "max_age": f"{context.settings.get('status_seconds'):g}",
            "day_ends": str(int(ends.timestamp())),
            "running": str(len(running)),
            "banked": "0",
            "since_at": "0",
            **glance_of(context, running, now),
            **(_fields(running[0], now) if running else {}),
        }

    def _backdated(self, running: Sequence[TimeEntry]) -> dict[str, str]:
        """What is known of a run that was backdated stays known while it runs."""
        found = self._run_of(running[0]) if running else None
        if found is None:
            return {}
        return {name: found[name] for name in ("began_at", "since") if found.get("began_at")}


def _as_heard(found: dict[str, str] | None) -> dict[str, str] | None:
    """The fields from before Harvest was out of reach, with whether they are doubtful."""
    if found is None or "heard" not in found:
        return found
    heard = files.parsed(found["heard"].encode())
    return {**heard, "doubtful": found.get("doubtful", "")} if heard is not None else None


def _fields(entry: TimeEntry, now: datetime) -> dict[str, str]:
    started = entry.timer_started_at or now
    user = entry.user or Named(None, "")
    return {
        "id": str(entry.id),
        "client": entry.client.name,
        "client_id": str(entry.client.id or 0),
        "project": entry.project.name,
        "project_id": str(entry.project.id),
        "code": entry.project.code or "",
        "task": entry.task.name,
        "task_id": str(entry.task.id),
        "notes": entry.notes or "",
        "user_id": str(user.id or 0),
        "spent_date": entry.spent_date.isoformat() if entry.spent_date else "",
        "banked": str(int(banked(entry, now) * 100)),
        "since_at": str(int(started.timestamp())),
        "started_time": f"{entry.started_time:%H:%M}" if entry.started_time else "",
        "timer": "yes" if entry.timer_started_at else "",
    }


def _entry(found: dict[str, str]) -> TimeEntry | None:
    """The running entry of the fields; None where they are damaged."""
    from datetime import date, time

    try:
        before = Decimal(found["banked"]).scaleb(-2)
        started = found["started_time"]
        return TimeEntry(
            id=int(found["id"]),
            spent_date=date.fromisoformat(found["spent_date"]),
            hours=before,
            client=Client(int(found["client_id"]), found["client"]),
            project=Project(int(found["project_id"]), found["project"], found["code"] or None),
            task=Task(int(found["task_id"]), found["task"]),
            user=Named(int(found["user_id"]), ""),
            notes=found["notes"] or None,
            is_running=True,
            started_time=time.fromisoformat(started) if started else None,
            timer_started_at=datetime.fromtimestamp(float(found["since_at"]), UTC)
            if found["timer"]
            else None,
            hours_without_timer=before,
        )
    except (KeyError, ValueError):
        return None


def _is_same_run(found: dict[str, str], entry: TimeEntry) -> bool:
    """Whether the fields are of this very run of the entry's timer."""
    since = entry.timer_started_at
    same_start = since is not None and str(int(since.timestamp())) == found["since_at"]
    return same_start and found.get("id") == str(entry.id)


def total(entries: Sequence[TimeEntry]) -> Decimal:
    """Hours of several entries."""
    return sum((entry.hours for entry in entries if entry.hours is not None), ZERO)
