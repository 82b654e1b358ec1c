"""Looking for an entry whose answer was lost: by its key, or by everything that was typed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.outbox.policy import Facts, Result, Step, decide
from harvest_cli.actions.outbox.row_facts import has_key, is_same, key_of, look
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import Unreachable
from tests.actions.contexts import NoHarvest, a_context
from tests.rows import for_each

DAY = date(2026, 11, 18)
SENT = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
NEW = NewEntry(11, 21, DAY, hours=Decimal("1.50"), notes="a\nb")
KEYED = NEW._replace(external_reference=ExternalReference("hv-1", "hv"))


def held(**more: Any) -> TimeEntry:
    usual = TimeEntry(
        1, DAY, Decimal("1.50"), Client(1, "ABC"), Project(11, "Website"), Task(21, "Design")
    )
    return usual._replace(**{"notes": "a\nb", "created_at": SENT, **more})


class Holding(NoHarvest):
    """A Harvest that holds these entries; `asked` are the filters."""

    def __init__(self, *entries: TimeEntry, broken: bool = False) -> None:
        self.entries, self.broken = entries, broken
        self.server_date = SENT + timedelta(seconds=10)
        self.asked: list[Any] = []

    def time_entries(self, wanted: Any) -> list[TimeEntry]:
        self.asked.append(wanted)
        if self.broken:
            message = "no network"
            raise Unreachable(message)
        key = wanted.external_reference_id
        return [
            e for e in self.entries if key is None or (e.external_reference or (None,))[0] == key
        ]


def test_a_key_is_hvs_own_or_none() -> None:
    assert key_of(KEYED) == "hv-1"
    assert key_of(NEW) is None
    assert key_of(NEW._replace(external_reference=ExternalReference("7", "repo"))) is None


@pytest.mark.parametrize(
    ("reference", "has"),
    [
        (ExternalReference("hv-1", "hv"), True),
        (ExternalReference("hv-1", "repo"), False),
        (ExternalReference("hv-2", "hv"), False),
        (None, False),
    ],
)
def test_an_id_alone_is_no_key(reference: ExternalReference | None, has: bool) -> None:
    assert has_key(held(external_reference=reference), "hv-1") is has


@for_each(
    ("more", "same"),
    [
        ({}, True),
        ({"notes": "a\r\nb "}, True),
        ({"hours": Decimal("1.504")}, True),
        ({"hours": Decimal("1.51")}, False),
        ({"hours": None}, False),
        ({"notes": "another"}, False),
        ({"spent_date": date(2026, 11, 17)}, False),
        ({"project": Project(12, "x")}, False),
        ({"task": Task(22, "x")}, False),
        ({"created_at": SENT - timedelta(seconds=1)}, False),
        ({"created_at": None}, False),
    ],
)
def test_without_a_key_everything_typed_must_agree(more: dict[str, Any], same: bool) -> None:
    assert is_same(held(**more), NEW, SENT) is same


def test_an_entry_with_its_key_is_found_by_one_question() -> None:
    client = Holding(held(external_reference=KEYED.external_reference), held(id=2))
    found = look(a_context(client=client), KEYED, 10.0)
    assert (found.outcome, [entry.id for entry in found.entries]) == ("found", [1])
    assert len(client.asked) == 1


def test_a_whole_look_goes_through_the_day_too() -> None:
    client = Holding(held(id=2))
    assert look(a_context(client=client), KEYED, 10.0, well=True).outcome == "absent"
    assert [wanted.external_reference_id for wanted in client.asked] == ["hv-1", None]


def test_entries_that_are_others_already_are_passed_over() -> None:
    client = Holding(held(id=1), held(id=2))
    context = a_context(client=client)
    assert look(context, NEW, 10.0, known={1}).entries[0].id == 2
    assert look(context, NEW, 10.0).outcome == "several"
    assert look(context, NEW, 10.0, known={1, 2}).outcome == "absent"


def test_an_older_twin_of_the_same_words_is_not_it() -> None:
    client = Holding(held(created_at=SENT - timedelta(hours=1)))
    assert look(a_context(client=client), NEW, 10.0).outcome == "absent"


def test_a_look_that_fails_found_nothing_out() -> None:
    for new in (NEW, KEYED):
        assert look(a_context(client=Holding(broken=True)), new, 10.0).outcome == "not looked"


def test_only_my_own_entries_are_looked_at() -> None:
    client = Holding()
    look(a_context(client=client), KEYED, 1.0, well=True)
    assert {wanted.user_id for wanted in client.asked} == {1782959}


@pytest.mark.write("W21")
@pytest.mark.parametrize(
    ("made", "outcome"),
    [(-1, Result.ALIKE), (0, Result.FOUND), (1, Result.FOUND), (-3, Result.ABSENT)],
)
def test_an_equal_entry_from_before_the_send_may_be_another_machines(
    made: int, outcome: Result
) -> None:
    entry = held(created_at=SENT + timedelta(seconds=made))
    context = a_context(client=Holding(entry))
    found = look(context, NEW, 10.0, well=True)
    assert found.outcome == outcome
    for age, step in ((10.0, Step.WAIT), (900.0, Step.ASK)):
        facts = Facts("unknown", age, keyed=False)
        assert outcome != Result.ALIKE or decide(facts, outcome, 0.0).step == step
