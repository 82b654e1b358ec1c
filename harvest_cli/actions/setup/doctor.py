"""`hv doctor`: look at everything that can be wrong, and say it in words safe to paste.

Nothing here shows a character of a token, a name of a person, client or project, or the name of
the home folder.
"""

import os
import stat
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from harvest_cli.actions.fill import check_recurring
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.setup.settings import cached_catalogue
from harvest_cli.domain.errors import ConfigurationError, ExitCode, HvError
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.domain.wording import at_home, counted
from harvest_cli.domain.zones import zone_named
from harvest_cli.harvest.http.tls import CA_VARIABLES
from harvest_cli.local.config.config_file import plain_value
from harvest_cli.local.config.proposal_tables import suggest_of
from harvest_cli.local.config.schedule_tables import uncounted_of
from harvest_cli.local.config.settings import SETTINGS, UNSET
from harvest_cli.local.login.credentials import HOW_TO_START
from harvest_cli.local.outbox.row import State as RowState

PRIVATE = {"project", "task", "note", "token_command", "account_id", "oauth_client_id"}
"""Settings whose values are nobody's business in a bug report."""
PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
LOG_IN = "Run `hv login`, or try hv without an account: `hv --sandbox`"
SKEW = timedelta(seconds=120)

ORDER = (ExitCode.CONFIGURATION, ExitCode.NOT_LOGGED_IN, ExitCode.UNREACHABLE)
"""Which problem gives the status when there are several: the one to mend first."""


class Grade(StrEnum):
    """How a finding is to be taken."""

    OK = "ok"
    INFO = "info"
    WARNING = "warning"
    PROBLEM = "problem"


class Finding(NamedTuple):
    """One thing looked at; nothing in it is secret. `code` is set for problems.

    `rows` counts the rows of the outbox by their state, where those are what was found.
    """

    area: str
    name: str
    state: Grade
    text: str
    hint: str | None = None
    code: ExitCode = ExitCode.DONE
    rows: tuple[tuple[RowState, int], ...] = ()


@dataclass(slots=True)
class Examination:
    """Everything that was found, in the order it was looked at."""

    findings: list[Finding] = field(default_factory=list)

    def ok(self, area: str, name: str, text: str) -> None:
        """Something that is as it should be."""
        self.findings.append(Finding(area, name, Grade.OK, text))

    def info(self, area: str, name: str, text: str) -> None:
        """Something worth knowing."""
        self.findings.append(Finding(area, name, Grade.INFO, text))

    def warn(self, area: str, name: str, text: str, hint: str | None = None) -> None:
        """Something that may hurt later."""
        self.findings.append(Finding(area, name, Grade.WARNING, text, hint))

    def problem(self, area: str, name: str, text: str, hint: str | None, code: ExitCode) -> None:
        """Something that keeps hv from working."""
        self.findings.append(Finding(area, name, Grade.PROBLEM, text, hint, code))

    @property
    def exit_code(self) -> ExitCode:
        """0 when nothing is wrong, else the status of what to mend first."""
        codes = {finding.code for finding in self.findings} - {ExitCode.DONE}
        first = [code for code in ORDER if code in codes]
        return first[0] if first else min(codes, default=ExitCode.DONE)


def examine(context: Context, found: Examination) -> None:
    """Look at paths, settings, login, network, account, clock and cache, in this order."""
    look_at_paths(context, found)
    look_at_settings(context, found)
    look_at_network(context, found)
    if look_at_login(context, found):
        try:
            look_at_account(context, found)
        except HvError as error:
            # A setting that cannot be read: which one stands above.
            found.problem(
                "harvest", "not asked", _without_home(error.message), None, error.exit_code
            )
        look_at_targets(context, found)
    look_at_cache(context, found)
    look_at_outbox(context, found)


def look_at_paths(context: Context, found: Examination) -> None:
    """Where things lie, and who may read them."""
    try:
        places = context.places()
    except ConfigurationError as error:
        found.problem("paths", "home", error.message, error.hint, error.exit_code)
        return
    for name, path in (
        ("configuration", places.config_file),
        ("logins", places.credentials_file),
        ("state", places.state),
        ("cache", places.cache),
    ):
        _look_at_path(name, path, secret=name == "logins", found=found)


def _look_at_path(name: str, path: Path, *, secret: bool, found: Examination) -> None:
    shown = at_home(path)
    try:
        there = path.stat()
    except OSError as error:
        told, warns = error.strerror or str(error), True
        if isinstance(error, FileNotFoundError):
            above = next(folder for folder in path.parents if folder.exists())
            warns = not os.access(above, os.W_OK)
            told = f"{at_home(above)} cannot be written" if warns else "not created yet"
        (found.warn if warns else found.info)("paths", name, f"{shown}: {told}")
        return
    mode = stat.S_IMODE(there.st_mode)
    text = f"{shown} (mode {mode:04o})" if os.name == "posix" else shown
    others, writers = mode & 0o077, mode & stat.S_IWOTH
    foreign = os.name == "posix" and there.st_uid != os.geteuid()
    if os.name != "posix" or not (foreign or others):
        found.ok("paths", name, text)
    elif secret or (foreign and name != "configuration"):
        why = "belongs to another user" if foreign else "others can read it"
        hint = None if foreign else f"chmod 600 {shown}"
        if secret:
            found.problem("paths", name, f"{text}: {why}", hint, ExitCode.CONFIGURATION)
        else:
            found.warn("paths", name, f"{text}: {why}; hv saves nothing there", hint)
    elif writers or name in {"state", "cache"}:
        found.warn("paths", name, f"{text}: others can read it", f"chmod go= {shown}")
    else:
        found.ok("paths", name, text)


def look_at_settings(context: Context, found: Examination) -> None:
    """What is set, and by what; values that name people or work are not told."""
    for warning in context.take_warnings():
        found.warn("settings", "file", _without_home(warning))
    found.info("settings", "profile", context.profile or "default")
    for setting in SETTINGS:
        try:
            value, origin = context.settings.value(setting.name)
        except HvError as error:
            message = _without_home(error.message)
            found.problem("settings", setting.name, message, error.hint, error.exit_code)
            continue
        if origin != UNSET:
            shown = "set" if setting.name in PRIVATE else plain_value(setting, value)
            found.info("settings", setting.name, f"{shown}, by {_without_home(origin)}")


def _without_home(text: str) -> str:
    home = os.path.expanduser("~")  # noqa: PTH111 - "~" stays where there is none
    return text.replace(home, "~") if home not in {"", "/", "~"} else text


def look_at_network(context: Context, found: Examination) -> None:
    """Proxies and certificates, by their variables; passwords in proxies are not told."""
    for name in PROXIES:
        value = os.environ.get(name) or os.environ.get(name.lower())
        if value:
            found.info("network", name, _host_of(value) if name != "NO_PROXY" else value[:200])
    bundle = None
    with suppress(HvError):  # told among the settings
        bundle = context.settings.get("ca_bundle")
    named = [("ca_bundle", bundle), *((name, os.environ.get(name)) for name in CA_VARIABLES)]
    for name, path in named:
        if path and not Path(path).exists():
            text = f"{at_home(Path(path))} does not exist"
            found.problem("network", name, text, f"Correct `{name}`", ExitCode.CONFIGURATION)
        elif path:
            found.info("network", name, at_home(Path(path)))


def _host_of(proxy: str) -> str:
    try:
        parts = urlsplit(proxy if "//" in proxy else f"//{proxy}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "not a valid address"
    user = "***@" if parts.username or parts.password else ""
    return f"{parts.scheme or 'http'}://{user}{parts.hostname or '?'}{port}"


def look_at_login(context: Context, found: Examination) -> bool:
    """Where the token comes from; False when there is none."""
    try:
        login = context.credentials
    except HvError as error:
        hint = LOG_IN if error.hint == HOW_TO_START else error.hint
        found.problem("login", "token", _without_home(error.message), hint, error.exit_code)
        return False
    size = len(login.token.reveal())
    found.ok("login", "token", f"from {_without_home(login.source)}, {size} characters")
    if login.expires_at:
        found.info("login", "ends", f"{login.expires_at:%Y-%m-%d %H:%M} UTC")
    for warning in context.take_warnings():
        found.warn("login", "note", warning)
    return True


def look_at_account(context: Context, found: Examination) -> None:
    """Whether Harvest answers, as whom, what that person may not do, and what time it is there."""
    login, client = context.credentials, context.client
    began = context.clock()
    try:
        user = client.me()
    except HvError as error:
        found.problem("harvest", login.api_url, error.message, error.hint, error.exit_code)
        return
    took = (context.clock() - began).total_seconds() * 1000
    found.ok("harvest", login.api_url, f"answers in {took:.0f} ms")
    found.ok("account", "number", f"{login.account_id}, you are user {user.id}")
    found.info("account", "role", ", ".join(user.access_roles) or "unknown")
    if user.access_roles and not {"administrator", "manager"} & set(user.access_roles):
        text = "a member sees only their own time; clients and other people's entries are refused"
        found.info("account", "limits", text)
    try:
        company = client.company()
        timers = {True: "start and end times", False: "durations", None: "unknown"}
        found.ok("account", "tracks", timers[company.wants_timestamp_timers])
    except HvError as error:
        found.info("account", "company settings", f"not readable ({error.message})")
    _look_at_clock(context, client.server_date, began, user.timezone, found)


def _look_at_clock(
    context: Context, server: datetime | None, now: datetime, theirs: str | None, found: Examination
) -> None:
    named = context.settings.get("timezone") or theirs
    zone = zone_named(named)
    if zone is None:
        found.warn("clock", "zone", f"{named or 'none'} is unknown; hv uses this machine's zone")
    else:
        here, there = now.astimezone(), now.astimezone(zone)
        same = here.utcoffset() == there.utcoffset()
        other = "" if same else f"; this machine's clock is at {here:%H:%M}"
        found.ok("clock", "zone", f"{named}, {there:%H:%M} there{other}")
    if server is None:
        found.info("clock", "skew", "Harvest did not tell the time")
        return
    skew = now - server
    text = f"{round(skew.total_seconds()):+d} s against Harvest"
    if abs(skew) > SKEW:
        found.warn("clock", "skew", text, "Correct this machine's clock")
    else:
        found.ok("clock", "skew", text)


def look_at_targets(context: Context, found: Examination) -> None:
    """Whether what is set of targets and holidays can be used."""
    try:
        schedule = context.targets.checked()
        uncounted_of(context.tables)
        rules = check_recurring(context)
        suggest_of(context.tables)
    except ConfigurationError as error:
        text = _without_home(error.message)
        found.problem("targets", "schedule", text, error.hint, error.exit_code)
        return
    except HvError:  # without the account, which is told above
        return
    found.ok("targets", "week", f"{schedule.week(context.today).total / 60:g} h")
    if schedule.region:
        found.ok("targets", "holidays", schedule.region)
    if rules:
        found.ok("targets", "recurring", counted(rules, "rule"))


def look_at_cache(context: Context, found: Examination) -> None:
    """How old the stored names are."""
    stored = cached_catalogue(context)
    if stored is None:
        found.info("cache", "names", "none stored for this login")
        return
    age = context.clock() - stored.fetched_at
    hours = max(0, int(age.total_seconds() // 3600))
    count = len(stored.assignments)
    fresh = "fresh" if stored.is_fresh(context.clock()) else "stale; refreshed when needed"
    found.ok("cache", "names", f"{count} projects, {hours} h old, {fresh}")


def look_at_outbox(context: Context, found: Examination) -> None:
    """How many writes are pending, and in which state; neither sentences nor notes are told."""
    try:
        kept = context.existing_outbox
        states = Counter(row.state for row in kept.listed()) if kept else Counter()
        if kept and (cut := kept.trail.damaged()):
            lines = counted(cut, "line is", "lines are")
            found.warn("outbox", "backup log", f"{lines} cut off or damaged, and passed over")
    except HvError as error:
        found.warn("outbox", "writes", _without_home(error.message))
        return
    if not states:
        found.info("outbox", "writes", "nothing pending")
        return
    rows = tuple(sorted(states.items()))
    found.findings.append(Finding("outbox", "writes", Grade.WARNING, "", rows=rows))
