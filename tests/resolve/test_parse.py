"""`hv parse`: how sentences are read, for people, pipes and programs; nothing is ever sent."""

import json
from itertools import pairwise
from typing import Any

import pytest

from tests.running import Hv

SENTENCE = "2h on Marketing Website yesterday: hero mockups"
ENTRY = {
    "state": "preview",
    "spent_date": "2026-11-17",
    "hours": 2.0,
    "started_time": None,
    "ended_time": None,
    "is_running": False,
    "client": "ABC Corp",
    "project": "Marketing Website",
    "task": None,
    "notes": "hero mockups",
}


def test_a_sentence_of_log_gives_its_entries_with_names_as_texts(hv: Hv) -> None:
    document = hv("parse", SENTENCE, "--json").json
    assert list(document) == ["text", "entries", "warnings", "inferences", "spans"]
    assert document["text"] == SENTENCE
    assert document["entries"] == [ENTRY]
    assert (document["warnings"], document["inferences"]) == ([], [])


def test_words_need_no_quotes_and_flags_no_order(hv: Hv) -> None:
    quoted = hv("parse", "--json", "--as", "log", SENTENCE)
    assert hv("parse", *SENTENCE.split(), "--json", "--as=log") == quoted


def test_several_entries_come_in_the_order_written(hv: Hv) -> None:
    found = hv("parse", "1h on MW and 2h on TF yesterday", "--json").json["entries"]
    assert [(e["hours"], e["project"]) for e in found] == [
        (1.0, "Marketing Website"),
        (2.0, "Task Force"),
    ]


def test_clock_times_are_told_in_24_hours(hv: Hv) -> None:
    (entry,) = hv("parse", "1:15-3pm Programming on OS1", "--json").json["entries"]
    assert (entry["started_time"], entry["ended_time"]) == ("13:15", "15:00")
    assert (entry["hours"], entry["task"]) == (1.75, "Programming")


def test_a_task_that_was_used_last_is_not_read_into_a_sentence(hv: Hv) -> None:
    hv("log", "1h Research on MW")
    assert hv("parse", "1h MW", "--json").json["entries"][0]["task"] is None


def test_project_and_task_of_the_settings_are_taken_and_said(hv: Hv) -> None:
    document = hv.with_(HV_PROJECT="TF", HV_TASK="Research")("parse", "1h", "--json").json
    (entry,) = document["entries"]
    assert (entry["project"], entry["task"]) == ("Task Force", "Research")
    assert [each["kind"] for each in document["inferences"]] == ["project", "task"]


def test_a_timer_is_read_with_its_start(hv: Hv) -> None:
    document = hv("parse", "--as", "start", "TF Research at 9:15: interviews", "--json").json
    (entry,) = document["entries"]
    assert entry == {
        **ENTRY,
        "spent_date": "2026-11-18",
        "hours": None,
        "started_time": "09:15",
        "is_running": True,
        "client": "123 Industries",
        "project": "Task Force",
        "task": "Research",
        "notes": "interviews",
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("last month by client", {"from": "2026-10-01", "to": "2026-10-31", "group_by": "client"}),
        ("this week", {"from": "2026-11-16", "to": "2026-11-22", "group_by": None, "groups": []}),
        (
            "october by project and task",
            {"group_by": "project", "groups": ["project", "task"], "billable": None},
        ),
        ("yesterday for ABC Corp", {"client": "ABC Corp", "project": None}),
        ("yesterday for TF", {"client": None, "project": "Task Force"}),
        ("yesterday non-billable", {"billable": False}),
        ("yesterday Research", {"task": "Research"}),
    ],
)
def test_a_period_gives_days_groupings_and_filters(
    hv: Hv, text: str, wanted: dict[str, Any]
) -> None:
    document = hv("parse", "--as", "period", text, "--json").json
    assert list(document) == [
        "text",
        "from",
        "to",
        "group_by",
        "groups",
        "client",
        "project",
        "task",
        "billable",
        "inferences",
        "spans",
        "filters",
        "compared",
    ]
    assert wanted.items() <= document.items()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("log", SENTENCE),
        ("log", 'yesterday: 3h on MW, 2h "calls" on TF'),
        ("log", "  2h — Márketing website  yesterday: ⚑❤ \t notes  "),
        ("start", "TF 20m ago: x"),
        ("period", "last 30 days for ABC Corp by task billable"),
    ],
)
def test_every_character_has_one_role(hv: Hv, kind: str, text: str) -> None:
    spans = hv("parse", "--as", kind, text, "--json").json["spans"]
    assert (spans[0]["start"], spans[-1]["end"]) == (0, len(text))
    assert all(left["end"] == right["start"] for left, right in pairwise(spans))
    assert all(span["text"] == text[span["start"] : span["end"]] for span in spans)


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["2h on Nowhere"], "unknown_project"),
        (["Marketing Website"], "no_duration"),
        ([""], "empty"),
        ([], "empty"),
        (["25h on MW"], "invalid_duration"),
        (["2h on MW feb 30"], "invalid_date"),
        (["1h on 123 Industries"], "ambiguous_project"),
        (["--as", "period", "soon"], "no_range"),
        (["--as", "period", ""], "no_range"),
        (["--as", "start", "Nowhere"], "unknown_project"),
    ],
)
def test_a_refusal_is_an_error_document(hv: Hv, argv: list[str], code: str) -> None:
    ran = hv("parse", "--json", *argv)
    assert ran.code == 2
    assert list(ran.json) == ["error"]
    assert ran.json["error"]["code"] == code
    assert ran.json["error"]["hint"]


def test_as_takes_three_words(hv: Hv) -> None:
    ran = hv("parse", "--as", "report", "x")
    assert (ran.code, "log, start or period" in ran.err) == (2, True)


def test_nothing_is_asked_on_a_terminal(hv: Hv) -> None:
    ran = hv("parse", "1h on 123 Industries", terminal=True, stdin="1\n")
    assert ran.code == 2
    assert "Number (" not in ran.err


def test_a_terminal_gets_the_reading_in_words_and_the_sentence_underlined(hv: Hv) -> None:
    ran = hv("parse", SENTENCE, terminal=True, NO_COLOR="1")
    assert ran.out.splitlines() == [
        "Log 2:00  ABC Corp › Marketing Website › Graphic Design (last used here)",
        'Tue 17 Nov  "hero mockups"',
        "",
        "  2h on Marketing Website yesterday: hero mockups",
        "  ──    ───────────────── ─────────  ────────────",
        "  |     project           date       notes",
        "  quantity",
        "",
    ]


def test_periods_and_timers_are_put_in_words_too(hv: Hv) -> None:
    period = hv("parse", "--as", "period", "last week by task billable", terminal=True)
    assert period.out.startswith("Mon 9 – Sun 15 Nov  by task  billable\n")
    timer = hv("parse", "--as", "start", "TF at 9:15", terminal=True)
    assert timer.out.startswith(
        "Start  since 9:15am  123 Industries › Task Force › Project Management (last used"
    )


def test_the_task_that_log_would_take_is_told_with_its_reason(hv: Hv) -> None:
    shown = hv.with_(HV_TASK="Research")("parse", "1h MW", terminal=True, COLUMNS="100").out
    assert "Marketing Website › Research" in shown
    hv("log", "1h Research on MW")
    shown = hv("parse", "1h MW", terminal=True, COLUMNS="100").out
    assert "Marketing Website › Research (last used here)  Wed 18 Nov" in shown
    assert "Research" in hv("log", "1h MW", "-n").out


def test_a_pipe_gets_one_row_per_entry(hv: Hv) -> None:
    text = "9-10am on MW and 2h on TF: a\tb"
    rows = [line.split("\t") for line in hv("parse", text).out.splitlines()]
    assert [row[:6] for row in rows] == [
        ["2026-11-18", "1.00", "09:00", "10:00", "ABC Corp", "Marketing Website"],
        ["2026-11-18", "2.00", "", "", "123 Industries", "Task Force"],
    ]
    assert {row[-1] for row in rows} == {text.replace("\t", " ")}
    assert hv("parse", "--as", "period", "october by client").out.split("\t")[:3] == [
        "2026-10-01",
        "2026-10-31",
        "client",
    ]


def test_many_lines_are_read_one_by_one_and_bad_ones_stop_nobody(hv: Hv) -> None:
    ran = hv("parse", "-", "--json", stdin=f"{SENTENCE}\n\n2h on Nowhere\n1h TF\n")
    first, second, third = map(json.loads, ran.out.splitlines())
    assert (ran.code, first["text"], third["text"]) == (2, SENTENCE, "1h TF")
    assert (second["line"], second["text"]) == (3, "2h on Nowhere")
    assert second["error"]["code"] == "unknown_project"
    assert hv("parse", "-", stdin="2h on Nowhere\n").err.startswith("hv: line 1: No project")


def test_no_line_at_all_is_refused(hv: Hv) -> None:
    ran = hv("parse", "-", "--json", stdin="\n \n")
    assert (ran.code, ran.json["error"]["code"]) == (2, "empty")


def test_a_terminal_as_input_is_refused_at_once(hv: Hv) -> None:
    ran = hv("parse", "-", terminal=True)
    assert (ran.code, "Pipe them in" in ran.err) == (2, True)


def test_lines_ask_harvest_for_nothing_once_the_names_are_known(hv: Hv) -> None:
    hv("projects")
    ran = hv("parse", "-", "--json", stdin="2h on Nowhere\n1h TF\n", HV_DEBUG="1")
    assert "/v2/" not in ran.err
    assert len(ran.out.splitlines()) == 2


def test_one_sentence_looks_once_for_a_name_that_is_new(hv: Hv) -> None:
    hv("projects")
    asked = hv("parse", "2h on Nowhere", HV_DEBUG="1").err
    assert asked.count("GET") == 1
    assert "POST" not in asked
