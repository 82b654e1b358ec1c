"""`hv entries` complete: whose, which fields, which format; the same order in every face."""

import csv
import io
import json

import pytest

from tests.running import Hv


def ids(hv: Hv, *argv: str) -> list[int]:
    return [entry["id"] for entry in hv("entries", *argv, "--json").json["entries"]]


def test_every_face_has_the_same_entries_in_the_same_order(hv: Hv) -> None:
    wanted = ids(hv, "this month")
    plain = [int(line.split("\t")[0]) for line in hv("entries", "this month").out.splitlines()]
    table = csv.DictReader(io.StringIO(hv("entries", "this month", "--csv").out, newline=""))
    lines = hv("entries", "this month", "--jsonl").out.splitlines()
    assert plain == wanted
    assert [int(row["id"]) for row in table] == wanted
    assert [json.loads(line)["id"] for line in lines] == wanted


def test_rows_are_numbered_and_numbers_name_them_afterwards(hv: Hv) -> None:
    out = hv("entries", "yesterday", "--no-color", terminal=True, COLUMNS="120").out
    rows = [line for line in out.splitlines() if line[:1].strip().isdigit()]
    assert [row.split()[0] for row in rows] == ["1", "2", "3"]
    assert "Total" in out


@pytest.mark.parametrize(
    ("argv", "kept"),
    [
        (["--project", "MW"], {"Marketing Website"}),
        (["--client", "123 Industries"], {"Online Store - Phase 1", "Task Force"}),
        (["--task", "research"], {"Marketing Website", "Online Store - Phase 1", "Task Force"}),
        (["for", "ABC", "Corp"], {"Marketing Website"}),
        (["--no-billable", "--project", "TF"], {"Task Force"}),
    ],
)
def test_filters_in_words_and_flags(hv: Hv, argv: list[str], kept: set[str]) -> None:
    found = hv("entries", "this month", *argv, "--json").json["entries"]
    assert {entry["project"]["name"] for entry in found} == kept


def test_days_by_flags(hv: Hv) -> None:
    found = hv("entries", "--from", "nov 9", "--to", "2026-11-10", "--json").json
    assert (found["from"], found["to"]) == ("2026-11-09", "2026-11-10")


def test_billable_or_not_parts_the_whole(hv: Hv) -> None:
    whole, parts = ids(hv, "this month"), ids(hv, "this month", "--billable")
    assert sorted([*parts, *ids(hv, "this month", "--no-billable")]) == sorted(whole)


def test_mine_everyones_and_somebodys(hv: Hv) -> None:
    def people(*argv: str) -> set[str]:
        found = hv("entries", "this month", *argv, "--json").json["entries"]
        return {entry["user"]["name"] for entry in found}

    assert people() == {"Kim Allen"}
    assert people("--everyone") == {"Kim Allen", "Bob Powell", "Jane Smith"}
    assert people("--user", "jane smith") == people("--user", "1795925") == {"Jane Smith"}
    shown = hv("entries", "this month", "--everyone", terminal=True, COLUMNS="160").out
    assert "Bob Powell" in shown
    assert hv("entries", "this month", "--everyone").out.splitlines()[0].endswith("Kim Allen")


@pytest.mark.ux(42, 46)
@pytest.mark.parametrize("argv", [[], ["--csv"], ["--json"], ["--jsonl"]])
def test_fields_pick_and_order_what_is_shown(hv: Hv, argv: list[str]) -> None:
    out = hv("entries", "yesterday", "--fields", "hours,id,user", *argv).out
    if argv == ["--csv"]:
        assert out.startswith("hours,id,user\r\n0.50,")
    elif argv == ["--json"]:
        assert [list(entry) for entry in json.loads(out)["entries"]] == [
            ["hours", "id", "user"]
        ] * 3
    elif argv == ["--jsonl"]:
        assert [list(json.loads(line)) for line in out.splitlines()] == [
            ["hours", "id", "user"]
        ] * 3
    else:
        assert out.splitlines()[0].split("\t")[0::2] == ["0.50", "Kim Allen"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--fields", "id,nonsense"], 'Unknown field "nonsense"'),
        (["--fields", ","], "names no field"),
        (["--jsonl", "--csv"], "cannot be combined"),
        (["--jsonl", "--json"], "cannot be combined"),
    ],
)
def test_wrong_flags_are_said_plainly(hv: Hv, argv: list[str], said: str) -> None:
    ran = hv("entries", *argv)
    assert ran.code == 2
    assert said in ran.err


@pytest.mark.ux(42)
def test_an_unknown_field_lists_the_known_ones(hv: Hv) -> None:
    assert "spent_date" in hv("entries", "--fields", "x").err


@pytest.mark.ux(46)
def test_emptiness_is_valid_in_every_format(hv: Hv) -> None:
    assert hv("entries", "2026-01-03", "--json").json["entries"] == []
    assert hv("entries", "2026-01-03", "--jsonl").out == ""
    assert hv("entries", "2026-01-03", "--csv").out.count("\r\n") == 1
    assert hv("entries", "2026-01-03").err == "No entries for Sat 3 Jan\n"
    told = hv("entries", "2026-01-03", "--everyone").err
    assert told == "No entries of anybody for Sat 3 Jan\n"


def test_marks_say_what_is_locked_and_why(hv: Hv) -> None:
    out = hv("entries", "nov 2", "--no-color", terminal=True, COLUMNS="120").out
    assert "B billed  A approved" in out
    assert any(" BA " in line for line in out.splitlines())


def test_the_running_entry_is_counted_and_marked(hv: Hv) -> None:
    hv("start", "Marketing Website", "at", "9:00")
    assert hv("entries", "--json").json["totals"]["hours"] == 1.5
    assert "▶" in hv("entries", terminal=True).out


@pytest.mark.parametrize(
    "face", [["--json"], ["--jsonl"], ["--csv"], ["--plain"], ["--quiet"], ["--fields", "id,hours"]]
)
def test_a_list_from_the_disk_is_the_same_in_every_face(
    hv: Hv, monkeypatch: pytest.MonkeyPatch, face: list[str]
) -> None:
    words = ["entries", "this year", "--everyone", *face]
    usual = hv(*words)
    assert usual.code == 0
    assert usual.out.count("\n") > 5 or "--json" in face
    monkeypatch.setattr("harvest_cli.local.disk.spool.MOST", 2)
    assert hv(*words) == usual
