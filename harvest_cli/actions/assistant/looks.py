"""The tools that look: nothing is sent but questions."""

from datetime import timedelta
from decimal import Decimal

from harvest_cli.actions.assistant.call import (
    Document,
    ToolAnswer,
    ToolCall,
    day_of,
    entry_of,
    hours,
    listed_entry,
    page_of,
)
from harvest_cli.actions.assistant.refusals import refusal
from harvest_cli.actions.entries.read import entries_in
from harvest_cli.actions.outbox.pending import PendingWrite
from harvest_cli.actions.reports.lines import ReportLine
from harvest_cli.actions.reports.report import ReportOptions, report_of
from harvest_cli.actions.reports.week import gaps_in
from harvest_cli.actions.resolve.ambiguity import with_fresh_names
from harvest_cli.actions.resolve.projects import ProjectRow, projects
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.status import status
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.domain.records import Any
from harvest_cli.domain.totals import Sums, total_of
from harvest_cli.domain.wording import counted
from harvest_cli.local.outbox.row import run_of

RECENT = timedelta(days=6)
"""Before today: seven days in all."""
MOST_LINES = 50
MOST_TODAY = 20


def get_status(call: ToolCall) -> ToolAnswer:
    """What runs, the day and the week, and what waits here."""
    context, found = call.context, status(call.context)
    today = found.now.date()
    fields: Document = {
        "running": [entry_of(each, today) for each in found.running],
        "entries": [entry_of(each, today) for each in found.entries[:MOST_TODAY]],
        "today": {"hours": hours(found.total), "target": hours(found.target)},
        "week": {"hours": hours(found.week), "capacity": hours(found.capacity)},
        "pending": [_pending(each) for each in found.waiting[:MOST_TODAY]],
    }
    if found.rejected:
        fields["rejected"] = found.rejected
    if found.failure is not None:
        told = refusal(call.tool, context, call.arguments, found.failure)
        as_of = {"as_of": found.as_of.isoformat(timespec="minutes")} if found.as_of else {}
        message = "Harvest could not be asked; this is what hv knew last"
        return ToolAnswer(told.status, message, {**told.fields, **fields, **as_of}, is_error=True)
    runs = "a timer runs" if found.running else "no timer runs"
    return ToolAnswer("ok", f"{as_clock(found.total)} today, {runs}", fields)


def _pending(each: PendingWrite) -> Document:
    entry = each.entry
    day = entry.spent_date if entry is not None else None
    return {
        "write_id": run_of(each.key),
        "what": str(each.op),
        "state": str(each.state),
        "entry": each.what,
        "spent_date": day.isoformat() if day else None,
        "hours": hours(entry.hours) if entry is not None else None,
    }


def list_entries(call: ToolCall) -> ToolAnswer:
    """My entries of a period, oldest first."""
    context, today = call.context, call.context.today
    if call.text("period") and (call.text("from") or call.text("to")):
        message = "Give period, or from and to"
        raise UsageError(message, code="wrong_arguments")
    asked = QueryFlags(
        words=call.text("period") or "",
        projects=_one(call, "project"),
        clients=_one(call, "client"),
        tasks=_one(call, "task"),
        from_=call.text("from"),
        to=call.text("to"),
        billable=call.arguments.get("billable"),
    )
    scope = scope_of(context, asked, Period(today - RECENT, today))
    found = entries_in(context, scope, call.progress)
    rows, further = page_of(found, lambda each: listed_entry(each, today), call.arguments)
    whole = sum((each.hours for each in found if each.hours is not None), ZERO)
    fields = {
        **_period(scope.period),
        "entries": rows,
        "total": {"entries": len(found), "hours": hours(whole)},
        **further,
        **_said(call),
    }
    return ToolAnswer("ok", f"{counted(len(found), 'entry', 'entries')}, {as_clock(whole)}", fields)


def _one(call: ToolCall, name: str) -> tuple[str, ...]:
    typed = call.text(name)
    return (typed,) if typed else ()


def _period(period: Period) -> Document:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def _said(call: ToolCall) -> Document:
    """What was assumed of the words, and what is to be warned of."""
    found = {
        "inferences": list(call.context.take_inferred()),
        "warnings": list(call.context.take_warnings()),
    }
    return {name: value for name, value in found.items() if value}


def list_projects(call: ToolCall) -> ToolAnswer:
    """The projects that I may track to, with their tasks."""
    found = projects(call.context, call.text("search") or "")
    rows, further = page_of(found.rows, _project, call.arguments)
    fields = {"projects": rows, "total": len(found.rows), **further}
    if found.near:
        fields["did_you_mean"] = found.near
    return ToolAnswer("ok", counted(len(found.rows), "project"), fields)


def _project(row: ProjectRow) -> Document:
    place = row.assignment
    return {
        "id": place.project.id,
        "name": place.project.name,
        "code": place.project.code,
        "slug": row.slug,
        "client": place.client.name,
        "tasks": [{"id": task.id, "name": task.name} for task in place.tasks],
        "default_task": row.default_task,
        "last_used": row.last_used.isoformat() if row.last_used else None,
    }


def list_tasks(call: ToolCall) -> ToolAnswer:
    """The tasks of one project."""
    number = call.arguments.get("project_id")
    name = str(number) if number is not None else call.text("project")
    if number is not None and call.text("project"):
        message = "Give project or project_id, not both"
        raise UsageError(message, code="wrong_arguments")
    if name is None:
        message = "list_tasks needs project or project_id"
        raise UsageError(message, code="missing_argument", candidates=["project", "project_id"])
    place = with_fresh_names(call.context, lambda: call.context.account.names.project(name))
    active = [each for each in place.task_assignments if each.is_active]
    project = {"id": place.project.id, "name": place.project.name, "client": place.client.name}
    fields = {
        "project": project,
        "tasks": [
            {"id": each.task.id, "name": each.task.name, "billable": each.billable}
            for each in active
        ],
    }
    return ToolAnswer("ok", counted(len(active), "task"), fields)


def get_time_report(call: ToolCall) -> ToolAnswer:
    """Hours, and money where the role may see it, of a period by groups."""
    asked = QueryFlags(call.arguments["text"], everyone=bool(call.arguments.get("everyone")))
    report = report_of(call.context, asked, ReportOptions(), call.progress)
    shown, others = report.lines[:MOST_LINES], report.lines[MOST_LINES:]
    rows = [_line(each) for each in shown]
    if others:
        sums = _sums(total_of(each.sums for each in others))
        rows.append({"name": "others", "lines": len(others), **sums})
    open_ = report.period.start <= report.today < report.period.end
    fields = {
        **_period(report.period),
        **({"so_far": True} if open_ else {}),
        "group": list(report.group_by),
        "whose": report.whose,
        "rows": rows,
        "total": _sums(report.total),
        **({"filters": list(report.filters)} if report.filters else {}),
        **_said(call),
    }
    whose = "everybody's time" if asked.everyone else "the user's own; everyone=true for all"
    until = " so far" if open_ else ""
    return ToolAnswer("ok", f"{as_clock(report.total.hours)}{until}, {whose}", fields)


def _line(line: ReportLine) -> Document:
    found: Document = {"name": line.name, **({"client": line.client} if line.client else {})}
    found |= _sums(line.sums)
    if line.lines:
        found["rows"] = [{"name": each.name, **_sums(each.sums)} for each in line.lines[:10]]
        if rest := line.lines[10:]:
            others: Any = {"name": "others", **_sums(total_of(each.sums for each in rest))}
            found["rows"].append(others)
    return found


def _sums(sums: Sums) -> Document:
    found: Document = {"hours": hours(sums.hours), "billable_hours": hours(sums.billable_hours)}
    if sums.amounts:
        cents = Decimal("0.01")
        money = {name or "?": each.quantize(cents) for name, each in sums.amounts.items()}
        found["amounts"] = {name: hours(each) for name, each in money.items()}
    return found


def find_gaps(call: ToolCall) -> ToolAnswer:
    """Workdays with less than is due."""
    found = gaps_in(call.context, QueryFlags(call.text("period") or ""), call.progress)
    days = [
        {
            **day_of(each.day, found.today),
            "hours": hours(each.hours),
            "target": hours(each.target),
            "missing": hours(-each.difference),
        }
        for each in found.days[:MOST_LINES]
    ]
    fields = {
        **_period(found.period),
        "days": days,
        "missing": hours(found.missing),
        "total": {"days": len(found.days), "workdays": found.checked},
        **({"not_shown": more} if (more := len(found.days) - len(days)) else {}),
        **_said(call),
    }
    said = f"{as_clock(found.missing)} missing on {counted(len(found.days), 'day')}"
    return ToolAnswer("ok", said, fields)
