"""JSON as it should be, and as it should not."""

from decimal import Decimal

import pytest

from harvest_cli.harvest.wire.read import NotJson, decode, decode_object
from tests.rows import for_each


@for_each(
    ("body", "value"),
    [
        (b'{"hours": 0.33}', {"hours": Decimal("0.33")}),
        (b'{"hours": 165.98, "n": 2}', {"hours": Decimal("165.98"), "n": 2}),
        (b'{"a": NaN, "b": Infinity, "c": -Infinity}', {"a": None, "b": None, "c": None}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "Büro ☕"}'.encode(), {"a": "Büro ☕"}),
    ],
)
def test_numbers_are_exact_and_text_is_utf_8(body: bytes, value: object) -> None:
    assert decode(body) == value


@for_each(
    "body",
    [
        b"",
        b"<html>",
        b'{"a": 1} x',
        b'{"a": 1',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"9" * 5000,
        b'{"a": 1e99999999999999999999999}',
        b"\xff\xfe{\x00}\x00",
        b'"\xe9"',
    ],
)
def test_anything_else_is_not_json(body: bytes) -> None:
    with pytest.raises(NotJson):
        decode(body)


@for_each("body", [b"[]", b"null", b"1", b'"text"', b"true"])
def test_an_object_is_what_is_wanted(body: bytes) -> None:
    with pytest.raises(NotJson, match="object"):
        decode_object(body)
