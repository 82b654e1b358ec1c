"""The account's settings: what `/company` shows, and how a test or a user changes them."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.zones import zone_named
from harvest_cli.sandbox.example.company import BEHAVIOUR, COMPANY, KIM, harvest_zone
from harvest_cli.sandbox.request.params import whole
from harvest_cli.sandbox.request.permissions import Call, require
from harvest_cli.sandbox.request.replies import BAD_CAPACITY, Handler, Reply, answer, invalid

if TYPE_CHECKING:
    from sqlite3 import Connection

ROLES = ("administrator", "manager", "member")
CHOICES = {
    "clock": ("12h", "24h"),
    "time_format": ("decimal", "hours_minutes"),
    "week_start_day": ("Saturday", "Sunday", "Monday"),
    "date_format": ("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y.%m.%d", "%Y/%m/%d"),
    "role": ROLES,
}


def get_company(call: Call) -> Reply:
    """`GET /company`. The docs want an administrator, yet clients read it for everybody.

    Unverified: which holds for a Member; the account setting `company_for_members` decides.
    """
    require(call.caller.is_admin or bool(call.company["company_for_members"]))
    return answer(_shown(call.company))


def change_company(call: Call) -> Reply:
    """`PATCH /company`: `wants_timestamp_timers` and `weekly_capacity`, by administrators."""
    require(call.caller.is_admin)
    changes: dict[str, Any] = {}
    if "wants_timestamp_timers" in call.fields:
        changes["wants_timestamp_timers"] = call.fields["wants_timestamp_timers"] in (True, "true")
    if "weekly_capacity" in call.fields:
        capacity = whole(call.fields["weekly_capacity"])
        if capacity is None or capacity < 0:
            raise invalid(BAD_CAPACITY)
        changes["weekly_capacity"] = capacity
    return answer(_shown(change_settings(call.db, changes)))


def _shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: settings[name] for name in COMPANY}


def read_settings(db: "Connection") -> dict[str, Any]:
    """Everything that is set, `/company` and behaviour alike."""
    row = db.execute("SELECT settings FROM company").fetchone()
    stored: dict[str, Any] = json.loads(row[0])
    return stored


def change_settings(db: "Connection", changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set some settings and return all of them."""
    settings = {**read_settings(db), **changes}
    db.execute("UPDATE company SET settings = ?", (json.dumps(settings),))
    return settings


def apply_settings(db: "Connection", settings: Mapping[str, Any]) -> None:
    """Set company settings, behaviour, and Kim Allen's `role`, `permissions` and `zone`.

    Raises ConfigurationError for a name or a value that Harvest does not have.
    """
    personal = {"role", "permissions", "zone"}
    for name, value in settings.items():
        _check(name, value, {*personal, *COMPANY, *BEHAVIOUR})
    change_settings(db, {k: v for k, v in settings.items() if k not in personal})
    if "role" in settings or "permissions" in settings:
        extra = [] if isinstance(settings.get("permissions"), str) else settings.get("permissions")
        access = [settings.get("role", "manager"), *(extra or [])]
        _change_kim(db, "access_roles", json.dumps(access))
    if settings.get("zone"):
        _change_kim(db, "timezone", harvest_zone(settings["zone"]))


def _change_kim(db: "Connection", column: str, value: str) -> None:
    db.execute(f"UPDATE users SET {column} = ? WHERE id = ?", (value, KIM))


def _check(name: str, value: object, known: set[str]) -> None:
    if name not in known:
        message = f"The sandbox account has no setting `{name}`"
        raise ConfigurationError(message)
    usual = {**COMPANY, **BEHAVIOUR}.get(name)
    if usual is not None and type(value) is not type(usual):
        message = f"`{name}` of the sandbox account is a {type(usual).__name__}, not {value!r}"
        raise ConfigurationError(message)
    choices = CHOICES.get(name)
    if choices and value not in choices:
        message = f"`{name}` of the sandbox account is one of {', '.join(choices)}"
        raise ConfigurationError(message)
    if name == "zone" and value is not None and zone_named(str(value)) is None:
        message = f"There is no time zone `{value}`"
        raise ConfigurationError(message)


ROUTES: dict[str, Handler] = {
    "GET /company": get_company,
    "PATCH /company": change_company,
}
