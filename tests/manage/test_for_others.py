"""`hv log --user`: an entry for somebody else, for those who may; nothing of it counts as mine."""

import pytest

from tests.rows import few
from tests.running import Hv

JANE = 1795925


def test_an_entry_is_booked_for_somebody_else_and_said(hv: Hv) -> None:
    hv("projects")
    line = ("log", "2h TF Research: interviews", "--user", "jane")
    preview = hv(*line, "-n")
    assert f'"user_id": {JANE}' in preview.out
    ran = hv(*line, HV_DEBUG="1")
    assert ran.code == 0, ran.err
    assert [part for part in ran.err.split() if part in ("GET", "POST")] == ["GET", "POST"]
    assert "booked for Jane Smith" in ran.out + ran.err
    assert "Today" not in ran.out
    rows = hv("entries", "today", "--user", "jane", "--json").json["entries"]
    assert [(row["hours"], row["notes"]) for row in rows if row["notes"] == "interviews"] == [
        (2.0, "interviews")
    ]
    assert hv("entries", "today", "--json").json["entries"] == []
    assert "last used" not in hv("log", "1h TF Programming").out


@pytest.mark.parametrize("verb", ["entries", "gaps", "week"])
def test_what_is_shown_of_somebody_else_says_whose_it_is(verb: str, hv: Hv) -> None:
    hv("projects")
    shown = hv(verb, "last week", "--user", "jane", "--no-color", terminal=True).out
    assert shown.startswith("Jane Smith: Mon 9 – Sun 15 Nov\n")
    assert "Jane Smith: " not in hv(verb, "last week", terminal=True).out
    empty = hv(verb, "2025-01-06", "--user", "jane", terminal=True)
    assert "Jane Smith" in empty.out + empty.err


def test_each_of_several_people_has_their_own_target(hv: Hv) -> None:
    """Two half days of two people fill no day of one."""
    alone = [hv("gaps", "last week", "--user", each, "--json").json for each in ("bob", "jane")]
    both = hv("gaps", "last week", "--user", "bob", "--user", "jane", "--json").json
    assert [gap | {"whose": None} for gap in both["gaps"]] == alone[0]["gaps"] + alone[1]["gaps"]
    assert both["total"]["missing"] == sum(each["total"]["missing"] for each in alone) > 0
    assert [each["whose"] for each in (*alone, both)] == [
        *("Bob Powell", "Jane Smith", "Bob Powell and Jane Smith")
    ]
    weeks = [hv("week", "last", *users, "--json").json for users in (
        ("--user", "bob"), ("--user", "jane"), ("--user", "bob", "--user", "jane"))]  # fmt: skip
    first, second, together = [week["total"] for week in weeks]
    assert all(together[name] == first[name] + second[name] for name in together)
    assert {row["whose"] for row in weeks[2]["rows"]} <= {"Bob Powell", "Jane Smith"}


@pytest.mark.parametrize("verb", ["gaps", "week"])
def test_everyone_s_time_is_shown_person_by_person(verb: str, hv: Hv) -> None:
    shown = hv(verb, "everyone last week", "--no-color", terminal=True, COLUMNS="120").out
    heads = [line.partition(":")[0] for line in shown.splitlines() if ": Mon 9" in line]
    assert heads == ["Bob Powell", "Jane Smith", "Kim Allen"]
    plain = hv(verb, "everyone last week").out.splitlines()
    assert {line.partition("\t")[0] for line in plain} <= set(heads)
    quiet = hv("gaps", "everyone last week", "-q").out.splitlines()
    assert [line.partition(":")[0] for line in quiet] == heads


@pytest.mark.parametrize(
    ("who", "code", "said"), [("nobody", 4, "Nobody that you may see"), ("x" * 300, 4, "Nobody")]
)
def test_a_person_who_is_not_there_is_told(hv: Hv, who: str, code: int, said: str) -> None:
    hv("projects")
    ran = hv("log", "1h TF Research", "--user", who)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert hv("entries", "today", "--everyone", "--json").json["entries"] == []


def test_a_member_may_not_and_nothing_is_asked(hv: Hv) -> None:
    hv("sandbox", "reset", "--role", "member")
    hv("projects")
    ran = hv("log", "1h TF Research", "--user", "jane", HV_DEBUG="1")
    assert (ran.code, "/v2/" in ran.err) == (5, False)
    assert "Only administrators and managers may book time for others" in ran.err


def test_times_are_needed_where_the_account_tracks_them(hv: Hv) -> None:
    hv("sandbox", "reset", "--timestamp")
    hv("projects")
    ran = hv("log", "2h TF Research", "--user", "jane")
    assert (ran.code, "Give the times" in ran.err) == (2, True)
    assert hv("log", "9:00-11:00 TF Research", "--user", "jane").code == 0


def test_an_entry_for_somebody_else_is_not_kept_to_be_read_later(hv: Hv) -> None:
    away = {"HARVEST_API_URL": "http://127.0.0.1:9/v2", "HARVEST_ACCESS_TOKEN": "x"}
    ran = hv.with_(HV_PROFILE="", HARVEST_ACCOUNT_ID="1", **away)("log", "1h TF", "--user", "jane")
    assert ran.code == 7
    assert "Saved" not in ran.out + ran.err


@pytest.mark.parametrize("line", ["entries today", "week", "gaps last week", "report last week"])
def test_a_member_sees_only_their_own_and_nothing_is_asked(hv: Hv, line: str) -> None:
    hv("sandbox", "reset", "--role", "member")
    hv("projects")
    ran = hv(*line.split(), "--user", "jane", HV_DEBUG="1")
    assert (ran.code, "/v2/" in ran.err) == (5, False)
    assert "Only administrators and managers may see the time of others" in ran.err


@few(8)
@pytest.mark.parametrize("role", ["manager", "administrator"])
@pytest.mark.parametrize("line", ["entries last week", "week last week", "gaps last week"])
@pytest.mark.parametrize("who", ["jane", "jane-smith", "JaneSmith@example.com", str(JANE)])
def test_who_manages_sees_a_named_person(hv: Hv, role: str, line: str, who: str) -> None:
    hv("sandbox", "reset", "--role", role)
    ran = hv(*line.split(), "--user", who, "--json")
    # 8: gaps were found.
    assert ran.code == (8 if "gaps" in line else 0), ran.err
    assert "Kim Allen" not in ran.out


def test_a_manager_books_for_others_where_that_was_granted(hv: Hv) -> None:
    hv("sandbox", "reset", "--role", "manager")
    ran = hv("log", "1h TF Research", "--user", "jane", HV_DEBUG="1")
    assert (ran.code, "POST" in ran.err) == (5, False)
    assert "grant you `time_and_expenses_manager`" in ran.err
    hv("sandbox", "reset", "--role", "administrator")
    roles = ("access_roles[]=manager", "access_roles[]=time_and_expenses_manager")
    assert hv("api", "patch", "users/1782959", *roles).code == 0
    hv("projects", "--refresh")
    assert hv("log", "1h TF Research", "--user", "jane").code == 0
