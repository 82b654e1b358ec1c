"""Whatever is typed: an answer or a refusal, quickly, and every character has one role."""

import random
import string
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.lengths.clock import read_clock_time
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.names.index import Names
from harvest_cli.language.periods.read import parse_period
from harvest_cli.language.sentence import scan as scanning
from harvest_cli.language.sentence.edit import parse_edit
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.sentence.start import parse_start
from harvest_cli.language.sentence.stop import parse_stop
from harvest_cli.language.text import vocabulary
from harvest_cli.language.text.match import ReadingContext, Tokens
from harvest_cli.language.text.readings import Span
from harvest_cli.language.text.tokens import fold, tokenise
from tests.language.samples import NOW, manner, names, read
from tests.measuring.parsing import A_MILLISECOND, calls, parse_calls, projects
from tests.rows import by_turns, for_each, share, some, sweep

CODES = ("no_project", "unknown_project", "ambiguous_project")
PARSERS: tuple[Callable[..., Any], ...] = (parse_log, parse_start, parse_period)
WORDS = sorted(
    {
        *vocabulary.STRUCTURE,
        *vocabulary.FILLER,
        *(w for e in read("sentences.jsonl") for w in e["text"].split()),
        *vocabulary.listed('2 30 9 13 2026 1:30 9am @tf #design $5 " “ ß İ é ½ ٣ １ - – — ..'),
        *vocabulary.listed(": , ; | & + / x %"),
        "\n",
    }
)


def _refused(parse: Callable[[], Any]) -> SentenceError | None:
    """The refusal of a call, or None for an answer; any other exception is a failure."""
    try:
        parse()
    except SentenceError as error:
        return error
    return None


def _check(text: str, workspace: str = "B") -> None:
    for parse in PARSERS:
        try:
            spans = parse(text, NOW, names(workspace), manner(workspace)).spans
        except SentenceError as error:
            refusal = error
        else:
            _covers(spans, text)
            continue
        start, end = refusal.span or (0, len(text) or 1)
        assert refusal.code, text
        assert 0 <= start < end <= max(len(text), 1), text
    for flag in (
        lambda: read_date(text, NOW),
        lambda: read_hours(text),
        lambda: read_clock_time(text),
    ):
        refused = _refused(flag)
        assert refused is None or refused.code.startswith(("invalid", "future")), text


def _covers(spans: tuple[Span, ...], text: str) -> None:
    at = 0
    for span in spans:
        assert span.start == at, text
        assert span.end > at, text
        at = span.end
    assert at == len(text), text


@sweep
@given(st.text(max_size=60))
@settings(max_examples=share(150, 4), deadline=None, derandomize=True)
def test_any_text_is_answered_or_refused(text: str) -> None:
    _check(text)


@sweep
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from([" ", "", "  ", ", "]))
@settings(max_examples=share(400, 4), deadline=None, derandomize=True)
def test_any_mix_of_our_own_words_is_answered_or_refused(words: list[str], between: str) -> None:
    _check(between.join(words))


def test_separators_alone_between_two_lengths_are_no_misspelt_day() -> None:
    _check("project TPS .. fifteen Portal, newsletter added doing 1h;")


@pytest.mark.slow
def test_ten_thousand_random_sentences() -> None:
    chance = random.Random(11)
    for _ in range(10_000):
        count = chance.randint(1, 10)
        _check(chance.choice((" ", " ", "")).join(chance.choice(WORDS) for _ in range(count)))


@pytest.mark.parametrize("count", [150, pytest.param(2_000, marks=pytest.mark.slow)])
def test_random_strings(count: int) -> None:
    chance = random.Random(5)
    letters = string.printable + "äßİ́½東京–—“”‮👩‍👧\x00\ud800"
    for _ in range(count):
        text = "".join(chance.choice(letters) for _ in range(chance.randint(0, 40)))
        for parse in PARSERS:
            error = _refused(partial(parse, text, NOW, names("A"), manner("A")))
            assert error is None or error.code


LONG = [
    "1:30 " * 100,
    "2h " + "a b " * 120,
    "hazel " * 83,
    "(" * 500,
    '"' * 500,
    "2h mon and " * 45,
    "9-" * 250,
    "last " * 100,
    "month of " * 55,
    "the " * 125,
    "by client and " * 35,
    "Ivory Gallery " * 35,
    "1" * 500,
    "P0001 " * 83,
    "1/2/" * 125,
    "@a " * 166,
    "я 1-3 - " * 62,
    "2h acme design: " * 31,
    "without design " * 33,
    "hazel 2.0 " * 50,
    "midnight-nov last 3 days ^2 " * 17,
    "http://a p0001 half half twenty five past | 1d q3 monday to 1h; half a day up to " * 6,
    "except mon yesteday huors " * 19,
    "31/12/" * 83,
    "2h!" * 166,
    "yesteday and PR and 3rd " * 20,
    " Force—fixedy da Forc 31  Force—fixed y da Force—fixed y da Fory  8 " * 7,
    ",1/2/,/1/2/1/2/has,1/2/,/1/2/1/2/," * 14,
    "ten 1/2/1/2/1//1/2/1/2/1//1/2/1/2/1// " * 13,
    "@acme," * 83,
    "@acme/website" * 38,
    "9th," * 125,
    "3, " * 167,
    ":, " * 167,
    "of, " * 125,
    "1970-01-01-" + "9th," * 122,
    " , less , less , less 1,500h ss" * 16,
    "far far far f/ far " * 26,
    "last last last last ,ast " * 20,
    "1h-1h-1h-1h-1h-1h mont " * 21,
    " 1.5h 1.5h 1.5h 1.5h 1. " * 20,
    "0,3:23:00,3:23:00,3:20,3" * 20,
    "@ame//me/wee/website" * 25,
    "P01 2 P01," * 50,
    "/1/ 1-1-1 /quarter to " * 22,
    "3rd yesteday and PR , yesteday я 1-3 - " * 12,
    ",minus 30m " * 45,
    "/2/1/2/1//1/2/," * 33,
    "/1//1/2/en nucl, " + "/1//1/2/en 1/2/2/1/2/1//1/2/1/2/1// sun9-11am " * 10,
    "-1-1-," * 83,
]
MANY = Names(projects(2000))
EVERY: tuple[Callable[..., Any], ...] = (
    *PARSERS,
    lambda text, now, _names, how: parse_stop(text, now, how),
    parse_edit,
    partial(parse_edit, only_entries=True),
)


def _calls_of(parse: Callable[..., Any], text: str, known: Names) -> int:
    """The calls that reading a text makes where it was not read before."""
    read = partial(_refused, partial(parse, text, NOW, known, manner("C")))
    read()
    known.respellings = {}
    vars(known).pop("written", None)
    return calls(read)


@sweep
@for_each("text", some(LONG, 8), ids=lambda t: t[:12])
def test_five_hundred_characters_take_no_time(text: str) -> None:
    _check(text, "C")
    small_first = (names("C"), MANY)
    # A usual run tries each reader in one of the two, in the other at the next text.
    turned = small_first if LONG.index(text) // 8 % 2 else small_first[::-1]
    for parse, known in by_turns(EVERY, turned):
        assert _calls_of(parse, text, known) <= 19 * A_MILLISECOND, (text, parse)


@pytest.mark.slow
def test_any_hostile_mix_takes_little_time() -> None:
    chance, known = random.Random(16), names("C")
    pieces = [*WORDS, *LONG]
    for _ in range(300):
        piece = " ".join(chance.choice(pieces)[:40] for _ in range(chance.randint(1, 4))) + " "
        text = (piece * 500)[:500]
        for parse in EVERY:
            read = partial(_refused, partial(parse, text, NOW, known, manner("C")))
            assert calls(read) <= 25 * A_MILLISECOND, (text, parse)


def test_a_sentence_takes_two_thirds_of_a_millisecond_among_two_thousand_projects() -> None:
    # Each of these calls does more than most.
    assert parse_calls(2000) <= 0.33 * A_MILLISECOND


def test_only_what_a_word_cannot_begin_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(17)
    texts = [
        " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 6))) for _ in range(150)
    ]
    texts = [f"on the {text} from {text}" for text in texts]
    tokens = [tokenise(text) for text in texts]
    found = [_segments(each) for each in tokens]
    monkeypatch.setattr(scanning, "opening", lambda _tokens, _i: "")
    assert found == [_segments(each) for each in tokens]


def _segments(tokens: Tokens) -> str:
    settled = scanning.Settled(names("B"), project=False, needs_quantity=False)
    segments, stop = scanning.scan(tokens, ReadingContext(NOW, manner("B")), settled)
    return f"{[(a.kind, a.start, a.end, a.match and a.match.kind) for a in segments]} {stop}"


def test_a_hundred_kilobytes_of_notes_come_back_whole() -> None:
    notes = "footer 3h monday: " * 6000 + "end"
    (entry,) = parse_log(f"2h Nucleus: {notes}", NOW, names("B")).entries
    assert entry.notes == notes
    # The processor's time here too.
    start = time.process_time()
    with pytest.raises(SentenceError):
        parse_log("lorem ipsum " * 9000, NOW, names("B"))
    assert time.process_time() - start < 0.3


@for_each("end", ["9999-12-31", "0001-01-01", "9999", "december 9999", "1900"])
@for_each(
    "text",
    [
        "{} to may",
        "{} to friday",
        "{} to the 31st",
        "{} to nov 3",
        "week of {}",
        "week ending {}",
        "after {}",
        "since {}",
        "may to {}",
        "q4 {}",
        "last 3 days of {}",
        "1h Nucleus {}",
    ],
)
def test_the_ends_of_the_calendar_do_no_harm(text: str, end: str) -> None:
    _check(text.format(end))


def test_structure_behind_the_limit_is_notes() -> None:
    text = f"2h Nucleus: {'x' * 600} 3h on Paywall yesterday"
    (entry,) = parse_log(text, NOW, names("B")).entries
    assert entry.assignment.project.name == "Nucleus"
    assert entry.notes is not None
    assert entry.notes.endswith("yesterday")


@for_each(
    "note",
    [
        "--help",
        "-1h",
        "[bold]x[/]",
        "\x1b[31mred",
        "a\x00b",
        "👩‍👩‍👧 שלום",
        "\ud800",
        '"q"',
        "t\tb",
    ],
)
def test_a_note_is_never_changed(note: str) -> None:
    (entry,) = parse_log(f"1h Nucleus: {note}", NOW, names("B")).entries
    assert entry.notes == note


@sweep
@given(st.text(max_size=200))
@settings(max_examples=share(200, 4), deadline=None, derandomize=True)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("text", ["Task Force doing 1h", "newsletter added doing 1h;"])
def test_nothing_that_was_done_is_refused(text: str) -> None:
    error = _refused(partial(parse_log, text, NOW, names("A")))
    assert error is not None
    assert error.code == "unknown_project"


def test_names_that_fold_to_nothing_or_alike_do_no_harm() -> None:
    from harvest_cli.domain.company import Client, Project, ProjectAssignment

    client = Client(1, "!!!")
    made = [
        ProjectAssignment(None, Project(number, name), client)
        for number, name in enumerate(("!!!", "???", "Café", "café", "Cafe\u0301", ""), 1)
    ]
    known = Names(made)
    assert len({known.slug(a) for a in made}) == len(made)
    for name in ("!!!", "???", "Café", "café", ""):
        error = _refused(partial(parse_log, f"1h {name}", NOW, known))
        assert error is None or error.code in CODES
    assert known.project("café") == made[3]
    assert known.project("project-2") == made[1]
