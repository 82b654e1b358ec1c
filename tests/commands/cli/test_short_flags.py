"""Short switches in one piece, the version anywhere, help behind any word, a dash that is none."""

import pytest

from harvest_cli import __version__
from harvest_cli.commands.cli.parse_argv import SHORT, parse_argv
from tests.rows import for_each
from tests.running import Hv


def test_the_letters_are_those_of_the_commands() -> None:
    assert set("ehinqyV") == SHORT


@for_each(
    ("typed", "given"),
    [
        ("log 1h MW -nq", "-q log -n 1h MW"),
        ("log -qny 1h MW", "-q log -n -y 1h MW"),
        ("log 1h --note -nq", "log --note -nq 1h"),
        ("log -nz 1h", "log -nz 1h"),
        ("log -1h", "log -- -1h"),
        ("log -- -nq", "log -- -nq"),
        ("log --nq", "log --nq"),
    ],
)
def test_letters_behind_one_dash_are_divided_where_all_are_known(typed: str, given: str) -> None:
    assert parse_argv(typed.split()).for_typer() == given.split()


@pytest.mark.ux(16)
@pytest.mark.parametrize("flags", ["-nq", "-qn"])
def test_two_letters_do_what_two_flags_do(hv: Hv, flags: str) -> None:
    assert hv("log", "1h", "MW", flags) == hv("log", "1h", "MW", "-n", "-q")
    assert hv("copy", "yesterday", flags) == hv("copy", "yesterday", "-n", "-q")


@pytest.mark.parametrize("line", ["entries -qn", "log 1h MW -nx", "status -ny"])
def test_a_letter_that_a_command_lacks_is_still_refused(hv: Hv, line: str) -> None:
    ran = hv(*line.split())
    assert ran.code == 2
    assert "has no flag `-" in ran.err


@pytest.mark.ux(16)
@pytest.mark.parametrize(
    "line",
    [
        "log --version",
        "-V log",
        "log 1h MW -V",
        "config list -V",
        "--json --version",
        "-qV",
        "-V x",
    ],
)
def test_the_version_is_told_wherever_it_is_asked_for(hv: Hv, line: str) -> None:
    ran = hv(*line.split())
    assert (ran.code, ran.out, ran.err) == (0, f"hv {__version__}\n", "")


def test_a_value_or_a_word_is_not_taken_for_the_version(hv: Hv) -> None:
    assert '"-V"' in hv("log", "1h", "MW", "-n", "--note=-V").out
    assert '"--version"' in hv("log", "-n", "--", "1h", "MW:", "--version").out


@pytest.mark.parametrize("line", ["log --version -h", "-Vh log", "-hV log"])
def test_help_comes_before_the_version(hv: Hv, line: str) -> None:
    ran = hv(*line.split())
    assert ran.code == 0
    assert "hv log" in ran.out


@pytest.mark.ux(1)
@pytest.mark.parametrize("group", ["config", "outbox", "alias", "sandbox"])
@pytest.mark.parametrize("tail", ["zzz -h", "-h zzz", "nothing at all --help"])
def test_help_of_a_group_is_shown_behind_a_word_that_is_none(hv: Hv, group: str, tail: str) -> None:
    ran = hv(group, *tail.split())
    assert (ran.code, ran.err) == (0, "")
    assert ran == hv(group, "-h")


def test_help_of_a_verb_in_a_group_stays_its_own(hv: Hv) -> None:
    ran = hv("config", "get", "zzz", "-h")
    assert ran.code == 0
    assert "hv config get" in ran.out
    assert ran == hv("config", "get", "-h") == hv("help", "config", "get")


@pytest.mark.parametrize("verb", ["entries", "report", "week", "gaps", "start", "edit", "projects"])
def test_a_dash_is_refused_where_no_lines_are_read(hv: Hv, verb: str) -> None:
    ran = hv(verb, "-", stdin="1h MW\n")
    assert ran.code == 2
    assert f"`hv {verb}`" in ran.err
    assert "`hv log -`" in ran.err


@pytest.mark.parametrize("verb", ["log", "parse"])
def test_a_dash_is_lines_where_they_are_read(hv: Hv, verb: str) -> None:
    assert hv(verb, "-", stdin="1h MW, Research\n").code == 0


def test_a_dash_is_no_alias(hv: Hv) -> None:
    ran = hv("alias", "set", "foo", "-", stdin="1h MW\n")
    assert ran.code == 2
    assert "hv alias set foo" in ran.err
    assert hv("alias", "show", "foo").code != 0
