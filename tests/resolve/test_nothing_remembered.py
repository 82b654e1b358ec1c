"""What was not done, or was taken back, teaches hv nothing."""

from typing import Any

import pytest

from harvest_cli.__main__ import run
from tests.running import FakeTerminal, Hv


@pytest.mark.found("F3")
@pytest.mark.parametrize("back", [["undo"], ["delete", "last", "--yes"]])
def test_an_entry_that_was_taken_back_tells_no_task(hv: Hv, back: list[str]) -> None:
    before = hv("log", "1h MW: x", "-n").out
    for started in (["log", "1h MW Research: slip"], ["start", "MW Research: slip"]):
        assert hv(*started).code == 0
        assert hv(*back).code == 0
        assert hv("log", "1h MW: x", "-n").out == before
        assert hv("start", "MW: x", "-n").out.count("Research") == 0


@pytest.mark.found("F3")
def test_what_was_there_before_a_slip_is_told_again(hv: Hv) -> None:
    hv("log", "1h MW Programming: meant")
    hv("log", "1h MW Research: slip")
    hv("undo")
    assert "Programming (last used here)" in hv("log", "1h MW: x", "-n").out


class Leaves(FakeTerminal):
    """A person who answers the first question and presses Ctrl-C at the second."""

    answers = 0

    def readline(self, *_: Any) -> Any:
        self.answers += 1
        if self.answers > 1:
            raise KeyboardInterrupt
        return "1\n"


def words(hv: Hv) -> list[str]:
    found = hv("projects", "--remembered", "--json").json["remembered"]
    return [each["words"] for each in found if each["words"]]


@pytest.mark.found("F4")
def test_ctrl_c_at_the_second_question_remembers_nothing_of_the_first(hv: Hv) -> None:
    sentence = "1h on 123 Industries and 2h on MW, pro"
    entered, out, err = Leaves(), FakeTerminal(), FakeTerminal()
    assert run(["log", sentence], hv.environ, entered, out, err) == 130
    assert entered.answers == 2, err.getvalue()
    assert words(hv) == []
    hv("log", sentence, terminal=True, stdin="1\n")
    assert words(hv) == []
    assert hv("log", sentence, terminal=True, stdin="1\n1\n").code == 0
    assert len(words(hv)) == 2
