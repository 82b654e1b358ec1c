"""All flags of a line that cannot be read are told in one run, and nothing is sent."""

import pytest

from tests.running import Hv


def requests(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith(("GET ", "POST ", "PATCH "))]


@pytest.fixture
def known(hv: Hv) -> Hv:
    """An hv that has the names at hand."""
    assert hv("projects").code == 0
    return hv


@pytest.mark.ux(24)
def test_every_wrong_value_is_told_at_once(known: Hv) -> None:
    flags = "--hours abc --date nope --project zork --from 99 --to x --round q --ref y --client w"
    ran = known("log", "zz", *flags.split(), HV_DEBUG="1")
    assert ran.code == 2
    assert requests(ran.err) == []
    first = next(line for line in ran.err.splitlines() if line.startswith("hv: Cannot read"))
    pairs = list(zip(flags.split()[::2], flags.split()[1::2], strict=True))
    for flag, value in pairs:
        assert f'Cannot read "{value}" ({flag})' in first
        assert ran.err.count(f"`{flag}`: ") == 1, "each has a line that says what would be right"


def test_the_first_one_gives_the_code_and_the_document_keeps_its_keys(known: Hv) -> None:
    error = known("log", "--hours", "abc", "--date", "nope", "--json").json["error"]
    assert error["code"] == "invalid_duration"
    assert set(error) == {"code", "message", "hint"}
    assert error["message"] == 'Cannot read "abc" (--hours); Cannot read "nope" (--date)'
    assert [line[:9] for line in error["hint"].split("\n")] == ["`--hours`", "`--date`:"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("log 1h --project MW --task zork --hours abc", ["--hours", "--task"]),
        ("log 1h MW --round q --ref y", ["--round", "--ref"]),
        ("start MW --at 99 --date nope", ["--at", "--date"]),
        ("start MW --at 99 --ref y", ["--at", "--ref"]),
    ],
)
def test_in_whatever_pair_they_come(known: Hv, line: str, wrong: list[str]) -> None:
    ran = known(*line.split(), HV_DEBUG="1")
    assert ran.code == 2
    assert requests(ran.err) == []
    first = next(line for line in ran.err.splitlines() if line.startswith("hv: Cannot read"))
    assert all(f'" ({flag})' in first for flag in wrong)


def test_one_that_is_wrong_keeps_its_caret(known: Hv) -> None:
    ran = known("log", "1h", "MW", "--hours", "abc")
    assert ran.code == 2
    assert "^^^" in ran.err
    assert "Cannot read" not in ran.err


def test_names_that_are_not_at_hand_are_not_called_wrong(hv: Hv) -> None:
    ran = hv("log", "--hours", "abc", "--date", "nope", "--project", "zork")
    assert ran.code == 2
    assert 'Cannot read "abc" (--hours)' in ran.err
    assert 'Cannot read "nope" (--date)' in ran.err


def test_a_value_as_long_as_a_book_is_cut(known: Hv) -> None:
    ran = known("log", "--hours", "x" * 5000, "--date", "y" * 5000)
    assert ran.code == 2
    assert max(map(len, ran.err.splitlines())) < 400


def test_with_lines_each_line_is_told(known: Hv) -> None:
    ran = known("log", "-", "--hours", "abc", "--date", "nope", stdin="MW\nTF\n")
    assert ran.code == 2
    assert 'Cannot read "nope" (--date)' in ran.err
