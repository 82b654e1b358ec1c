"""Reading values and bodies the way Harvest does."""

from datetime import date
from typing import Any

import pytest

from harvest_cli.sandbox.request.params import (
    body_fields,
    day,
    day_param,
    flag_param,
    hundredths,
    id_param,
    is_blank,
    minute_of_day,
    moment_param,
    pairs_of,
    param,
    plain_text,
    whole,
)
from harvest_cli.sandbox.request.replies import Refusal
from tests.rows import for_each

FORM = "application/x-www-form-urlencoded"


@for_each(
    ("value", "number"),
    [
        (7, 7),
        ("7", 7),
        (" 7 ", 7),
        ("19758856", 19758856),
        (2**63 - 1, 2**63 - 1),
        (2**63, None),
        ("9" * 5000, None),
        ("", None),
        ("x", None),
        (7.5, None),
        (True, None),
        (None, None),
        ([7], None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_id(value: object, number: int | None) -> None:
    assert whole(value) == number


@for_each(
    ("value", "kept"),
    [
        (1, 100),
        (1.005, 101),
        (0.125, 13),
        ("4.0", 400),
        ("1:30", 150),
        ("0:20", 33),
        ("1:60", None),
        (":30", None),
        ("1,5", None),
        ("1e1", 1000),
        (float("nan"), None),
        (float("inf"), None),
        (-1.5, -150),
        (False, None),
        (None, None),
        ({}, None),
        (1e7, None),
    ],
    ids=str,
)
def test_hours_as_hundredths(value: object, kept: int | None) -> None:
    assert hundredths(value) == kept


@for_each(
    ("value", "found"),
    [
        ("2017-03-21", date(2017, 3, 21)),
        ("20170321", date(2017, 3, 21)),
        (" 2017-03-21 ", date(2017, 3, 21)),
        ("2017-03-21T23:59:59Z", date(2017, 3, 21)),
        ("2017-03-21T23:59:59.123+02:00", date(2017, 3, 21)),
        ("2017-03-21 and more", None),
        ("2017-3-21", None),
        ("21/03/2017", None),
        ("0000-00-00", None),
        ("2026-13-45", None),
        ("", None),
        (None, None),
        (20170321, None),
    ],
    ids=str,
)
def test_a_day(value: object, found: date | None) -> None:
    assert day(value) == found


@for_each(
    ("value", "minute"),
    [
        ("12:00am", 0),
        ("8:05am", 485),
        ("12:30pm", 750),
        ("23:59", 1439),
        ("24:00", None),
        ("8", None),
        (8, None),
        (None, None),
    ],
)
def test_a_time_of_day(value: object, minute: int | None) -> None:
    assert minute_of_day(value) == minute


@pytest.mark.parametrize("value", [None, "", "  ", "\n"])
def test_blank_is_absent_null_or_spaces(value: object) -> None:
    assert is_blank(value)


@for_each("value", [0, False, "x", [], {}])
def test_zero_and_false_are_not_blank(value: object) -> None:
    assert not is_blank(value)


@for_each(
    ("content_type", "body", "fields"),
    [
        ("application/json", b'{"a": 1}', {"a": 1}),
        ("Application/JSON; charset=utf-8", b'{"a": 1}', {"a": 1}),
        ("application/json", b"", {}),
        ("application/json", b"[1]", {}),
        (FORM, b"a=1&b=&c=x%20y", {"a": "1", "b": "", "c": "x y"}),
        (FORM, b"r[id]=1&r[group_id]=2", {"r": {"id": "1", "group_id": "2"}}),
        (FORM, b"r=1&r[id]=2", {"r": {"id": "2"}}),
        (FORM, b"r[]=1&r[]=2", {"r": ["1", "2"]}),
        ("application/json", b'{"r[]": "1", "s[]": [2]}', {"r": ["1"], "s": [2]}),
        (FORM, b"\xff=1", {"\ufffd": "1"}),
        ("multipart/form-data", b'{"a": 1}', {}),
        ("", b'{"a": 1}', {}),
    ],
)
def test_bodies(content_type: str, body: bytes, fields: dict[str, Any]) -> None:
    assert body_fields(content_type, body) == fields


def test_the_last_of_several_values_counts() -> None:
    assert param((("a", "1"), ("b", "2"), ("a", "3")), "a") == "3"
    assert param((("a", ""),), "a") is None
    assert param((), "a") is None


@for_each(
    ("reader", "text", "value"),
    [
        (id_param, "7", 7),
        (flag_param, "true", True),
        (flag_param, "false", False),
        (day_param, "20261124", date(2026, 11, 24)),
        (moment_param, "1970-01-01T00:01:00Z", 60),
        (moment_param, "1970-01-01T00:01:00", 60),
        (moment_param, "1970-01-01T01:01:00+01:00", 60),
        (moment_param, "1970-01-01T01:01:00 01:00", 60),
        (moment_param, "1970-01-01 00:01:00", 60),
        (moment_param, "1970-01-02", 86400),
    ],
)
def test_query_values(reader: Any, text: str, value: object) -> None:
    assert reader((("a", text),), "a") == value


@pytest.mark.parametrize("reader", [id_param, flag_param, day_param, moment_param])
def test_an_unreadable_query_value_is_a_422_that_names_it(reader: Any) -> None:
    with pytest.raises(Refusal) as caught:
        reader((("updated_since", "x"),), "updated_since")
    assert caught.value.reply.status == 422
    assert b"Updated since" in caught.value.reply.body


@pytest.mark.parametrize("reader", [id_param, flag_param, day_param, moment_param])
def test_an_absent_query_value_is_none(reader: Any) -> None:
    assert reader((), "a") is None


def test_text_that_can_be_stored() -> None:
    assert plain_text("\ud800ä") == "?ä"
    assert plain_text(7) == "7"
    assert plain_text(None) is None


def test_a_mapping_and_pairs_are_the_same_query() -> None:
    assert pairs_of({"a": "1"}) == pairs_of((("a", "1"),)) == (("a", "1"),)
