"""A meaning written as a sentence reads as the same meaning, however it is written."""

import random
from datetime import date, timedelta

import pytest

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.hours import hours_from_minutes
from harvest_cli.language.periods.read import parse_period
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.sentence.start import parse_start
from tests.language.samples import NOW, assignments, manner, names
from tests.language.writer import (
    FREE,
    MONTHS,
    Meaning,
    canonical,
    freely,
    meaning,
    together,
    with_free_notes,
)
from tests.rows import few, share, sweep

pytestmark = sweep


def _read(text: str, workspace: str) -> Meaning | str:
    try:
        (found,) = parse_log(text, NOW, names(workspace), manner(workspace)).entries
    except SentenceError as error:
        return f"{error.code}: {error.message}"
    return Meaning(
        found.assignment, found.task, found.spent_date, 0, found.started_time, found.notes
    )._replace(minutes=int(found.hours * 100))


def _as_read(said: Meaning) -> Meaning:
    """The meaning with its length in hundredths of hours, as an entry holds it."""
    return said._replace(minutes=int(hours_from_minutes(said.minutes) * 100))


def _meanings(workspace: str, seed: int, count: int) -> list[Meaning]:
    chance = random.Random(seed)
    known = [a for a in assignments(workspace) if a.is_active]
    return [meaning(chance, known) for _ in range(share(count, 4))]


@pytest.mark.parametrize(("workspace", "count"), [("A", 200), ("B", 700), ("C", 500)])
def test_the_canonical_sentence_reads_as_its_meaning(workspace: str, count: int) -> None:
    for said in _meanings(workspace, 1, count):
        assert _read(canonical(said), workspace) == _as_read(said), canonical(said)


@few(2)
@pytest.mark.parametrize(("workspace", "count"), [("A", 500), ("B", 1500), ("C", 700)])
def test_another_way_to_write_it_reads_as_the_same(workspace: str, count: int) -> None:
    chance = random.Random(2)
    for said in _meanings(workspace, 3, count):
        text = freely(said, chance)
        assert _read(text, workspace) == _as_read(said), text


@pytest.mark.parametrize(("workspace", "count"), [("A", 400), ("B", 800)])
def test_free_notes_as_a_last_field_take_nothing_from_the_rest(workspace: str, count: int) -> None:
    chance = random.Random(8)
    for said in _meanings(workspace, 9, count):
        note = chance.choice(FREE)
        text = with_free_notes(said, note, chance)
        assert _read(text, workspace) == _as_read(said._replace(notes=note)), text


@pytest.mark.parametrize(("workspace", "count"), [("A", 600), ("B", 900)])
def test_several_entries_read_as_they_were_written(workspace: str, count: int) -> None:
    chance = random.Random(10)
    known = _meanings(workspace, 11, count)
    for at in range(0, len(known), 3):
        said = [one._replace(notes=None) for one in known[at : at + chance.choice((2, 3))]]
        if chance.random() < 0.5:
            said = [one._replace(spent_date=said[0].spent_date) for one in said]
        if len({(one.assignment.id, one.task, one.spent_date) for one in said}) < len(said):
            continue
        text = together(said, chance)
        found = parse_log(text, NOW, names(workspace), manner(workspace)).entries
        read = [(e.assignment, e.task, e.spent_date, int(e.hours * 100), e.notes) for e in found]
        meant = [(*one[:3], _as_read(one).minutes, None) for one in said]
        assert read == meant, text


@pytest.mark.parametrize("workspace", ["A", "B"])
def test_a_timer_reads_as_it_was_written(workspace: str) -> None:
    for said in _meanings(workspace, 4, 300):
        notes = f": {said.notes}" if said.notes else ""
        task = f"{said.task.name} on " if said.task else ""
        name = f"{said.assignment.client.name} / {said.assignment.project.name}"
        text = f"{task}{name} at 09:15{notes}"
        found = parse_start(text, NOW, names(workspace), manner(workspace))
        read = (found.assignment, found.task, found.notes, f"{found.started_time:%H:%M}")
        assert read == (said.assignment, said.task, said.notes, "09:15"), text


def test_a_period_reads_as_it_was_written() -> None:
    chance = random.Random(5)
    for _ in range(share(1500, 4)):
        start = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
        end = start + timedelta(days=chance.choice((0, 1, 6, 30, 400)))
        forms = [
            f"{start} to {end}",
            f"{start}..{end}",
            f"from {start.day} {MONTHS[start.month - 1]} {start.year} until {end:%B %d, %Y}",
            f"{start:%b %d %Y} - {end:%d %b %Y}",
            f"{start:%Y%m%d} - {end:%Y%m%d}",
        ]
        group = chance.choice(("client", "project", "task", "day", "week", "month", None))
        assignment = chance.choice([a for a in assignments("B") if a.is_active])
        pieces = [chance.choice(forms), f"{assignment.client.name} / {assignment.project.name}"]
        pieces += [f"by {group}"] if group else []
        chance.shuffle(pieces)
        text = " ".join(pieces)
        asked = parse_period(text, NOW, names("B"), manner("B"))
        assert (asked.period.start, asked.period.end) == (start, end), text
        assert (asked.assignment, asked.group_by) == (assignment, (group,) if group else ()), text


@pytest.mark.slow
def test_twenty_thousand_more() -> None:
    chance = random.Random(6)
    for said in _meanings("B", 7, 20_000):
        text = freely(said, chance)
        assert _read(text, "B") == _as_read(said), text
