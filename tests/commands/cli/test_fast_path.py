"""Verbs that run without Typer: the same answers, and Typer for whatever it must see."""

import inspect
from typing import get_args, get_type_hints

import pytest

from harvest_cli.commands.cli import fast_path as module
from harvest_cli.commands.cli.fast_path import DIRECT, direct
from harvest_cli.commands.cli.parse_argv import VALUES, VALUES_OF_VERB, arrange
from harvest_cli.commands.cli.registry import COMMANDS
from tests.running import Hv


@pytest.mark.parametrize(
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
    ],
)
def test_a_line_that_is_complete_runs_at_once(typed: str) -> None:
    assert direct(arrange(typed.split())) is not None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "--help",
        "log --help",
        "log 2h -h",
        "log --nope 2h",
        "log 2h --project",
        "log --dry-run=yes 2h",
        "log -nx 2h",
        "log 2h --version",
        "lgo 2h",
        "projects",
        "entries --billable",
        "entries --all-or-nothing",
        "log --everyone",
    ],
)
def test_everything_else_is_shown_to_typer(typed: str) -> None:
    assert direct(arrange(typed.split())) is None


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
]


@pytest.mark.parametrize("argv", SAME, ids=" ".join)
def test_the_answer_is_the_same_with_typer(
    argv: list[str], hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    hv("projects")
    without = hv(*argv, stdin="1h on TF\n\n2h nowhere\n")
    monkeypatch.setattr(module, "DIRECT", {})
    assert hv(*argv, stdin="1h on TF\n\n2h nowhere\n") == without


@pytest.mark.parametrize("verb", DIRECT)
def test_flags_agree_with_those_of_the_typer_function(verb: str) -> None:
    from importlib import import_module

    typer_module, name, *_ = COMMANDS[verb]
    typed = getattr(import_module(f"harvest_cli.commands.{typer_module}"), name)
    flags: dict[str, str] = {}
    switches: dict[str, str] = {}
    pairs: set[str] = set()
    for parameter, hint in get_type_hints(typed, include_extras=True).items():
        if bool | None in get_args(hint):
            # A pair of flags is left to Typer.
            pairs.add(parameter)
            continue
        for meta in get_args(hint)[1:]:
            spelled = (getattr(meta, "default", None), *(getattr(meta, "param_decls", None) or ()))
            names = [name for name in spelled if isinstance(name, str) and name.startswith("-")]
            kind = switches if get_args(hint)[0] is bool else flags
            kind.update(dict.fromkeys(names, parameter))
    assert module.VALUES[verb] == flags
    assert module.SWITCHES[verb] == switches
    assert set(flags) <= VALUES | {name for _verb, name in VALUES_OF_VERB}
    plain = getattr(import_module(f"harvest_cli.commands.{DIRECT[verb][0]}"), DIRECT[verb][1])
    keywords = {
        p.name for p in inspect.signature(plain).parameters.values() if p.kind is p.KEYWORD_ONLY
    }
    assert keywords == {*flags.values(), *switches.values(), *pairs}
