"""The command line put in order: global flags anywhere, sentences without quotes."""

import pytest

from harvest_cli.commands.cli.parse_argv import (
    GLOBAL_SWITCHES,
    GLOBAL_VALUES,
    VALUES,
    VALUES_OF_VERB,
    arrange,
)
from harvest_cli.domain.errors import UsageError


def ordered(*argv: str) -> list[str]:
    return arrange(list(argv)).for_typer()


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("log 2h acme", "log 2h acme"),
        ("--sandbox log 2h acme", "--sandbox log 2h acme"),
        ("log 2h acme --sandbox --json", "--sandbox --json log 2h acme"),
        ("entries --profile work today", "--profile work entries today"),
        ("entries --profile=work", "--profile=work entries"),
        ("log 2h --project MW acme", "log --project MW 2h acme"),
        ("log --note --json 2h", "log --note --json 2h"),
        ("log -n 2h", "log -n 2h"),
        ("-q log 2h", "-q log 2h"),
        ("log -- --json", "log -- --json"),
        ("log -1h acme", "log -- -1h acme"),
        ("log 2h acme -- -5 degrees", "log -- 2h acme -5 degrees"),
        ("log -", "log -"),
        ("sandbox serve --port 1", "sandbox serve --port 1"),
        ("sandbox reset --role member --json", "--json sandbox reset --role member"),
        ("", ""),
        ("--json", "--json"),
        ("log --project", "log --project"),
    ],
)
def test_pieces_are_put_in_order(typed: str, given: str) -> None:
    assert ordered(*typed.split()) == given.split()


def test_a_quoted_sentence_may_start_with_a_dash() -> None:
    assert ordered("log", "- footer, 2h on acme", "-n") == [
        "log",
        "-n",
        "--",
        "- footer, 2h on acme",
    ]


def test_nothing_of_a_sentence_is_lost_or_moved() -> None:
    words = ["2h", "on", "acme:", "fix", "it's", "", "a  b"]
    assert arrange(["log", *words[:3], "--dry-run", *words[3:]]).words == words


@pytest.mark.parametrize(
    "typed",
    ["log --project a --project b x", "log --hours=1 --hours 2", "--profile a log --profile b"],
)
def test_a_flag_with_a_value_may_be_given_once(typed: str) -> None:
    with pytest.raises(UsageError, match="given twice"):
        arrange(typed.split())


@pytest.mark.parametrize("typed", ["log 2h --profile", "entries -o", "--timeout"])
def test_a_flag_of_all_commands_does_not_take_the_verb_for_its_value(typed: str) -> None:
    with pytest.raises(UsageError, match="needs a value"):
        arrange(typed.split())


def registered() -> tuple[set[str], set[str]]:
    """As Typer has them: global switches, all options that take a value."""
    import inspect
    from typing import get_args, get_type_hints

    from harvest_cli.app import build_app
    from harvest_cli.commands.verbs.root import hv

    def options(function: object) -> dict[str, bool]:
        found = {}
        for hint in get_type_hints(function, include_extras=True).values():
            for meta in get_args(hint)[1:]:
                takes_value = get_args(hint)[0] not in (bool, bool | None)
                # Typer keeps the first spelling of an Annotated option as its default.
                for name in (
                    getattr(meta, "default", None),
                    *(getattr(meta, "param_decls", None) or ()),
                ):
                    for spelled in str(name).split("/"):
                        if spelled.startswith("-"):
                            found[spelled] = takes_value
        return found

    verbs = [command.callback for command in build_app().registered_commands]
    local = [options(inspect.unwrap(verb)) for verb in verbs if verb]
    own = options(hv)
    values = {name for found in (own, *local) for name, takes in found.items() if takes}
    return {n for n, takes in own.items() if not takes} - {"--version", "-V"}, values


def test_the_lists_here_agree_with_the_commands() -> None:
    switches, values = registered()
    assert switches == GLOBAL_SWITCHES
    assert values == VALUES | {name for _verb, name in VALUES_OF_VERB}
    assert GLOBAL_VALUES < VALUES
