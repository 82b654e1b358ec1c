"""A line is read as Typer would read it, and refused for the reason that Typer would give."""

import io
import re
import shlex
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from harvest_cli import app as module
from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import Command
from harvest_cli.commands.cli.fast_path import values_of
from harvest_cli.commands.cli.parse_argv import ParsedArgs, parse_argv
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.usage_errors import SYNONYMS
from harvest_cli.domain.errors import UsageError
from tests.rows import for_each, share
from tests.running import Hv

FLAGS = sorted({name for each in COMMANDS.values() for flag in each.flags for name in flag.names})
SLIPS = [f"{name[:3]}{name[4:]}" for name in FLAGS if len(name) > 4]
GLUED = [f"{name}=x" for name in FLAGS if name.startswith("--")]
WORDS = ["x", "2h", "0", "1", "101", "+3", "1_0", "list", "shwo", "Website"]
PATHS = sorted(path for path, each in COMMANDS.items() if path and each.function)
GROUPS = sorted(path for path, each in COMMANDS.items() if each.is_group)
REASONS = {
    r"No such option:? '?(-[^' ]*).*": "has no flag `{}`",
    r"No such command '(.*?)'.*": 'has no command "{}"',
    r"Missing argument '([A-Z]+).*'": "The {} is missing",
    r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)": "takes no more words: {}",
    r"Option '(.*)' requires an argument": "`{}` needs a value",
    r"Option '(.*)' does not take a value": "`{}` takes no value",
    # Typer 0.26 puts what may be missing between brackets.
    r"Invalid value for '\[?(.*?)\]?': '(.*)' is not a valid int.*": (
        'Expected a whole number, got "{1}" ({0})'
    ),
    r"Invalid value for '\[?(.*?)\]?': (.*) is not in the range (.*)<=x<=(.*)": (
        'Expected a number from {2} to {3}, got "{1}" ({0})'
    ),
}
"""What Typer says, and how hv says it."""


def in_hvs_words(said: str) -> str:
    for pattern, words in REASONS.items():
        if found := re.fullmatch(pattern, said.rstrip("."), re.DOTALL):
            return words.format(*found.groups())
    return said


def by_typer(parsed: ParsedArgs) -> object:
    """What Typer hands to the command, or why it refuses the line."""
    handed: list[object] = []

    def take(_run: Run, command: Command, values: dict[str, Any]) -> int:
        filled = {name: value for name, value in values.items() if value is not None}
        handed.append((command.path, filled))
        return 0

    run = Run({}, io.StringIO(), io.StringIO(), io.StringIO())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "run_command", take)
        try:
            app = module.build_app(parsed.verb)
            app(parsed.for_typer(), prog_name="hv", obj=run, standalone_mode=False)
        except UsageError as refused:
            return refused.message
        except Exception as refused:
            return in_hvs_words(str(getattr(refused, "format_message", refused.__str__)()))
    return handed[0]


def at_once(parsed: ParsedArgs) -> object:
    """The same from the table of commands."""
    assert parsed.command is None or parsed.command.path == parsed.path
    try:
        return parsed.path, values_of(parsed)
    except UsageError as refused:
        return refused.message


@given(
    st.sampled_from([*PATHS, *(f"{group} shwo" for group in GROUPS)]),
    st.lists(st.sampled_from([*FLAGS, *SLIPS, *GLUED, *WORDS, "-x", "-nx"]), max_size=4),
)
@example("log", ["--project"])
@example("history", ["101"])
@example("sandbox serve", ["--port", "x", "--nope"])
@example("config set", [])
@settings(max_examples=share(150, 5), deadline=None)
def test_lines_of_every_command_are_read_as_typer_reads_them(path: str, more: list[str]) -> None:
    try:
        parsed = parse_argv([*path.split(), *more])
    except UsageError:
        return
    # Global flags are taken out before; a last flag without its value would take a word instead.
    assume(not (parsed.globals or parsed.asks_help or parsed.asks_version))
    assume(not (parsed.words and parsed.options[-1:] == more[-1:]))
    typers, ours = by_typer(parsed), at_once(parsed)
    same = typers in ours if isinstance(ours, str) and isinstance(typers, str) else typers == ours
    assert same, (typers, ours)


@pytest.mark.parametrize(
    "line",
    [
        *("log --nope", "log --project", "config shwo", "history x", "completion bash zsh", "lgo"),
        "undo 1 2",
    ],
)
def test_a_refusal_is_one_record_on_stdout_and_its_line_on_stderr(line: str, hv: Hv) -> None:
    plain, told = hv(*line.split()), hv("--json", *line.split())
    assert (plain.code, told.code, plain.out) == (2, 2, "")
    assert told.json["error"]["message"] == plain.err.splitlines()[0].removeprefix("hv: ")
    assert told.json["error"]["hint"] == plain.err.splitlines()[-1].removeprefix("hint: ")
    assert told.err == f"{plain.err.splitlines()[0]}\n"


def test_a_last_flag_without_its_value_takes_no_word_instead(hv: Hv) -> None:
    assert "`--note` needs a value" in hv("log", "2h", "on", "TF", "--note").err


def test_a_command_of_a_group_may_stand_behind_two_dashes(hv: Hv) -> None:
    assert hv("config", "--", "list") == hv("config", "list")


OTHERS = [
    "today",
    "continue",
    "resume",
    "switch",
    "ls",
    "rm",
    "cancel",
    "import",
    "export",
    "add",
    "track",
]


@for_each("word", [*OTHERS, *SYNONYMS])
def test_a_command_of_other_programs_is_answered_with_the_one_that_is_meant(
    word: str, hv: Hv
) -> None:
    if word in COMMANDS:
        return  # hv has it under this name too
    ran = hv(word)
    assert ran.code == 2
    meant = re.search(r"Did you mean `hv ([\w-]+)( [\w -]+)?`\?", ran.err)
    assert meant, ran.err
    assert meant[1] in COMMANDS or meant[1] == "--version"


def test_what_is_typed_behind_it_is_kept_as_a_shell_reads_it(hv: Hv) -> None:
    ran = hv("switch", "MW:", "the client's $5")
    pasted = re.search(r"`hv (.*)`", ran.err)
    assert pasted
    assert shlex.split(pasted[1]) == ["start", "MW:", "the client's $5"]
    assert hv(*shlex.split(pasted[1])).code == 0


def test_notes_are_those_of_the_last_entry(hv: Hv) -> None:
    hv("log", "1h MW yesterday")
    pasted = re.search(r"`hv (.*)`", hv("note", "sent", "to review").err)
    assert pasted
    assert hv(*shlex.split(pasted[1])).code == 0
    assert hv("entries", "yesterday", "--json").json["entries"][-1]["notes"] == "sent to review"
    assert "`hv edit last`" in hv("note").err


@pytest.mark.parametrize(
    "path", [p for p in PATHS if any(a.required for a in COMMANDS[p].arguments)]
)
def test_where_a_word_is_missing_a_line_with_all_of_them_is_shown(path: str, hv: Hv) -> None:
    pasted = re.search(r"hint: For example `hv (.*)`", hv(*path.split()).err)
    assert pasted
    words = shlex.split(pasted[1])
    assert " ".join(words).startswith(f"{path} ")
    assert not any(each.metavar in words for each in COMMANDS[path].arguments)


def test_what_a_synonym_stands_for_is_a_command_and_it_is_none() -> None:
    assert not set(SYNONYMS) & set(COMMANDS)
    assert all(meant.split()[0] in {*COMMANDS, "--version"} for meant in SYNONYMS.values())
