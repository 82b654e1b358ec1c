"""A time entry as Harvest shows it (Harvest docs, The time entry object; live captures).

How table values look in JSON: UTC moments, decimals, clock times in the account's style.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harvest_cli.domain.clock import clock_text
from harvest_cli.sandbox.request.params import time_at
from harvest_cli.sandbox.request.permissions import Call

if TYPE_CHECKING:
    from sqlite3 import Row

ICONS = "https://proxy.harvestfiles.com/production_harvestapp_public/uploads/platform_icons"

# Hosts for which Harvest has an icon. Unverified: that others get none.
KNOWN_SERVICES = ("asana.com", "basecamp.com", "github.com", "jira.com", "trello.com")


def entry_json(call: Call, row: "Row") -> dict[str, Any]:
    """One row of `entry_details`, as the caller may see it."""
    rates, costs = call.caller.sees_rates, call.caller.is_admin
    style = call.company["clock"]
    hours = running_hours(row, call.seconds)
    reason = locked_reason(row)
    return {
        "id": row["id"],
        "spent_date": row["spent_date"],
        "hours": decimal(hours),
        "hours_without_timer": decimal(row["hours"]),
        "rounded_hours": decimal(rounded(hours, call.company["time_rounding"])),
        "notes": row["notes"],
        "is_locked": reason is not None,
        "locked_reason": reason,
        "is_closed": row["approval_status"] == "approved",
        "approval_status": row["approval_status"],
        "is_billed": row["invoice_id"] is not None,
        "timer_started_at": moment(row["timer_started_at"]),
        "started_time": clock(row["started"], style),
        "ended_time": clock(row["ended"], style),
        "is_running": row["timer_started_at"] is not None,
        "billable": bool(row["billable"]),
        "budgeted": row["budget_by"] != "none",
        "billable_rate": decimal(row["billable_rate"]) if rates else None,
        "cost_rate": decimal(row["cost_rate"]) if costs else None,
        **stamps(row),
        **_links(row, rates),
        "invoice": _invoice(row),
        "external_reference": _reference(row),
    }


def running_hours(row: "Row", now: int) -> int:
    """Hundredths of an hour including the running part; they grow between two answers."""
    since = row["timer_started_at"]
    banked: int = row["hours"]
    return banked if since is None else banked + hundredths_between(since, now)


def hundredths_between(start: int, end: int) -> int:
    """Elapsed seconds as hundredths of an hour, rounded half up; never negative."""
    return max(0, (end - start + 18) // 36)


def rounded(hours: int, minutes: int) -> int:
    """Hundredths rounded up to the account's unit of `minutes`; 0 means no rounding."""
    if not minutes:
        return hours
    unit = minutes * 100
    return -(-hours * 60 // unit) * unit // 60


def locked_reason(row: "Row") -> str | None:
    """Why an entry is locked, in the words seen in answers; None when it is not."""
    approved = row["approval_status"] == "approved"
    causes = [
        word
        for word, applies in (
            ("Invoiced", row["invoice_id"] is not None),
            ("Approved", approved),
            ("Locked for this Time Period", approved or row["is_period_locked"]),
            ("Archived", row["is_archived"]),
        )
        if applies
    ]
    return f"Item {' and '.join(causes)}" if causes else None


def _links(row: "Row", rates: bool) -> dict[str, Any]:
    return {
        "user": {"id": row["user_id"], "name": row["user_name"]},
        "client": {
            "id": row["client_id"],
            "name": row["client_name"],
            "currency": row["currency"],
        },
        "project": {
            "id": row["project_id"],
            "name": row["project_name"],
            "code": row["project_code"],
        },
        "task": {"id": row["task_id"], "name": row["task_name"]},
        "user_assignment": _user_assignment(row, rates),
        "task_assignment": _task_assignment(row, rates),
    }


def _user_assignment(row: "Row", rates: bool) -> dict[str, Any] | None:
    # Null where the person was never assigned, or the assignment was deleted.
    if row["ua_id"] is None:
        return None
    return {
        "id": row["ua_id"],
        "is_project_manager": bool(row["is_project_manager"]),
        "is_active": bool(row["ua_is_active"]),
        "use_default_rates": bool(row["use_default_rates"]),
        "budget": decimal(row["ua_budget"]),
        **stamps(row, "ua_"),
        "hourly_rate": decimal(row["ua_hourly_rate"]) if rates else None,
    }


def _task_assignment(row: "Row", rates: bool) -> dict[str, Any] | None:
    if row["ta_id"] is None:
        return None
    return {
        "id": row["ta_id"],
        "billable": bool(row["ta_billable"]),
        "is_active": bool(row["ta_is_active"]),
        **stamps(row, "ta_"),
        "hourly_rate": decimal(row["ta_hourly_rate"]) if rates else None,
        "budget": decimal(row["ta_budget"]),
    }


def _invoice(row: "Row") -> dict[str, Any] | None:
    if row["invoice_id"] is None:
        return None
    return {"id": row["invoice_id"], "number": row["invoice_number"]}


def _reference(row: "Row") -> dict[str, str | None] | None:
    members = {
        "id": row["reference_id"],
        "group_id": row["reference_group"],
        "account_id": row["reference_account"],
        "permalink": row["permalink"],
    }
    if not any(members.values()):
        return None
    service = _service(members["permalink"])
    icon = f"{ICONS}/{service}.png" if service in KNOWN_SERVICES else None
    return {**members, "service": service, "service_icon_url": icon}


def _service(permalink: str | None) -> str | None:
    """The host of the link, which Harvest shows as the service."""
    try:
        host = urlsplit(permalink or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@lru_cache(maxsize=4096)
def moment(seconds: int | None) -> str | None:
    """Seconds since 1970 as `2017-06-27T16:01:23Z`."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decimal(hundredths: int | None) -> float | None:
    """Hundredths as a JSON number."""
    return None if hundredths is None else hundredths / 100


def clock(minute: int | None, style: str) -> str | None:
    """A time of day as an account with `style` 12h or 24h writes it."""
    return None if minute is None else clock_text(time_at(minute), style)


def stamps(row: Any, prefix: str = "") -> dict[str, str | None]:
    """When a record was made and last changed."""
    return {
        "created_at": moment(row[f"{prefix}created_at"]),
        "updated_at": moment(row[f"{prefix}updated_at"]),
    }
