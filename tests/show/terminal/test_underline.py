"""Underlined sentences: every mark stands under its piece, on any terminal."""

from itertools import accumulate, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from harvest_cli.domain.entries import Part
from harvest_cli.show.answers.parse_text import underlined
from harvest_cli.show.terminal.columns import display_width
from tests.domain.test_clean import hostile_text
from tests.rows import share, sweep
from tests.show.samples import an_output

KINDS = ("quantity", "project", "task", "date", "notes", "period", "group", "filter", "filler")


def parts(*pieces: tuple[str, str]) -> list[Part]:
    """Parts of a sentence from (text, kind) pairs."""
    ends = [0, *accumulate(len(text) for text, _ in pieces)]
    spans = pairwise(ends)
    return [
        Part(start, end, kind, text)
        for (start, end), (text, kind) in zip(spans, pieces, strict=True)
    ]


SENTENCE = parts(
    ("2h", "quantity"), (" on ", "filler"), ("MW", "project"), (": ", "filler"), ("x", "notes")
)


def test_names_stand_under_their_pieces_and_those_without_room_a_line_lower() -> None:
    assert underlined(SENTENCE, an_output()) == [
        "  2h on MW: x",
        "  ──    ──  ─",
        "  |     |   notes",
        "  |     project",
        "  quantity",
        "",
    ]


def test_colour_marks_piece_line_and_name_alike() -> None:
    lines = underlined(SENTENCE, an_output(color="always"))
    assert lines[0].count("\x1b[36m") == 1
    assert "\x1b[36mMW\x1b[0m" in lines[0]
    assert "\x1b[36m──\x1b[0m" in lines[1]
    assert "\x1b[36mproject\x1b[0m" in lines[3]


def test_wide_letters_have_wide_lines() -> None:
    lines = underlined(parts(("東京", "project"), (" ", "filler"), ("2h", "quantity")), an_output())
    assert lines[:3] == ["  東京 2h", "  ──── ──", "  |    quantity"]


def test_a_long_sentence_is_folded_at_blanks() -> None:
    long = parts(("2h", "quantity"), (" ", "filler"), ("a story that goes on and on", "notes"))
    assert underlined(long, an_output(width=20)) == [
        "  2h a story that",
        "  ── ────────────",
        "  |  notes",
        "  quantity",
        "",
        "  goes on and on",
        "  ──────────────",
        "  notes",
        "",
    ]


def test_a_sentence_of_filler_has_no_marks() -> None:
    assert underlined(parts(("please", "filler")), an_output()) == ["  please"]
    assert underlined([], an_output()) == []


@sweep
@given(
    st.lists(st.tuples(hostile_text, st.sampled_from(KINDS)), max_size=6),
    st.sampled_from([None, 20, 40, 80]),
)
@settings(max_examples=share(60, 4), deadline=None)
def test_any_sentence_fits_and_says_every_role(
    pieces: list[tuple[str, str]], width: int | None
) -> None:
    lines = underlined(parts(*pieces), an_output(width=width))
    assert all("\n" not in line and "\x1b" not in line for line in lines)
    if width is not None:
        assert all(display_width(line.rstrip()) <= width + len("quantity") for line in lines)
    told = " ".join(lines)
    output = an_output()
    for text, kind in pieces:
        if kind != "filler" and output.text(text).strip():
            assert kind in told
