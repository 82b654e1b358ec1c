"""Lines that run, or are refused, without Typer: the same answers, and Typer for help alone."""

import inspect
import typing
from functools import cache

import pytest
import typer

from harvest_cli.app import build_app
from harvest_cli.commands.cli import fast_path as module
from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import (
    NUMBER,
    SWITCH,
    TEXT,
    TEXTS,
    Argument,
    Command,
    Flag,
)
from harvest_cli.commands.cli.fast_path import values_of
from harvest_cli.commands.cli.parse_argv import parse_argv
from harvest_cli.domain.errors import UsageError
from tests.rows import few, for_each
from tests.running import Hv


@for_each(
    "typed",
    [
        "log 2h acme",
        "log 2h acme -n --json",
        "log -ny 2h acme",
        "--sandbox log --project=MW --hours 1 -y",
        "log --from 9 --to 10 x --no-color --timeout 3",
        "log -",
        "log",
        "log -1h acme",
        "",
        "--json",
        "projects",
        "entries --billable",
        "entries --no-billable --project a --project b",
        "undo 3 -n",
        "config set round 15m up",
        "config --json",
        "outbox drop 3f9c --yes",
        "sandbox serve --port 0",
    ],
)
def test_a_line_that_is_complete_runs_at_once(typed: str) -> None:
    assert values_of(parse_argv(typed.split())) is not None


@for_each(
    "typed",
    [
        "log --nope 2h",
        "log 2h --project",
        "log --dry-run=yes 2h",
        "log -nx 2h",
        "entries --all-or-nothing",
        "config set round",
        "config zork",
        "config path more",
        "sandbox serve --port x",
        "history x",
        "history 101",
        "history 0",
        "log --everyone",
    ],
)
def test_a_line_that_does_not_fit_is_refused_at_once(typed: str) -> None:
    with pytest.raises(UsageError):
        values_of(parse_argv(typed.split()))


@pytest.mark.parametrize("typed", ["--help", "log --help", "log 2h -h", "sandbox", "log --nope -h"])
def test_help_is_left_to_typer(typed: str) -> None:
    assert values_of(parse_argv(typed.split())) is None


SAME = [
    ["log", "2h on Marketing Website: footer", "-n"],
    ["log", "25h on Marketing Website"],
    ["log", "2h", "on", "Marketing", "Website", "--dry-run", "--json"],
    ["log", "--project", "MW", "--hours=1", "--note", "-x-", "-n"],
    ["log", "--color", "sometimes", "2h"],
    ["log", "--timeout", "0", "2h"],
    ["log", "-1h on Marketing Website"],
    ["log", "-", "-n"],
    ["entries", "this month", "--project", "MW", "--fields", "id,hours", "--csv"],
    ["entries", "last", "week", "--json"],
    ["entries", "blurb"],
    ["entries", "yesterday", "--jsonl", "--csv"],
    ["entries", "this month", "--no-billable", "--project", "MW", "--project", "TF"],
    [],
    ["--json"],
    ["config", "get", "round", "--origin"],
    ["alias", "set", "a", "15m", "TF"],
    ["history", "3"],
    ["outbox", "--header"],
    ["sandbox", "reset", "--timestamp"],
    ["week", "last", "--csv"],
    ["whoami"],
]


@few(4)
@pytest.mark.parametrize("argv", SAME, ids=" ".join)
def test_the_answer_is_the_same_with_typer(
    argv: list[str], hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    hv("projects")
    without = hv(*argv, stdin="1h on TF\n\n2h nowhere\n")
    monkeypatch.setattr(module, "values_of", lambda _parsed: None)
    assert hv(*argv, stdin="1h on TF\n\n2h nowhere\n") == without


TYPES = {SWITCH: bool, NUMBER: int, TEXT: str, TEXTS: list[str]}


def functions(app: typer.Typer) -> dict[str, typing.Any]:
    found = {each.name or "": each.callback for each in app.registered_commands}
    for group in app.registered_groups:
        inner = group.typer_instance
        assert inner is not None
        assert inner.registered_callback is not None
        found[group.name or ""] = inner.registered_callback.callback
        found |= {f"{group.name} {name}": each for name, each in functions(inner).items()}
    return found


@cache
def handed() -> dict[str, typing.Any]:
    """The functions of the whole app; Typer builds it once."""
    return functions(build_app())


@for_each("command", [each for each in COMMANDS.values() if each.path], ids=lambda c: c.path)
def test_typer_is_given_what_is_declared(command: Command) -> None:
    parameters = dict(inspect.signature(handed()[command.path]).parameters)
    del parameters["context"]
    declared: list[Argument | Flag] = [*command.arguments, *command.flags]
    assert list(parameters) == [each.dest for each in declared]
    for each in declared:
        kind, _ = typing.get_args(parameters[each.dest].annotation)
        assert TYPES[each.kind] in (kind, *typing.get_args(kind))
