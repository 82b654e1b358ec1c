"""One sentence per line of standard input."""

import io
import json
from typing import Any

import pytest

from harvest_cli.actions.entries.read_log import read_log
from harvest_cli.commands.cli import lines
from harvest_cli.commands.cli.lines import fatal, sentences
from harvest_cli.domain import errors
from harvest_cli.domain.errors import HvError, UsageError
from tests.rows import for_each
from tests.running import FakeTerminal, Hv


def test_lines_that_say_something_keep_their_numbers() -> None:
    stdin = io.StringIO("\n1h on TF\r\n  \n\t\n 2h on MW")
    assert list(sentences(stdin)) == [(2, "1h on TF"), (5, " 2h on MW")]


def test_a_terminal_is_not_waited_for() -> None:
    with pytest.raises(UsageError, match="which is this terminal"):
        list(sentences(FakeTerminal("1h on TF\n")))


@for_each(
    ("error", "ends"),
    [
        (errors.NotLoggedIn("x"), True),
        (errors.Unreachable("x"), True),
        (errors.RateLimited("x"), True),
        (errors.ConfigurationError("x"), True),
        (errors.Refused("x"), False),
        (errors.NotFound("x"), False),
        (errors.UsageError("x"), False),
        (errors.NotSaved("x"), False),
    ],
)
def test_only_what_no_other_line_can_escape_ends_it_all(error: HvError, ends: bool) -> None:
    assert fatal(error) is ends


LINES = "1h on TF: one\nnonsense\n\n25h on TF\n2h on TF: two\n"


def test_bad_lines_stop_no_good_ones_and_the_first_gives_the_status(hv: Hv) -> None:
    ran = hv("log", "-", stdin=LINES)
    assert ran.code == 2
    assert [line.split()[0:2] for line in ran.out.splitlines() if line.startswith("Logged")] == [
        ["Logged", "1:00"],
        ["Logged", "2:00"],
    ]
    assert "line 2: " in ran.err
    assert "line 4: " in ran.err
    notes = [entry["notes"] for entry in hv("entries", "today", "--json").json["entries"]]
    assert sorted(notes) == ["one", "two"]


def test_every_line_has_its_document_with_its_number_where_it_failed(hv: Hv) -> None:
    documents = [
        json.loads(line) for line in hv("log", "-", "--json", stdin=LINES).out.splitlines()
    ]
    assert ["error" in each for each in documents] == [False, True, True, False]
    assert [each["line"] for each in documents if "error" in each] == [2, 4]


def test_strict_sends_nothing_unless_all_lines_are_understood(hv: Hv) -> None:
    ran = hv("log", "-", "--strict", stdin=LINES)
    assert ran.code == 2
    if "Nothing was sent" in ran.err:
        assert hv("entries", "today", "--json").json["entries"] == []


@pytest.mark.found("H7")
def test_comments_are_no_sentences(hv: Hv) -> None:
    text = "# my week\n1h TF: a\n  # 9h MW\n#\n## Tuesday\n#!/bin/cat\n2h TF: #12 fixed\n"
    ran = hv("log", "-", "--json", "--all-or-nothing", stdin=text)
    assert ran.code == 0, ran.err
    entries = [json.loads(line)["entries"][0] for line in ran.out.splitlines()]
    assert [entry["notes"] for entry in entries] == ["a", "#12 fixed"]


@pytest.mark.found("H7")
@pytest.mark.parametrize("line", ["#12 2h TF", "#design 2h TF"])
def test_a_tag_or_number_at_the_front_is_never_left_out_in_silence(hv: Hv, line: str) -> None:
    ran = hv("log", "-", "-n", stdin=line)
    assert "2:00" in ran.out or ran.code == 2


def test_comments_alone_are_nothing(hv: Hv) -> None:
    ran = hv("log", "-", stdin="# nothing yet\n")
    assert ran.code == 2
    assert "holds no sentence" in ran.err


@pytest.mark.write("W18")
def test_what_hv_did_not_expect_of_one_line_loses_no_other(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Any = read_log

    def fails(context: Any, text: str, *rest: Any) -> Any:
        if "b" in text:
            raise ZeroDivisionError
        return real(context, text, *rest)

    monkeypatch.setattr(lines, "read_log", fails)
    ran = hv("log", "-", stdin="1h TF: a\n2h TF: b\n3h TF: c\n")
    assert (ran.code, ran.out.count("Logged")) == (1, 2)
    assert "ZeroDivisionError). 2 entries are on Harvest" in ran.err


@pytest.mark.write("W18")
def test_lines_that_nothing_was_done_with_are_named(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise errors.NotLoggedIn("x")

    monkeypatch.setattr(lines, "read_log", fails)
    ran = hv("log", "-", stdin="1h TF\n\n2h TF\n3h TF\n")
    assert (ran.code, "Lines 3 to 4 were not logged" in ran.err) == (3, True)
