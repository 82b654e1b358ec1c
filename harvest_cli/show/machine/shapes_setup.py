"""The shapes of the JSON documents of the commands that set hv up; notation of `schema_shapes`.

The shapes of the JSON documents about what waits and what was done; see `schema_shapes`.
"""

from typing import Any

PATH_OF_A_KEY = {"key": "text", "value": "any", "path": "text"}
SETUP_DOCUMENTS: dict[str, Any] = {
    "login": {
        "profile": "text",
        "user": {"id": "int", "name": "text", "email": "text"},
        "account": {"id": "int", "name": "text?"},
        "api_url": "text",
        "stored": "text",
        "expires_at": "moment?",
        "example": "text?",
    },
    "logout": {"profiles": ["text"], "kept": ["text"]},
    "whoami": {
        "user": {
            "id": "int",
            "name": "text",
            "email": "text",
            "timezone": "text?",
            "weekly_capacity": "int?",
            "access_roles": ["text"],
        },
        "company": {
            "name": "text?",
            "full_domain": "text?",
            "wants_timestamp_timers": "bool?",
            "clock": "text?",
            "time_format": "text?",
            "week_start_day": "text?",
        },
        "account_id": "int?",
        "api_url": "text",
        "token_source": "text",
        "timezone": "text?",
        "profile": "text?",
        "expires_at": "moment?",
    },
    "doctor": {
        "version": "text",
        "exit_code": "int",
        "findings": [
            {
                "area": "text",
                "name": "text",
                "state": "ok|info|warning|problem",
                "text": "text",
                "hint": "text?",
            }
        ],
    },
    "doctor-paths": {"paths": {"*": "text"}},
    "open": {"url": "text", "what": "text", "opened": "bool"},
    "help": {"topics": [{"topic": "text", "title": "text"}]},
    "help-topic": {"topic": "text", "title": "text", "text": "text"},
    "help-schemas": {"schemas": ["text"]},
    "help-manual": {"manual": "text"},
    "completion": {"shell": "text", "script": "text"},
    "config-list": {"settings": [{"name": "text", "value": "any", "origin": "text"}]},
    "config-get": {"name": "text", "value": "any", "origin": "text"},
    "config-set": PATH_OF_A_KEY,
    "config-unset": PATH_OF_A_KEY,
    "config-path": {"path": "text", "exists": "bool"},
    "sandbox-path": {"path": "text"},
    "sandbox-reset": {
        "path": "text",
        "role": "text",
        "wants_timestamp_timers": "bool",
        "clock": "text",
    },
    "sandbox-serve": {
        "api_url": "text",
        "id_url": "text",
        "access_token": "text",
        "account_id": "int",
    },
}
OUTBOX = {
    "outbox": [
        {
            "key": "text",
            "state": "text",
            "op": "text",
            "sentence": "text?",
            "notes": "text?",
            "what": "text",
            "hours": "number?",
            "spent_date": "date?",
            "since": "moment?",
            "until": "moment?",
            "created_at": "moment",
            "next_at": "moment?",
            "attempts": "int",
            "reason": "text?",
            "mine": "bool",
        }
    ]
}
UNSENT = {
    "key": "text",
    "state": "queued|unconfirmed",
    "op": "text",
    "what": "text",
    "sentence": "text?",
    "hours": "number?",
    "spent_date": "date?",
    "until": "moment?",
    "why": "text?",
}
SYNCED = {
    "events": [{"what": "text", "key": "text", "sentence": "text?", "id": "int?", "text": "text?"}],
    "left": "int",
}
WAITING_DOCUMENTS: dict[str, Any] = {
    "outbox": OUTBOX,
    "outbox-list": OUTBOX,
    "outbox-retry": SYNCED,
    "outbox-edit": SYNCED,
    "outbox-drop": {"dropped": "text", "sentence": "text?"},
    "outbox-import": {"imported": "int"},
    "sync": SYNCED,
    "undo": {
        "undone": [{"did": "text", "undo": "text", "entry": "@entry", "note": "text?"}],
        "warnings": ["text"],
        "requests?": [{"method": "text", "path": "text", "body?": {"*": "any"}}],
        "error?": "@error",
    },
    "history": {
        "history": [
            {
                "at": "moment",
                "did": "text",
                "id": "int?",
                "hours": "number?",
                "project": "text",
                "task": "text",
                "spent_date": "date?",
                "sentence": "text?",
                "undone": "bool",
            }
        ]
    },
}
