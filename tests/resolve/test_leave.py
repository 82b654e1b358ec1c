"""Leave: whole words for whole days, sent where the account or config.toml says."""

from pathlib import Path

import pytest

from tests.running import Hv


def configure(home: Path, text: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(text)


def read(hv: Hv, text: str) -> list[tuple[str, float, str]]:
    found = hv("log", text, "-n", "--json").json["entries"]
    return [(e["spent_date"], e["hours"], e["task"]["name"]) for e in found]


SICK = "Person (Sick/Carer's) Leave"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sick", [("2026-11-18", 7.0, SICK)]),
        ("called in sick yesterday", [("2026-11-17", 7.0, SICK)]),
        ("sick 4h", [("2026-11-18", 4.0, SICK)]),
        ("sick half a day", [("2026-11-18", 3.5, SICK)]),
        ("annual leave last monday", [("2026-11-16", 7.0, "Annual Leave")]),
    ],
)
def test_leave_words_make_a_full_day_and_typed_hours_win(
    hv: Hv, text: str, rows: list[tuple[str, float, str]]
) -> None:
    assert read(hv, text) == rows


def test_a_week_of_leave_is_five_entries(hv: Hv) -> None:
    days = [day for day, _, _ in read(hv, "annual leave next week")]
    assert days == [f"2026-11-{day}" for day in range(23, 28)]


def test_the_answer_says_that_it_was_taken_for_leave(hv: Hv) -> None:
    assert "read as: sick leave goes to [LV] Leave" in hv("log", "sick", "-n").out


@pytest.mark.parametrize("text", ["1h on TF: sick of this", "1h TF, billing for illustration"])
def test_words_inside_other_work_are_no_leave(hv: Hv, text: str) -> None:
    (entry,) = hv("parse", text, "--json").json["entries"]
    assert entry["project"] == "Task Force"


def test_a_kind_without_a_task_in_this_account_is_refused_with_the_key_to_set(hv: Hv) -> None:
    ran = hv("log", "public holiday yesterday", "-n")
    assert ran.code == 2
    assert ran.err.splitlines()[-1] == (
        'hint: Set the project of this leave: `hv config set leave.public_holiday.task "…"`'
    )


ELSEWHERE = '[leave.{kind}]\nproject = "Nowhere"\ntask = "Annual Leave"\n'


@pytest.mark.parametrize(
    ("words", "kind"), [("sick", "sick"), ("annual leave", "annual"), ("bank holiday", "own")]
)
@pytest.mark.parametrize("order", [1, -1])
def test_the_hint_names_the_kind_that_was_meant_where_kinds_share_a_project(
    hv: Hv, home: Path, words: str, kind: str, order: int
) -> None:
    own = ELSEWHERE.format(kind="own") + 'words = ["bank holiday"]\n'
    kinds = [ELSEWHERE.format(kind="sick"), ELSEWHERE.format(kind="annual"), own]
    configure(home, "".join(kinds[::order]))
    ran = hv("log", words, "-n")
    assert ran.code == 2
    assert ran.err.splitlines()[-1] == (
        f'hint: Set the project of this leave: `hv config set leave.{kind}.project "…"`'
    )
    assert hv("log", words, "-n", "--json").json["error"]["code"] == "unknown_project"


def test_the_hint_names_the_kind_whose_task_is_missing(hv: Hv, home: Path) -> None:
    table = '[leave.{}]\nproject = "[LV] Leave"\ntask = "Gone"\n'
    configure(home, table.format("sick") + table.format("annual") + table.format("unpaid"))
    for words, kind in (("sick", "sick"), ("vacation", "annual"), ("unpaid", "unpaid")):
        shown = hv("log", words, "-n").err
        assert f"`hv config set leave.{kind}.task" in shown


def test_a_place_that_fits_two_projects_is_asked_for_in_the_same_way(hv: Hv, home: Path) -> None:
    configure(home, '[leave.sick]\nproject = "MW"\ntask = "pro"\n')
    ran = hv("log", "sick", "-n")
    assert ran.code == 2
    assert "`hv config set leave.sick.task" in ran.err


def test_leave_goes_where_the_configuration_says(hv: Hv, home: Path) -> None:
    configure(home, '[leave.sick]\nproject = "Task Force"\ntask = "Research"\n')
    (entry,) = hv("log", "sick", "-n", "--json").json["entries"]
    assert (entry["project"]["name"], entry["task"]["name"]) == ("Task Force", "Research")
    assert read(hv, "annual leave") == [("2026-11-18", 7.0, "Annual Leave")]


def test_the_hint_can_be_followed(hv: Hv) -> None:
    assert hv("config", "set", "leave.public_holiday.task", "Annual Leave").code == 0
    assert read(hv, "public holiday yesterday") == [("2026-11-17", 7.0, "Annual Leave")]


def test_words_and_kinds_of_ones_own(hv: Hv, home: Path) -> None:
    configure(
        home,
        '[leave.sick]\nwords = ["man flu", "poorly"]\n'
        '[leave.parental]\nproject = "[LV] Leave"\ntask = "Annual Leave"\n',
    )
    assert read(hv, "man flu yesterday") == [("2026-11-17", 7.0, SICK)]
    assert read(hv, "parental") == [("2026-11-18", 7.0, "Annual Leave")]
    assert hv("log", "sick", "-n").code == 2


def test_words_may_be_set_on_the_command_line(hv: Hv) -> None:
    assert hv("config", "set", "leave.sick.words", "poorly,", "man flu").code == 0
    assert read(hv, "man flu") == read(hv, "poorly") == [("2026-11-18", 7.0, SICK)]


def test_a_profile_may_have_its_own(hv: Hv, home: Path) -> None:
    configure(
        home,
        '[leave.sick]\nproject = "TF"\ntask = "Research"\n'
        '[profile.sandbox.leave.sick]\nproject = "MW"\ntask = "Research"\n',
    )
    ran = hv("log", "sick", "-n", "--json")
    assert ran.json["entries"][0]["project"]["code"] == "MW"
    assert ran.err == ""


@pytest.mark.parametrize(
    "content",
    [
        "leave = 1",
        "[leave]\nsick = 'TF'",
        "[leave.gardening]\ntask = 'Research'",
        "[leave.sick]\nproject = 5",
        "[leave.sick]\nwords = 5",
        "[leave.sick]\nwords = [1]",
        "[leave.sick]\ntask = ''",
    ],
)
def test_a_table_that_cannot_be_read_is_a_configuration_error(
    hv: Hv, home: Path, content: str
) -> None:
    configure(home, content)
    ran = hv("log", "sick", "-n")
    assert (ran.code, "[leave.sick]" in ran.err) == (78, True)


@pytest.mark.parametrize(
    ("text", "warned"), [("sick saturday", True), ("sick 4h sunday", True), ("sick friday", False)]
)
def test_leave_on_a_day_that_is_no_workday_is_said(hv: Hv, text: str, warned: bool) -> None:
    ran = hv("log", text, "-n")
    assert ran.code == 0
    assert ("is not a workday of yours" in ran.err) == warned
