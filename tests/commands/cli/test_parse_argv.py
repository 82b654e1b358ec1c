"""The command line put in order: global flags anywhere, sentences without quotes."""

import pytest

from harvest_cli.commands.cli.parse_argv import parse_argv
from harvest_cli.domain.errors import UsageError
from tests.rows import for_each


def ordered(*argv: str) -> list[str]:
    return parse_argv(list(argv)).for_typer()


@for_each(
    ("typed", "given"),
    [
        ("log 2h acme", "log 2h acme"),
        ("--sandbox log 2h acme", "--sandbox log 2h acme"),
        ("log 2h acme --sandbox --json", "--sandbox --json log 2h acme"),
        ("entries --profile work today", "--profile work entries today"),
        ("entries --profile=work", "--profile=work entries"),
        ("log 2h --project MW acme", "log --project MW 2h acme"),
        ("log --note=--json 2h", "log --note=--json 2h"),
        ("log -n 2h", "log -n 2h"),
        ("-q log 2h", "-q log 2h"),
        ("log -- --json", "log -- --json"),
        ("log -1h acme", "log -- -1h acme"),
        ("log 2h acme -- -5 degrees", "log -- 2h acme -5 degrees"),
        ("log -", "log -"),
        ("sandbox serve --port 1", "sandbox serve --port 1"),
        ("sandbox --port 1 serve", "sandbox serve --port 1"),
        ("config set round 15m up --json", "--json config set round 15m up"),
        ("config --json zork x", "--json config zork x"),
        ("entries --csv today", "entries --csv today"),
        ("log --csv today", "log --csv today"),
        ("--csv entries today", "entries --csv today"),
        ("--project MW log 2h", "log --project MW 2h"),
        ("sandbox reset --role member --json", "--json sandbox reset --role member"),
        ("", ""),
        ("--json", "--json"),
        ("log --project", "log --project"),
    ],
)
def test_pieces_are_put_in_order(typed: str, given: str) -> None:
    assert ordered(*typed.split()) == given.split()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("log 2h --note --no-color", "Write `--note=--no-color` if it is the value"),
        ("entries --output --json", "Write `--output=--json` if it is the value"),
        ("log 2h --task -V", "Write `--task=-V` if it is the value"),
        ("entries -o -h", None),
    ],
)
def test_a_flag_behind_one_that_needs_a_value_is_a_flag(typed: str, hint: str | None) -> None:
    with pytest.raises(UsageError, match="needs a value, got the flag") as refused:
        parse_argv(typed.split())
    assert refused.value.hint == hint


def test_a_quoted_sentence_may_start_with_a_dash() -> None:
    assert ordered("log", "- footer, 2h on acme", "-n") == [
        "log",
        "-n",
        "--",
        "- footer, 2h on acme",
    ]


def test_nothing_of_a_sentence_is_lost_or_moved() -> None:
    words = ["2h", "on", "acme:", "fix", "it's", "", "a  b"]
    assert parse_argv(["log", *words[:3], "--dry-run", *words[3:]]).words == words


@pytest.mark.parametrize(
    "typed",
    ["log --project a --project b x", "log --hours=1 --hours 2", "--profile a log --profile b"],
)
def test_a_flag_with_a_value_may_be_given_once(typed: str) -> None:
    with pytest.raises(UsageError, match="given twice"):
        parse_argv(typed.split())


@pytest.mark.parametrize("typed", ["log 2h --profile", "entries -o", "--timeout"])
def test_a_flag_of_all_commands_does_not_take_the_verb_for_its_value(typed: str) -> None:
    with pytest.raises(UsageError, match="needs a value"):
        parse_argv(typed.split())


def test_what_stands_behind_csv_is_a_file_for_log_alone() -> None:
    assert parse_argv(["log", "--csv", "today"]).words == []
    assert parse_argv(["entries", "--csv", "today"]).words == ["today"]


@pytest.mark.parametrize(
    "typed", ["entries --project a --project b", "copy --project=a --project b"]
)
def test_a_flag_that_may_be_repeated_is_kept_each_time(typed: str) -> None:
    assert " ".join(parse_argv(typed.split()).options).count("--project") == 2


@pytest.mark.parametrize(
    ("typed", "path"),
    [("", "status"), ("log 2h", "log"), ("config set x", "config set"), ("stop: lunch", "stop")],
)
def test_the_command_is_found_by_its_words(typed: str, path: str) -> None:
    command = parse_argv(typed.split()).command
    assert command is not None
    assert command.path == path


@pytest.mark.parametrize("typed", ["lgo 2h", "config zork"])
def test_other_words_are_no_command(typed: str) -> None:
    assert parse_argv(typed.split()).command is None
