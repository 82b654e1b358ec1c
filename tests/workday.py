"""A person at a terminal over a day or two: hv commands on an embedded account, a clock by hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.results import TimerResult
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.status import live_status
from harvest_cli.actions.timers.ending import StopFlags
from harvest_cli.actions.timers.restart import Way, restart_timer
from harvest_cli.actions.timers.start import start_timer
from harvest_cli.actions.timers.stop import stop_timer
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http.request import Access
from harvest_cli.local.config.settings import Settings
from harvest_cli.local.disk.files import Places
from harvest_cli.local.login.credentials import Credentials
from harvest_cli.sandbox.adapter import sandbox_adapter
from harvest_cli.sandbox.example import KIM
from tests.account import ACCOUNT_ID, KIM_TOKEN, Clock, an_account, call
from tests.ready_accounts import open_in
from tests.ready_homes import Files, put, taken

URL = "https://sandbox.invalid/v2"
LOOKED: dict[str, Files] = {}
"""What a first look left in a folder, by who looked when."""
NEW_YORK = ZoneInfo("America/New_York")


class Person:
    """Kim Allen at work. `asked` holds method and path of each request of the last command.

    `local` is the clock of the machine where it is another than Harvest's.
    """

    def __init__(
        self,
        folder: Path,
        moment: datetime,
        environ: Mapping[str, str] | None = None,
        token: str = KIM_TOKEN,
        zone: str | None = None,
        **settings: Any,
    ) -> None:
        self.clock = Clock(moment.astimezone(UTC))
        self.account = an_account(now=self.clock, zone=zone, **settings)
        self.folder = folder
        self.environ = dict(environ or {})
        self.asked: list[str] = []
        self.token = token
        self.choose: Callable[[str, Sequence[str]], int | None] | None = None
        self.agrees: Callable[[str], bool] | None = None
        self.ahead = timedelta(0)
        self.adapter: Any = None
        self._like = repr((token, zone, sorted(self.environ.items()), sorted(settings.items())))
        self._told = self.account.db.total_changes

    def context(self) -> Context:
        """One run of hv, now."""
        login = Credentials(Secret(self.token), ACCOUNT_ID, URL, "https://id.invalid", "a test")
        self.asked.clear()
        opened = open_in(str(self.folder))
        return Context(
            environ=self.environ,
            settings=Settings(self.environ),
            places=lambda: Places(self.folder, self.folder, self.folder),
            log_in=lambda: login,
            connect=self._connect,
            clock=lambda: self.clock() + self.ahead,
            choose=self.choose,
            agrees=self.agrees,
            sleep=self._sleep,
            save_running=lambda context, running: StatusCache(context).save(running),
            held=opened and opened.outbox,
        )

    def _sleep(self, seconds: float) -> None:
        self.clock.pass_(seconds=seconds)

    def _connect(self, login: Credentials) -> Harvest:
        access = Access(login.token, login.account_id, login.api_url, login.id_url)
        adapter = self.adapter or sandbox_adapter(self.account, URL)
        return Harvest(access, adapter=adapter, trace=self._trace, sleep=self._sleep)

    def _trace(self, line: str) -> None:
        method, url = line.split(" ")[:2]
        self.asked.append(f"{method} {url.split('?')[0].removeprefix('/v2')}")

    def warm(self) -> "Person":
        """Know the names, and nothing of timers."""
        like = f"{self.clock()} {self.ahead} {self._like}"
        is_new = not self.folder.exists() and self.account.db.total_changes == self._told
        if is_new and like in LOOKED and self.adapter is None:
            put(LOOKED[like], self.folder)
            return self
        self._look()
        if is_new:
            LOOKED[like] = taken(self.folder)
        return self

    def _look(self) -> None:
        self.context().account.data  # noqa: B018
        self.forget_timers()
        self.asked.clear()

    def forget_timers(self) -> None:
        """As on another machine, or after a day."""
        for path in self.folder.glob("*.status"):
            path.unlink()

    def start(self, text: str, **flags: Any) -> TimerResult:
        return start_timer(self.context(), text, Flags(**flags))

    def stop(self, text: str = "", **flags: Any) -> TimerResult:
        return stop_timer(self.context(), text, StopFlags(**flags))

    def restart(self, reference: str = "", way: Way = Way.BY_DAY) -> TimerResult:
        return restart_timer(self.context(), reference, way)

    def status(self) -> Any:
        return live_status(self.context())

    def at(self, hour: int, minute: int = 0, *, day: date | None = None, fold: int = 0) -> None:
        """Let it be that time of day on the person's clock, today or on `day`."""
        zone = self.context().zone
        today = day or self.clock().astimezone(zone).date()
        moment = datetime(today.year, today.month, today.day, hour, minute, tzinfo=zone, fold=fold)
        self.clock.moment = moment.astimezone(UTC)

    def pass_(self, minutes: float) -> None:
        """Let time pass."""
        self.clock.pass_(minutes=minutes)

    def entries(self, first: date, last: date) -> list[dict[str, Any]]:
        """Kim's entries as Harvest holds them, oldest made first."""
        query = {"user_id": KIM, "from": first.isoformat(), "to": last.isoformat()}
        found = call(self.account, "GET", "/time_entries", self.token, query).body["time_entries"]
        return sorted(found, key=lambda entry: (entry["created_at"], entry["id"]))

    def entries_of(self, user_id: int) -> list[dict[str, Any]]:
        """Everybody's entries of one person, oldest made first."""
        found = call(self.account, "GET", "/time_entries", query={"user_id": user_id}).body
        return sorted(found["time_entries"], key=lambda entry: (entry["created_at"], entry["id"]))

    def entry(self, entry_id: int) -> dict[str, Any]:
        """One entry as Harvest holds it."""
        found: dict[str, Any] = call(self.account, "GET", f"/time_entries/{entry_id}").body
        return found

    def minutes(self, entry: Mapping[str, Any] | TimeEntry | None) -> int:
        """The hours of an entry in whole minutes."""
        hours = entry["hours"] if isinstance(entry, Mapping) else (entry.hours if entry else 0)
        return int(float(hours or 0) * 60 + 0.5)


def running(person: Person, minutes: float, words: str = "Marketing Website") -> int:
    """Start a timer and let it run."""
    made = person.start(words).entries[0].entry.id
    person.pass_(minutes)
    return made
