"""Naming an entry: rows, `last`, `^2`, `running`, ids, words; what a name finds, and what not."""

from itertools import product
from pathlib import Path

import pytest

from harvest_cli.actions.entries.reference import entry_for, fitting, listing_of
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound, UsageError
from harvest_cli.local.cache.row_numbers import Listing, terminal_name
from tests.account import log
from tests.running import Hv
from tests.workday import Person


def three(person: Person) -> list[int]:
    """Three entries of today, a minute apart."""
    made = []
    for notes in ("alpha", "beta", "gamma"):
        made.append(log(person.account, hours=1, notes=notes)["id"])
        person.pass_(1)
    return made


@pytest.mark.parametrize(
    ("reference", "place"),
    [("last", 2), ("", 2), ("^1", 2), ("^2", 1), ("^3", 0), ("beta", 1), ("website alpha", 0)],
)
def test_a_name_finds_its_entry(person: Person, reference: str, place: int) -> None:
    made = three(person)
    assert entry_for(person.context(), reference).id == made[place]


def found(words: str, *notes: str) -> list[str | None]:
    """The notes of the entries that words fit."""
    named = Client(1, "ABC Corp"), Project(2, "Website"), Task(3, "Design")
    return [
        each.notes
        for each in fitting(
            [TimeEntry(n, None, None, *named, notes=x) for n, x in enumerate(notes)], words
        )
    ]


@pytest.mark.parametrize(
    ("words", "notes"),
    [
        ("on call", "on-call rota"), ("what we agreed on", "what we agreed on. Sent"),
        ("in progress", "(in progress)"), ("R & D", "R&D"), ("with cache", "with/without cache"),
        ("sign in form", "sign-in form"), ("plus", "googleplus"), ("call or website", "call"),
        ("log in", "log-in"),
    ],
)  # fmt: skip
def test_joining_words_fit_as_other_words_do(words: str, notes: str) -> None:
    assert found(words, notes, "else") == [notes]


def test_a_joining_word_at_the_end_stands_somewhere() -> None:
    assert found("call on", "confirm a call", "on-call rota") == ["confirm a call", "on-call rota"]
    assert found("call on", "confirm a call") == found("or", "call") == []
    assert found("call on the", "other calls confirmed") == []
    assert found(",", "one, two") == found("&", "R&D") == []
    assert found("R &", "R&D") == ["R&D"]


def test_a_joining_word_takes_no_entry_away() -> None:
    """Where several fit without it, and one of them holds it, none is meant alone."""
    parts = ("on", "on-call", "confirm", "call", "(in", "with/", "Bob.")
    notes = [" ".join(each) for each in product(parts, repeat=2)]
    words = ("on", "in", "with", "call", "bob", "or", "and")
    for reference in map(" ".join, product(words, words, ("call", "bob", "rota"))):
        said = [f"ABC Corp Website  Design {each}".casefold() for each in notes]
        fits = [all(word in each for word in reference.split()) for each in said]
        assert found(reference, *notes) == [x for x, fit in zip(notes, fits, strict=True) if fit]


def test_of_two_entries_the_other_is_not_deleted(hv: Hv) -> None:
    hv("log", "1h OS1 Programming: on-call rota")
    hv("log", "1h MW Research yesterday: call on Bob")
    for verb in (("delete", "--yes"), ("edit", "+15m")):
        ran = hv(verb[0], "on call", *verb[1:], "-n")
        assert (ran.code, "matches 2 entries" in ran.err) == (2, True)


@pytest.mark.parametrize("mark", ["", "#"])
def test_an_id_finds_its_entry(person: Person, mark: str) -> None:
    made = three(person)
    assert entry_for(person.context(), f"{mark}{made[0]}").id == made[0]


def test_entries_to_come_are_not_the_last(person: Person) -> None:
    made = three(person)
    log(person.account, hours=1, spent_date="2026-11-25")
    assert entry_for(person.context(), "last").id == made[-1]


@pytest.mark.parametrize("day", ["tomorrow", "dec 28", "2025-12-28"])
def test_the_last_is_what_was_typed_last_whatever_its_day(hv: Hv, day: str) -> None:
    today = hv("log", "1h TF Research: today", "-q").out.strip()
    made = hv("log", f"2h TF Research {day}: elsewhere", "-q").out.strip()
    assert hv("edit", "last", "+15m", "-q", "--yes").out.strip() == made
    assert hv("delete", "last", "--yes", "-q").code == 0
    assert hv("edit", "last", "+15m", "-q").out.strip() == today


def test_an_approval_of_old_entries_does_not_make_them_the_last(person: Person) -> None:
    made = three(person)
    person.account.db.execute(
        "UPDATE entries SET updated_at = ? WHERE spent_date < '2026-11-20'",
        (int(person.clock().timestamp()) + 60,),
    )
    assert entry_for(person.context(), "last").id == made[-1]


def test_running_is_what_runs(person: Person) -> None:
    with pytest.raises(NotFound, match="No timer is running"):
        entry_for(person.context(), "running")
    made = log(person.account)
    assert entry_for(person.context(), "running").id == made["id"]


def test_words_that_fit_several_entries_are_not_guessed(person: Person) -> None:
    three(person)
    with pytest.raises(UsageError) as caught:
        entry_for(person.context(), "website")
    assert caught.value.code == "ambiguous_reference"
    assert caught.value.candidates
    person.choose = lambda _, options: next(n for n, o in enumerate(options) if "beta" in o)
    assert entry_for(person.context(), "website").notes == "beta"


def test_a_row_is_one_of_the_last_list_on_this_terminal(person: Person) -> None:
    made = three(person)
    listing_of(person.context()).remember([made[2], made[0]])
    assert entry_for(person.context(), "2").id == made[0]
    with pytest.raises(NotFound, match="the last list here has 2 rows"):
        entry_for(person.context(), "3")


def test_without_a_list_a_row_is_nothing(person: Person) -> None:
    with pytest.raises(NotFound, match="no list was shown here"):
        entry_for(person.context(), "1")


def test_rows_never_shift_when_entries_are_made(person: Person) -> None:
    made = three(person)
    listing_of(person.context()).remember(made)
    log(person.account, hours=1)
    assert entry_for(person.context(), "1").id == made[0]


def test_rows_of_another_account_or_terminal_mean_nothing(tmp_path: Path) -> None:
    Listing(tmp_path, "one", "tty-1").remember([11, 12])
    assert Listing(tmp_path, "one", "tty-1").row(2) == 12
    assert Listing(tmp_path, "two", "tty-1").row(2) is None
    assert Listing(tmp_path, "one", "tty-2").row(2) is None


@pytest.mark.parametrize("content", [b"", b"one\nx\ny", b"\xff\xfe", b"one"])
def test_a_damaged_list_is_no_list(tmp_path: Path, content: bytes) -> None:
    listing = Listing(tmp_path, "one", "tty-1")
    listing.remember([11])
    listing.path.write_bytes(content)
    assert (listing.row(1), listing.rows) == (None, 0)


def test_an_old_list_is_forgotten(tmp_path: Path) -> None:
    import os

    listing = Listing(tmp_path, "one", "tty-1")
    listing.remember([11])
    os.utime(listing.path, (1, 1))
    assert listing.row(1) is None


def test_the_terminal_has_the_same_name_for_every_command() -> None:
    assert terminal_name() == terminal_name()
    assert "/" not in terminal_name()


@pytest.mark.parametrize("row", [0, 2, 10**9])
def test_only_rows_that_were_shown_exist(tmp_path: Path, row: int) -> None:
    listing = Listing(tmp_path, "one", "tty-1")
    listing.remember([11])
    assert listing.row(row) is None
