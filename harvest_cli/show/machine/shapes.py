"""The shape of every JSON document, in short: what `hv … --json` prints, key by key.

A text names a type: `text`, `number`, `int`, `bool`, `date`, `time`, `moment`, `any`; with a `?` it
may be null. `@entry` is one of the shapes below. A list holds one shape; a dict is an object whose
keys are always there, but for those that end in `?`; `{"*": …}` has keys of its own choosing.
"""

from typing import Any

from harvest_cli.show.machine.shapes_setup import UNSENT

Shape = Any
NAMED = {"id": "int?", "name": "text"}
PERIOD = {"from": "date", "to": "date"}
ENTRY = {
    "id": "int?",
    "state": "created|queued|unconfirmed|preview",
    "spent_date": "date?",
    "hours": "number?",
    "hours_without_timer": "number?",
    "rounded_hours": "number?",
    "started_time": "time?",
    "ended_time": "time?",
    "is_running": "bool",
    "timer_started_at": "moment?",
    "client": NAMED,
    "project": {**NAMED, "code": "text?"},
    "task": NAMED,
    "user": "@named?",
    "notes": "text?",
    "billable": "bool?",
    "is_locked": "bool",
    "locked_reason": "text?",
    "is_billed": "bool",
    "approval_status": "text?",
    "external_reference": "@reference?",
    "created_at": "moment?",
    "updated_at": "moment?",
}
REFERENCE = {
    "id": "text?",
    "group_id": "text?",
    "account_id": "text?",
    "permalink": "text?",
    "service": "text?",
}
INFERENCE = {"kind": "text", "text": "text"}
SPAN = {"start": "int", "end": "int", "kind": "text", "text": "text"}
ERROR = {
    "code": "text",
    "message": "text",
    "hint": "text?",
    "candidates?": ["text"],
}
SUMS = {
    "hours": "number",
    "rounded_hours": "number",
    "billable_hours": "number",
    "rounded_billable_hours": "number",
    "share": "number?",
    "amounts": {"*": "number"},
    "entries": "int?",
    "running": "int",
    "uncounted": "int",
    "before_hours?": "number",
    "difference?": "number",
}
DAY = {
    "spent_date": "date",
    "hours": "number",
    "target": "number?",
    "difference": "number?",
    "entries": "int",
}
SHARED: dict[str, Shape] = {
    "named": NAMED,
    "entry": ENTRY,
    "reference": REFERENCE,
    "inference": INFERENCE,
    "span": SPAN,
    "error": ERROR,
    "sums": SUMS,
    "line": {
        "name": "text",
        "id": "int?",
        "client": "text?",
        **SUMS,
        "rows?": ["@line"],
        "trend?": ["number"],
    },
    "memory": {
        "words": "text?",
        "client": "text",
        "project": "text",
        "task": "text?",
        "why": "text",
    },
    "alias": {"name": "text", "sentence": "text"},
}
REQUESTS = [{"method": "text", "path": "text", "body?": {"*": "any"}}]
TURN = {
    "text": "text",
    "did": "text",
    "entries": ["@entry"],
    "stopped": ["@entry"],
    "since": "moment?",
    "until": "moment?",
    "days": [{"date": "date", "hours": "number", "target": "number?"}],
    "warnings": ["text"],
    "inferences": ["@inference"],
    "unfinished?": "any",
    "requests?": REQUESTS,
}
PREVIEW = {
    "state": "preview",
    "spent_date": "date?",
    "hours": "number?",
    "started_time": "time?",
    "ended_time": "time?",
    "is_running": "bool",
    "client": "text",
    "project": "text",
    "task": "text?",
    "notes": "text?",
}
READ = {"typed?": "text", "inferences": ["@inference"], "spans": ["@span"]}
ALIAS_CHANGE = {
    "name": "text",
    "sentence": "text",
    "before": "text?",
    "deleted": "bool",
    "path": "text",
}
CARRIED = {
    "entries": ["@entry"],
    "skipped": [{"place": "text", "why": "text"}],
    "failed": [{"place": "text", "error": "@error"}],
    "left": "int",
    "requests?": REQUESTS,
}
DOCUMENTS: dict[str, Shape] = {
    "error": {"text?": "text", "line?": "int", "error": "@error"},
    "log": {
        "text": "text",
        "entries": [
            {**ENTRY, "assumed": "text?", "key": "text?", "why": "text?", "already": "bool"}
        ],
        "warnings": ["text"],
        "inferences": ["@inference"],
        "read?": "text",
        "spans?": ["@span"],
        "requests?": [{"method": "text", "path": "text", "body": {"*": "any"}}],
        "error?": "@error",
    },
    "start": TURN,
    "stop": TURN,
    "restart": TURN,
    "edit": {
        "before": "@entry",
        "after": "@entry",
        "changes": {"*": {"from": "any", "to": "any"}},
        "warnings": ["text"],
        "requests?": REQUESTS,
    },
    "delete": {
        "deleted": "bool",
        "entry": "@entry",
        "warnings": ["text"],
        "requests?": REQUESTS,
    },
    "status": {
        "now": "moment",
        "running": ["@entry"],
        "entries": ["@entry"],
        "totals": {"hours": "number", "target": "number?", "waiting": "number"},
        "week": {"from": "date", "hours": "number?", "capacity": "number?", "waiting": "number"},
        "done_at": "moment?",
        "unsent": "int",
        "forgotten": [{"id": "int?", "why": "text", "command": "text"}],
        "stale": "bool",
        "as_of": "moment",
        "waiting": [UNSENT],
        "error?": "@error",
    },
    "entries": {
        **PERIOD,
        "entries": ["@entry"],
        "totals": {"hours": "number", "billable_hours": "number"},
    },
    "copy": CARRIED,
    "log-csv": CARRIED,
    "week": {
        **PERIOD,
        "rows": [
            {
                "client": "text",
                "project": "text",
                "task": "text",
                "hours": {"*": "number"},
                "total": "number",
                "is_running": "bool",
            }
        ],
        "days": [{**DAY, "is_empty": "bool"}],
        "total": {
            "hours": "number",
            "target": "number?",
            "due": "number?",
            "difference": "number?",
        },
        "uncounted": "int",
    },
    "gaps": {
        **PERIOD,
        "gaps": [{**DAY, "missing": "number"}],
        "total": {"missing": "number", "days": "int", "checked": "int"},
    },
    "report": {
        **PERIOD,
        "group_by": "client|project|task|team|day|week|month|null",
        "then_by": "client|project|task|team|day|week|month|null",
        "whose": "text",
        "filters": ["text"],
        "source": "entries|reports",
        "compared": "@period?",
        "rows": ["@line"],
        "total": "@sums",
        "by_day": {"*": "number"},
        "trend_step": "text?",
        "unreadable": "int",
    },
    "report-budget": {
        "budgets": [
            {
                "client": "text",
                "project": "text",
                "budget_by": "text?",
                "budget": "number?",
                "budget_spent": "number?",
                "budget_remaining": "number?",
                "budget_is_monthly": "bool?",
                "project_id": "int",
            }
        ]
    },
    "report-uninvoiced": {
        **PERIOD,
        "rows": [
            {
                "client": "text",
                "project": "text",
                "currency": "text?",
                "total_hours": "number?",
                "uninvoiced_hours": "number?",
                "uninvoiced_expenses": "number?",
                "uninvoiced_amount": "number?",
                "project_id": "int",
            }
        ],
        "total": {"amounts": {"*": "number"}},
    },
    "projects": {
        "projects": [
            {
                "client": "text",
                "project": "text",
                "code": "text?",
                "slug": "text",
                "tasks": ["text"],
                "last_used": "date?",
                "last_task": "text?",
                "default_task": "text?",
                "default_task_why": "text?",
                "client_id": "int?",
                "project_id": "int?",
            }
        ]
    },
    "projects-remembered": {"remembered": ["@memory"]},
    "projects-forgotten": {"forgotten": ["@memory"]},
    "parse": {"text": "text", "entries": [PREVIEW], "warnings": ["text"], **READ},
    "parse-period": {
        "text": "text",
        **PERIOD,
        "group_by": "client|project|task|team|day|week|month|null",
        "groups": ["text"],
        "client": "text?",
        "project": "text?",
        "task": "text?",
        "billable": "bool?",
        **READ,
    },
    "alias-list": {"aliases": ["@alias"]},
    "alias-show": "@alias",
    "alias-set": ALIAS_CHANGE,
    "alias-delete": ALIAS_CHANGE,
}
SHARED["period"] = PERIOD
