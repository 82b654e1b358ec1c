"""A flag stands once on a line, for every command, unless its declaration lets it be repeated."""

import pytest

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import TEXTS, Flag
from harvest_cli.commands.cli.parse_argv import parse_argv
from harvest_cli.domain.errors import UsageError
from tests.running import Hv

FLAGS = [
    (command, flag)
    for command in COMMANDS.values()
    for flag in (*command.flags, *(COMMANDS[""].flags if command.path else ()))
]


def typed(flag: Flag, name: str, value: str = "x", *, glued: bool = False) -> list[str]:
    if not flag.takes_value:
        return [name]
    return [f"{name}={value}"] if glued else [name, value]


@pytest.mark.found("H10")
@pytest.mark.parametrize("glued", [False, True])
def test_no_flag_of_any_command_is_taken_twice(*, glued: bool) -> None:
    taken = []
    for command, flag in FLAGS:
        for again in flag.names:
            line = [*command.path.split(), *typed(flag, flag.long)]
            line += typed(flag, again, "y", glued=glued)
            try:
                parse_argv(line)
            except UsageError:
                continue
            taken.append((command.path, flag))
    declared = [(c.path, f) for c, f in FLAGS if f.kind == TEXTS]
    assert {(path, flag.long) for path, flag in taken} == {(p, f.long) for p, f in declared}


@pytest.mark.found("H10")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sandbox reset --role member --role administrator", "`--role` is given twice"),
        ("sandbox reset --timestamp --duration", "`--timestamp` and `--duration` contradict"),
        ("report --no-billable --billable", "`--no-billable` and `--billable` contradict"),
        ("log 1h MW -n --dry-run", "`--dry-run` is given twice"),
        ("-qq status", "`--quiet` is given twice"),
        ("--json status --json", "`--json` is given twice"),
    ],
)
def test_the_refusal_names_the_flag(hv: Hv, line: str, said: str) -> None:
    ran = hv(*line.split())
    assert ran.code == 2
    assert said in ran.err
