"""A token that cannot be printed by accident."""

import copy
import json
import pickle

import pytest

from harvest_cli.domain.safe_text import Secret
from tests.rows import for_each

TOKEN = "1234.pt.canary-of-the-tests"


@for_each("show", [str, repr, "{}".format, "{!r:>30}".format, "%s".__mod__, lambda s: f"{[s]}"])
def test_no_way_of_showing_it_gives_the_text(show) -> None:  # type: ignore[no-untyped-def]
    assert TOKEN not in show(Secret(TOKEN))


def test_only_reveal_gives_the_text() -> None:
    assert Secret(TOKEN).reveal() == TOKEN


@pytest.mark.parametrize("write", [pickle.dumps, copy.deepcopy, json.dumps])
def test_it_cannot_be_written_out(write) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError):
        write(Secret(TOKEN))


def test_it_has_no_attributes_to_list() -> None:
    with pytest.raises(TypeError):
        vars(Secret(TOKEN))
