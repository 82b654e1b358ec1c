"""Every name of the accounts, however it is written, is found and hides what is inside it."""

import random
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names.index import Names
from harvest_cli.language.periods.read import parse_period
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.sentence.start import parse_start
from harvest_cli.language.text.readings import Kind
from tests.language.samples import NOW, assignments, manner, names
from tests.rows import for_each, some, sweep

NOTES = "3h on monday: 12:30, Website / API #12 & $5 — “x” tomorrow"


def _unique(workspace: str) -> list[ProjectAssignment]:
    known = [a for a in assignments(workspace) if a.is_active]
    written = [a.project.name for a in known]
    return [a for a in known if written.count(a.project.name) == 1]


def _strip(text: str) -> str:
    from unicodedata import combining, normalize

    return "".join(c for c in normalize("NFD", text) if not combining(c))


B = _unique("B")
C = some(random.Random(7).sample(list(assignments("C")), 400), 4)
pytestmark = sweep


@for_each(("workspace", "sample"), [("B", B), ("C", C)])
@for_each("zone", ["Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin"])
def test_a_length_and_a_name_give_that_project_today(
    workspace: str, sample: list[ProjectAssignment], zone: str
) -> None:
    now = datetime(2026, 11, 18, 23, 55, tzinfo=ZoneInfo(zone))
    for assignment in sample:
        name = assignment.project.name
        for text in (f"1h30 {name}", f"{name} 1h30", f"1h30 on {name}"):
            reading = parse_log(text, now, names(workspace), manner(workspace))
            (found,) = reading.entries
            assert found.assignment == assignment, text
            assert (found.spent_date, found.hours) == (date(2026, 11, 18), Decimal("1.50")), text
            assert (found.notes, found.task) == (None, None), text
            assert not reading.inferences


@pytest.mark.parametrize(("workspace", "sample"), [("B", B), ("C", C)])
def test_a_day_and_notes_behind_the_colon_come_back_as_typed(
    workspace: str, sample: list[ProjectAssignment]
) -> None:
    for assignment in sample:
        text = f"45m {assignment.project.name} yesterday: {NOTES}"
        (found,) = parse_log(text, NOW, names(workspace), manner(workspace)).entries
        assert found.assignment == assignment
        assert found.spent_date == date(2026, 11, 17)
        assert found.notes == NOTES


@pytest.mark.parametrize(("workspace", "sample"), [("B", B), ("C", C)])
def test_case_accents_dashes_and_blanks_change_nothing(
    workspace: str, sample: list[ProjectAssignment]
) -> None:
    for assignment in sample:
        name = assignment.project.name
        for written in (
            name.upper(),
            name.lower(),
            _strip(name),
            name.replace(" - ", " – "),
            name.replace(" ", "  "),
            name.replace("&", "and"),
        ):
            (found,) = parse_log(f"2h {written}", NOW, names(workspace), manner(workspace)).entries
            assert found.assignment == assignment, written


def test_fields_in_any_order_agree() -> None:
    from itertools import permutations

    for assignment in B:
        pieces = [assignment.project.name, "2h", "last tuesday"]
        for separator in (", ", " | ", " "):
            readings = {
                (e.assignment.project.id, e.spent_date, e.hours, e.notes)
                for order in permutations(pieces)
                for e in parse_log(separator.join(order), NOW, names("B"), manner("B")).entries
            }
            assert len(readings) == 1, (assignment.project.name, separator, readings)


def test_a_code_and_a_qualified_name_give_the_project() -> None:
    for assignment in assignments("B"):
        if not assignment.is_active:
            continue
        client, project = assignment.client.name, assignment.project
        for text in (
            f"1h {project.code}",
            f"{client} / {project.name} 1h",
            f"1h {client} {project.name}",
            f"1h {project.name} for {client}",
        ):
            (found,) = parse_log(text, NOW, names("B"), manner("B")).entries
            assert found.assignment == assignment, text


def test_every_task_is_found_on_its_project_and_no_other_is_invented() -> None:
    for assignment in B:
        for task in assignment.tasks:
            for text in (
                f"1h {task.name} on {assignment.project.name}",
                f"{assignment.project.name}, {task.name}, 1h",
                f"1h {assignment.project.name} #{task.name.replace(' ', '-')}"
                if task.name.replace(" ", "").isalnum()
                else f"{task.name} on {assignment.project.name} 1h",
            ):
                (found,) = parse_log(text, NOW, names("B"), manner("B")).entries
                assert (found.assignment, found.task) == (assignment, task), text


def test_a_name_is_a_filter_whatever_words_it_holds() -> None:
    for assignment in B:
        for text in (
            f"{assignment.project.name} last month",
            f"last month {assignment.project.name}",
        ):
            asked = parse_period(text, NOW, names("B"), manner("B"))
            assert asked.assignment == assignment
            assert (asked.period.start, asked.period.end) == (date(2026, 10, 1), date(2026, 10, 31))


def test_a_name_starts_a_timer_and_its_role_is_project() -> None:
    for assignment in B:
        reading = parse_start(assignment.project.name, NOW, names("B"), manner("B"))
        assert reading.assignment == assignment
        assert {span.kind for span in reading.spans} <= {Kind.PROJECT, Kind.FILLER}
        assert reading.started_time is None


def test_the_order_of_the_list_never_matters() -> None:
    texts = [
        "2h Website",
        "2h mobile",
        "1h nexus",
        "2h portal",
        "2h factory tour",
        "3h Acme website",
    ]
    shuffled = list(assignments("B"))
    random.Random(3).shuffle(shuffled)
    answers = []
    for known in (names("B"), Names(reversed(assignments("B"))), Names(shuffled)):
        found: list[object] = []
        for text in texts:
            try:
                found.append(parse_log(text, NOW, known, manner("B")).entries)
            except SentenceError as error:
                found.append((error.code, error.message, error.candidates))
        answers.append(found)
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.slow
def test_all_two_thousand_names_are_found() -> None:
    for assignment in assignments("C"):
        (found,) = parse_log(f"2h {assignment.project.name}", NOW, names("C")).entries
        assert found.assignment == assignment


def test_a_name_that_is_a_word_of_time_counts_only_where_no_other_is_named() -> None:
    from harvest_cli.domain.company import Client, Project

    client = Client(1, "Acme")
    monday, website = (
        ProjectAssignment(None, Project(number, name), client)
        for number, name in enumerate(("Monday", "Website"), 1)
    )
    known = Names([monday, website])
    (found,) = parse_log("1h Website monday", NOW, known).entries
    assert (found.assignment, found.spent_date) == (website, date(2026, 11, 16))
    (found,) = parse_log("1h Monday", NOW, known).entries
    assert (found.assignment, found.spent_date) == (monday, date(2026, 11, 18))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2h dev on Nucleus", '"dev" read as Development'),
        ("Nucleus 2h #dev", '"#dev" read as Development'),
        ("BD; 90m; call at 3pm", '"call" read as Client Calls'),
        ("2h on BD, calls", '"calls" read as Client Calls'),
    ],
)
def test_a_task_named_by_a_beginning_is_said(text: str, said: str) -> None:
    reading = parse_log(text, NOW, names("B"), manner("B"))
    assert said in {each.text for each in reading.inferences if each.kind == "prefix"}


@pytest.mark.parametrize(
    "text",
    ["2h development on Nucleus", "Nucleus 2h #development", "2h on BD, client calls", "BD 2h"],
)
def test_a_task_named_in_full_needs_no_word(text: str) -> None:
    assert not parse_log(text, NOW, names("B"), manner("B")).inferences


@pytest.mark.parametrize("name", ["Week 9", "April", "Q3", "FY26", "2026", "Last Week", "Friday"])
def test_a_name_that_reads_like_days_is_told_from_them(name: str) -> None:
    like = B[0]._replace(project=B[0].project._replace(name=name, code=None))
    known, said = Names([like, *B[1:]]), manner("B")._replace(fiscal_year_start=(4, 1))
    days = parse_period(name.lower(), NOW, Names(B[1:]), said).period
    for text in (f"{name} in {name.lower()}", f"in {name.lower()} for {name}", f"{name}, {name}"):
        asked = parse_period(text, NOW, known, said)
        assert (asked.assignment, asked.period) == (like, days), text
    alone = parse_period(f"{name} yesterday", NOW, known, said)
    assert alone.assignment == like
    assert "name" in {each.kind for each in alone.inferences}
