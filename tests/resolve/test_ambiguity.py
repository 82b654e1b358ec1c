"""Words that fit several: a choice on a terminal, remembered, said, shown and forgotten."""

from pathlib import Path

import pytest

from tests.running import Hv, Ran

CLIENT = "1h on 123 Industries"
TASK = "1h on MW, pro"


def choose(hv: Hv, number: str, *argv: str) -> Ran:
    return hv(*argv, terminal=True, stdin=f"{number}\n", NO_COLOR="1")


def project_of(hv: Hv, *argv: str) -> str:
    name: str = hv(*argv, "-n", "--json").json["entries"][0]["project"]["name"]
    return name


def test_off_a_terminal_it_is_refused_with_candidates(hv: Hv) -> None:
    ran = hv("log", CLIENT, "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "ambiguous_project")
    assert ran.json["error"]["candidates"] == [
        "123 Industries / Online Store - Phase 1",
        "123 Industries / Task Force",
    ]


def test_a_terminal_offers_a_numbered_choice(hv: Hv) -> None:
    ran = choose(hv, "2", "log", CLIENT)
    assert 'Which one is "123 Industries"?' in ran.err
    assert "  2  123 Industries / Task Force" in ran.err
    assert ran.out.startswith("Logged 1:00  123 Industries › Task Force")
    assert '"123 Industries" is 123 Industries / Task Force from now on' in ran.out


def test_tasks_that_were_used_lately_come_first(hv: Hv) -> None:
    for task in ("Programming", "Project Management"):
        assert hv("log", "1h MW", "--task", task).code == 0
    for line in (["log", TASK], ["start", "MW, pro"], ["log", "1h MW", "--task", "pro"]):
        told = hv(*line, "--json").json["error"]
        assert told["candidates"] == ["Project Management", "Programming"], line
    asked = hv("log", TASK, terminal=True, stdin="\n").err
    assert asked.index("Project Management on") < asked.index("Programming on")


def test_the_choice_is_remembered_for_that_wording_and_said(hv: Hv) -> None:
    choose(hv, "2", "log", CLIENT, "-n")
    ran = hv("log", "2h 123 industries yesterday: x", "-n")
    assert "Task Force" in ran.out.splitlines()[0]
    assert "as you chose before" in ran.out
    inferences = hv("log", CLIENT, "-n", "--json").json["inferences"]
    assert [each["kind"] for each in inferences] == ["remembered"]


def test_a_choice_made_now_is_no_inference_but_a_remembered_one_is(hv: Hv) -> None:
    first = choose(hv, "2", "log", CLIENT, "--task", "Research", "--strict", "-n")
    assert first.code == 0
    assert hv("log", CLIENT, "--task", "Research", "--strict", "-n").code == 2


def test_words_that_say_more_are_not_touched_by_the_memory(hv: Hv) -> None:
    choose(hv, "2", "log", CLIENT, "-n")
    assert project_of(hv, "log", "1h on 123 Industries OS1") == "Online Store - Phase 1"
    assert project_of(hv, "log", "1h on 123 Industries / Online Store") == "Online Store - Phase 1"


def test_flags_timers_and_parse_know_it_as_well(hv: Hv) -> None:
    choose(hv, "2", "log", CLIENT, "-n")
    assert project_of(hv, "log", "1h", "--project", "123 Industries") == "Task Force"
    started = hv("start", "123 Industries", "-n")
    assert "Task Force" in started.out
    assert "as you chose before" in started.out
    (entry,) = hv("parse", CLIENT, "--json").json["entries"]
    assert entry["project"] == "Task Force"


def test_a_flag_is_offered_a_choice_too(hv: Hv) -> None:
    ran = choose(hv, "1", "log", "1h", "--project", "123 Industries", "-n")
    assert "Online Store - Phase 1" in ran.out


@pytest.mark.parametrize("answer", ["", "7", "x"])
def test_no_answer_refuses_and_remembers_nothing(hv: Hv, answer: str) -> None:
    assert choose(hv, answer, "log", CLIENT).code == 2
    assert hv("log", CLIENT, "-n").code == 2


def test_nobody_is_asked_with_no_input(hv: Hv) -> None:
    ran = choose(hv, "1", "log", CLIENT, "--no-input")
    assert ran.code == 2
    assert "Number (" not in ran.err


def test_a_task_is_chosen_the_same_way_for_its_project_alone(hv: Hv) -> None:
    ran = choose(hv, "1", "log", TASK, "-n")
    assert "Project Management on ABC Corp / Marketing Website" in ran.err
    again = hv("log", TASK, "-n")
    assert "Marketing Website › Project Management  " in again.out
    assert "as you chose before" in again.out
    assert hv("log", "1h on OS1, pro", "-n", "--json").json["error"]["code"] == "ambiguous_task"
    assert "Project Management" in hv("log", "1h MW", "--task", "pro", "-n").out


def test_two_choices_in_one_sentence(hv: Hv) -> None:
    sentence = "1h on 123 Industries, pro"
    ran = hv("log", sentence, "-n", terminal=True, stdin="2\n2\n", NO_COLOR="1")
    assert "Task Force › Programming" in ran.out
    assert "Task Force › Programming" in hv("log", sentence, "-n").out


def test_two_projects_at_once_are_no_choice(hv: Hv) -> None:
    ran = choose(hv, "1", "log", "1h on MW and TF")
    assert ran.code == 2
    assert "Number (" not in ran.err


def test_what_is_remembered_is_shown_with_its_reason(hv: Hv) -> None:
    choose(hv, "2", "log", CLIENT, "-n")
    choose(hv, "2", "log", TASK, "-n")
    rows = [line.split("\t") for line in hv("projects", "--remembered").out.splitlines()]
    assert rows[:2] == [
        ["123 industries", "123 Industries", "Task Force", "", "you chose it"],
        ["pro", "ABC Corp", "Marketing Website", "Programming", "you chose it"],
    ]
    assert ["", "ABC Corp", "Marketing Website", "Graphic Design", "last used here"] in rows
    shown = hv("projects", "--remembered", terminal=True).out
    assert '"pro" means ABC Corp › Marketing Website › Programming (you chose it)' in shown
    document = hv("projects", "--remembered", "--json").json["remembered"]
    assert len(document) == len(rows)
    assert hv("projects", "--remembered", "--header").out.startswith("words\tclient\tproject")


@pytest.mark.parametrize("argv", [["123 Industries"], ["123", "industries"], ["TF"]], ids=" ".join)
def test_words_or_a_project_are_forgotten(hv: Hv, argv: list[str]) -> None:
    choose(hv, "2", "log", CLIENT, "-n")
    ran = hv("projects", "--forget", *argv)
    assert ran.code == 0
    assert 'Forgot: "123 industries" means 123 Industries › Task Force' in ran.out
    assert hv("log", CLIENT, "-n").code == 2


def test_the_default_task_of_a_project_is_forgotten_until_one_is_used(hv: Hv) -> None:
    assert hv("log", "1h MW", "-n").code == 0
    assert "Graphic Design (last used here)" in hv("projects", "--forget", "MW").out
    refused = hv("log", "1h MW", "--json").json["error"]
    assert refused["code"] == "no_task"
    assert hv("log", "1h TF", "-n").code == 0
    hv("log", "1h Research on MW")
    assert "Research (last used here)" in hv("log", "1h MW", "-n").out


def test_everything_is_forgotten_at_once(hv: Hv) -> None:
    choose(hv, "2", "log", CLIENT, "-n")
    gone = hv("projects", "--forget-all", "--json").json["forgotten"]
    assert len(gone) >= 4
    assert hv("projects", "--remembered").out == ""
    assert hv("projects", "--forget-all").out == "Nothing was remembered\n"
    assert hv("log", "1h MW", "-n").code == 2


def test_nothing_to_forget_is_said(hv: Hv) -> None:
    hv("projects", "--forget-all")
    ran = hv("projects", "--forget", "MW")
    assert (ran.code, "Nothing is remembered about Marketing Website" in ran.err) == (4, True)
    assert hv("projects", "--forget", "Nowhere").code == 2
    assert hv("projects", "--forget", "MW", "--forget-all").code == 2


def test_projects_show_the_task_that_is_assumed_and_why(hv: Hv) -> None:
    rows = {row["code"]: row for row in hv("projects", "--json").json["projects"]}
    assert rows["MW"]["default_task"] == "Graphic Design"
    assert rows["MW"]["default_task_why"] == "last used here"
    shown = hv("projects", terminal=True, COLUMNS="200").out
    assert "Graphic Design (last used here)" in shown
    by_setting = hv.with_(HV_TASK="Research")("projects", "MW", "--json").json["projects"]
    assert by_setting[0]["default_task_why"] == "from HV_TASK"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"projects": 1}', b"\x00\xff", b'{"tasks": {"a": "b"}}']
)
def test_a_damaged_memory_is_an_empty_one(hv: Hv, home: Path, content: bytes) -> None:
    choose(hv, "2", "log", CLIENT, "-n")
    (file,) = (home / "state").glob("*.choices")
    file.write_bytes(content)
    assert hv("log", CLIENT, "-n").code == 2
    assert choose(hv, "1", "log", CLIENT, "-n").code == 0
    assert hv("log", CLIENT, "-n").code == 0


def test_a_memory_that_cannot_be_kept_stops_nothing(hv: Hv, home: Path) -> None:
    hv("projects")
    choose(hv, "2", "log", CLIENT, "-n")
    (file,) = (home / "state").glob("*.choices")
    file.unlink()
    file.mkdir()
    ran = choose(hv, "2", "log", CLIENT, "-n")
    assert ran.code == 0
    assert "The choice cannot be saved" in ran.err
    assert hv("projects", "--forget-all").code == 78
