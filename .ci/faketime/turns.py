"""A pytest plugin: of what was collected a part, so that several runs share it between them.

`TURN=0/4` is the first of four; tests of the files that `EVERY_TURN` names are in each.
"""

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests whose turn is another."""
    turn, turns = map(int, os.environ["TURN"].split("/"))
    every = set(os.environ["EVERY_TURN"].split())
    items[:] = [
        item
        for place, item in enumerate(items)
        if place % turns == turn or item.nodeid.partition("::")[0] in every
    ]
