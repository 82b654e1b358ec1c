"""What people type to look back, read as they mean it: days, groups, names, and whose time."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.looking_back.judging import Phrase, faults, phrases
from tests.looking_back.worlds import WORLDS, settle
from tests.running import Hv, Ran

Ask = Callable[[Phrase], Ran]
ALL = [*phrases("phrases.txt"), *phrases("second.txt")]


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
        more = ("--dry-run",) if asked.argv[0] == "copy" else ()
        return hv(*asked.argv, *more, "--json")

    return run


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.typed)
def test_a_phrase_is_read_as_it_is_meant(asked: Phrase, ask: Ask) -> None:
    assert faults(asked, ask(asked)) == []


def test_parse_and_report_agree(ask: Ask) -> None:
    """What `hv parse --as period` says of a phrase is what the report does."""
    for asked in ALL:
        verb, *words = asked.argv
        if verb != "report" or len(words) > 1 or words[0].startswith("-"):
            continue
        did, said = ask(asked), ask(asked._replace(argv=("parse", "--as", "period", *words)))
        if did.code:
            continue
        told, report = said.json, did.json
        usual = report["groups"] if told["groups"] else []
        assert (told["from"], told["to"], told["groups"]) == (report["from"], report["to"], usual)
        if report["source"] == "entries":
            assert told["filters"] == report["filters"], asked.typed
        whole = told["compared"] or {}
        assert whole.get("from") == (report["compared"] or {}).get("from"), asked.typed


def test_a_hint_works_when_pasted(ask: Ask) -> None:
    """A command that a refusal proposes is accepted."""
    tried = 0
    for asked in ALL:
        ran = ask(asked)
        hint = ran.json["error"]["hint"] if ran.code == 2 else ""
        for command in re.findall(r"`hv ([^`]+)`", hint or ""):
            argv = shlex.split(command)
            if argv[0] in ("report", "entries", "week", "gaps") and "…" not in command:
                assert ask(asked._replace(argv=tuple(argv))).code in (0, 8), (asked.typed, command)
                tried += 1
    assert tried > 5


YEARS = [
    ("FY2026", "2025-04-06", "2026-04-05"),
    ("fy26 by quarter", "2025-04-06", "2026-04-05"),
    ("this financial year", "2026-04-06", "2027-04-05"),
    ("last tax year by month", "2025-04-06", "2026-04-05"),
    ("Q1 FY27", "2026-04-06", "2026-07-05"),
    ("FY 2025/26", "2025-04-06", "2026-04-05"),
    ("this fiscal year to date", "2026-04-06", "2026-11-18"),
]


@pytest.mark.parametrize(("words", "first", "last"), YEARS)
def test_a_financial_year_begins_where_it_is_set(hv: Hv, words: str, first: str, last: str) -> None:
    ran = hv("report", words, "--json", HV_FISCAL_YEAR_START="04-06")
    assert (ran.json["from"], ran.json["to"]) == (first, last)
    assert "fiscal_year_start" in hv("report", words).err
