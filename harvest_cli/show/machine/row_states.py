"""The states of rows of the outbox in words."""

from harvest_cli.actions.outbox.row_facts import State

ROWS = {
    State.QUEUED: "pending",
    State.SENDING: "being sent",
    State.UNKNOWN: "unconfirmed",
    State.REJECTED: "rejected",
    State.DONE: "duplicate",
}
"""Rows of the outbox by their state."""
