"""What is known of commands and flags is what the commands really take."""

import pytest

from harvest_cli.commands.cli.registry import COMMANDS, GROUPS, TOPICS
from harvest_cli.commands.help.inventory import Verb, all_verbs, global_flags, verbs
from tests.running import Hv


@pytest.mark.parametrize("verb", [*all_verbs()], ids=lambda verb: " ".join(verb.words))
def test_every_command_has_a_summary_examples_and_long_flags(verb: Verb) -> None:
    assert verb.summary
    assert not verb.summary.endswith(".")
    assert all(example.startswith("hv") for example in verb.examples)
    for flag in verb.flags:
        assert flag.long.startswith("--")
        assert flag.help, flag.names
        assert all(name.startswith("-") and " " not in name for name in flag.names)
    spellings = [name for flag in verb.flags for name in flag.names]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("verb", verbs(), ids=lambda verb: verb.name)
def test_help_of_each_command_names_each_of_its_flags(hv: Hv, verb: Verb) -> None:
    ran = hv(*verb.words, "--help")
    assert ran.code == 0
    shown = ran.out.replace("\n", " ")
    assert all(flag.long in shown for flag in verb.flags)
    assert all(each.name in shown for each in verb.verbs)
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_registry_is_all_there_is() -> None:
    assert [verb.name for verb in verbs()] == [*COMMANDS, *GROUPS]
    assert {heading for *_, heading in COMMANDS.values()} <= {"Track", "Look", "Set up"}
    assert set(TOPICS) <= {*COMMANDS, *GROUPS}


def test_global_flags_are_no_flags_of_a_command_in_another_sense() -> None:
    takes = {flag.long: flag.takes_value for flag in global_flags()}
    assert {"--json", "--profile", "--timeout", "--quiet", "--help"} <= set(takes)
    for verb in all_verbs():
        for flag in verb.flags:
            assert takes.get(flag.long, flag.takes_value) == flag.takes_value, (verb.words, flag)
