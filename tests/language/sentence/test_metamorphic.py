"""What changes nothing in the meaning of a sentence changes nothing in its reading."""

import re
from collections.abc import Callable

import pytest

from tests.language.samples import Fields, answer, read
from tests.rows import share, some, sweep

EXAMPLES = some([*read("examples.jsonl"), *read("independent.jsonl")][::2], 3)
pytestmark = sweep
SAID = [e for e in EXAMPLES if "error" not in e["expect"]]
LOGGED = [e for e in SAID if e["kind"] == "log"]
ASKED = [e for e in SAID if e["kind"] == "range"]


def _without_case(got: object) -> object:
    """The answer with its words folded, as capital letters in notes are kept."""
    if isinstance(got, dict):
        return {key: _without_case(value) for key, value in got.items()}
    if isinstance(got, list):
        return [_without_case(value) for value in got]
    return " ".join(got.split()).casefold() if isinstance(got, str) else got


ANSWERS: dict[int, object] = {}
"""What was answered to an example as it stands, by its identity."""


def _unchanged(example: Fields) -> object:
    if id(example) not in ANSWERS:
        ANSWERS[id(example)] = _without_case(answer(example))
    return ANSWERS[id(example)]


def _agree(examples: list[Fields], change: Callable[[str], str]) -> list[str]:
    """The sentences whose answer is another one after the change."""
    return [
        change(example["text"])
        for example in examples
        if _unchanged(example)
        != _without_case(answer({**example, "text": change(example["text"])}))
    ]


def _plain(example: Fields) -> bool:
    """Whether capitals say nothing in a sentence, as they do in `T-12` and `PT1H`."""
    return not re.search(r"\b[A-Z]+-\d|\bPT\d", example["text"])


@pytest.mark.parametrize("change", [str.upper, str.title])
def test_capital_letters_change_nothing(change: Callable[[str], str]) -> None:
    examples = [e for e in SAID if _plain(e) and "http" not in e["text"] and "'" not in e["text"]]
    assert _agree(examples, change) == []


def test_blanks_around_and_between_change_nothing() -> None:
    assert _agree(SAID, lambda text: f"  {text}\t") == []
    assert _agree(SAID, lambda text: text.replace(" ", "  ")) == []
    assert _agree(SAID, lambda text: text.replace(" ", "\u00a0")) == []


@pytest.mark.parametrize("dash", ["–", "‑"])
def test_the_kind_of_dash_changes_nothing(dash: str) -> None:
    def change(text: str) -> str:
        return text.replace("-", dash)

    plain = [e for e in SAID if not any(note and "-" in note for note in _notes(e))]
    assert _agree(plain, change) == []


def _notes(example: Fields) -> list[str | None]:
    expected = example["expect"]
    return [row.get("notes") for row in expected.get("entries", [expected])]


def _without_notes() -> list[Fields]:
    """The sentences of entries that are read without any notes."""
    rows = [(e, answer(e).get("entries", [])) for e in LOGGED]
    return [e for e, found in rows if found and not any(row["notes"] for row in found)]


@pytest.mark.parametrize("lead", ["please log ", "hi, I spent "])
def test_words_of_politeness_in_front_change_nothing(lead: str) -> None:
    begun = ("log", "please", "i ", "we ", "hey", "hi", "can", "could", "spent", "just")
    # Whoever greets writes one line; before a second one the comma of a greeting is refused.
    lines = [e for e in LOGGED if "\n" not in e["text"].strip()]
    examples = [e for e in lines if not e["text"].strip().lower().startswith(begun)]
    assert _agree(examples, lambda text: lead + text.strip()) == []


@pytest.mark.parametrize("end", [".", "!"])
def test_a_closing_sign_changes_nothing_where_there_are_no_notes(end: str) -> None:
    bare = [e for e in _without_notes() if e["text"].strip()[-1].isalnum()]
    assert len(bare) > share(150, 3)
    assert _agree(bare, lambda text: text.strip() + end) == []


@pytest.mark.parametrize("lead", ["show me ", "my hours for "])
def test_asking_in_a_sentence_changes_nothing(lead: str) -> None:
    # "my hours for since monday" names nothing behind "for".
    led = ("since", "from", "starting", "by", "per", "for")
    short = [e for e in ASKED if len(e["text"]) < 20 and not e["text"].lower().startswith(led)]
    assert len(short) > share(60, 3)
    assert _agree(short, lambda text: lead + text) == []


def test_a_colon_makes_everything_behind_it_notes() -> None:
    bare = [
        e
        for e in _without_notes()
        if len(found := answer(e)["entries"]) == 1
        and found[0]["project"] != "[LV] Leave"
        and ": " not in e["text"]
        and e["text"][-1] != "."
    ]
    assert len(bare) > share(150, 3)
    note = "3h on monday, 2h Task Force; 9-11am #12 @home"
    changed = []
    for example in bare:
        (before,) = answer(example)["entries"]
        got = answer({**example, "text": f"{example['text'].strip()}: {note}"})
        if got != {"entries": [{**before, "notes": note}]}:
            changed.append((example["text"], got))
    assert changed == []
