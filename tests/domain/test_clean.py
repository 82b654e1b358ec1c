"""Values from outside cannot steer, reorder or hide on a terminal."""

import re
import time
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.safe_text import clean
from tests.rows import for_each

HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

# Pieces that make up sequences, so that a fuzz meets real ones and broken ones.
PIECES = (
    "\x1b", "\x9b", "\x9d", "\x90", "\x9c", "\x07", "[", "]", "P", "\\", "0;", "31m", "8;;",
    "\n", "\r", "\t", "\x00", "\u202e", "\u200d", "\ud800", "é", "漢", "👩", "x", " ", "?25l",
)  # fmt: skip
hostile_text = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=30).map("".join)


@for_each(
    ("raw", "shown"),
    [
        ("hero mockups", "hero mockups"),
        ("", ""),
        ("Zoë › 漢字 – naïve…", "Zoë › 漢字 – naïve…"),
        ("[bold]x[/] :smile:", "[bold]x[/] :smile:"),
        ("a\x1b[2Jb", "a␛b"),
        ("a\x1b[31mred\x1b[0m", "a␛red␛"),
        ("\x1b[38;5;1mx", "␛x"),
        ("\x1b[?25lx", "␛x"),
        ("\x9b31mx", "␛x"),
        ("\x1b]0;title\x07x", "␛x"),
        ("\x1b]0;title\x1b\\x", "␛x"),
        ("\x9d0;title\x9cx", "␛x"),
        ("\x1b]52;c;ZXZpbA==\x07x", "␛x"),
        ("\x1b]8;;https://evil\x1b\\link\x1b]8;;\x1b\\", "␛link␛"),
        ("\x1bP1$r0m\x1b\\x", "␛x"),
        ("\x90q\x9cx", "␛x"),
        ("\x1b_app\x1b\\x", "␛x"),
        ("\x1bcx", "␛x"),
        ("\x1b(Bx", "␛x"),
        ("\x1b", "␛"),
        ("\x1b\x1b[1mx", "␛␛x"),
        ("\x1b[31", "␛"),
        ("\x1b]0;never ends", "␛0;never ends"),
        ("a\tb", "a b"),
        ("a\nb\r\nc\rd", "a⏎b⏎c⏎d"),
        ("a\u2028b", "a⏎b"),
        ("a\x00b", "a‹U+0000›b"),
        ("a\x08b", "a‹U+0008›b"),
        ("a\x07b", "a‹U+0007›b"),
        ("a\x85b", "a‹U+0085›b"),
        ("a\x7fb", "a‹U+007F›b"),
        ("a\u202eb", "a‹U+202E›b"),
        ("a\u2066b", "a‹U+2066›b"),
        ("a\u200bb", "a‹U+200B›b"),
        ("a\ufeffb", "a‹U+FEFF›b"),
        ("a\u3164b", "a‹U+3164›b"),
        ("a\U000e0041b", "a‹U+E0041›b"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("a\ud800b", "a\ufffdb"),
        ("\u0661\u0600", "\u0661\u0600"),
        ("a\xa0b", "a\xa0b"),
        ("‮", "‹U+202E›"),
    ],
)
def test_what_each_character_or_sequence_is_shown_as(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@for_each(
    ("raw", "shown"),
    [
        ("a\x1b[2Jb", "a^[b"),
        ("a\nb", r"a\nb"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\ud800b", "a?b"),
        ("é", "é"),
    ],
)
def test_with_ascii_only_the_marks_are_ascii_and_letters_stay(raw: str, shown: str) -> None:
    assert clean(raw, ascii_only=True) == shown


def test_kept_characters_stay_and_nothing_else_does() -> None:
    assert clean("a\r\nb\tc\x00", keep="\n\t") == "a\nb\tc‹U+0000›"


@given(hostile_text)
def test_no_text_comes_out_hostile(text: str) -> None:
    shown = clean(text)
    assert not HOSTILE.search(shown)
    assert not any(unicodedata.category(char) == "Cs" for char in shown)


@given(hostile_text)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_letters_numbers_and_signs_pass_unchanged(text: str) -> None:
    visible = "".join(char for char in text if char not in "\u115f\u1160\u3164\uffa0")
    assert clean(visible) == visible


@for_each("piece", ["\x1b]", "\x9d", "\x1b[", "\x1b[0", "\x1bP", "\x90", "\x1b", "\x1b "])
def test_many_broken_sequences_take_linear_time(piece: str) -> None:
    def spent(times: int) -> float:
        begun = time.process_time()
        clean(piece * times)
        return time.process_time() - begun

    def least(times: int) -> float:
        return min(spent(times) for _ in range(3))

    # Quadratic time would take a hundred times as long for ten times the text.
    assert least(40_000) < 40 * max(least(4_000), 0.001)
