"""Refusals of `hv stop`, `hv edit` and `hv delete`: a caret, and a hint that works when pasted."""

import re
import shlex
from collections.abc import Iterator

import pytest

from tests.rows import few
from tests.running import Hv

STOPS = """
with lunch
after 6
minus 30
a few minutes ago
at 9
at 9:15
tomorrow
at 25:00
at half
at 11 tomorrow
after 30 hours
minus 10 hours
by the way
banana
for MW
on TF
1h30 2h
at 10 at 11
later
2h ago
yesterday
at 17:99
unless lunch
pause
in 10 minutes
"""
EDITS = """
last
last nonsense
last 1h Resarch
last by client
last TF MW
last 1h 2h
last yesterday monday
last 1h 9-10
last 5
last at 5
last half
last 25h
last 0h
last 1:75
last feb 30
last -3h
last +30h
last next week
last last week
last 9
last :
last + nonsense
last 1h nonsense: note
last double it
last minus
last every day
last 9-12 minus 30m
99 1h
nonsense 1h
last 1h Programing
last to
last on Markting
last from 9
running 1h
^9999 1h
12-3 1h
1-999 1h
last 30m lunch
last +15mn
last -2x
last +1
last 2
last -2h
last 1h resaerch
last break
"""
DELETES = """
last nonsense
last 1h
last yesterday
nonsense
99
4,99
^9999
12-3
running
next week
last week for Nope
feb 30
yesterday tomorrow
monday to
last for MW
1 2h
1: note
last minus 30m
last 5
"""


def proposed(err: str) -> list[list[str]]:
    """The commands of a refusal that stand whole."""
    found = re.findall(r"`hv ([^`]+)`", " ".join(err.split()))
    return [shlex.split(each) for each in found if "…" not in each]


@few(4)
@pytest.mark.parametrize("words", STOPS.strip().splitlines())
def test_a_stop(hv: Hv, words: str) -> None:
    hv("start", "MW Research at 9:30: nav", HV_NOW="2026-11-18T10:00:00")
    check(hv, ["stop", *shlex.split(words)])


@few(4)
@pytest.mark.parametrize("words", EDITS.strip().splitlines())
def test_an_edit(hv: Hv, words: str) -> None:
    hv("log", "2h MW Research: nav")
    check(hv, ["edit", *shlex.split(words)])


@few(4)
@pytest.mark.parametrize("words", DELETES.strip().splitlines())
def test_a_deletion(hv: Hv, words: str) -> None:
    hv("log", "2h MW Research: nav")
    check(hv, ["delete", *shlex.split(words)])


def check(hv: Hv, argv: list[str]) -> None:
    ran = hv(*argv, "--dry-run")
    assert ran.code in (2, 4), ran.out
    if ran.code == 2 and len(argv) > 2:
        assert re.search(r"^ +\^+$", ran.err, re.MULTILINE), ran.err
    for each in proposed(ran.err):
        pasted = hv(*each, *["--dry-run"] * (each[0] in ("edit", "stop", "delete")))
        assert pasted.code in (0, 8), (each, pasted.err)
    if argv[0] == "edit" and (tried := [*in_place(ran.err)]):
        found = {shlex.join(each): hv(*each, "--dry-run") for each in tried}
        assert any(each.code in (0, 4, 8) for each in found.values()), found


def in_place(err: str) -> Iterator[list[str]]:
    """A change with each piece of the hint in place of what the caret is under, or behind it."""
    lines, hint = err.splitlines(), err.rpartition("hint: ")[2]
    under = next((at for at, line in enumerate(lines) if re.fullmatch(r" +\^+", line)), 0)
    if not under or "Nothing follows" in err:
        return
    text, first, last = lines[under - 1], lines[under].index("^"), len(lines[under])
    pieces = ("".join(each) for each in re.findall(r'`([^`]*)`|"([^"]*)"', hint))
    for piece in pieces:
        if piece and not piece.startswith(("hv ", "--")) and "…" not in piece:
            for typed in (f"{text[:first]} {piece} {text[last:]}", f"{text} {piece}"):
                yield ["edit", *shlex.split(typed)]


def test_words_before_notes_are_refused_with_the_tasks_that_there_are(hv: Hv) -> None:
    ran = hv("log", "1h TF PM: stand-up")
    assert ran.code == 2
    assert "has no task called" in ran.err
    assert "  Project Management\n" in ran.err
    hv("sandbox", "reset", "--role", "member")
    assert "Omit it for your own" in hv("report", "everyone").err
