"""What a failed request proves about the server."""

from enum import StrEnum


class Outcome(StrEnum):
    """The only thing that decides whether a write may be sent again.

    UNKNOWN is the default: NOT_SENT must be proven.
    """

    NOT_SENT = "not_sent"
    """The request never left: nothing happened on the server."""
    UNKNOWN = "unknown"
    """The request may have been carried out: look before repeating it."""
    NOT_DONE = "not_done"
    """The server throttled the request (429): nothing happened, try later."""
    REJECTED = "rejected"
    """The server understood and refused: the same request will be refused again."""
    UNAUTHORIZED = "unauthorized"
    """The token or account was refused (401): nothing happened, log in again."""
