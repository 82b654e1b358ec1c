"""Which task, when nobody named one; and why."""

from datetime import date
from decimal import Decimal

import pytest

from harvest_cli.actions.resolve.defaults import default_task, task_for
from harvest_cli.domain.company import Client, Project, ProjectAssignment, Task, TaskAssignment
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.text.readings import EntryReading
from harvest_cli.local.cache.account_cache import RecentEntry
from tests.actions.contexts import a_context

DESIGN, CODE, OLD = Task(1, "Design"), Task(2, "Programming"), Task(3, "Old")


def assigned(*tasks: Task) -> ProjectAssignment:
    rows = tuple(TaskAssignment(None, task, is_active=task is not OLD) for task in tasks)
    return ProjectAssignment(1, Project(7, "Website"), Client(1, "ABC"), task_assignments=rows)


def used(task: Task, day: int, project_id: int = 7) -> RecentEntry:
    return RecentEntry(day, date(2026, 11, day), project_id, task.id, Decimal(1))


def test_the_task_used_last_on_the_project_is_taken() -> None:
    context = a_context(recent=(used(CODE, 17), used(DESIGN, 16), used(DESIGN, 18, project_id=8)))
    assert default_task(context, assigned(DESIGN, CODE)) == (CODE, "last used here")


def test_a_task_that_is_no_longer_active_is_passed_over() -> None:
    context = a_context(recent=(used(OLD, 17), used(DESIGN, 16)))
    assert default_task(context, assigned(DESIGN, CODE, OLD))[0] == DESIGN


def test_the_only_active_task_is_taken() -> None:
    assert default_task(a_context(), assigned(DESIGN, OLD)) == (DESIGN, "the only task")


def test_several_unused_tasks_are_refused_with_their_names() -> None:
    with pytest.raises(SentenceError) as refused:
        default_task(a_context(), assigned(DESIGN, CODE))
    assert refused.value.code == "no_task"
    assert refused.value.candidates == ("Design", "Programming")
    assert "--task" in str(refused.value.hint)


def test_a_project_without_tasks_says_whom_to_ask() -> None:
    with pytest.raises(SentenceError) as refused:
        default_task(a_context(), assigned(OLD))
    assert refused.value.code == "no_task"
    assert "administrator" in str(refused.value.hint)


def test_on_a_terminal_the_person_is_asked() -> None:
    asked: list[tuple[str, list[str]]] = []

    def choose(question: str, options: object) -> int:
        asked.append((question, list(options)))  # type: ignore[call-overload]
        return 1

    context = a_context(choose=choose)
    assert default_task(context, assigned(DESIGN, CODE)) == (CODE, "chosen")
    assert asked == [("Which task on Website?", ["Design", "Programming"])]


def test_no_answer_is_no_task() -> None:
    context = a_context(choose=lambda _question, _options: None)
    with pytest.raises(SentenceError, match="2 tasks"):
        default_task(context, assigned(DESIGN, CODE))


def test_a_task_in_the_sentence_needs_no_reason() -> None:
    entry = EntryReading(assigned(DESIGN, CODE), date(2026, 11, 18), Decimal(1), task=CODE)
    context = a_context(recent=(used(DESIGN, 17),))
    assert task_for(context, entry, None) == (CODE, None)


def test_the_flag_beats_the_sentence() -> None:
    entry = EntryReading(assigned(DESIGN, CODE), date(2026, 11, 18), Decimal(1), task=CODE)
    assert task_for(a_context(entry.assignment), entry, "design") == (DESIGN, None)
