"""Records are tuples with named fields, exactly as `typing` makes them, and made faster."""

import copy
import pickle
import re
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.domain import records

PACKAGE = Path(records.__file__).parents[1]


class Fast(records.NamedTuple):
    """One of each kind of field."""

    name: str
    hours: int | None = None
    words: tuple[str, ...] = ()

    @property
    def doubled(self) -> int:
        """A property beside the fields."""
        return (self.hours or 0) * 2


class Usual(typing.NamedTuple):
    """One of each kind of field."""

    name: str
    hours: int | None = None
    words: tuple[str, ...] = ()

    @property
    def doubled(self) -> int:
        """A property beside the fields."""
        return (self.hours or 0) * 2


USES: list[Callable[[Any], object]] = [
    lambda kind: kind("a"),
    lambda kind: kind("a", words=("b",)),
    lambda kind: kind(name="a", hours=3).doubled,
    lambda kind: kind._fields,
    lambda kind: kind._field_defaults,
    lambda kind: kind.__match_args__,
    lambda kind: kind.__annotations__,
    lambda kind: kind.__doc__,
    lambda kind: kind._make(["a", 1, ()]),
    lambda kind: kind("a", 1)._replace(hours=2),
    lambda kind: kind("a", 1)._asdict(),
    lambda kind: repr(kind("a", 1)).partition("(")[2],
    lambda kind: (hash(kind("a", 1)), kind("a", 1) == ("a", 1, ()), kind("a") < kind("b")),
    lambda kind: copy.deepcopy(kind("a", 1)),
    lambda kind: pickle.loads(pickle.dumps(kind("a", 1))),
    lambda kind: typing.get_type_hints(kind),
    lambda kind: hasattr(kind("a"), "__dict__"),
]


@pytest.mark.parametrize("use", USES)
def test_a_record_does_what_a_named_tuple_does(use: Callable[[Any], object]) -> None:
    assert use(Fast) == use(Usual)
    assert type(use(Fast)) in (type(use(Usual)), Fast)


MISTAKES: list[Callable[[Any], object]] = [
    lambda kind: kind(),
    lambda kind: kind("a", 1, (), 4),
    lambda kind: kind("a", nope=1),
    lambda kind: kind._make(["a"]),
    lambda kind: kind("a")._replace(nope=1),
    lambda kind: setattr(kind("a"), "name", "b"),
    lambda kind: setattr(kind("a"), "nope", "b"),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_fails_as_it_does_there(mistake: Callable[[Any], object]) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)) as usual:
        mistake(Usual)
    with pytest.raises(usual.type):
        mistake(Fast)


def test_every_record_of_hv_is_one_of_these() -> None:
    taken = re.compile(r"domain\.records import .*\bNamedTuple")
    texts = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    by_typing = [
        str(path.relative_to(PACKAGE))
        for path, text in texts.items()
        if "NamedTuple" in text and not taken.search(text)
    ]
    assert by_typing == ["domain/records.py"], "import NamedTuple from harvest_cli.domain.records"
