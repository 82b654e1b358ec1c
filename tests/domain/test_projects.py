"""Assignments: only active tasks may be tracked."""

from harvest_cli.domain.company import (
    Client,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)


def test_only_active_tasks_are_offered() -> None:
    design, old = Task(1, "Design"), Task(2, "Old")
    assignment = ProjectAssignment(
        1,
        Project(1, "Website"),
        Client(1, "ABC"),
        task_assignments=(TaskAssignment(1, design), TaskAssignment(2, old, is_active=False)),
    )
    assert assignment.tasks == (design,)


def test_a_name_has_no_stray_blanks() -> None:
    assert User(1, "Kim", "").name == "Kim"
    assert User(1, "Kim", "Allen").name == "Kim Allen"
