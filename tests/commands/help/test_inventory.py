"""What is known of commands and flags is what the commands really take."""

import pytest

from harvest_cli.commands.cli.declaration import PANELS, Command
from harvest_cli.commands.help.pages import all_commands, commands, global_flags, subcommands
from harvest_cli.commands.help.topics import topics
from tests.documents import examples
from tests.rows import for_each
from tests.running import Hv


@for_each("verb", all_commands(), ids=lambda verb: verb.path)
def test_every_command_has_a_summary_examples_and_long_flags(verb: Command) -> None:
    assert verb.summary
    assert not verb.summary.endswith(".")
    assert all(example.startswith("hv") for example in examples(verb))
    for flag in verb.flags:
        assert flag.long.startswith("--")
        assert flag.help, flag.names
        assert all(name.startswith("-") and " " not in name for name in flag.names)
    spellings = [name for flag in verb.flags for name in flag.names]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("verb", commands(), ids=lambda verb: verb.name)
def test_help_of_each_command_names_each_of_its_flags(hv: Hv, verb: Command) -> None:
    ran = hv(*verb.path.split(), "--help")
    assert ran.code == 0
    shown = ran.out.replace("\n", " ")
    assert all(flag.long in shown for flag in verb.flags)
    assert all(each.name in shown for each in subcommands(verb))
    assert max(map(len, ran.out.splitlines())) <= 80


def test_every_command_has_a_heading_and_a_topic() -> None:
    assert {verb.panel for verb in commands()} == set(PANELS)
    texts = {topic.name: topic.text for topic in topics()}
    named = [(verb.path, verb.topic) for verb in commands()]
    assert [each for each in named if f"hv {each[0]}" not in texts[each[1]]] == []


def test_global_flags_are_no_flags_of_a_command_in_another_sense() -> None:
    takes = {flag.long: flag.takes_value for flag in global_flags()}
    assert {"--json", "--profile", "--timeout", "--quiet", "--help"} <= set(takes)
    for verb in all_commands():
        for flag in verb.flags:
            assert takes.get(flag.long, flag.takes_value) == flag.takes_value, (verb.path, flag)
