"""Aliases and choices with every name of an account that is full of traps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.resolve.parse import Parsed, parse_at_hand
from harvest_cli.actions.resolve.projects import forget, remembered
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.errors import SentenceError
from harvest_cli.local.config.settings import Settings
from harvest_cli.show.answers.parse_text import underlined
from tests.actions.contexts import a_context
from tests.language.samples import assignments, read
from tests.rows import few
from tests.show.samples import an_output

TRAPS = assignments("B")
ACTIVE = [assignment for assignment in TRAPS if assignment.is_active]


def full(assignment: ProjectAssignment) -> str:
    return f"{assignment.client.name} / {assignment.project.name}"


def answer(context: Context, text: str) -> Any:
    """The entries of a sentence, or the code of its refusal."""
    try:
        return parse_at_hand(context, text, "log").entries
    except SentenceError as refused:
        return refused.code


@pytest.fixture(scope="module")
def plain() -> Context:
    return a_context(*TRAPS)


@pytest.mark.parametrize("assignment", ACTIVE, ids=full)
def test_an_alias_means_the_same_as_its_sentence_typed_out(
    plain: Context, assignment: ProjectAssignment
) -> None:
    context = a_context(*TRAPS)
    name = full(assignment)
    context.settings = Settings({}, tables={"alias": {"it": f"15m on {name}: stand-up"}})
    context.account.reading_names = plain.account.names
    for typed, whole in (
        ("it", f"15m on {name}: stand-up"),
        ("it yesterday", f"15m on {name} yesterday: stand-up"),
        ("it 1h30 monday", f"1h30 on {name} monday: stand-up"),
        ("it nov 3: other", f"15m on {name} nov 3: other"),
    ):
        entries = answer(context, typed)
        assert entries == answer(plain, whole), typed
        assert [entry.project for entry in entries] == [assignment.project.name]
        assert [entry.client for entry in entries] == [assignment.client.name]


def ambiguous(context: Context) -> Iterator[tuple[str, SentenceError]]:
    """Beginnings of names, and clients, that fit several projects."""
    words = {a.client.name for a in ACTIVE} | {a.project.name for a in ACTIVE}
    words |= {word for a in ACTIVE for word in a.project.name.split() if word.isalpha()}
    for word in sorted(words):
        try:
            parse_at_hand(context, f"2h on {word}: x", "log")
        except SentenceError as refused:
            if refused.code == "ambiguous_project":
                yield word, refused


def test_whatever_fits_several_can_be_chosen_and_stays_chosen(
    plain: Context, tmp_path: Path
) -> None:
    tried = 0
    for number, (word, refused) in enumerate(ambiguous(plain)):
        wanted = refused.choices[-1]
        assert isinstance(wanted, ProjectAssignment)
        folder = tmp_path / str(number)
        asked: list[tuple[str, ...]] = []

        def last(_question: str, options: Any, asked: list[Any] = asked) -> int:
            asked.append(tuple(options))
            return len(options) - 1

        context = a_context(*TRAPS, folder=folder, choose=last)
        chosen = parse_at_hand(context, f"2h on {word}: x", "log")
        assert asked == [tuple(full(each) for each in refused.choices)]  # type: ignore[arg-type]
        assert_means(chosen, wanted)
        context.account.choices.save()  # as a command does that ends well
        again = a_context(*TRAPS, folder=folder)
        assert_means(parse_at_hand(again, f"1h yesterday on {word}", "log"), wanted)
        assert [inference.kind for inference in chosen.inferences][-1] == "chosen"
        (memory,) = [m for m in remembered(again) if m.words is not None]
        assert (memory.client, memory.project) == (wanted.client.name, wanted.project.name)
        forget(again, word)
        assert answer(a_context(*TRAPS, folder=folder), f"2h on {word}") == "ambiguous_project"
        tried += 1
    assert tried >= 5


def assert_means(parsed: Parsed, wanted: ProjectAssignment) -> None:
    (entry,) = parsed.entries
    assert (entry.client, entry.project) == (wanted.client.name, wanted.project.name)


def test_a_project_that_is_gone_leaves_its_choice_without_effect(tmp_path: Path) -> None:
    word, refused = next(ambiguous(a_context(*TRAPS)))
    context = a_context(*TRAPS, folder=tmp_path, choose=lambda _question, _options: 0)
    parse_at_hand(context, f"2h on {word}", "log")
    context.account.choices.save()
    gone = refused.choices[0]
    left = [a for a in TRAPS if a != gone]
    later = a_context(*left, folder=tmp_path)
    found = answer(later, f"2h on {word}")
    assert found == "ambiguous_project" or [e.project for e in found] != [gone.project.name]  # type: ignore[attr-defined]
    assert any(memory.words for memory in remembered(later))


@few(2)
@pytest.mark.parametrize("kind", ["log", "start", "period"])
def test_every_example_is_covered_and_underlined(kind: str, plain: Context) -> None:
    shown = 0
    for example in read("sentences.jsonl"):
        if {"range": "period"}.get(example["kind"], example["kind"]) != kind:
            continue
        try:
            parsed = parse_at_hand(plain, example["text"], kind)
        except SentenceError:
            continue
        assert "".join(part.text for part in parsed.parts) == parsed.text
        lines = underlined(parsed.parts, an_output(width=60))
        kinds = {part.kind for part in parsed.parts if part.text.strip()} - {"filler"}
        assert all(any(kind in line for line in lines) for kind in kinds)
        shown += 1
    assert shown > 10
