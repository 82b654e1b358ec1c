"""The names for the Tab key: of this login, harmless in every shell, and never a hindrance."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.local.cache.completion_cache import (
    LONGEST,
    LONGEST_DESCRIPTION,
    NamesFile,
    content,
    described,
    file_name,
    is_safe,
    rows,
)
from tests.rows import for_each

PROJECT = ("p", "marketing-website", "14308069", "Marketing Website", "ABC Corp", "MW")
TASK = ("t", "graphic-design", "Graphic Design")


def rows_of(folder: Path, kind: str) -> list[tuple[str, ...]]:
    return rows(content(str(folder), "default"), kind)


@pytest.fixture
def names(tmp_path: Path) -> NamesFile:
    """The file of the default profile with one project and one task."""
    made = NamesFile(tmp_path, "default", "login-1")
    made.save([PROJECT, TASK])
    return made


def test_rows_come_back_by_kind(names: NamesFile, tmp_path: Path) -> None:
    assert rows_of(tmp_path, "p") == [PROJECT]
    assert rows_of(tmp_path, "t") == [TASK]
    assert rows_of(tmp_path, "c") == []


def test_it_serves_the_login_that_it_was_made_for(names: NamesFile, tmp_path: Path) -> None:
    assert names.serves()
    assert not NamesFile(tmp_path, "default", "login-2").serves()
    assert not NamesFile(tmp_path, "other", "login-1").serves()


def test_a_row_is_added_where_the_file_is_ours_alone(names: NamesFile, tmp_path: Path) -> None:
    names.add(("t", "research", "Research"))
    NamesFile(tmp_path, "default", "login-2").add(("t", "wrong", "Wrong"))
    NamesFile(tmp_path, "new", "login-1").add(("t", "wrong", "Wrong"))
    assert [row[1] for row in rows_of(tmp_path, "t")] == ["graphic-design", "research"]
    assert not (tmp_path / file_name("new")).exists()


@pytest.mark.parametrize(
    "line",
    ["t\tshort", "t\ttoo\tmany\tcells", "t\t$(touch x)\tx", "t\t-rf\tx", "t\t\tx", "t\ta b\tx"],
)
def test_a_row_that_is_torn_or_unsafe_is_not_offered(
    names: NamesFile, tmp_path: Path, line: str
) -> None:
    names.add(tuple(line.split("\t")))
    assert [row[1] for row in rows_of(tmp_path, "t")] == ["graphic-design"]


def test_only_words_with_that_beginning_are_cut_up(names: NamesFile, tmp_path: Path) -> None:
    names.add(("t", "research", "Research"))
    whole = content(str(tmp_path), "default")
    assert [row[1] for row in rows(whole, "t", "re")] == ["research"]
    assert rows(whole, "t", "x") == []


@pytest.mark.parametrize("damage", [b"", b"hv-names 2\tx\nt\ta\tb\n", b"\xff\x00", b"t\ta\tb\n"])
def test_another_file_in_its_place_offers_nothing(
    names: NamesFile, tmp_path: Path, damage: bytes
) -> None:
    names.path.write_bytes(damage)
    assert rows_of(tmp_path, "t") == []


def test_a_folder_or_nothing_in_its_place_offers_nothing(names: NamesFile, tmp_path: Path) -> None:
    names.path.unlink()
    assert rows_of(tmp_path, "t") == []
    names.path.mkdir()
    assert rows_of(tmp_path, "t") == []
    assert not names.serves()


@pytest.mark.skipif(os.name != "posix", reason="links are of POSIX")
def test_a_link_in_its_place_is_not_read(names: NamesFile, tmp_path: Path) -> None:
    real = tmp_path / "real"
    names.path.rename(real)
    names.path.symlink_to(real)
    assert rows_of(tmp_path, "p") == []


@for_each("word", ["a", "acme-website", "@tf", "2h", "636718192", "x" * 200, "A-1", "a--b"])
def test_words_that_mean_themselves_in_every_shell(word: str) -> None:
    assert is_safe(word)


UNSAFE = ["-", "-rf", "--help", "@", "a b", "a;b", "$x", "`x`", "a'b", 'a"b', "a\nb", "é", "٣"]
UNSAFE += ["~", "a/b", "a.b", "!x", "a*", "a|b", "a&b", "(a)", "a\\b", "x" * 201]


@for_each("word", UNSAFE)
def test_words_that_a_shell_could_obey(word: str) -> None:
    assert not is_safe(word)


FILLED = st.sampled_from(["a", "acme-website", "x" * 200, "A-1", "2h", *UNSAFE, "x" * 1000])


@given(st.lists(FILLED, max_size=6), st.sampled_from(["", "a", "x", "-", "@"]))
def test_the_quick_way_and_the_plain_way_offer_the_same(words: list[str], begun: str) -> None:
    lines = [f"t\t{word}\t{word} told" for word in words if "\n" not in word]
    held = "\n".join(["hv-names 1\tx", *lines, ""]).encode()
    wanted = [word for word in words if word.startswith(begun) and word and is_safe(word)]
    assert [row[1] for row in rows(held, "t", begun)] == wanted


@for_each("length", [199, 200, 201, 5000])
@for_each("beside", [[], ["research"], ["@tf"]])
def test_a_word_that_is_too_long_is_not_offered(length: int, beside: list[str]) -> None:
    words = ["a" * length, *beside]
    held = "".join(f"p\t{word}\t1\tName\tClient\tCode\n" for word in words).encode()
    wanted = words if length <= LONGEST else beside
    assert [row[1] for row in rows(held, "p")] == wanted


@given(st.text(max_size=300))
def test_a_description_is_one_short_printable_line(text: str) -> None:
    shown = described(text)
    assert len(shown) <= LONGEST_DESCRIPTION
    assert shown == "" or shown.isprintable()
    assert shown == shown.strip()


def test_a_long_description_says_that_it_was_cut() -> None:
    assert described("x" * 70) == "x" * 70
    assert described("x" * 71) == "x" * 69 + "…"


@pytest.mark.parametrize(
    ("profile", "name"),
    [("work", "work.names"), ("", "default.names"), ("../../x", "------x.names")],
)
def test_a_profile_cannot_leave_the_folder(profile: str, name: str) -> None:
    assert file_name(profile) == name
