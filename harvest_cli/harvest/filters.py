"""Which time entries to list."""

from datetime import date, datetime
from typing import NamedTuple


class EntryFilter(NamedTuple):
    """The filters of Harvest's list of entries (Harvest docs, List all time entries).

    Without `user_id` administrators and managers get everybody's entries. `from_` and `to` are
    both included; `updated_since` is not, and must be aware. `external_reference_id` matches any
    service and group: check the rest of the reference afterwards.
    """

    user_id: int | None = None
    client_id: int | None = None
    project_id: int | None = None
    task_id: int | None = None
    external_reference_id: str | None = None
    is_billed: bool | None = None
    is_running: bool | None = None
    approval_status: str | None = None
    updated_since: datetime | None = None
    from_: date | None = None
    to: date | None = None
    per_page: int | None = None
