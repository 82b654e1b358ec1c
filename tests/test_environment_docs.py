"""The README's table of settings and variables is the registry, no more and no less."""

import re
from pathlib import Path

import pytest

from harvest_cli.local.config.settings import SETTINGS
from tests.settings_docs import settings_table, variables

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.ux(74)
def test_every_setting_stands_in_the_table_as_the_registry_has_it() -> None:
    for line in settings_table():
        assert line in README


def test_the_table_holds_nothing_else() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| `HV_[A-Z_]+`", README, re.MULTILINE)
    assert rows == [setting.name for setting in SETTINGS]


@pytest.mark.ux(74)
def test_every_variable_is_explained_once() -> None:
    for name, meaning in variables():
        assert all(each in README for each in name.split(", "))
        assert meaning
