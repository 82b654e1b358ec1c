"""Slips at the keyboard: what was meant comes first, and help is never out of reach."""

import re

import pytest

from tests.rows import for_each
from tests.running import Hv


@pytest.mark.ux(6)
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lgo", "`hv log`"),
        ("lgo 2h", "`hv log`"),
        ("stauts", "`hv status`"),
        ("strat", "`hv start`"),
        ("sotp", "`hv stop`"),
        ("hitsory", "`hv history`"),
        ("delte", "`hv delete`"),
        ("opne", "`hv open`"),
        ("LOG", "`hv log`"),
        ("Entries", "`hv entries`"),
        ("version", "`hv --version`"),
        ("look", "`hv --help`"),
    ],
)
def test_the_command_that_was_meant_stands_first(typed: str, meant: str, hv: Hv) -> None:
    ran = hv(*typed.split())
    assert ran.code == 2
    (first, *_) = re.findall("`[^`]+`", ran.err)
    assert first == meant


@pytest.mark.ux(6)
@for_each(
    ("typed", "said"),
    [
        ("log --projct MW 1h", "Did you mean `--project`?"),
        ("entries --billabl", "Did you mean `--billable` or `--no-billable`?"),
        ("entries --hedaer", "Did you mean `--header`?"),
        ("config list --orgin", "Did you mean `--origin`?"),
        ("config shwo", "`hv config --help`"),
        ("alias delte x", "Did you mean `hv alias delete`?"),
        ("sandbox rest", "Did you mean `hv sandbox reset`?"),
        ("outbox dorp 1", "Did you mean `hv outbox drop`?"),
        ("alias unset x", "Did you mean `hv alias delete`?"),
        ("alias remove x", "Did you mean `hv alias delete`?"),
        ("alias new x", "Did you mean `hv alias set`?"),
        ("outbox delete 1", "Did you mean `hv outbox drop`?"),
        ("config remove round", "Did you mean `hv config unset`?"),
        ("config show", "Did you mean `hv config list`?"),
        ("sandbox start", "Did you mean `hv sandbox serve`?"),
        ("people invite ada@example.com", "Did you mean `hv people add ada@example.com`?"),
        ("people remove jane", "Did you mean `hv people delete jane`?"),
        ("tasks delete TF Research", "Did you mean `hv tasks remove TF Research`?"),
        ("api users/me", "The method is missing"),
        ("api users/me", "For example `hv api get users/me`"),
        ("api get", "The path is missing"),
        ("log 1h MW: fix -x", "put words that begin with a dash after `--`"),
        ("entries -x", "`hv entries --help`"),
        ("log --no-inptu 1h MW", "Did you mean `--no-input`?"),
        ("log --project", "`--project` needs a value"),
        ("entries --csv=1", "`--csv` takes no value"),
        ("alias set", "For example `hv alias set standup "),
        ("completion bash zsh", "takes no more words: zsh"),
        ("undo 0", 'Expected a number from 1 to 100, got "0" (COUNT)'),
        ("undo x", 'Expected a whole number, got "x" (COUNT)'),
        ("sandbox serve --port x", 'Expected a whole number, got "x" (--port)'),
    ],
)
def test_a_slip_in_a_flag_or_a_second_word_is_met_with_what_was_meant(
    typed: str, said: str, hv: Hv
) -> None:
    ran = hv(*typed.split())
    assert ran.code == 2
    assert said in ran.err
    assert "Possible options" not in ran.err
    assert hv("--json", *typed.split()).json["error"]["code"] == "usage"


def test_an_alias_is_a_word_of_a_sentence(hv: Hv) -> None:
    hv("alias", "set", "standup", "15m TF Research: stand-up")
    ran = hv("standup", "yesterday")
    assert (ran.code, "`hv log standup yesterday`" in ran.err) == (2, True), ran.err


@pytest.mark.ux(1)
@pytest.mark.parametrize(
    "line",
    [
        "foo -h",
        "foo bar --help",
        "--nope -h",
        "--jitter x -h",
        "--color pink -h",
        "--profile ../x -h",
    ],
)
def test_help_of_hv_is_shown_with_any_junk(line: str, hv: Hv) -> None:
    assert hv(*line.split()) == hv("--help")


@pytest.mark.ux(1)
@pytest.mark.parametrize(
    "line",
    [
        "--jitter x log -h",
        "log --color pink -h",
        "log --timeout never 1h -h",
        "log --profile ../x -h",
        "log --json --plain --nope -h",
        "log -h zork",
    ],
)
def test_help_of_a_command_is_shown_with_any_junk(line: str, hv: Hv) -> None:
    assert hv(*line.split()) == hv("log", "--help")


@pytest.mark.ux(12)
def test_help_needs_no_files_of_hv(hv: Hv) -> None:
    broken = hv.with_(HV_TIMEZONE="Mars", HV_NOW="noon", HV_PROFILE="../x")
    assert broken("log", "-h") == hv("log", "-h")
    assert broken("--help").code == 0
