"""Rows for tests of the outbox and what belongs to it."""

from typing import Any

from harvest_cli.local.outbox.intent_log import Trail, intent_line
from harvest_cli.local.outbox.queue import Login
from harvest_cli.local.outbox.row import Row, new_key, sha_of

SERVER = "https://api.example/v2"
KIM = Login(SERVER, 7, 11)
BODY = '{"project_id": 1, "task_id": 2, "spent_date": "2026-11-18", "hours": "1.50"}'


def a_row(**values: Any) -> Row:
    """An entry of Kim's that nobody has sent yet."""
    usual: dict[str, Any] = {
        "key": new_key(),
        "server": SERVER,
        "account_id": 7,
        "user_id": 11,
        "op": "create",
        "body_json": BODY,
        "body_sha256": sha_of(BODY),
        "spent_date": "2026-11-18",
        "text": "1h30 on TF",
        "created_at": 1_000.0,
    }
    return Row(**{**usual, **values})


def intend(trail: Trail, row: Row, seq: int = 0) -> None:
    """Note in the backup log that an entry is wanted."""
    trail.append([intent_line(row, seq)])


def open_intents(trail: Trail) -> list[Row]:
    """The rows of the backup log without an end, oldest first."""
    return [each.row for each in trail.intents().values() if each.row is not None]
