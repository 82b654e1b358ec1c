"""The shapes of the JSON documents about what waits and what was done; see `schema_shapes`."""

from typing import Any

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
