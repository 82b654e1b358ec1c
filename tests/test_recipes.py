"""The topic's recipes for prompts, bars, aliases and cron do what they are for."""

import configparser
import json
import os
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from tests import child
from tests.documents import TOPICS, blocks
from tests.running import Hv

SECTION = TOPICS["prompt"]
BLOCKS = blocks(SECTION)


def block(language: str, holding: str = "") -> str:
    """The recipe in a language."""
    found: str = next(text for name, text in BLOCKS if name == language and holding in text)
    return found


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """An environment where `hv` is a program on the embedded Harvest, and notifications a file."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, line in {
        "hv": f'exec {shlex.quote(child.PYTHON)} -m harvest_cli --sandbox "$@"',
        "notify-send": f'echo "$1" >> {shlex.quote(str(tmp_path / "notified"))}',
    }.items():
        script = folder / name
        script.write_text(f"#!/bin/sh\n{line}\n")
        script.chmod(0o700)
    path = f"{folder}:{os.environ.get('PATH', '/usr/bin:/bin')}"
    return {"HV_HOME": str(tmp_path / "home"), "PATH": path}


def sh(command: str, environ: dict[str, str], shell: str = "sh") -> child.Done:
    """One command line in a shell."""
    return child.run([shell, "-c", command], environ)


def started(machine: dict[str, str]) -> None:
    """A timer, from this process."""
    own = {"HV_PROFILE": "sandbox", "HV_NOW": child.NOW}
    assert Hv({**machine, **own})("start", "MW").code == 0


def formats() -> list[str]:
    """The templates of all recipes."""
    return re.findall(r"--format '([^']*)'", SECTION)


def test_each_recipe_has_a_template_that_hv_fills_in(hv: Hv) -> None:
    assert len(formats()) >= 5
    hv("start", "MW", HV_NOW="2026-11-18T10:00:00")
    for template in formats():
        ran = hv("status", "--format", template)
        assert ran.code == 0
        assert "{" not in ran.out


def test_every_field_stands_there() -> None:
    from harvest_cli.local.cache.status_cache import FIELDS

    assert set(re.findall(r"\{(\w+)\}", SECTION.split("starship")[0])) == set(FIELDS)


def test_starship(machine: dict[str, str]) -> None:
    module = tomllib.loads(block("toml"))["custom"]["hv"]
    started(machine)
    assert sh(module["command"], machine).stdout == "Marketing Website 0:00\n"


def test_waybar_and_polybar(machine: dict[str, str]) -> None:
    waybar = json.loads(block("json"))["custom/hv"]
    polybar = configparser.RawConfigParser()
    polybar.read_string(block("ini"))
    script = polybar["module/hv"]["exec"]
    assert sh(waybar["exec"], machine).stdout == ""
    assert sh(script, machine).stdout == "\n"
    started(machine)
    assert sh(waybar["exec"], machine).stdout == "Marketing Website 0:00\n"
    assert sh(script, machine).stdout.startswith("Marketing Website 0:00, done ")


def test_tmux(machine: dict[str, str]) -> None:
    command = re.findall(r"#\((.*)\) %H", block("tmux"))
    started(machine)
    assert sh(command[0], machine).stdout == "MW 0:00 of 0:00\n"


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh here")
def test_zsh(machine: dict[str, str]) -> None:
    started(machine)
    prompt = sh(f"{block('sh', 'PROMPT')}\nprint -rP -- $PROMPT", machine, "zsh")
    assert prompt.stdout.startswith("Marketing Website 0:00 ")


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_aliases(machine: dict[str, str]) -> None:
    script = f"shopt -s expand_aliases\n{block('sh', 'alias')}\non MW\nlunch\n"
    ran = sh(script, machine, "bash")
    assert ran.stdout.startswith("Started  ABC Corp › Marketing Website")
    assert "\nStopped " in ran.stdout


def test_cron_reminds_only_when_no_timer_runs(machine: dict[str, str], tmp_path: Path) -> None:
    command = block("crontab").split(None, 5)[5]
    notified = tmp_path / "notified"
    assert sh(command, machine).returncode == 0
    assert notified.read_text() == "No timer is running\n"
    started(machine)
    assert sh(command, machine).returncode == 0
    assert notified.read_text() == "No timer is running\n"


def test_cron_is_silent_when_hv_fails(machine: dict[str, str], tmp_path: Path) -> None:
    command = block("crontab").split(None, 5)[5]
    script = Path(machine["PATH"].split(":")[0]) / "hv"
    script.write_text("#!/bin/sh\nexit 7\n")
    sh(command, machine)
    assert not (tmp_path / "notified").exists()
