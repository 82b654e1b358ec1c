"""What is written to Harvest: tried first without sending, confirmed where it is dangerous."""

import re
import shlex

import pytest

from tests.rows import few
from tests.running import Hv, Ran

TRIED = [
    # what is run first, the line
    ([], "log 1h MW Research: x"),
    ([], "log 3h on MW and 2h on TF yesterday"),
    ([], "log sick yesterday"),
    ([], "start TF Research at 9:00"),
    (["start TF"], "start MW"),
    (["start TF at 9:00"], "stop 10m ago: lunch"),
    (["log 1h TF"], "restart"),
    (["log 1h TF"], "restart --new"),
    (["log 1h TF"], "edit last +15m"),
    (["log 1h TF"], "edit last --project MW --task Research --note x --date yesterday"),
    (["log 1h TF"], "delete last"),
    (["log 1h TF"], "undo"),
    (["log 1h TF", "log 2h TF"], "undo 2"),
    ([], "copy yesterday"),
]


LINES = "Would |Today|Yesterday| |[A-Z][a-z]{2} |read as|POST /|PATCH /|DELETE /"


def done(hv: Hv, *lines: str) -> None:
    for line in lines:
        assert hv(*shlex.split(line)).code == 0, line


def written(ran: Ran) -> list[str]:
    """The requests of a run that change something."""
    return re.findall(r"(?m)^(?:POST|PATCH|PUT|DELETE) .*", ran.err)


@few(3)
@pytest.mark.ux(32)
@pytest.mark.parametrize(("scene", "line"), TRIED, ids=lambda value: str(value)[:50])
def test_a_dry_run_says_what_would_be_and_sends_nothing(
    scene: list[str], line: str, hv: Hv
) -> None:
    done(hv, *scene)
    before = hv("entries", "this week", "--json").json
    ran = hv(*shlex.split(line), "--dry-run", HV_DEBUG="1")
    assert ran.code == 0
    assert written(ran) == []
    said = ran.out.splitlines()
    assert all(re.match(LINES, each) for each in said[:-1])
    assert said[-1] == "Nothing sent"
    assert hv("entries", "this week", "--json").json == before
    assert hv(*shlex.split(line), "-n", "--json").json


@few(4)
@pytest.mark.ux(32)
@pytest.mark.parametrize(("scene", "line"), TRIED, ids=lambda value: str(value)[:50])
def test_what_is_not_a_dry_run_is_sent(scene: list[str], line: str, hv: Hv) -> None:
    done(hv, *scene)
    sure = ["--yes"] if line.split()[0] in ("delete", "copy", "log") else []
    ran = hv(*shlex.split(line), *sure, HV_DEBUG="1")
    assert ran.code == 0
    assert written(ran)
    assert "Would" not in ran.out


def test_a_change_that_is_tried_names_the_new_place(hv: Hv) -> None:
    done(hv, "log 1h TF Research: x")
    argv = ["edit", "last", "--project", "MW", "--task", "Programming", "--hours", "2h", "-n"]
    said = hv(*argv).out
    assert '  project  "Task Force" → "Marketing Website"\n' in said
    assert '  task  "Research" → "Programming"\n' in said
    assert "  hours  1:00 → 2:00\n" in said
    after = hv(*argv, "--json").json["after"]
    assert after["state"] == "preview"
    assert (after["project"]["name"], after["client"]["name"]) == ("Marketing Website", "ABC Corp")
    assert (after["task"]["name"], after["hours"]) == ("Programming", 2.0)


def test_a_change_that_waits_names_the_new_place(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    from harvest_cli.domain.errors import Outcome, Unreachable
    from harvest_cli.harvest.client import Harvest

    done(hv, "log 1h TF Research: x")

    def away(*_: object) -> None:
        message = "Harvest is out of reach"
        raise Unreachable(message, outcome=Outcome.NOT_SENT)

    monkeypatch.setattr(Harvest, "update_time_entry", away)
    ran = hv("edit", "last", "--project", "MW")
    assert ran.code == 75
    assert '  project  "Task Force" → "Marketing Website"\n' in ran.out


# -- what is dangerous is asked about ----------------------------------------------------------


@pytest.mark.ux(30)
@pytest.mark.parametrize("line", ["log 1h TF", "start TF", "stop", "restart", "edit last +15m"])
def test_what_is_done_all_day_is_never_asked_about(line: str, hv: Hv) -> None:
    done(hv, "log 1h TF: x", "start TF: y" if line == "stop" else "projects")
    ran = hv(*line.split(), terminal=True)
    assert ran.code == 0
    assert "Number (" not in ran.err
    assert "[y/N]" not in ran.err


@pytest.mark.ux(30, 31)
@pytest.mark.parametrize(
    ("scene", "line"),
    [
        (["log 1h TF Research"], "delete last"),
        (["log 1h TF Research 2026-10-01 --yes"], "edit last +15m"),
    ],
    ids=str,
)
def test_what_is_dangerous_is_asked_on_a_terminal_and_needs_yes_elsewhere(
    scene: list[str], line: str, hv: Hv
) -> None:
    done(hv, *scene)
    asked = hv(*shlex.split(line), terminal=True, stdin="\n", HV_DEBUG="1")
    assert "? [y/N] " in asked.err
    assert asked.code == 8
    assert written(asked) == []
    refused = hv(*shlex.split(line), HV_DEBUG="1")
    assert refused.code == 2
    assert "`--yes`" in refused.err
    assert written(refused) == []
    assert hv(*shlex.split(line), "--yes").code == 0


@pytest.mark.ux(30)
def test_a_copy_is_shown_and_asked_about_once_for_all(hv: Hv) -> None:
    asked = hv("copy", "yesterday", terminal=True, stdin="n\n", HV_DEBUG="1")
    assert "3 entries, 6:30" in asked.err
    assert written(asked) == []
    refused = hv("copy", "yesterday", HV_DEBUG="1")
    assert (refused.code, written(refused)) == (2, [])
    assert "--yes" in refused.err


def test_a_day_of_long_ago_needs_yes(hv: Hv) -> None:
    refused = hv("log", "1h TF Research 2025-01-01", HV_DEBUG="1")
    assert (refused.code, written(refused)) == (2, [])
    assert "`--yes`" in refused.err


@pytest.mark.ux(51)
def test_one_change_says_what_it_changed(hv: Hv) -> None:
    assert hv("start", "TF", "Research", "at", "9:00").code == 0
    started = hv("start", "MW", "Research")
    assert re.search(r"^Stopped 1:30 .*Task Force › Research", started.out)
    assert re.search(r"(?m)^Today 1:30 of 7:00$", started.out)
    stopped = hv("stop")
    assert stopped.out.startswith("Stopped 0:00")
    assert "Today " in stopped.out
    assert "hours  1:30 → 1:45" in hv("edit", "^2", "+15m").out
