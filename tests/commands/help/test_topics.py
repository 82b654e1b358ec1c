"""`hv help`: topics on one screen, guides on a few, with examples that run."""

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.help.topics import topics
from harvest_cli.language.trackers.recognise import KINDS
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.machine.schema import schema_names
from harvest_cli.show.setup.help_text import Topic
from tests.documents import TOPICS
from tests.rows import few, for_each
from tests.running import Hv
from tests.show.samples import an_output, written

ALL = topics()
FENCED = re.MULTILINE | re.DOTALL
EXAMPLES = [
    (topic.name, line.strip())
    for topic in ALL
    for line in re.sub(r"^```.*?^```", "", TOPICS.get(topic.name, ""), flags=FENCED).splitlines()
    if line.startswith("  hv ")
]
GUIDES = {
    *("accounts", "assistants", "calendars", "configuration", "cron", "editing"),
    *("environment", "exports", "leave", "logging"),
    *("looking-back", "offline", "prompt", "reading", "recurring", "reminders", "reports"),
    *("scripts", "suggestions", "targets", "timers", "unverified"),
}
SCREEN, GUIDE = 24, 110
"""Lines of a screen, and of the longest guide: it goes through the pager."""


def test_no_topic_hides_behind_the_help_of_a_command() -> None:
    assert not {topic.name for topic in ALL} & set(COMMANDS)


def test_the_language_has_its_topics() -> None:
    assert {"sentences", "periods"} <= {topic.name for topic in ALL}


@pytest.mark.ux(11)
@for_each("topic", ALL, ids=lambda topic: topic.name)
def test_a_topic_is_one_screen_and_a_guide_a_few(topic: object, hv: Hv) -> None:
    name = getattr(topic, "name")  # noqa: B009 - a NamedTuple, known to mypy elsewhere
    lines = hv("help", name).out.splitlines()
    assert 3 < len(lines) <= (GUIDE if name in GUIDES else SCREEN)
    # What is to be pasted stands further in, and is never broken.
    assert max(len(line) for line in lines if not line.startswith("  ")) <= 80
    assert lines[0].endswith(lines[0].strip())


@for_each(("columns", "topic"), product((60, 80, 100), ALL))
def test_no_line_of_a_topic_breaks_inside_a_command_or_before_a_comma(
    columns: int, topic: Topic
) -> None:
    output = an_output(width=columns)
    render(topic, output)
    lines = written(output).splitlines()
    assert " ".join(lines).split() == topic.text.split()
    whole = topic.text.split("\n")
    pasted = {whole[at] for at in topic.pasted}
    assert pasted <= set(lines), "what goes into a file is whole"
    for line in lines:
        assert len(line) <= columns or " " not in line.strip() or line in pasted, line
        assert not re.match(r" *[,.;:)]( |$)", line), line
        assert line.count("`") % 2 == 0, line


def test_a_guide_goes_through_the_pager(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    @contextmanager
    def paged(_output: object, program: str | None, _environ: object) -> Iterator[None]:
        asked.append(program)
        yield

    monkeypatch.setattr("harvest_cli.commands.verbs.help.paged", paged)
    hv("help", "offline", PAGER="most")
    hv("help", "offline", "--no-pager")
    hv("config", "set", "pager", "less")
    hv("help", "offline")
    assert asked == ["most", None, "less"]


def test_what_is_fenced_in_a_file_stands_further_in_on_a_screen(hv: Hv) -> None:
    shown = hv("help", "prompt").out
    assert "```" not in shown
    assert "\n  [custom.hv]\n" in shown


@few(17)
@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda value: value[:60])
def test_an_example_of_a_topic_runs(
    name: str, example: str, hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # examples write files
    program, *argv = shlex.split(example)
    assert program == "hv"
    ran = hv(*argv)
    # So does `hv gaps` where it finds some.
    assert ran.code == 0 or (argv[0] == "gaps" and ran.code in (4, 8)), (name, ran.err)


def test_every_kind_of_file_that_can_be_named_stands_in_its_topic() -> None:
    named = re.findall(r"[\w-]+", TOPICS["imports"].casefold())
    assert [kind for kind in KINDS if kind not in named] == []


@pytest.mark.parametrize("name", ["sentences", "periods"])
def test_the_language_is_taught_by_examples(name: str) -> None:
    assert sum(topic == name for topic, _ in EXAMPLES) >= 6


def test_the_topics_are_listed_with_their_titles(hv: Hv) -> None:
    ran = hv("help")
    assert ran.code == 0
    assert all(f"hv help {topic.name}" in ran.out for topic in ALL)
    assert max(map(len, ran.out.splitlines())) <= 80
    listed = hv("help", "--json").json["topics"]
    assert [each["topic"] for each in listed] == [topic.name for topic in ALL]


def test_a_topic_is_a_document_too(hv: Hv) -> None:
    document = hv("help", "periods", "--json").json
    assert list(document) == ["topic", "title", "text"]
    assert document["text"].startswith(document["title"])


def test_help_needs_no_login_and_no_home(hv: Hv) -> None:
    ran = Hv({"HV_HOME": "/nonexistent/hv"})("help", "sentences")
    assert (ran.code, ran.err) == (0, "")


def test_an_unknown_topic_names_the_near_one(hv: Hv) -> None:
    ran = hv("help", "sentnces", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (4, "unknown_topic")
    assert "hv help sentences" in ran.json["error"]["hint"]
    assert hv("help", "qqqq").err.count("`hv help` lists") == 1


@pytest.mark.parametrize("verb", ["log", "parse", "report", "help"])
def test_help_on_a_command_is_the_help_of_that_command(hv: Hv, verb: str) -> None:
    assert verb in COMMANDS
    assert hv("help", verb) == hv(verb, "--help")


def test_help_on_a_verb_of_a_group(hv: Hv) -> None:
    assert hv("help", "alias", "set").out.startswith("Usage: hv alias set")


def examples_of(text: str) -> list[list[str]]:
    """The command lines in the help of a command, without `hv` and remarks."""
    lines = [line.strip() for line in text.splitlines() if line.startswith("  hv ")]
    return [shlex.split(line.partition("   ")[0])[1:] for line in lines]


@pytest.mark.parametrize("verb", ["parse", "alias", "projects", "log", "help"])
def test_the_examples_in_the_help_of_a_command_run_one_after_the_other(hv: Hv, verb: str) -> None:
    ran = 0
    for argv in examples_of(COMMANDS[verb].help):
        if "FILE" not in argv:
            assert hv(*argv).code == 0, argv
            ran += 1
    assert ran >= 3


@pytest.mark.parametrize("asked", ["nonsense", "output --json-schema nonsense"])
def test_what_is_not_there_is_answered_with_all_that_is(asked: str, hv: Hv) -> None:
    ran = hv("help", *asked.split(), terminal=True)
    assert ran.code == 4
    known = schema_names() if "schema" in asked else [topic.name for topic in ALL]
    shown = ran.err.replace("\n", " ")
    assert all(f" {name}," in shown or f" {name} " in shown for name in known)
    assert "more" not in shown
