"""Rows of Harvest's reports to the domain's values (Harvest docs, Reports)."""

from harvest_cli.domain.entries import Named
from harvest_cli.domain.projects import Client
from harvest_cli.domain.reports import BudgetRow, ReportRow, UninvoicedRow
from harvest_cli.harvest.wire.read import read_as
from harvest_cli.harvest.wire.values import Object, Unreadable, name, number, text, whole


def report_row(record: Object) -> ReportRow:
    """One row of a time report; raises Unreadable without its hours, which would falsify sums."""
    total, billable = number(record.get("total_hours")), number(record.get("billable_hours"))
    if total is None or billable is None:
        message = "a row without hours"
        raise Unreadable(message)
    grouped = {
        "client": _client(record) if _has(record, "client") else None,
        **{
            what: _named(record, what) if _has(record, what) else None
            for what in ("project", "task", "user")
        },
    }
    return read_as(ReportRow, record, total_hours=total, billable_hours=billable, **grouped)


def budget_row(record: Object) -> BudgetRow:
    """One project's budget; raises Unreadable when it does not say which project."""
    return read_as(BudgetRow, record, client=_client(record), project=_project(record))


def uninvoiced_row(record: Object) -> UninvoicedRow:
    """What of one project is not invoiced; raises Unreadable when it does not say which."""
    return read_as(UninvoicedRow, record, client=_client(record), project=_project(record))


def _has(record: Object, what: str) -> bool:
    return f"{what}_id" in record or f"{what}_name" in record


def _project(record: Object) -> Named:
    if not _has(record, "project"):
        message = "a row without a project"
        raise Unreadable(message)
    return _named(record, "project")


def _client(record: Object) -> Client:
    found = whole(record.get("client_id"))
    return Client(found, name(record.get("client_name")), text(record.get("currency")))


def _named(record: Object, what: str) -> Named:
    return Named(whole(record.get(f"{what}_id")), name(record.get(f"{what}_name")))
