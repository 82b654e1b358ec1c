"""What a pipe, a script and an empty answer are owed: ids, rows in order, ISO dates, silence."""

import csv
import io
import re
import shlex
from datetime import date

import pytest

from harvest_cli.local.config.settings import SETTINGS
from tests.rows import few
from tests.running import Hv

NUMBER = r"\d{6,}\n"


def done(hv: Hv, *lines: str) -> None:
    for line in lines:
        assert hv(*shlex.split(line)).code == 0, line


# -- quiet -------------------------------------------------------------------------------------

QUIET = [
    # what is run first, the line, all that it prints
    ([], "log 1h TF", NUMBER),
    ([], "log 3h on MW and 2h on TF yesterday", NUMBER * 2),
    ([], "start TF", NUMBER),
    (["start TF"], "stop", NUMBER),
    (["log 1h TF"], "restart", NUMBER),
    (["log 1h TF"], "edit last +15m", NUMBER),
    (["log 1h TF"], "edit last -n +15m", NUMBER),
    (["log 1h TF"], "delete last --yes", NUMBER),
    (["log 1h TF"], "undo", NUMBER),
    (["log 1h TF", "log 2h TF"], "undo 2", NUMBER * 2),
    ([], "copy yesterday --yes", f"({NUMBER})+"),
    ([], "log 1h TF -n", ""),
    ([], "log 1h TF --explain", ""),
    ([], "start TF -n", ""),
    (["start TF"], "stop -n", ""),
    ([], "copy yesterday -n", ""),
    ([], "sync", ""),
    ([], "alias set x 15m TF", ""),
    (["alias set x 15m TF"], "alias delete x", ""),
    ([], "config set round 15m", ""),
    (["config set round 15m"], "config unset round", ""),
    (["projects"], "projects --forget MW", ""),
    (["projects"], "projects --forget-all", ""),
    ([], "outbox import", ""),
    ([], "history", ""),
    ([], "outbox", ""),
    ([], "projects nowhere", ""),
    ([], "week 1999-01-01", ""),
]


@few(14)
@pytest.mark.ux(47)
@pytest.mark.parametrize(("scene", "line", "printed"), QUIET, ids=lambda value: str(value)[:40])
def test_quiet_is_ids_or_nothing(scene: list[str], line: str, printed: str, hv: Hv) -> None:
    done(hv, *scene)
    ran = hv(*shlex.split(line), "-q")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(printed, ran.out), ran.out


@pytest.mark.ux(47)
@pytest.mark.parametrize("line", ["stop", "log 1h", "entries zork", "edit 99999999 +1h", "undo"])
def test_quiet_hides_no_error(line: str, hv: Hv) -> None:
    ran = hv(*line.split(), "-q")
    assert ran.code != 0
    assert ran.err.startswith("hv: ")


# -- emptiness ---------------------------------------------------------------------------------

EMPTY = [
    "entries 1999-01-01",
    "report 1999-01-01",
    "report 1999-01-01 --calendar",
    "report uninvoiced 1999",
    "gaps 2026-11-15",
    "projects nowhere",
    "projects --remembered",
    "history",
    "outbox",
    "outbox list",
    "outbox import",
]


@few(4)
@pytest.mark.ux(50)
@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("line", EMPTY)
def test_an_empty_answer_is_a_remark_on_stderr(line: str, terminal: bool, hv: Hv) -> None:
    hv("projects", "--forget-all")
    ran = hv(*line.split(), terminal=terminal)
    assert (ran.code, ran.out) == (0, "")
    assert re.match(r"(\x1b\[\d+m)?(No|Not?hing|hv changed nothing|The backup log)\b", ran.err)
    assert hv(*line.split(), "-q", terminal=terminal).err == ""


def test_without_aliases_people_see_what_they_use_most(hv: Hv) -> None:
    hv("projects")
    assert hv("alias").out == ""
    assert "Nothing" in hv("alias").err or "No" in hv("alias").err
    assert "Task Force › Project Management" in hv("alias", terminal=True).out


@pytest.mark.ux(41)
@pytest.mark.parametrize("line", ["entries 1999-01-01", "history", "outbox", "gaps 2026-11-15"])
def test_an_empty_list_still_has_its_heading_and_its_keys(line: str, hv: Hv) -> None:
    assert hv(*line.split(), "--header").out.count("\t") >= 3
    document = hv(*line.split(), "--json").json
    assert [] in document.values()


# -- the next command --------------------------------------------------------------------------


@pytest.mark.ux(52)
def test_the_next_command_is_told_to_people_alone(hv: Hv) -> None:
    assert "hv alias set" in hv("alias", terminal=True).err
    assert "hv alias set" not in hv("alias").err
    hv("config", "set", "hints", "false")
    assert hv("alias", terminal=True).err == "No aliases\n"


@pytest.mark.ux(52)
@pytest.mark.parametrize("terminal", [True, False])
def test_at_most_one_thing_to_do_is_told(terminal: bool, hv: Hv) -> None:
    for line in ("log 1h TF", "start TF", "stop", "entries", "week", "report", "edit last +15m"):
        ran = hv(*line.split(), terminal=terminal)
        assert ran.code == 0
        assert ran.out.count("`hv ") + ran.err.count("`hv ") == 0, "what is done needs no advice"


# -- order -------------------------------------------------------------------------------------


def notes_by_face(hv: Hv, line: str) -> dict[str, list[str]]:
    argv = line.split()
    human = hv(*argv, terminal=True, TERM="dumb", COLUMNS="200").out.splitlines()
    table = list(csv.DictReader(io.StringIO(hv(*argv, "--csv").out)))
    return {
        "human": [
            row.rstrip().split("  ")[-1].strip() for row in human if re.match(r" *\d+  ", row)
        ],
        "plain": [row.split("\t")[-1] for row in hv(*argv).out.splitlines()],
        "json": [entry["notes"] for entry in hv(*argv, "--json").json["entries"]],
        "csv": [row["notes"] for row in table],
    }


@pytest.mark.ux(53)
def test_entries_stand_in_the_same_order_in_every_face(hv: Hv) -> None:
    done(hv, "log 1h TF Research: third", "log 1h MW nov 17: first", "log 1h TF Research: fourth")
    done(hv, "log 2h TF Research nov 17: second")
    for faces in (notes_by_face(hv, "entries nov 17"), notes_by_face(hv, "entries this week")):
        assert len(set(map(tuple, faces.values()))) == 1, faces
    found = notes_by_face(hv, "entries this week")["plain"]
    assert [note for note in found if note in ("first", "second", "third", "fourth")] == [
        *("first", "second", "third", "fourth")
    ]


@pytest.mark.ux(53)
def test_entries_are_ordered_by_day_then_start_or_creation_then_id(hv: Hv) -> None:
    done(hv, "sandbox reset --timestamp")
    done(hv, "log 14:00-15:00 TF Research: late", "log 9:00-10:00 TF Research: early")
    for faces in notes_by_face(hv, "entries today").values():
        assert faces == ["early", "late"]
    entries = hv("entries", "this month", "--json").json["entries"]
    days = [entry["spent_date"] for entry in entries]
    assert days == sorted(days)


# -- hours and dates ---------------------------------------------------------------------------


@few(5)
@pytest.mark.ux(54)
@pytest.mark.parametrize("line", ["entries", "status", "week", "report", "gaps this week"])
@pytest.mark.parametrize("time_format", ["decimal", "hours_minutes"])
def test_machines_get_decimal_hours_whatever_the_account_shows(
    line: str, time_format: str, hv: Hv
) -> None:
    done(hv, "log 1h30 TF Research: x")
    done(hv, f"config set time_format {time_format}")
    plain = hv(*line.split()).out
    assert not re.search(r"\t\d+:\d\d(\t|$)", plain)
    assert re.search(r"\t\d+\.\d\d(\t|\n)", plain)
    human = hv(*line.split(), terminal=True, TERM="dumb").out
    own, other = (r"\b\d+\.\d\d\b", r"\b\d+:\d\d\b")[:: 1 if time_format == "decimal" else -1]
    # Money has a point everywhere.
    human = re.sub(r"[\d,]+\.\d\d [A-Z]{3}", "", human)
    assert re.search(own, human)
    assert not re.search(other, human)
    assert not re.search(r"\d:\d\d:\d\d", human), "never seconds"


@pytest.mark.ux(55)
@pytest.mark.parametrize("line", ["entries yesterday", "history", "gaps this week", "status"])
def test_dates_are_iso_in_a_pipe_and_in_a_document(line: str, hv: Hv) -> None:
    done(hv, "log 1h TF yesterday: x", "log 1h TF: y")
    for out in (hv(*line.split()).out, hv(*line.split(), "--json").out):
        assert re.search(r"\d{4}-\d\d-\d\d", out)
        assert not re.search(r"\b(Yesterday|Today|Mon|Tue|Wed|Nov)\b", out)
    human = hv(*line.split(), terminal=True, TERM="dumb").out
    assert not re.search(r"\d{4}-\d\d-\d\d", human)


def test_a_confirmation_names_today_and_yesterday_for_people_and_iso_for_programs(hv: Hv) -> None:
    ran = hv("log", "1h", "TF", "yesterday", terminal=True)
    assert "Yesterday" in ran.out
    document = hv("log", "1h", "TF", "yesterday", "--json", "--dry-run").json
    assert date.fromisoformat(document["entries"][0]["spent_date"]) == date(2026, 11, 17)


# -- settings ----------------------------------------------------------------------------------


def test_a_setting_is_printed_as_toml_spells_it(hv: Hv) -> None:
    assert hv("config", "get", "no_input").out == "false\n"
    assert "no_input\tfalse\n" in hv("config").out
    done(hv, "config set no_input true")
    assert hv("config", "get", "no_input").out == "true\n"
    assert len(hv("config").out.splitlines()) == len(SETTINGS)
