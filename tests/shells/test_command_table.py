"""The table of commands is what the functions of `verbs` declare."""

import inspect
import typing
from pathlib import Path

from harvest_cli.commands import verbs
from harvest_cli.commands.cli.declaration import (
    NUMBER,
    SWITCH,
    TEXT,
    TEXTS,
    Argument,
    Command,
    Flag,
)
from harvest_cli.commands.cli.options import Period, ProjectFilter, Sentence
from tests.rows import for_each
from tests.shells.command_table import FILE, declared, parameters, table


def test_the_table_is_the_one_made_from_the_commands() -> None:
    assert FILE.read_text(encoding="utf-8") == table(), "run: python -m tests.shells.ship"


def test_every_file_of_the_folder_is_listed() -> None:
    files = {path.stem for path in Path(inspect.getfile(verbs)).parent.glob("*.py")}
    assert files - {"__init__"} == set(verbs.VERBS)


@for_each("command", declared(), ids=lambda command: command.path or "hv")
def test_a_command_is_declared_once_and_whole(command: Command) -> None:
    assert [each.path for each in declared()].count(command.path) == 1
    names = [each.dest for each in command.arguments]
    names += [each.dest for each in command.flags]
    assert len(names) == len(set(names))
    assert all(each.kind != TEXTS for each in command.arguments[:-1]), "it would take all"


def example(
    *,
    words: Sentence,
    period: Period = (),
    switch: typing.Annotated[bool, Flag("--switch", help="S")] = False,
    pair: typing.Annotated[bool | None, Flag("--pair", off="--no-pair", help="P")] = None,
    text: typing.Annotated[str, Flag("--text TEXT", "-t", help="T")] = "x",
    many: ProjectFilter = (),
    count: typing.Annotated[int, Argument("COUNT", low=1, high=9)] = 3,
) -> None:
    """Takes one of each kind."""


def test_kinds_and_defaults_follow_from_the_parameters() -> None:
    found = {each.dest: each for each in parameters(example)}
    kinds = {name: each.kind for name, each in found.items()}
    assert kinds == {
        "words": TEXTS,
        "period": TEXTS,
        "switch": SWITCH,
        "pair": SWITCH,
        "text": TEXT,
        "many": TEXTS,
        "count": NUMBER,
    }
    assert {name: each.default for name, each in found.items() if each.default} == {
        "text": "x",
        "count": "3",
    }
    required = {
        name for name, each in found.items() if isinstance(each, Argument) and each.required
    }
    assert required == {"words"}
    pair = found["pair"]
    assert isinstance(pair, Flag)
    assert pair.names == ("--pair", "--no-pair")
