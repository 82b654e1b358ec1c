"""Whatever Harvest sends: no emitter raises, and no control byte comes out."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import ExternalReference, Named, Part, TimeEntry
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.terminal.columns import display_width
from tests.domain.test_clean import HOSTILE, hostile_text
from tests.rows import few, share, sweep
from tests.show.samples import (
    IDENTITY,
    MOCKUPS,
    TODAY,
    a_project,
    a_status,
    an_output,
    listed,
    logged,
    projects,
    said,
    told,
    written,
)

pytestmark = sweep
FACES: list[dict[str, Any]] = [
    {"width": 40},
    {"width": 120},
    {},
    {"as_json": True},
    {"as_csv": True},
]

hours = st.none() | st.decimals(-1000, 100_000, places=2)
entries = st.builds(
    TimeEntry,
    id=st.integers(0, 2**40),
    spent_date=st.none() | st.just(TODAY) | st.dates(),
    hours=hours,
    client=st.builds(Client, id=st.none() | st.integers(), name=hostile_text),
    project=st.builds(Project, st.integers(0), hostile_text, st.none() | hostile_text),
    task=st.builds(Task, st.integers(0), hostile_text),
    user=st.none() | st.builds(Named, st.none(), hostile_text),
    notes=st.none() | hostile_text,
    is_running=st.booleans(),
    is_locked=st.booleans(),
    locked_reason=st.none() | hostile_text,
    rounded_hours=hours,
    started_time=st.none() | st.times(),
    ended_time=st.none() | st.times(),
    timer_started_at=st.none() | st.datetimes(timezones=st.timezones()),
    external_reference=st.none() | st.builds(ExternalReference, id=hostile_text),
)

SLOW = [HealthCheck.too_slow]
"""Lists of entries take long to make up on a busy machine; that says nothing of hv."""


def _assert_harmless(text: str, format: dict[str, Any]) -> None:
    ends = "\n\t" if format == {} else "\r\n\t" if "as_csv" in format else "\n"
    assert not HOSTILE.search(text.translate({ord(char): None for char in ends}))
    if "width" in format and format["width"] == 120:
        assert "\t" not in text


@few(3)
@pytest.mark.ux(65)
@pytest.mark.parametrize("format", FACES)
@settings(max_examples=share(40, 8), deadline=None, suppress_health_check=SLOW)
@given(st.lists(entries, max_size=4))
def test_no_entry_can_harm_any_face(format: dict[str, Any], rows: list[TimeEntry]) -> None:
    for encoding in (None, "ascii"):
        output = an_output(**format, encoding=encoding)
        render(listed(*rows), output)
        render(a_status(*rows), output)
        _assert_harmless(written(output), format)
        _assert_harmless(told(output), {})


@few(3)
@pytest.mark.ux(65)
@pytest.mark.parametrize("format", FACES)
@settings(max_examples=share(40, 8), deadline=None, suppress_health_check=SLOW)
@given(st.lists(entries, max_size=3), hostile_text, hostile_text)
def test_no_answer_to_a_sentence_can_harm_any_face(
    format: dict[str, Any], rows: list[TimeEntry], warning: str, why: str
) -> None:
    parts = (Part(0, len(why), "project", why), Part(0, len(warning), "notes", warning))
    answer = logged(
        *rows, parts=parts, warnings=(warning,), inferences=said(warning, why), assumed=why
    )
    output = an_output(**format)
    render(answer._replace(text=why), output)
    _assert_harmless(written(output), format)
    _assert_harmless(told(output), {})


@pytest.mark.ux(65)
@pytest.mark.parametrize("format", FACES)
@settings(max_examples=share(40, 8), deadline=None)
@given(hostile_text, hostile_text, hostile_text)
def test_no_project_and_no_identity_can_harm_any_face(
    format: dict[str, Any], name: str, code: str, other: str
) -> None:
    output = an_output(**format)
    row = a_project(name, code=code, client=other, tasks=(name, code, other), slug="x")
    render(projects(row), output)
    render(projects(words=other), output)
    user = IDENTITY.user._replace(first_name=name, email=code)
    company = IDENTITY.company._replace(name=other)
    render(IDENTITY._replace(user=user, company=company, token_source=other), output)
    _assert_harmless(written(output), format)
    _assert_harmless(told(output), {})


@settings(max_examples=share(60, 8), deadline=None, suppress_health_check=SLOW)
@given(st.lists(entries, min_size=1, max_size=4), st.sampled_from([30, 40, 80, 120]))
def test_no_list_is_wider_than_its_terminal(rows: list[TimeEntry], width: int) -> None:
    output = an_output(width=width)
    render(listed(*rows), output)
    for line in written(output).splitlines():
        assert display_width(line.rstrip()) <= width


def test_a_note_of_a_hundred_kilobytes_is_shown_and_kept_whole_in_machine_faces() -> None:
    entry = MOCKUPS._replace(notes="word\x1b[31m " * 12_000)
    sizes = {}
    faces: dict[str, dict[str, Any]] = {
        "human": {"width": 80},
        "plain": {},
        "json": {"as_json": True},
    }
    for name, format in faces.items():
        output = an_output(**format)
        render(listed(entry), output)
        sizes[name] = len(written(output))
    assert sizes["human"] < 1_000
    assert sizes["plain"] > 60_000
    assert sizes["json"] > 120_000
