"""The frozen contract of machine output: which keys every JSON document has, and in which order.

Names are Harvest's own. A key is always there; what is unknown is null. Hours are Decimal, days
and times their Python types, until `json_text` writes them.
"""

from typing import TYPE_CHECKING, Any

from harvest_cli.actions.entries.results import EntryList, Logged
from harvest_cli.actions.outbox.pending import PendingWrite
from harvest_cli.actions.resolve.projects import Identity, ProjectList, ProjectRow
from harvest_cli.actions.status.types import Status
from harvest_cli.domain.entries import EntryState, ExternalReference, Named, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.secrets import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest_cli.actions.session.dry_run import WouldSend

Record = dict[str, Any]


def entry_record(entry: TimeEntry, state: EntryState = EntryState.CREATED) -> Record:
    """One entry as the public JSON has it; the id is null until Harvest gave one."""
    return {
        "id": entry.id or None,
        "state": str(state),
        "spent_date": entry.spent_date,
        "hours": entry.hours,
        "hours_without_timer": entry.hours_without_timer,
        "rounded_hours": entry.rounded_hours,
        "started_time": entry.started_time,
        "ended_time": entry.ended_time,
        "is_running": entry.is_running,
        "timer_started_at": entry.timer_started_at,
        **_what(entry),
        "notes": entry.notes,
        "billable": entry.billable,
        "is_locked": entry.is_locked,
        "locked_reason": entry.locked_reason,
        "is_billed": entry.is_billed,
        "approval_status": entry.approval_status,
        "external_reference": _reference(entry.external_reference),
        "created_at": entry.created_at,
        "updated_at": entry.updated_at,
    }


def log_document(logged: Logged) -> Record:
    """What `hv log --json` prints, for one sentence; `error` when some entries are missing."""
    failed = {} if logged.failure is None else error_record(logged.failure)
    return {
        "text": logged.text,
        "entries": [
            {
                **entry_record(each.entry, each.state),
                "assumed": each.assumed,
                "key": each.key or None,
                "why": each.why,
                "already": each.already,
            }
            for each in logged.entries
        ],
        "warnings": list(logged.warnings),
        "inferences": [each._asdict() for each in logged.inferences],
        **(explained_record(logged) if logged.parts else {}),
        **({"requests": requests_record(logged.requests)} if logged.requests else {}),
        **failed,
    }


def explained_record(logged: Logged) -> Record:
    """What `--explain` adds: the sentence as read, and its pieces."""
    return {
        "read": logged.read,
        "spans": [part._asdict() for part in logged.parts],
    }


def entries_document(listed: EntryList) -> Record:
    """What `hv entries --json` prints."""
    return {
        "from": listed.period.start,
        "to": listed.period.end,
        "entries": [entry_record(entry) for entry in listed.entries],
        "totals": {"hours": listed.total, "billable_hours": listed.billable},
    }


def projects_document(listed: ProjectList) -> Record:
    """What `hv projects --json` prints; names are plain strings."""
    return {"projects": [project_record(row) for row in listed.rows]}


def project_record(row: ProjectRow) -> Record:
    """One project that may be tracked to, with the names of its active tasks."""
    assignment = row.assignment
    return {
        "client": assignment.client.name,
        "project": assignment.project.name,
        "code": assignment.project.code,
        "slug": row.slug,
        "tasks": [task.name for task in assignment.tasks],
        "last_used": row.last_used,
        "last_task": row.last_task,
        "default_task": row.default_task,
        "default_task_why": row.why,
        "client_id": assignment.client.id,
        "project_id": assignment.project.id or None,
    }


def status_document(status: Status) -> Record:
    """What `hv status --json` prints: what runs, and today's entries against the target.

    What waits here stands among them with its state, and in `waiting`; the sums have it apart.
    """
    today = status.now.date()
    waits = [(each.entry, each.state) for each in status.waiting if each.entry is not None]
    here = [entry_record(*each) for each in waits if each[0].spent_date == today]
    runs = [entry_record(*each) for each in waits if each[0].is_running]
    return {
        "now": status.now,
        "running": [*runs, *map(entry_record, status.running)],
        "entries": [*map(entry_record, status.entries), *here],
        "totals": {
            "hours": status.total,
            "target": status.target,
            "waiting": status.waiting_today,
        },
        "week": {
            "from": status.week_from,
            "hours": status.week,
            "capacity": status.capacity,
            "waiting": status.waiting_this_week,
        },
        "done_at": status.done_at,
        "unsent": status.unsent,
        "forgotten": [
            {"id": found.entry.id, "why": found.why, "command": found.mend}
            for found in status.forgotten
        ],
        "stale": status.failure is not None,
        "as_of": status.as_of or status.now,
        "waiting": [_unsent(each) for each in status.waiting],
        **({} if status.failure is None else error_record(status.failure)),
    }


def _unsent(each: PendingWrite) -> Record:
    entry = each.entry
    return {
        "key": each.key,
        "state": str(each.state),
        "op": each.op,
        "what": each.what,
        "sentence": each.text or None,
        "hours": entry.hours if entry is not None else None,
        "spent_date": entry.spent_date if entry is not None else None,
        "until": each.until,
        "why": each.why,
    }


def whoami_document(identity: Identity) -> Record:
    """What `hv whoami --json` prints; there is no token in it."""
    user, company = identity.user, identity.company
    return {
        "user": {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "timezone": user.timezone,
            "weekly_capacity": user.weekly_capacity,
            "access_roles": list(user.access_roles),
        },
        "company": {
            "name": company.name,
            "full_domain": company.full_domain,
            "wants_timestamp_timers": company.wants_timestamp_timers,
            "clock": company.clock,
            "time_format": company.time_format,
            "week_start_day": company.week_start_day,
        },
        "account_id": identity.account_id,
        "api_url": identity.api_url,
        "token_source": identity.token_source,
        "timezone": identity.zone,
        "profile": identity.profile,
        "expires_at": identity.expires_at,
    }


def _what(entry: TimeEntry) -> Record:
    """Client, project, task and user: ids of 0 are placeholders, and null here."""
    project = entry.project
    return {
        "client": {"id": entry.client.id or None, "name": entry.client.name},
        "project": {"id": project.id or None, "name": project.name, "code": project.code},
        "task": {"id": entry.task.id or None, "name": entry.task.name},
        "user": _named(entry.user),
    }


def _named(named: Named | None) -> Record | None:
    return None if named is None else {"id": named.id, "name": named.name}


def _reference(reference: ExternalReference | None) -> Record | None:
    if reference is None:
        return None
    return {
        "id": reference.id,
        "group_id": reference.group_id,
        "account_id": reference.account_id,
        "permalink": reference.permalink,
        "service": reference.service,
    }


def error_record(error: HvError, *, text: str | None = None) -> dict[str, Any]:
    """The error as JSON; with `text`, the sentence it belongs to comes first (batches)."""
    hint = redacted(error.hint) if error.hint else None
    told: dict[str, Any] = {"code": error.code, "message": redacted(error.message), "hint": hint}
    if error.candidates:
        told["candidates"] = list(error.candidates)
    record: dict[str, Any] = {} if text is None else {"text": text}
    return {**record, "error": told}


def requests_record(requests: "Iterable[WouldSend]") -> list[dict[str, Any]]:
    """The same for a JSON document."""
    return [
        {name: value for name, value in each._asdict().items() if value is not None}
        for each in requests
    ]
