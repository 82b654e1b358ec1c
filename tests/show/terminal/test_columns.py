"""Text takes the columns that it takes."""

from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.safe_text import clean
from harvest_cli.show.terminal.columns import display_width, fit, fit_end, pad, wrapped
from tests.rows import for_each


@for_each(
    ("text", "width"),
    [
        ("", 0),
        ("hero", 4),
        ("Zoë", 3),
        ("Zoe\u0308", 3),
        ("漢字", 4),
        ("ｆｕｌｌ", 8),
        ("ﾊﾝｶｸ", 4),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩\u200d💻", 2),
        ("👨\u200d👩\u200d👧\u200d👦", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("❤\ufe0f\u200d🔥", 2),
        ("1\ufe0f\u20e3", 2),
        ("x\ufe0f", 1),
        ("🇩🇪", 2),
        ("\u1112\u1161\u11ab", 2),
        ("שלום", 4),
        ("สวัสดี", 4),
        ("\u0301", 0),
        ("a›b…", 4),
    ],
)
def test_the_width_of_a_text_on_a_terminal(text: str, width: int) -> None:
    assert display_width(text) == width


@for_each(
    ("text", "width", "shown"),
    [
        ("hero mockups", 12, "hero mockups"),
        ("hero mockups", 11, "hero mocku…"),
        ("hero mockups", 6, "hero…"),
        ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 4, "漢…"),
        ("a👩\u200d💻b", 3, "a…"),
        ("Zoe\u0308s day", 4, "Zoe\u0308…"),
        ("hero", 1, "…"),
        ("hero", 0, ""),
    ],
)
def test_a_cut_keeps_characters_whole(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


def test_a_cut_in_ascii_costs_three_columns() -> None:
    assert fit("hero mockups", 8, "...") == "hero..."
    assert fit("hero mockups", 2, "...") == ".."


def test_the_end_of_a_text_can_be_kept_instead() -> None:
    assert fit_end("hero mockups", 8) == "…mockups"
    assert fit_end("漢字漢字", 6) == "…漢字"
    assert fit_end("hero", 4) == "hero"
    assert fit_end("hero", 0) == ""


def test_padding_counts_columns_and_not_characters() -> None:
    assert pad("漢", 4) == "漢  "
    assert pad("漢", 4, right=True) == "  漢"
    assert pad("longer", 4) == "longer"


@given(st.text().map(clean), st.integers(0, 30), st.sampled_from(["…", "..."]))
def test_a_cut_text_always_fits(text: str, width: int, ellipsis: str) -> None:
    assert display_width(fit(text, width, ellipsis)) <= width
    assert display_width(fit_end(text, width, ellipsis)) <= width


@given(st.text().map(clean))
def test_a_padded_text_is_as_wide_as_asked(text: str) -> None:
    wide = display_width(text) + 3
    assert display_width(pad(text, wide)) == wide


@for_each(
    ("text", "width", "lines"),
    [
        ("\x1b[1mThu 1 – Thu 31 Dec\x1b[0m", 17, ["\x1b[1mThu 1 –", "Thu 31 Dec\x1b[0m"]),
        ("Task Force  Tue 17 Nov  x", 18, ["Task Force ", "Tue 17 Nov  x"]),
        ("Nothing on Thu 1 Jan, Fri 2 Jan 2027", 24, ["Nothing on Thu 1 Jan,", "Fri 2 Jan 2027"]),
        ("hours, Mon 16 – Sun 22 Nov", 18, ["hours, Mon 16 –", "Sun 22 Nov"]),
        ("from 9 to 17 and 30 more", 13, ["from 9 to 17", "and 30 more"]),
    ],
)
def test_a_day_is_never_broken(text: str, width: int, lines: list[str]) -> None:
    assert [line.rstrip() for line in wrapped(text, width)] == [line.rstrip() for line in lines]
