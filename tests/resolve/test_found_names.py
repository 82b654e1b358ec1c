"""Names that were misread: signs in them, codes, possessives, blanks, tasks beside clients."""

import json
from typing import Any

import pytest

from tests.more_projects import with_projects
from tests.rows import few
from tests.running import Hv

TWINS = (
    ("C", "C++", "C#"),
    ("Acme", "Acme+"),
    ("Blog", "(Blog)", "[Blog]"),
    ("Web", "Web*", "Web!"),
    ("Launch", "🚀 Launch", "🚀"),
    ("Q & A", "Q&A!"),
    ("Café", "Café #2", "Café (2)"),
)


def entry_of(hv: Hv, *argv: str) -> Any:
    """The one entry that would be logged or started."""
    ran = hv(*argv, "-n", "--json")
    assert ran.code == 0, ran.out
    return ran.json["entries"][0] if "entries" in ran.json else ran.json["entry"]


def booked(hv: Hv, *argv: str) -> tuple[str, str]:
    """Its project and task."""
    entry = entry_of(hv, *argv)
    return entry["project"]["name"], entry["task"]["name"]


@few(4)
@pytest.mark.found("D1", "D3")
@pytest.mark.parametrize("twins", TWINS, ids=lambda each: each[0])
def test_a_name_as_it_is_written_beats_one_that_is_like_it(hv: Hv, twins: tuple[str, ...]) -> None:
    with_projects(hv, *twins)
    lines = {
        f"{line}\n": name
        for name in twins
        for line in (
            f"1h {name} Programming",
            f"{name} 1h, Programming",
            f"1h Programming on {name}: x",
            f"1h {name.lower()} programming yesterday",
        )
    }
    answers = hv("log", "-", "-n", "--json", stdin="".join(lines)).out.splitlines()
    found = [json.loads(line)["entries"][0]["project"]["name"] for line in answers]
    assert found == list(lines.values())
    for name in twins:
        wanted = (name, "Programming")
        assert booked(hv, "log", "1h", "--project", name, "--task", "Programming") == wanted
        assert booked(hv, "start", f"{name} programming") == wanted
        assert f"({name})" in hv("report", f"last week {name}").err


@pytest.mark.found("D1")
def test_a_name_without_its_signs_is_said_or_refused(hv: Hv) -> None:
    with_projects(hv, "C")
    ran = hv("log", "1h C++ programming", "-n")
    assert 'read as: "C++" read as C' in ran.out
    assert hv("log", "1h C++ programming", "-n", "--strict").code == 2
    with_projects(hv, "D++", "D#")
    assert hv("log", "1h D programming", "-n", "--json").json["error"]["candidates"] == [
        "Zed / D#",
        "Zed / D++",
    ]


@pytest.mark.found("D1")
def test_tasks_are_told_apart_by_their_signs_too(hv: Hv) -> None:
    with_projects(hv, "Portal", tasks=("QA", "QA+", "(QA)"))
    for task in ("QA", "QA+", "(QA)"):
        assert booked(hv, "log", f"1h portal {task}: x") == ("Portal", task)
        assert booked(hv, "log", "1h portal", "--task", task) == ("Portal", task)


@pytest.mark.found("D4")
def test_a_code_tells_projects_of_one_name_apart(hv: Hv) -> None:
    for code in ("R25", "R26"):
        with_projects(hv, "Redesign", code=code)
    refused = hv("log", "1h redesign programming", "--json").json["error"]
    assert refused["candidates"] == ["Zed / Redesign [R25]", "Zed / Redesign [R26]"]
    for words in (
        "R26",
        "Redesign R26",
        "R26 Redesign",
        "[R26] Redesign",
        refused["candidates"][1],
    ):
        for argv in (
            ("log", f"1h {words} programming"),
            ("log", "1h programming", "--project", words, "--task", "programming"),
            ("start", f"{words} programming"),
        ):
            assert entry_of(hv, *argv)["project"]["code"] == "R26", argv


@pytest.mark.found("D6")
def test_a_possessive_and_a_name_without_its_blanks_are_understood_and_said(hv: Hv) -> None:
    with_projects(hv, "Mobile App", client="Acme")
    with_projects(hv, "Portal", client="Globex", tasks=("On-call", "DevOps", "Night Shift"))
    for sentence, said, wanted in (
        ("1h acme's mobile app programming", '"acme\'s" read as Acme', "Programming"),
        ("programming on Acme’s Mobile App, 1h", '"Acme’s" read as Acme', "Programming"),
        ("1h oncall portal", '"oncall" read as On-call', "On-call"),
        ("dev ops 1h portal", '"dev ops" read as DevOps', "DevOps"),
        ("1h nightshift on portal: x", '"nightshift" read as Night Shift', "Night Shift"),
        ("1h mobileapp programming", '"mobileapp" read as Mobile App', "Programming"),
    ):
        ran = hv("log", sentence, "-n")
        assert said in ran.out, sentence
        assert f"› {wanted}" in ran.out.splitlines()[0]
        assert hv("log", sentence, "-n", "--strict").code == 2


@pytest.mark.found("D7")
def test_a_task_is_a_task_though_a_client_is_called_like_its_last_word(hv: Hv) -> None:
    with_projects(hv, "Portal", client="Globex", tasks=("QA (internal)", "QA", "Internal - Zed"))
    with_projects(hv, "Admin", client="Zed")
    for words, task in (
        ("QA (internal)", "QA (internal)"),
        ("qa internal", "QA (internal)"),
        ("QA", "QA"),
        ("internal - zed", "Internal - Zed"),
    ):
        for sentence in (f"1h portal {words}", f"{words} on portal 1h", f"1h portal, {words}: x"):
            assert booked(hv, "log", sentence) == ("Portal", task)


@pytest.mark.found("D9")
def test_a_grouping_is_one_whatever_a_project_begins_with(hv: Hv) -> None:
    with_projects(hv, "Client Onboarding", "Day Tours", "Month at Sea")
    for group in ("client", "task", "day", "month"):
        read = hv("parse", "--as", "period", f"hours by {group} for January", "--json").json
        assert (read["from"], read["group_by"], read["project"]) == ("2026-01-01", group, None)


@few(3)
@pytest.mark.found("D5")
@pytest.mark.parametrize(
    ("words", "rest", "near"),
    [
        ("website 2019", "2019", ""),
        ("globex help desk", "help desk", ""),
        ("globex hlp desk", "hlp desk", ""),
        ("globex portl", "portl", "Globex / Portal"),
    ],
)
def test_words_that_fit_no_project_beside_those_that_fit_several_are_told(
    hv: Hv, words: str, rest: str, near: str
) -> None:
    with_projects(hv, "Website", "Mobile App", client="Acme")
    with_projects(hv, "Website", client="Nws")
    with_projects(hv, "24h Support", "API v2", "Portal", client="Globex")
    for sentence in (f"1h {words}", f"{words} 1h"):
        error = hv("log", sentence, "--json").json["error"]
        assert error["code"] == "unknown_project"
        assert "--project" not in error["hint"]
        assert f'Did you mean "{near}"?' == error["hint"] if near else "archived" in error["hint"]
        ran = hv("log", sentence)
        caret = ran.err.splitlines()[2]
        assert ran.err.splitlines()[1][caret.index("^") : caret.rindex("^") + 1] == rest
    assert hv("projects", words.split()[0]).code == 0
