"""What cannot be right is refused with its code, a caret and one thing to do; nothing is sent."""

import json
import random
import re
import shlex
import string

import pytest

from tests.rows import few
from tests.running import Hv, Ran

DURATIONS = [
    ("0h", "invalid_duration"),
    ("-1h", "invalid_duration"),
    ("25h", "invalid_duration"),
    ("1:75", "invalid_duration"),
    ("1h90m", "invalid_duration"),
    ("1e3h", "invalid_duration"),
    ("nanh", "no_duration"),
    ("infh", "no_duration"),
    ("٣h", "invalid_duration"),
    ("１．５h", "invalid_duration"),
    ("1,500h", "invalid_duration"),
    ("1_000h", "invalid_duration"),
    ("2h 3h", "invalid_duration"),
    ("99999999999999999999h", "invalid_duration"),
    (".h", "no_duration"),
    ("12am-12am", "invalid_duration"),
    ("0.001h", "invalid_duration"),
    ("2h3", "invalid_duration"),
    ("2", "no_duration"),
]
ACCEPTED = [
    ("½h", 0.5, None),
    ("1,5h", 1.5, None),
    ("2h30", 2.5, None),
    ("9-5", 8.0, "meridiem"),
    ("17:00-09:00", 16.0, "midnight"),
]
DATES = [
    ("2026-02-30", "invalid_date"),
    ("29 feb 2027", "invalid_date"),
    ("32/13/2026", "invalid_date"),
    ("0000-00-00", "invalid_date"),
    ("1970-01-01", "invalid_date"),
    ("9999-12-31", "future_date"),
    ("2026-W54", "invalid_date"),
    ("monday tuesday", "invalid_date"),
    ("tomorrow yesterday", "invalid_date"),
]
NAMES = [
    ("1h on Nowhere", "unknown_project"),
    ("1h on Отчёт", "unknown_project"),
    ("1h on 123 Industries", "ambiguous_project"),
    ("1h on TF Nope", "unknown_project"),
    ("1h on !!!", "no_project"),
    ("1h TF #nope", "unknown_task"),
    ("1h TF, pro", "ambiguous_task"),
    ("Task Force", "no_duration"),
]


def entries(hv: Hv) -> int:
    return len(hv("entries", "last 400 days", "--json").json["entries"])


def refused(hv: Hv, sentence: str, code: str) -> None:
    """Refused everywhere alike: code, caret and hint, and not a word on stdout."""
    document = hv("log", sentence, "--json")
    assert document.code == 2, sentence
    error = document.json["error"]
    assert error["code"] == code, (sentence, error)
    assert error["hint"]
    assert len(error.get("candidates", ())) <= 5
    shown = hv("log", sentence)
    assert shown.out == ""
    assert shown.err.splitlines()[2].strip("^ ") == ""
    assert shown.err.count("hint: ") == 1


@pytest.mark.parametrize(("typed", "code"), DURATIONS)
def test_a_length_that_is_none(hv: Hv, typed: str, code: str) -> None:
    refused(hv, f"{typed} on TF", code)


@pytest.mark.parametrize(("typed", "hours", "kind"), ACCEPTED)
def test_a_length_that_only_looks_wrong(hv: Hv, typed: str, hours: float, kind: str | None) -> None:
    document = hv("log", f"{typed} on TF", "-n", "--json").json
    assert [entry["hours"] for entry in document["entries"]] == [hours]
    assert [each["kind"] for each in document["inferences"]] == ([kind] if kind else [])


@pytest.mark.parametrize(("typed", "code"), DATES)
def test_a_day_that_is_none(hv: Hv, typed: str, code: str) -> None:
    refused(hv, f"1h on TF {typed}", code)


@pytest.mark.parametrize(("sentence", "code"), NAMES)
def test_a_name_that_is_none(hv: Hv, sentence: str, code: str) -> None:
    refused(hv, sentence, code)


def test_a_day_in_the_far_past_needs_a_yes(hv: Hv) -> None:
    assert hv("log", "1h TF 2020-01-02", "-n", "--yes").code == 0


@pytest.mark.parametrize("typed", ["next friday", "in 3 days", "tomorrow"])
def test_a_day_to_come_is_logged_with_a_warning(hv: Hv, typed: str) -> None:
    ran = hv("log", f"1h TF {typed}", "-n")
    assert (ran.code, "is in the future" in ran.err) == (0, True)


def test_a_week_that_is_not_over_says_what_of_it_can_be_logged(hv: Hv) -> None:
    ran = hv("log", "mon-fri 1h TF, Research")
    assert (ran.code, "Write `mon-wed` for the days until today" in ran.err) == (2, True), ran.err
    assert hv("log", "mon-wed 1h TF, Research", "--yes", "-q").out.count("\n") == 3


def test_an_order_of_day_and_month_is_said(hv: Hv) -> None:
    assert "3/4 read as 4 March" in hv("log", "1h TF 03/04", "-n").out


@pytest.mark.parametrize("sentence", ["", " ", "\n \t", "​"])
def test_nothing_typed(hv: Hv, sentence: str) -> None:
    ran = hv("log", sentence, "--json")
    assert ran.code == 2
    assert ran.json["error"]["code"] in {"empty", "no_duration"}


@pytest.mark.parametrize("notes", ["a\udce9b", "\ud800"])
def test_half_a_character_can_be_kept_nowhere_and_is_refused(hv: Hv, notes: str) -> None:
    for more in ((), ("-n",)):
        ran = hv("log", f"1h TF: {notes}", *more, "--json")
        assert (ran.code, ran.json["error"]["code"]) == (2, "usage")
        assert ran.json["error"]["hint"]


@few(4)
@pytest.mark.parametrize(
    "notes",
    [
        "a\x00b",
        "--help",
        "-x",
        "👩‍👩‍👧 ‮ שלום مرحبا",
        "[bold]x[/bold]",
        "a\x1b[31mb\x1b]0;title\x07",
        "x" * 100_000,
        "2h on MW yesterday",
        "ünï — “quoted”: twice; and 3h, more",
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_notes_are_kept_as_typed_and_shown_clean(hv: Hv, notes: str) -> None:
    document = hv("log", f"1h TF: {notes}", "-n", "--json").json
    assert [entry["notes"] for entry in document["entries"]] == [notes]
    for ran in (hv("log", f"1h TF: {notes}", "-n"), hv("parse", f"1h TF: {notes}", terminal=True)):
        assert ran.code == 0
        assert "\x1b]" not in ran.out
        assert "\x1b[31mb" not in ran.out
        assert "\x00" not in ran.out


@pytest.mark.parametrize(
    "sentence", ["x" * 100_000, "1h " * 33_000, "1h on " + "TF " * 30_000, "((" * 50_000]
)
def test_a_sentence_as_long_as_a_book_is_refused_in_few_words(hv: Hv, sentence: str) -> None:
    ran = hv("log", sentence)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err) < 3_000


def random_lines(count: int) -> list[str]:
    chance = random.Random(20261118)
    letters = string.printable.replace("\n", "").replace("\r", "") + "äßİ½東京—“”‮👩👧\ud800"
    words = shlex.split("2h 1:30 9-5 on MW TF yesterday monday nov 31 : , - and @tf sick by last")
    found = []
    for _ in range(count):
        if chance.random() < 0.5:
            found.append("".join(chance.choice(letters) for _ in range(chance.randint(1, 40))))
        else:
            found.append(" ".join(chance.choice(words) for _ in range(chance.randint(1, 9))))
    whole = [line for line in found if line.splitlines() == [line]]
    # Blank lines and comments are no sentences.
    return [line for line in whole if line.strip() and not re.match(r"\s*#(?!\w)", line)]


def documents(ran: Ran) -> list[dict[str, object]]:
    return [json.loads(line) for line in ran.out.split("\n") if line]


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("log", 300),
        ("start", 100),
        ("period", 100),
        pytest.param("log", 10_000, marks=pytest.mark.slow),
        pytest.param("start", 1_000, marks=pytest.mark.slow),
        pytest.param("period", 1_000, marks=pytest.mark.slow),
    ],
)
def test_thousands_of_random_lines_give_no_exception_and_no_request(
    hv: Hv, kind: str, count: int
) -> None:
    hv("projects")
    before, lines = entries(hv), random_lines(count)
    stdin = "\n".join(lines)
    ran = hv("parse", "--as", kind, "--json", "-", stdin=stdin, HV_DEBUG="1")
    assert ran.code == 2
    assert "/v2/" not in ran.err
    assert "Traceback" not in ran.err
    answers = documents(ran)
    assert len(answers) == len(lines)
    assert [answer["text"] for answer in answers] == lines
    codes = {answer["error"]["code"] for answer in answers if "error" in answer}  # type: ignore[index]
    assert "unexpected" not in codes
    assert entries(hv) == before


def test_random_lines_are_never_logged_by_a_dry_run(hv: Hv) -> None:
    before = entries(hv)
    ran = hv("log", "-", "-n", "--json", stdin="\n".join(random_lines(300)), HV_DEBUG="1")
    assert "POST" not in ran.err
    assert entries(hv) == before
