"""Where leave goes: the person's own table, over the usual kinds."""

from typing import Any

import pytest

from harvest_cli.actions.session.conventions import USUAL, leave_of, without_place
from harvest_cli.domain.errors import ConfigurationError, SentenceError
from harvest_cli.language.sentence.leave import WORDS, LeaveWithoutPlace
from harvest_cli.language.text.readings import Leave
from harvest_cli.local.config.settings import Settings
from tests.rows import for_each


def kinds(leave: Any) -> dict[str, Leave]:
    return {each.kind: each for each in leave_of(Settings({}, tables={"leave": leave}))}


def test_without_a_table_the_usual_kinds_have_their_usual_words() -> None:
    found = {each.kind: each for each in leave_of(Settings({}))}
    assert set(found) == set(USUAL)
    assert found["sick"] == Leave(
        "sick", WORDS["sick"], "[LV] Leave", "Person (Sick/Carer's) Leave"
    )


def test_one_part_of_a_usual_kind_can_be_set() -> None:
    found = kinds({"sick": {"project": "Absence"}})
    assert (found["sick"].project, found["sick"].task) == ("Absence", USUAL["sick"][1])
    assert found["annual"].project == "[LV] Leave"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["ill", " man flu "], ("ill", "man flu")),
        ("ill, man flu", ("ill", "man flu")),
        ("ill", ("ill",)),
    ],
)
def test_words_are_a_list_or_one_text(words: Any, kept: tuple[str, ...]) -> None:
    assert kinds({"sick": {"words": words}})["sick"].words == kept


def test_a_kind_of_ones_own_is_called_by_its_name() -> None:
    found = kinds({"parental_leave": {"project": "Absence", "task": "Parents"}})
    assert found["parental_leave"] == Leave(
        "parental_leave", ("parental leave",), "Absence", "Parents"
    )


@for_each(
    "table",
    [
        7,
        ["sick"],
        {"sick": "Absence"},
        {"sick": {"project": ""}},
        {"sick": {"project": 7}},
        {"sick": {"words": 7}},
        {"sick": {"words": [7]}},
        {"sick": {"words": [""]}},
        {"own": {"project": "Absence"}},
        {"own": {"task": "Parents"}},
    ],
)
def test_a_table_that_makes_no_sense_is_refused_with_an_example(table: Any) -> None:
    with pytest.raises(ConfigurationError) as refused:
        kinds(table)
    assert refused.value.exit_code == 78
    assert "[leave.sick]" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("code", "kind", "key"),
    [
        ("unknown_project", "sick", "hv config set leave.sick.project"),
        ("unknown_task", "annual", "hv config set leave.annual.task"),
        ("ambiguous_task", "parental_leave", "hv config set leave.parental_leave.task"),
        ("archived_project", "sick", "hv config set leave.sick.project"),
    ],
)
def test_a_place_that_this_account_lacks_is_told_with_the_setting(
    code: str, kind: str, key: str
) -> None:
    refused = LeaveWithoutPlace.of(SentenceError("Nothing", code=code, hint="Look"), kind)
    without_place(refused)
    assert key in (refused.hint or "")
    assert (refused.message, refused.code) == ("Nothing", code)


def test_a_name_that_was_typed_is_not_blamed_on_leave() -> None:
    typed = SentenceError(
        'No project is called "[LV] Leave"', code="unknown_project", text="1h [LV] Leave", hint="x"
    )
    without_place(typed)
    assert typed.hint == "x"
