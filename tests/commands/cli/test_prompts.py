"""Questions on a terminal: yes or no, and what must not be shown."""

import io

import pytest

from harvest_cli.commands.cli.prompts import agrees, hidden
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.terminal.output import Output
from tests.running import FakeTerminal


def output() -> Output:
    return Output(FakeTerminal(), FakeTerminal(), {}, stdout_terminal=True, stderr_terminal=True)


@pytest.mark.parametrize(
    ("typed", "agreed"),
    [
        ("\n", True),
        ("y\n", True),
        (" Yes \n", True),
        ("n\n", False),
        ("no\n", False),
        ("what?\n", False),
        ("", False),
    ],
)
def test_yes_is_usual_and_everything_unclear_is_no(typed: str, agreed: bool) -> None:
    assert agrees("Store it there?", io.StringIO(typed), output()) is agreed


def test_the_question_goes_to_stderr() -> None:
    where = output()
    agrees("Store it there?", io.StringIO("\n"), where)
    assert where.stdout.getvalue() == ""  # type: ignore[attr-defined]
    assert where.stderr.getvalue() == "Store it there? [Y/n] "  # type: ignore[attr-defined]


def test_nothing_hidden_is_asked_where_it_would_be_shown() -> None:
    where = output()
    with pytest.raises(UsageError, match="would show") as refused:
        hidden("Token: ", FakeTerminal("secret\n"), where)
    assert "--with-token" in (refused.value.hint or "")
    assert where.stderr.getvalue() == ""  # type: ignore[attr-defined]
