"""What is nearly right is refused: misspelt names and days, entries hidden in notes."""

import random
from datetime import date

import pytest

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.text.match import nearly
from tests.language.samples import NOW, Fields, answer, assignments, manner, names, read
from tests.rows import for_each, share, some, sweep


def _misspelt(word: str, chance: random.Random) -> list[str]:
    at = chance.randrange(1, len(word) - 1)
    swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    return [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], swapped, "Zorblat"]


def _bill(got: Fields) -> list[tuple[object, ...]]:
    return [(e["project"], e["spent_date"], e["hours"]) for e in got.get("entries", [])]


@sweep
def test_a_misspelt_name_never_changes_what_is_billed() -> None:
    chance = random.Random(9)
    tried = 0
    for example in some(read("examples.jsonl"), 4):
        if example["kind"] != "log" or "error" in example["expect"]:
            continue
        meant = answer(example)
        head, colon, notes = example["text"].partition(": ")
        for word in {w for e in meant["entries"] for w in e["project"].split()}:
            at = head.casefold().find(word.casefold())
            if at < 0 or len(word) < 5 or not word.isalpha():
                continue
            for bad in _misspelt(word, chance):
                text = head[:at] + bad + head[at + len(word) :] + colon + notes
                got = answer({**example, "text": text})
                tried += 1
                assert "error" in got or _bill(got) == _bill(meant), text
    assert tried > share(400, 4)


def test_an_unknown_project_is_never_replaced_by_a_near_one() -> None:
    for assignment in assignments("B"):
        if not assignment.is_active:
            continue
        for text in (
            f"2h on {assignment.project.name} Zorblat",
            f"2h on Zorblat {assignment.project.name}",
            f"2h {assignment.project.name} - Zorblat 3h",
            f"2h {assignment.project.name}, 1h Zorblat",
        ):
            with pytest.raises(SentenceError):
                parse_log(text, NOW, names("B"), manner("B"))


@for_each(
    ("text", "day"),
    [
        ("1h Task Force yestreday", 17),
        ("1h Task Force, yestreday", 17),
        ("1h Task Force, tomorow", 19),
        ("1h Task Force, thursdy", 12),
        ("Task Force 1h wednsday css", 18),
        ("Task Force 1h, mnday", 16),
        ("1h Task Force tody", 18),
    ],
)
def test_a_day_with_one_slip_is_the_day_and_is_said(text: str, day: int) -> None:
    reading = parse_log(text, NOW, names("A"))
    assert [entry.spent_date.day for entry in reading.entries] == [day]
    assert [said.kind for said in reading.inferences] == ["spelling"]


@for_each(
    "text",
    [
        "Task Force 2h, slides, Marketing Website 1h, header",
        "Task Force 2h slides; Marketing Website 1h header",
        "Marketing Website 2h, Task Foce 1.5h",
        "9-11 MW, 11-12 Task Frce",
        "2h TF, 3h on Marketing Webste",
    ],
)
def test_an_entry_is_never_lost_inside_notes(text: str) -> None:
    with pytest.raises(SentenceError):
        parse_log(text, NOW, names("A"))


def test_a_day_inside_free_notes_is_said() -> None:
    reading = parse_log("2h Task Force, header fixes, yesterday, done", NOW, names("A"))
    assert reading.entries[0].notes == "header fixes, yesterday, done"
    assert reading.warnings == ("`yesterday` was read as part of the notes",)


@pytest.mark.parametrize("end", [", yesterday", "; yesterday.", " | on tuesday", " - nov 17"])
def test_a_day_that_closes_free_notes_is_the_day(end: str) -> None:
    reading = parse_log(f"2h Task Force, header fixes{end}", NOW, names("A"))
    assert reading.entries[0].notes == "header fixes"
    assert reading.entries[0].spent_date == date(2026, 11, 17)
    assert not reading.warnings


@pytest.mark.parametrize(
    "text",
    [
        "2h Task Force, sync on monday, tuesday",
        "2h Task Force monday, prep, tuesday",
        "2h Task Force: prep, tuesday",
        "2h Task Force, prep, next week",
    ],
)
def test_a_last_day_is_notes_where_another_day_was_said(text: str) -> None:
    (entry,) = parse_log(text, NOW, names("A")).entries
    assert entry.notes is not None
    assert entry.notes.endswith(text.rsplit(", ", 1)[1])


def test_an_impossible_day_that_closes_free_notes_is_refused() -> None:
    with pytest.raises(SentenceError) as caught:
        parse_log("2h Task Force, header fixes, feb 30", NOW, names("A"))
    assert caught.value.code == "invalid_date"


def test_notes_around_a_day_are_kept_whole() -> None:
    (entry,) = parse_log("2h TF fixing links yesterday, and forms", NOW, names("A")).entries
    assert (entry.notes, entry.spent_date) == ("fixing links, and forms", date(2026, 11, 17))


@for_each(
    ("word", "other", "near"),
    [
        ("yesterdy", "yesterday", True),
        ("yesterdaay", "yesterday", True),
        ("yesterdax", "yesterday", True),
        ("yestreday", "yesterday", True),
        ("yesterday", "yesterday", False),
        ("estimate", "yesterday", False),
        ("today", "monday", False),
    ],
)
def test_one_letter_makes_a_near_word(word: str, other: str, near: bool) -> None:
    assert nearly(word, other) is near


@for_each(
    ("text", "warning"),
    [
        ("2h TF: calls; 1h on MW", "`1h on MW` was read as part of the notes"),
        ("2h TF: calls, MW 30m", "`MW 30m` was read as part of the notes"),
        ("2h TF: calls\n1h on MW: x", "`1h on MW: x` was read as part of the notes"),
        ("2h TF and 1h MW: retro", "All 2 entries get the same notes"),
        ("2h TF: calls; mails to MW", None),
        ("2h TF: 1h calls, 30m mail", None),
        ("8h a day on TF monday to wednesday: build", None),
        ("2h TF: 1h on MW", None),
    ],
)
def test_notes_that_may_be_more_than_notes_are_said(text: str, warning: str | None) -> None:
    warnings = parse_log(text, NOW, names("A")).warnings
    assert warnings == ((warning,) if warning else ())


@for_each(
    ("text", "notes", "day"),
    [
        ("2h TF doing slides for monday", "slides for monday", 18),
        ("2h TF moving the call to friday", "moving the call to friday", 18),
        ("2h TF reading mail from tuesday", "reading mail from tuesday", 18),
        ("2h TF reading mail tuesday", "reading mail", 17),
        ("2h TF reading mail on tuesday", "reading mail", 17),
        ("2h TF, 1st draft", "1st draft", 18),
        ("2h TF tuesday, 1st draft", "1st draft", 17),
        ("2h - TF - nov 17 - friday demo", "friday demo", 17),
    ],
)
def test_a_day_that_notes_speak_of_is_not_the_day(text: str, notes: str, day: int) -> None:
    (entry,) = parse_log(text, NOW, names("A")).entries
    assert (entry.notes, entry.spent_date) == (notes, date(2026, 11, day))


@pytest.mark.parametrize(
    "text", ["doing header links on TF", "2h doing header links", "doing on TF"]
)
def test_words_of_doing_without_the_rest_are_refused(text: str) -> None:
    with pytest.raises(SentenceError):
        parse_log(text, NOW, names("A"))


@for_each(
    ("word", "day"),
    [
        ("ystrday", "yesterday"),
        ("yest", "yesterday"),
        ("yestrdy", "yesterday"),
        ("tmrw", "tomorrow"),
        ("tomrw", "tomorrow"),
        ("thrsdy", "thursday"),
        ("satur", "saturday"),
    ],
)
def test_a_day_that_was_cut_short_is_no_note(word: str, day: str) -> None:
    for text in (f"Task Force 2h {word}", f"2h Task Force, {word}", f"Task Force 2h {word} css"):
        with pytest.raises(SentenceError) as refused:
            parse_log(text, NOW, names("A"), manner("A"))
        assert refused.value.code == "invalid_date"
        assert refused.value.hint == f"Did you mean `{day}`?"


@for_each(
    "note",
    [
        "study",
        "sundry",
        "match",
        "fray",
        "tidy",
        "sunny day",
        "money",
        "toys",
        "todays list",
        "mondays backlog",
        "fry-up",
        "yes",
        "tom",
        "mon ami corrections",
        "marshal",
        "sundry items",
        "wedding site",
    ],
)
def test_words_that_only_resemble_a_day_are_notes(note: str) -> None:
    (entry,) = parse_log(f"Task Force 2h: {note}", NOW, names("A"), manner("A")).entries
    assert entry.notes == note
    (entry,) = parse_log(f"Task Force 2h, {note}", NOW, names("A"), manner("A")).entries
    assert (entry.notes, entry.spent_date) == (note, NOW.date())


def test_notes_that_begin_with_a_task_are_said() -> None:
    from tests.language.sentence.test_typed import Row, reading

    (warning,) = reading(Row("log", "1h acme-web, Design fix nav", "")).warnings
    assert warning == "`Design fix nav` is notes; `, Design, …` names the task"
    for text in (
        "1h acme-web, fix design nav",
        "1h acme-web design, QA round",
        "1h tps: Analysis x",
    ):
        assert not reading(Row("log", text, "")).warnings, text
