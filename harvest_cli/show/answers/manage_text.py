"""People and the tasks of projects: tables, and what was done to one of them."""

from collections.abc import Iterator
from decimal import Decimal

from harvest_cli.actions.manage.people import SECONDS, People, PersonChanged
from harvest_cli.actions.manage.tasks import ProjectTasks, TaskChanged
from harvest_cli.actions.outbox.history import ManagedDeed
from harvest_cli.domain.managed import Person, TaskOfProject
from harvest_cli.show.answers.errors import nothing_sent
from harvest_cli.show.machine.names import (
    PEOPLE,
    PERSON,
    PERSON_CHANGE,
    PROJECT_TASKS,
    TASK,
    TASK_CHANGE,
)
from harvest_cli.show.machine.renderer import Layout, Lines, Renderer, rows_of
from harvest_cli.show.terminal.formats import hours_text
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.table import Column, Row, table_lines

_PEOPLE = (
    Column("Name", floor=16, squeeze=2),
    Column("E-mail", drop=3),
    Column("Role"),
    Column("A week", right=True, drop=2),
    Column("Title", floor=12, squeeze=1, drop=1, wraps=True),
    Column("State", style="dim"),
)
_TASKS = (
    Column("Task", floor=16, squeeze=2),
    Column("Billable"),
    Column("Rate", right=True),
    Column("Budget", right=True),
    Column("State", style="dim"),
)


def people_lines(listed: People, output: Output, _layout: Layout) -> Lines:
    """Who is in the account."""
    rows = [_person(each, output) for each in listed.people]
    return table_lines(_PEOPLE, rows, output, rich=True) if rows else ()


def _person(person: Person, output: Output) -> Row:
    roles = ", ".join(person.access_roles)
    state = "contractor" if person.is_contractor else ""
    return Row(
        (
            output.text(person.name),
            output.text(person.email),
            output.text(roles),
            capacity(person, output),
            output.text(", ".join(person.roles)),
            state if person.is_active else "archived",
        )
    )


def capacity(person: Person, output: Output) -> str:
    """The hours of a week."""
    if person.weekly_capacity is None:
        return ""
    return hours_text(Decimal(person.weekly_capacity) / SECONDS, output.time_format)


def task_lines(listed: ProjectTasks, output: Output, _layout: Layout) -> Iterator[str]:
    """The tasks of a project under its name."""
    project = listed.project
    name = f"{project.client.name} › {project.project.name}"
    yield output.style(output.marks(output.text(name)), "bold")
    if rows := [_task(each, output) for each in listed.tasks]:
        yield from table_lines(_TASKS, rows, output, rich=True)


def _task(row: TaskOfProject, output: Output) -> Row:
    return Row(
        (
            output.text(row.task.name),
            "yes" if row.billable else "no",
            _amount(row.hourly_rate),
            _amount(row.budget),
            "" if row.is_active else "archived",
        )
    )


def _amount(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"


_BACK = {ManagedDeed.ARCHIVED: "restore", ManagedDeed.RESTORED: "archive"}
_PEOPLE_BACK = {ManagedDeed.INVITED: "delete", **_BACK}
_TASKS_BACK = {ManagedDeed.ADDED: "remove", **_BACK}
"""What takes a change back, as a word of `hv people` and `hv tasks`."""


def person_changed(changed: PersonChanged, output: Output, _layout: Layout) -> Iterator[str]:
    """What was done to somebody, and how to take it back where Harvest lets one."""
    person, deed = changed.person, changed.deed
    roles = ", ".join(person.access_roles) or "member"
    what = f"{person.name} <{person.email}>  {roles}  {capacity(person, output)} a week"
    if changed.requests:
        yield output.text(f"Would be {deed}  {what}")
        yield from nothing_sent(changed.requests, output)
        return
    yield f"{output.style(deed.capitalize(), 'green')}  {output.text(what)}   #{person.id}"
    if deed == ManagedDeed.CHANGED:
        changes = changed.changes
        if "roles" in changes:
            yield output.text(f"  title {', '.join(person.roles) or 'none'}")
        rates = {"rate": changes.get("default_hourly_rate"), "cost": changes.get("cost_rate")}
        said = [f"{kind} {_amount(rate)}" for kind, rate in rates.items() if rate is not None]
        yield from [f"  {', '.join(said)} from today on"] if said else []
    if back := _PEOPLE_BACK.get(deed):
        yield f"`hv people {back} {person.id}` reverses it"


def task_changed(changed: TaskChanged, output: Output, _layout: Layout) -> Iterator[str]:
    """What was done to a task of a project."""
    project, row = changed.project, changed.task
    what = output.marks(
        output.text(f"{project.client.name} › {project.project.name} › {changed.name}")
    )
    if changed.requests:
        yield f"Would be {changed.deed}  {what}"
        yield from nothing_sent(changed.requests, output)
        return
    said = _said(row) if row else ""
    yield f"{output.style(changed.deed.capitalize(), 'green')}  {what}{said}"
    if (back := _TASKS_BACK.get(changed.deed)) and row:
        yield f"`hv tasks {back} {project.project.id} {row.task.id}` reverses it"


def _said(row: TaskOfProject) -> str:
    parts = ["billable" if row.billable else "not billable"]
    parts += [f"rate {_amount(row.hourly_rate)}"] if row.hourly_rate is not None else []
    parts += [f"budget {_amount(row.budget)}"] if row.budget is not None else []
    return f"  {', '.join(parts)}"


def _nobody(listed: People, output: Output) -> None:
    if not listed.people and output.format in (Format.HUMAN, Format.PLAIN):
        output.note(f'No person is called "{output.err.text(listed.words)}"')


RENDERERS = {
    People: Renderer(PEOPLE, people_lines, rows_of(PERSON, "people"), remarks=_nobody),
    PersonChanged: Renderer(
        PERSON_CHANGE, person_changed, quiet=lambda each, _: [str(each.person.id)]
    ),
    ProjectTasks: Renderer(PROJECT_TASKS, task_lines, rows_of(TASK, "tasks")),
    TaskChanged: Renderer(
        TASK_CHANGE, task_changed, quiet=lambda each, _: [str(each.task.id if each.task else "")]
    ),
}
