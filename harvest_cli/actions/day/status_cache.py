"""What is known to run without asking, and how it is kept for the prompt: the status file.

hv knows what runs after each of its own answers. Knowledge younger than `status_seconds` counts as
true; older knowledge only saves a question where Harvest's answer corrects it. While Harvest is
out of reach the file shows what waits here too, and holds what Harvest told last inside of itself.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.actions.day.clock import banked, midnight_after
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import Named, TimeEntry
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.projects import Client, Project, Task
from harvest_cli.local.cache import status_cache as files

if TYPE_CHECKING:
    from pathlib import Path

STILL_A_GUESS = timedelta(hours=24)


class Known(NamedTuple):
    """My running timers as last seen, and how long ago that was."""

    entries: tuple[TimeEntry, ...]
    age: timedelta
    fresh: bool


class Heard(NamedTuple):
    """My running timers as Harvest told of them at a moment; of several only one is known."""

    entries: tuple[TimeEntry, ...]
    at: datetime


def known_running(context: Context) -> Known | None:
    """What the status file tells of running timers; None when it tells nothing."""
    found = _told_by_harvest(context)
    if found is None or found.get("doubtful"):
        return None
    age = timedelta(seconds=_epoch(context) - float(found["read_at"]))
    if not timedelta(0) <= age <= STILL_A_GUESS:
        return None
    if found["running"] == "0":
        return Known((), age, _is_fresh(context, age))
    entry = _entry(found)
    # Of several timers the file holds one.
    return (
        Known((entry,), age, _is_fresh(context, age)) if entry and found["running"] == "1" else None
    )


def last_heard(context: Context) -> Heard | None:
    """What Harvest told of running timers last, however long ago; None when that is not known."""
    found = _told_by_harvest(context)
    if found is None:
        return None
    entry = _entry(found) if found["running"] != "0" else None
    at = datetime.fromtimestamp(float(found["read_at"]), UTC)
    return Heard((entry,) if entry is not None else (), at)


def _told_by_harvest(context: Context) -> dict[str, str] | None:
    """The status file as it was before Harvest was out of reach, with what is doubted since."""
    found = stored(context)
    if found is None or "heard" not in found:
        return found
    heard = files.parsed(found["heard"].encode())
    return {**heard, "doubtful": found.get("doubtful", "")} if heard is not None else None


def _is_fresh(context: Context, age: timedelta) -> bool:
    return bool(age.total_seconds() <= context.settings.get("status_seconds"))


def stored(context: Context) -> dict[str, str] | None:
    """The status file of this account and these settings, however old."""
    path, mark = _place(context)
    found = files.load(str(path))
    return found if found is not None and found.get("mark") == mark else None


def _place(context: Context) -> "tuple[Path, str]":
    named, where = context.named_profile, context.places()
    if not named and files.folder_decides():
        named = f"folder-{context.profile or 'default'}"
    return where.cache / files.file_name(named), files.mark(
        context.environ, named, str(where.config)
    )


def keep(context: Context, running: Sequence[TimeEntry], **more: str) -> dict[str, str]:
    """Write what runs and how far the day is, and give it back.

    `more` is what was learnt better. A cache that cannot be written stops nothing.
    """
    content = {**_content(context, running), **more, **_backdated(context, running)}
    _write(context, content)
    return content


def keep_shown(context: Context, running: TimeEntry | None, **more: str) -> dict[str, str]:
    """Write what a prompt may show while Harvest is out of reach, and give it back.

    What Harvest told last stays in it as it was. `running` may be a timer that waits here.
    """
    before = stored(context) or {}
    heard = before.get("heard", files.composed(before).decode() if before else "")
    shown = [running] if running is not None else []
    kept = {"heard": heard, "doubtful": before.get("doubtful", "")}
    content = {**_content(context, shown), **more, **_backdated(context, shown), **kept}
    if running is not None and not running.id:
        content["id"] = ""
    _write(context, content)
    return content


def doubt(context: Context) -> None:
    """What is known may be over, and Harvest did not say: it is shown, and not relied on."""
    before = stored(context)
    if before is not None:
        heard = before.get("heard", files.composed(before).decode())
        _write(context, {**before, "read_at": "0", "doubtful": "yes", "heard": heard})


def _write(context: Context, content: dict[str, str]) -> None:
    from harvest_cli.local.disk.files import write_private

    with suppress(OSError):
        write_private(_place(context)[0], files.composed(content), durable=False)


def _content(context: Context, running: Sequence[TimeEntry]) -> dict[str, str]:
    from harvest_cli.actions.day.targets import glance_of

    now = context.now
    ends = midnight_after(context, now.astimezone(context.zone).date())
    return {
        "mark": _place(context)[1],
        "read_at": str(int(now.timestamp())),
        "max_age": f"{context.settings.get('status_seconds'):g}",
        "day_ends": str(int(ends.timestamp())),
        "running": str(len(running)),
        "banked": "0",
        "since_at": "0",
        **glance_of(context, running, now),
        **(_fields(running[0], now) if running else {}),
    }


def _backdated(context: Context, running: Sequence[TimeEntry]) -> dict[str, str]:
    """What is known of a run that was backdated stays known while it runs."""
    found = _told_by_harvest(context)
    if not running or found is None or not _is_it(found, running[0]):
        return {}
    return {name: found[name] for name in ("began_at", "since") if found.get("began_at")}


def forget(context: Context) -> None:
    """Drop what is known, because Harvest said otherwise."""
    _place(context)[0].unlink(missing_ok=True)


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
    """The running entry as it was kept."""
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


def began(context: Context, entry: TimeEntry) -> datetime | None:
    """When a running entry really began: earlier than its timer, where hv itself backdated it.

    An account of hours does not keep that; what was banked may as well be of the morning.
    """
    found = _told_by_harvest(context)
    if found is None or not found.get("began_at") or not _is_it(found, entry):
        return entry.timer_started_at
    return datetime.fromtimestamp(float(found["began_at"]), UTC)


def _is_it(found: dict[str, str], entry: TimeEntry) -> bool:
    """Whether the status file tells of this very run of the entry's timer."""
    since = entry.timer_started_at
    same_start = since is not None and str(int(since.timestamp())) == found["since_at"]
    return same_start and found.get("id") == str(entry.id)


def _epoch(context: Context) -> float:
    return context.now.timestamp()


def total(entries: Sequence[TimeEntry]) -> Decimal:
    """Hours of several entries."""
    return sum((entry.hours for entry in entries if entry.hours is not None), ZERO)
