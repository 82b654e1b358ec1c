"""Questions on a terminal: yes or no, and what must not be shown."""

import io

import pytest

from harvest_cli.commands.cli.prompts import agrees, hidden
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.terminal.output import Output
from tests.rows import for_each
from tests.running import FakeTerminal
from tests.show.samples import an_output, told


def output() -> Output:
    return Output(FakeTerminal(), FakeTerminal(), {}, stdout_terminal=True, stderr_terminal=True)


@for_each(
    ("typed", "agreed"),
    [
        ("y\n", True),
        (" Yes \n", True),
        ("yes", True),
        ("n\n", False),
        ("no\n", False),
        ("what?\n", False),
        ("1\n", False),
        ("", False),
    ],
)
@for_each("enter", [True, False])
def test_everything_unclear_is_no(typed: str, agreed: bool, enter: bool) -> None:
    assert agrees("Store it there?", io.StringIO(typed), output(), enter=enter) is agreed


@pytest.mark.parametrize(("enter", "choices"), [(True, "[Y/n]"), (False, "[y/N]")])
def test_enter_is_the_capital_one(enter: bool, choices: str) -> None:
    where = output()
    assert agrees("Store it there?", io.StringIO(" \n"), where, enter=enter) is enter
    assert where.stderr.getvalue() == f"Store it there? {choices} "  # type: ignore[attr-defined]


def test_a_long_question_breaks_at_a_space() -> None:
    where = an_output(width=40)
    agrees(
        "Delete the entry with the hero mockups of tuesday?", io.StringIO(""), where, enter=False
    )
    assert told(where) == "Delete the entry with the hero mockups\nof tuesday? [y/N] "


def test_the_question_goes_to_stderr() -> None:
    where = output()
    agrees("Store it there?", io.StringIO("\n"), where, enter=True)
    assert where.stdout.getvalue() == ""  # type: ignore[attr-defined]
    assert where.stderr.getvalue() == "Store it there? [Y/n] "  # type: ignore[attr-defined]


def test_nothing_hidden_is_asked_where_it_would_be_shown() -> None:
    where = output()
    with pytest.raises(UsageError, match="would show") as refused:
        hidden("Token: ", FakeTerminal("secret\n"), where)
    assert "--with-token" in (refused.value.hint or "")
    assert where.stderr.getvalue() == ""  # type: ignore[attr-defined]
