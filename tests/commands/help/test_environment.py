"""`hv help environment` is made from the tables of settings and variables."""

import re

import pytest

from harvest_cli.commands.help.topics import usual_value
from harvest_cli.local.config.settings import SETTINGS
from tests.running import Hv
from tests.settings_docs import variables


@pytest.mark.ux(74)
def test_every_variable_is_told_with_its_meaning(hv: Hv) -> None:
    ran = hv("help", "environment")
    assert ran.code == 0
    text = " ".join(ran.out.split())
    for name, meaning in variables():
        assert name.split(", ")[0] in text
        assert meaning.split(" (or ")[0] in text


def test_it_fits_a_terminal_and_marks_what_a_folder_may_set(hv: Hv) -> None:
    lines = hv("help", "environment").out.splitlines()
    assert max(map(len, lines)) <= 80
    marked = {line.split("*")[0] for line in lines if line.startswith("HV_") and "*" in line}
    assert marked == {setting.variable for setting in SETTINGS if setting.folder}


@pytest.mark.ux(74)
def test_every_setting_is_told_with_what_counts_where_nobody_set_it(hv: Hv) -> None:
    text = " ".join(hv("help", "environment").out.split())
    names = re.findall(r"\b(HV_[A-Z_]+)\*? ", text.partition("Settings: ")[2])
    assert names[: len(SETTINGS)] == [setting.variable for setting in SETTINGS]
    for setting in SETTINGS:
        told = f"{setting.help} [{usual_value(setting)}]" if usual_value(setting) else setting.help
        assert told in text


def test_it_is_among_the_topics(hv: Hv) -> None:
    assert "environment" in hv("help").out
    assert "hv config list --origin" in hv("help", "environment").out
