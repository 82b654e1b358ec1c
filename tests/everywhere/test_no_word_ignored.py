"""No command ignores a word: an answer follows from each of them, or a caret is under it.

The commands are those of the table, so that a new one is tried as well: with its sentences below,
or with the examples of its help.
"""

import re
import shlex
import shutil
from collections.abc import Iterator
from itertools import count, pairwise, product
from pathlib import Path

import pytest

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import TRACK, Command
from tests.child import NOW
from tests.documents import examples
from tests.network import Network
from tests.rows import few, some, sweep
from tests.running import Hv, Ran

MORE = {
    "group": "by client",
    "filter": "for TF",
    "unknown filter": "for Acme",
    "without": "without TF",
    "billable": "billable",
    "not billable": "non-billable",
    "day": "nov 2",
    "length": "45m",
    "name": "TF",
    "person": "by Jane",
    "nonsense": "qwertzu",
}
"""A word of each class, at the end of a sentence."""
JOINING = ("on", "for", "in", "by", "with", "and", "or", "except", "the", "from", "of")
"""What joins words to others, as where a variable of a shell was empty."""
CLIENT = "ABC Corp"
"""Of the project that the lines are about; not shown in each answer."""
IDIOM = "since 9 nov on"
"""As "from the 9th on"."""
IN_FRONT = ("and", "or", "on for", "for the by")
SENTENCES = {
    "log": ("1h MW Research", "9-10 MW", "sick", "1h MW and 2h OS1"),
    "start": ("MW Research", "MW at 9:15", "MW"),
    "stop": ("", "10m ago", "at 10:15"),
    "restart": ("last", "", "^2"),
    "edit": ("last --note x", "^2 --hours 2h", "running --note x", "--note x"),
    "delete": ("last", "^2", "running"),
    "copy": ("yesterday", "yesterday to today", "--to today yesterday"),
    "import": ("nowhere.csv",),
    "entries": ("this week", "", "since 9 nov"),
    "week": ("last week", "", "november"),
    "gaps": ("last week", ""),
    "report": ("this month", "", "uninvoiced november", "budget"),
    "export": ("this month", "", "since 9 nov"),
    "projects": ("MW", ""),
    "parse": (*("1h MW Research", "--as start MW", "--as period last week", "--as period"),),
    "open": ("MW", "yesterday", "last"),
    "help": ("sentences", "log"),
    "outbox edit": ("ROW 1h MW",),
    "outbox retry": ("ROW",),
    "outbox drop": ("ROW",),
    "people": ("allen", "edit allen --capacity 30h -n"),
    "tasks": ("MW", "add MW Testing -n", "archive MW Research -n"),
    "api": ("get users/me", "post time_entries -n"),
    "undo": ("1", ""),
    "history": ("", "5"),
}
"""What commands are tried with, where the examples of their help are not enough."""
STOPS = {"--watch", "--edit"}
"""Switches that wait for somebody."""


class World:
    """A home with something to narrow on each day; each line runs on a copy of its own."""

    def __init__(self, folder: Path, network: Network) -> None:
        self.folder, self.numbers = folder, count()
        self.environ = {"HV_PROFILE": "sandbox", "HV_NOW": NOW, "HV_TIMEZONE": "America/New_York"}
        self.home = folder / "home"
        hv = self._hv(self.home)
        for day in ("yesterday", "monday", "today"):
            for line in ("TF Research: interviews", "OS1 Programming", "MW Research: sketches"):
                assert hv("log", "30m", day, line).code == 0
        assert hv("start", "MW Programming at 9:00: hero").code == 0
        assert hv("alias", "set", "standup", "15m TF Research: stand-up").code == 0
        assert hv("entries").code == 0
        self.waiting = folder / "waiting"
        shutil.copytree(self.home, self.waiting)
        with network.away():
            assert self._hv(self.waiting)("log", "10m TF Research").code == 75
            (row,) = self._hv(self.waiting)("outbox", "--json").json["outbox"]
        self.row = row["key"]

    def _hv(self, home: Path) -> Hv:
        return Hv({**self.environ, "HV_HOME": str(home)})

    def run(self, line: str) -> Ran:
        """A command line on a copy of the home."""
        home = self.folder / str(next(self.numbers))
        shutil.copytree(self.waiting if "ROW" in line else self.home, home)
        try:
            return self._hv(home)(*shlex.split(line.replace("ROW", self.row)))
        finally:
            shutil.rmtree(home)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        yield World(tmp_path_factory.mktemp("world"), Network(patch))


def lines_of(command: Command) -> Iterator[str]:
    """What the command is tried with, on a dry run where it has one."""
    dry = " -n" if command.panel == TRACK and command.flag("-n") else ""
    own = SENTENCES.get(command.path)
    for line in own or [each.removeprefix(f"hv {command.path}") for each in examples(command)[:1]]:
        yield f"{command.path} {line}{dry}"


REFUSED = ("is no", "cannot be read")


def pointed(ran: Ran, words: str) -> bool:
    """Whether a refusal has carets under the words, or behind them where something is missing.

    What names an entry, or a value of the set-up, is quoted.
    """
    told = (f'"{word}" {what}' in ran.err for word in words.split() for what in REFUSED)
    if f'{words}"' in ran.err or any(told):
        return True
    lines = ran.err.splitlines()
    return any(
        words in typed and carets.rindex("^") >= typed.rindex(words)
        for typed, carets in pairwise(lines)
        if re.fullmatch(r" +\^+", carets)
    )


def wrong(before: Ran, ran: Ran, words: str) -> str:
    """What is wrong with an answer; nothing where the words were heeded or refused."""
    if (ran.code, ran.out, ran.err) == (before.code, before.out, before.err):
        return "is passed over"
    if ran.code == 2 and not pointed(ran, words):
        return f"is refused without a caret: {ran.err}"
    return ""


READS = [each for each in COMMANDS.values() if each.function and each.arguments]
TAKES_NONE = [each.path for each in COMMANDS.values() if each.function and not each.arguments]


@few(4)
@sweep
@pytest.mark.found("G1", "G2", "G4", "G10", "B4")
@pytest.mark.parametrize("command", READS, ids=lambda each: each.path)
def test_a_word_more_changes_the_answer_or_is_refused(command: Command, world: World) -> None:
    def told(line: str, kind: str) -> str:
        found = wrong(before[line], world.run(f"{line} {MORE[kind]}"), MORE[kind])
        return found and f"{line} +{MORE[kind]}+ {found}"

    before = {line: world.run(line) for line in lines_of(command)}
    found = [told(line, kind) for line, kind in some(product(before, MORE), 8)]
    assert not any(found), "\n".join(filter(None, found))


SEARCHES = {"projects", "people", "tasks", "help", "api", "alias set"}
"""Commands whose words are a search, or anything: a joining word is one of them."""


@few(4)
@sweep
@pytest.mark.found("G1")
@pytest.mark.parametrize("command", READS, ids=lambda each: each.path)
def test_a_word_that_joins_nothing_is_refused(command: Command, world: World) -> None:
    """At the end, in front, and signs alone."""
    lines = list(lines_of(command))
    tried = [(line, f"{line} {word}", word) for line, word in product(lines, JOINING)]
    for line, words in product(lines, IN_FRONT):
        more = f"{command.path} {words} {line.removeprefix(command.path)}"
        tried.append((line, more, words.split()[0]))
    found = []
    for line, more, word in some(tried, 4):
        ran = world.run(more)
        before = world.run(line) if command.path in SEARCHES else ran
        heeded = (ran.code, ran.out, ran.err) != (before.code, before.out, before.err)
        # What is searched for in names and notes may be a part of any word there.
        heeded |= command.path in {*SEARCHES, "restart"} and word in f"{CLIENT} {ran.out}"
        heeded |= more.endswith(IDIOM)
        told = pointed(ran, word) or f'"{word} ' in ran.err
        if not heeded and (ran.code == 0 or not told):
            found.append(f"{more}: {ran.code} {ran.err}")
    assert not found, "\n".join(found)
    for sign in () if command.path in SEARCHES else (",", "&"):
        ran = world.run(f"{command.path} '{sign}'")
        ways = ("^", f'"{sign}', f"`{sign}", "is missing")
        assert ran.code in (2, 4), (sign, ran.out, ran.err)
        assert any(each in ran.err for each in ways)


@few(9)
@sweep
@pytest.mark.found("G1")
@pytest.mark.parametrize("command", READS, ids=lambda each: each.path)
def test_beside_each_switch_too(command: Command, world: World) -> None:
    for flag in some(command.flags, 3):
        if flag.takes_value or STOPS & set(flag.names):
            continue
        line = f"{next(lines_of(command)).removesuffix(' -n')} {flag.long}"
        before = world.run(line)
        if before.code != 2:
            assert not wrong(before, world.run(f"{line} qwertzu"), "qwertzu"), line


@pytest.mark.parametrize("path", TAKES_NONE)
def test_a_command_that_takes_no_words_refuses_them(path: str, world: World) -> None:
    ran = world.run(f"{path} qwertzu")
    assert ran.code == 2
    assert path.split()[-1:] == ["list"] or pointed(ran, "qwertzu") or "no command" in ran.err
