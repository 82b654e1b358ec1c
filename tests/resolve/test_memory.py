"""Where a remembered choice reaches: real terminals, batches, periods, edits; and its cost."""

from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.resolve.parse import parse_at_hand
from harvest_cli.language.names import index as names_module
from tests.actions.contexts import a_context
from tests.child import FORKED_HV
from tests.language.samples import assignments
from tests.running import Hv
from tests.terminal import Terminal

CLIENT = "1h on 123 Industries"


def test_a_person_at_a_real_terminal_chooses_by_number(hv: Hv) -> None:
    import os

    environ = {**os.environ, **hv.environ, "TERM": "dumb"}
    with Terminal([*FORKED_HV, "log", CLIENT, "-n"], environ) as terminal:
        terminal.expect("Number (1–2, Enter to cancel): ")
        terminal.type("2")
        assert terminal.end() == 0
        assert "123 Industries › Task Force" in terminal.seen
    with Terminal([*FORKED_HV, "log", CLIENT, "-n"], environ) as terminal:
        assert terminal.end() == 0
        assert "as you chose before" in " ".join(terminal.seen.split())
        assert "Number (" not in terminal.seen


def test_every_line_of_a_batch_knows_the_choice(hv: Hv) -> None:
    hv("log", CLIENT, "-n", terminal=True, stdin="2\n")
    lines = f"{CLIENT}\n2h 123 industries yesterday: x\n1h on OS1, pro\n"
    ran = hv("log", "-", "-n", stdin=lines)
    assert ran.out.count("123 Industries › Task Force") == 2
    assert ran.out.count("as you chose before") == 2
    assert (ran.code, "line 3: " in ran.err) == (2, True)


def test_a_line_of_a_batch_is_never_asked_about(hv: Hv) -> None:
    ran = hv("log", "-", "-n", stdin=f"{CLIENT}\n1\n")
    assert ran.code == 2
    assert "Number (" not in ran.err


def test_an_edit_takes_the_remembered_project(hv: Hv) -> None:
    hv("log", CLIENT, "-n", terminal=True, stdin="2\n")
    hv("log", "1h Research on MW")
    ran = hv("edit", "last", "--project", "123 Industries", "--json")
    assert ran.code == 0
    assert "Task Force" in ran.out


def test_a_client_stays_a_client_in_a_period(hv: Hv) -> None:
    hv("log", CLIENT, "-n", terminal=True, stdin="2\n")
    document = hv("parse", "--as", "period", "last week for 123 Industries", "--json").json
    assert (document["client"], document["project"]) == ("123 Industries", None)


def test_what_was_settled_for_one_sentence_is_not_said_of_the_next(hv: Hv) -> None:
    hv("log", CLIENT, "-n", terminal=True, stdin="2\n")
    ran = hv("log", "-", "-n", "--json", stdin=f"{CLIENT}\n1h on MW\n")
    first, second = ran.out.splitlines()
    assert '"remembered"' in first
    assert '"inferences": []' in second


def test_thousands_of_remembered_sentences_build_one_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = a_context(*assignments("A"), folder=tmp_path, choose=lambda _question, _options: 0)
    client = next(
        name
        for name in {a.client.name for a in assignments("A")}
        if sum(a.client.name == name and a.is_active for a in assignments("A")) > 1
    )
    built: list[object] = []
    make = names_module.Names.__init__

    def counted(names: names_module.Names, *given: Any) -> None:
        built.append(given)
        make(names, *given)

    monkeypatch.setattr(names_module.Names, "__init__", counted)
    for number in range(50):
        (entry,) = parse_at_hand(context, f"{number % 9 + 1}h on {client}", "log").entries
        assert entry.client == client
    assert len(built) <= 3
