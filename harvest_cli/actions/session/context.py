"""What every action is given: the clock, the settings, the account's names, a lazy client.

Nothing is opened, read or asked for before an action needs it.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property

from harvest_cli.domain.errors import ConfigurationError, Progress, Warnings, nobody
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.wall_clock import stated_now
from harvest_cli.domain.wording import quoted
from harvest_cli.local.config.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from harvest_cli.actions.session.account import Account
    from harvest_cli.actions.session.schedule import Targets
    from harvest_cli.domain.entries import NewEntry, TimeEntry
    from harvest_cli.harvest.client import Harvest
    from harvest_cli.language.text.readings import Conventions
    from harvest_cli.local.cache.account_cache import AccountData
    from harvest_cli.local.config.toml_file import TableSource
    from harvest_cli.local.disk.files import Places
    from harvest_cli.local.disk.open_database import Held
    from harvest_cli.local.login.credentials import Credentials
    from harvest_cli.local.outbox.queue import Outbox

Chooser = Callable[[str, Sequence[str]], int | None]
"""Asks the person: a question and its options in, the index of one out; None is no answer."""

EARLIEST, LATEST = 1900, 2999
"""Years that `HV_NOW` can stand for."""
YesOrNo = Callable[[str], bool]
"""Asks the person a yes-or-no question, which says what yes does; Enter alone is no."""


class Context:
    """One run of hv. `choose` and `agrees` are None where nobody can be asked.

    `save_running(context, timers)` is called with my running timers when the account was fetched.
    `shown_profile` is the profile where answers should name it: there is more than one.
    `named_profile` is the one that a flag or variable named, empty for none. `held` is the outbox
    that this run shares with others of this process.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        settings: Settings,
        places: Callable[[], "Places"],
        log_in: Callable[[], "Credentials"],
        connect: Callable[["Credentials"], "Harvest"],
        clock: Callable[[], datetime],
        choose: Chooser | None = None,
        agrees: YesOrNo | None = None,
        sleep: Callable[[float], None] = time.sleep,
        save_running: "Callable[[Context, tuple[TimeEntry, ...]], object] | None" = None,
        profile: str | None = None,
        shown_profile: str | None = None,
        named_profile: str = "",
        warnings: Sequence[str] = (),
        held: "Held[Outbox | None] | None" = None,
    ) -> None:
        self.environ = environ
        self.settings = settings
        self.places = places
        self.log_in = log_in
        self.connect = connect
        self.clock = clock
        self.choose = choose
        self.agrees = agrees
        self.profile = profile
        self.shown_profile = shown_profile
        self.named_profile = named_profile
        self.warnings = Warnings(warnings)
        self.inferred: list[str] = []
        self.sleep = sleep
        self._save_running, self._held = save_running, held
        self.progress: Progress = nobody
        """Hears how many rows of projects, tasks or people were read."""
        self.journals = True
        """Whether writes are written down to be taken back; not while they are."""
        self.typed_in = ""
        """The run of the row that is sent now, where that is not this one."""
        self.handled: set[str] = set()
        """Rows of the outbox that this run has taken as far as they go."""
        self.written: list[str] = []
        """Keys of the rows that this run writes, from before the first of them is kept."""
        self.foreseen: list[NewEntry] = []
        """Entries of this run that are read, and neither kept nor sent yet."""
        self.away = False
        """Whether the last entry that this run sent did not even leave."""
        self.drain: Callable[[], None] = lambda: None
        """Sends a little of what waits; for a command that keeps its own write before that."""
        self.changes = False
        """Whether this run asked Harvest for anything but a new entry."""

    @cached_property
    def credentials(self) -> "Credentials":
        """What opens the account; raises NotLoggedIn."""
        return self.log_in()

    @cached_property
    def client(self) -> "Harvest":
        """The one client of this run."""
        client = self.connect(self.credentials)
        client.progress = self.progress
        return client

    @cached_property
    def account(self) -> "Account":
        """The account's names, me, company and recents."""
        # It loads in 15 ms, and `hv config` and `hv alias` need no account.
        from harvest_cli.actions.session.account import Account, AccountParts

        return Account(
            AccountParts(
                login=lambda: self.credentials,
                client=lambda: self.client,
                clock=lambda: self.clock(),
                moment=lambda: self.moment,
                places=self.places,
                warnings=self.warnings,
                profile=self.profile,
                save_running=self._seen_running,
            )
        )

    def _seen_running(self, running: "tuple[TimeEntry, ...]") -> None:
        # The outbox may have been opened before anybody knew whose login this is.
        outbox: Outbox | None = self.__dict__.get("outbox")
        if outbox is not None:
            outbox.login = outbox.login._replace(user_id=self.account.cached_user_id())
        if self._save_running is not None:
            self._save_running(self, running)

    @cached_property
    def own_run(self) -> str:
        """A name for this run, unlike that of any other."""
        # It comes with the outbox, which many runs do not load.
        from harvest_cli.local.outbox.row import new_run

        return new_run()

    @property
    def run(self) -> str:
        """The run that what is written now was typed in: this one, or the one of a kept row."""
        return self.typed_in or self.own_run

    @cached_property
    def outbox(self) -> "Outbox | None":
        """What waits to be sent and what was written; None where nothing can be kept."""
        # Many runs look into no outbox.
        from harvest_cli.actions.session.open_outbox import lent_outbox, open_outbox
        from harvest_cli.local.outbox.queue import Login

        login = self.credentials
        owner = Login(login.api_url, login.account_id, self.account.cached_user_id())
        path = self.outbox_path

        if self._held is None:
            found = open_outbox(path, owner, self.clock, self.warnings)
        else:
            found = lent_outbox(self._held, path, owner, self.clock, self.warnings)
        if found is not None:
            found.said_at = self.said_now
        return found

    @property
    def outbox_path(self) -> "Path":
        """The file of the outbox; one for each profile."""
        return self.places().state / f"outbox-{self.profile or 'default'}.sqlite"

    @property
    def existing_outbox(self) -> "Outbox | None":
        """The outbox where its file exists already: looking into it makes no file."""
        return self.outbox if self.outbox_path.exists() else None

    @cached_property
    def zone(self) -> tzinfo:
        """Setting, else the Harvest user's zone, else this machine's."""
        # zoneinfo loads in 5 ms, and some runs never ask for the zone.
        from harvest_cli.domain.zones import zone_named

        named = self.settings.get("timezone") or self.conventions.timezone
        found = zone_named(named)
        if named and not found:
            self.warn(f"Harvest's time zone {named} is unknown to hv; using this machine's")
        return found or self.clock().astimezone().tzinfo or self.clock().tzinfo or UTC

    @cached_property
    def now(self) -> datetime:
        """This moment in the user's zone; `HV_NOW` stands for it when set."""
        moment = self.moment
        return moment.astimezone(self.zone) if moment.tzinfo else moment.replace(tzinfo=self.zone)

    @cached_property
    def moment(self) -> datetime:
        """`HV_NOW` as it was written, naive without an offset; else this moment.

        What has to know the day before the user's zone is known counts from here. Raises
        ConfigurationError.
        """
        stated = stated_now(self.environ)
        return read_moment(stated) if stated else self.clock()

    @property
    def said_now(self) -> float | None:
        """`HV_NOW` in epoch seconds, for what is shown of this run later; None without it.

        Asks nobody: where the user's zone is not known yet, this machine's stands for it.
        """
        if not stated_now(self.environ):
            return None
        known = self.settings.get("timezone") or self.account.cached() is not None
        return (self.now if known else self.moment.astimezone()).timestamp()

    @property
    def today(self) -> date:
        """The day it is for the user."""
        return self.now.date()

    @cached_property
    def conventions(self) -> "Conventions":
        """How this person and account count and write time; asks for the account if need be."""
        known = self._conventions(self.account.data)
        return known._replace(due=lambda day: self.targets.schedule.target(day))

    @cached_property
    def targets(self) -> "Targets":
        """What is due on which day; asks for the account if need be."""
        # Tables of the configuration are read there, and most runs have none.
        from harvest_cli.actions.session.schedule import Targets

        return Targets(
            self.conventions, self.tables, lambda: self.places().cache, self.now, self.warnings
        )

    @cached_property
    def tables(self) -> "TableSource":
        """The tables of the configuration that are no settings."""
        # Most runs need none of them.
        from harvest_cli.local.config.toml_file import TableSource

        return TableSource(self.settings.tables, self.places().config_file, self.profile)

    @cached_property
    def sentence_conventions(self) -> "Conventions":
        """The same with the kinds of leave; raises ConfigurationError for those that are wrong."""
        # As in `_conventions`.
        from harvest_cli.actions.session.conventions import leave_of

        return self.conventions._replace(leave=leave_of(self.settings))

    @property
    def cached_conventions(self) -> "Conventions":
        """The same as far as it is known without asking."""
        return self._conventions(self.account.cached())

    def _conventions(self, known: "AccountData | None") -> "Conventions":
        # The status line of a prompt never needs them.
        from harvest_cli.actions.session.conventions import conventions_of

        return conventions_of(self.settings, known)

    def warn(self, text: str) -> None:
        """Show a line once, whatever the command answers."""
        self.warnings.add(text)

    def cannot_keep(self, where: str, error: Exception) -> None:
        """Say once that nothing can be kept on this machine, and why."""
        if self._held is not None:
            self._held.distrust()
        self.warnings.cannot_keep(where, error)

    def infer(self, text: str) -> None:
        """Keep what was assumed of the words, for answers that have no place for it."""
        if text not in self.inferred:
            self.inferred.append(text)

    def take_inferred(self) -> tuple[str, ...]:
        """The assumptions to say now; each is given once."""
        taken = tuple(self.inferred)
        self.inferred.clear()
        return taken

    def take_warnings(self) -> tuple[str, ...]:
        """The lines to show now; each is given once."""
        return self.warnings.take()


def read_moment(text: str) -> datetime:
    """`HV_NOW` as a date-time, naive when it has no offset; raises ConfigurationError."""
    try:
        moment = datetime.fromisoformat(text)
        # Years and time zones are counted from here in both directions.
        if not EARLIEST <= moment.year <= LATEST:
            message = f"Expected a year from {EARLIEST} to {LATEST}, got {quoted(text)} (HV_NOW)"
            raise ConfigurationError(message, hint="Write it as 2026-11-18T10:30")
        return moment
    except ValueError:
        message = f"Expected an ISO date and time, got {quoted(text)} (HV_NOW)"
        raise ConfigurationError(message, hint="Write it as 2026-11-18T10:30") from None
