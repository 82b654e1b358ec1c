"""What people type to look back, read as they mean it: days, groups, names, and whose time."""

import csv
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.looking_back.judging import Phrase, faults, phrase, phrases
from tests.looking_back.worlds import WORLDS, settle
from tests.rows import few, share, some, sweep
from tests.running import Hv, Ran

Ask = Callable[[Phrase], Ran]
ALL = [
    each
    for name in ("phrases", "second", "third", "fourth", "fifth", "sixth", "seventh", "commands")
    for each in phrases(f"{name}.txt")
]


WRITES = ("copy", "suggest", "fill", "delete", "edit", "stop")


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of each world; nothing that is asked here changes them."""
    folder = tmp_path_factory.mktemp("worlds")
    for world in WORLDS:
        settle(folder / world, world)
    return folder


@pytest.fixture
def ask(homes: Path) -> Ask:
    """Run a phrase in its world."""

    def run(asked: Phrase) -> Ran:
        hv = Hv(
            {
                "HV_HOME": str(homes / asked.world),
                "HV_PROFILE": "sandbox",
                "HV_NOW": asked.now,
                "HV_TIMEZONE": WORLDS[asked.world].zone,
            }
        )
        more = ("--dry-run",) if asked.argv[0] in WRITES else ()
        return hv(*asked.argv, *more, *(["--json"] if asked.argv[0] != "export" else []))

    return run


def kind(asked: Phrase) -> tuple[object, ...]:
    """What a phrase is about: its command, and what it says of days, groups and names."""
    if not asked.readings:
        return asked.argv[0], asked.code
    meant = asked.readings[0]
    narrowed = sorted({name for name, _ in meant.narrowed})
    compared = meant.compare is not None
    return asked.argv[0], narrowed, len(meant.days) > 1, meant.groups is not None, compared


@few(16)
@sweep
@pytest.mark.parametrize("asked", some(ALL, 6, kind), ids=lambda asked: asked.typed)
def test_a_phrase_is_read_as_it_is_meant(asked: Phrase, ask: Ask) -> None:
    assert faults(asked, ask(asked)) == []


DROPPED = {
    "C3": 'U copy "yesterday to friday" => 2026-11-17; onto 2026-11-20',
    "G1": 'U copy "last week to this week for Globex" => 2026-11-09..2026-11-15; onto 2026-11-16; '
    "client=Globex",
    "G2": 'U report "mtd by client task" => 2026-11-01..2026-11-18; by client,task',
    "G3": 'U week "starting nov 2" => 2026-11-02..2026-11-08',
    "G4": 'U report "last month -Acme" => 2026-10-01..2026-10-31; without=Acme Ltd',
    "G5": 'U report "october ACME-WEB" --client Globex => refused',
    "G6": 'A report "who worked on Globex last month?" => 2026-10-01..2026-10-31; by person; '
    "everyone; client=Globex",
    "G7": 'U report "last q4" => 2025-10-01..2025-12-31',
    "G8": 'U report --from "nov 25" --to "nov 10" => refused',
    "G9": 'U report "Brand Refresh last year" => 2025-01-01..2025-12-31; project=Brand Refresh',
    "G10": 'U gaps "last week for Acme" => refused',
    "D9": 'S report "Show time summary by task for January" => 2026-01-01..2026-01-31; by task',
}


@pytest.mark.parametrize(
    "line", [pytest.param(line, marks=pytest.mark.found(row)) for row, line in DROPPED.items()]
)
def test_no_word_is_passed_over(line: str, ask: Ask) -> None:
    asked = phrase(line)
    assert faults(asked, ask(asked)) == []


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ('"yesterday to monday"', "2026-11-17 to 2026-11-23"),
        ("--from yesterday --to monday", "2026-11-17 to 2026-11-23"),
        ("--from wed --to tue", "2026-11-11 to 2026-11-17"),
    ],
)
def test_a_run_over_a_week_s_end_is_told(words: str, days: str, ask: Ask) -> None:
    asked = ask(phrase(f"U entries {words} => refused"))
    assert [each["text"] for each in asked.json["inferences"]] == [f"read as {days}"]


def test_one_person_s_time_is_said_to_be_that(ask: Ask) -> None:
    report = ask(phrase('A report "october by person" => refused'))
    assert "--everyone" in report.err
    assert [each["kind"] for each in report.json["inferences"]] == ["person"]


def test_a_month_that_somebody_is_called_is_that_person_where_it_owns_time(ask: Ask) -> None:
    report = ask(phrase('A report "june\'s hours" => refused'))
    assert (report.code, report.json["whose"]) == (0, "June Park"), report.err


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("May and Jane this week", "Jane this week"),
        ("may last week", "last week"),
        ("last month for jane and august", "last month for jane"),
        ("April, Jane yesterday", "Jane yesterday"),
        ("june and april, last week", "last week"),
        ("last week, june and april", "last week"),
    ],
)
def test_a_month_beside_days_may_be_somebody_who_is_not_known(
    hv: Hv, typed: str, left: str
) -> None:
    refused = hv("report", typed)
    assert refused.code == 2
    assert "is a month, not a known person" in refused.err
    assert f"`{left}`" in refused.err
    assert hv("report", left).code == 0


def test_whoever_is_left_out_and_reads_like_a_month_is_told_to_be_unknown(hv: Hv) -> None:
    assert '"May" is a month, not a known person' in hv("report", "everyone but May last week").err


def test_what_is_only_in_the_earlier_period_keeps_its_columns(hv: Hv) -> None:
    ran = hv("report", "this week vs last week by client, project and task", "--csv")
    assert len({len(row) for row in csv.reader(ran.out.splitlines())}) == 1


@sweep
@pytest.mark.parametrize("verb", ["report", "entries"])
def test_parse_and_the_commands_agree(verb: str, ask: Ask) -> None:
    """What `hv parse --as period` says of a phrase is what the command does."""
    tried = 0
    for asked in some(ALL, 20):
        words = asked.argv[1:]
        if asked.argv[0] != verb or any(word.startswith("-") for word in words):
            continue
        if words[:1] in (("uninvoiced",), ("budget",)):
            # Which report it is belongs to the command.
            continue
        did, said = ask(asked), ask(asked._replace(argv=("parse", "--as", "period", *words)))
        told, answer = said.json, did.json
        if did.code:
            # A list has no groups, and not everybody may see the time of others.
            beyond = verb == "entries" and said.code == 0 and (told["groups"] or told["compared"])
            assert said.code or beyond or answer["error"]["code"] == "refused", asked.typed
            continue
        tried += 1
        assert (told["from"], told["to"]) == (answer["from"], answer["to"]), asked.typed
        if verb == "report":
            compared = [(each["compared"] or {}).get("from") for each in (told, answer)]
            assert told["groups"] == (answer["groups"] if told["groups"] else []), asked.typed
            assert compared[0] == compared[1], asked.typed
        if answer.get("source") == "entries":
            assert told["filters"] == answer["filters"], asked.typed
    assert tried > share(30, 20)


COMMANDS = (
    *("report", "entries", "week", "gaps", "copy", "suggest", "fill", "balance", "export"),
    *("report uninvoiced", "report budget", "delete", "stop"),
)


@few(4)
@sweep
@pytest.mark.parametrize("command", COMMANDS)
def test_a_hint_works_when_pasted(command: str, ask: Ask) -> None:
    """A command or phrase that a refusal of any command proposes is accepted."""
    of_entries = command in ("delete", "stop")
    tried = 0
    mine = [asked for asked in ALL if len(asked.argv) == 2][COMMANDS.index(command) :: 4]
    for asked in some(mine, 20):
        ran = ask(asked._replace(argv=(*command.split(), asked.argv[1])))
        for piece in _proposed(ran):
            if of_entries and not piece.startswith("hv "):
                continue
            argv = shlex.split(piece[3:]) if piece.startswith("hv ") else ["report", piece]
            if argv[0] in ("projects", "people", "config"):
                continue
            again = ask(asked._replace(argv=tuple(argv)))
            assert again.code != 2 or "balance_since" in again.out, (asked.typed, piece, again.out)
            tried += 1
    assert tried >= share(5, 20)


def _proposed(ran: Ran) -> list[str]:
    """What stands between backticks in the hint of a refusal, but flags to add, and questions."""
    if ran.code != 2:
        return []
    hint = re.search(r"hint: (.*)", ran.err, re.DOTALL)
    told = ran.json["error"] if ran.out.startswith("{") else {"hint": hint[1] if hint else None}
    if '"code": "ambiguous' in ran.out:
        return []
    found = re.findall(r"`([^`]+)`", told["hint"] or "")
    return [piece for piece in found if not piece.startswith("--")]


@sweep
def test_a_refusal_points_at_words(homes: Path) -> None:
    """The caret of each is under words, or behind them where something is missing."""
    tried = 0
    for asked in some([asked for asked in ALL if asked.may_refuse], 12, kind):
        world = {"HV_HOME": str(homes / asked.world), "HV_PROFILE": "sandbox", "HV_NOW": asked.now}
        more = ("--dry-run",) if asked.argv[0] == "copy" else ()
        ran = Hv({**world, "HV_TIMEZONE": WORLDS[asked.world].zone})(*asked.argv, *more)
        if ran.code == 2:
            assert re.search(r"^ +\^+$", ran.err, re.MULTILINE), (asked.typed, ran.err)
            tried += 1
    assert tried > share(30, 12)


YEARS = [
    ("FY2026", "2025-04-06", "2026-04-05"),
    ("fy26 by quarter", "2025-04-06", "2026-04-05"),
    ("this financial year", "2026-04-06", "2027-04-05"),
    ("last tax year by month", "2025-04-06", "2026-04-05"),
    ("Q1 FY27", "2026-04-06", "2026-07-05"),
    ("FY 2025/26", "2025-04-06", "2026-04-05"),
    ("last fiscal quarter", "2026-07-06", "2026-10-05"),
    ("this financial quarter by month", "2026-10-06", "2027-01-05"),
    ("fiscal 2026", "2025-04-06", "2026-04-05"),
    ("this fiscal year to date", "2026-04-06", "2026-11-18"),
    ("fiscal q2 by month", "2026-07-06", "2026-10-05"),
    ("financial q4", "2026-01-06", "2026-04-05"),
    ("FYTD", "2026-04-06", "2026-11-18"),
    ("h1 FY27", "2026-04-06", "2026-10-05"),
    ("FY26 q4 by month", "2026-01-06", "2026-04-05"),
    ("FY2025 to FY2026", "2024-04-06", "2026-04-05"),
    ("first quarter of FY26", "2025-04-06", "2025-07-05"),
    ("financial year 2026-27", "2026-04-06", "2027-04-05"),
]


@few(4)
@pytest.mark.parametrize(("words", "first", "last"), YEARS)
def test_a_financial_year_begins_where_it_is_set(hv: Hv, words: str, first: str, last: str) -> None:
    ran = hv("report", words, "--json", HV_FISCAL_YEAR_START="04-06")
    assert (ran.json["from"], ran.json["to"]) == (first, last)
    assert "fiscal_year_start" in hv("report", words).err
