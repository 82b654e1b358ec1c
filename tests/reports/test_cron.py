"""Driven by cron: atomic files, no prompt, no colour, no terminal, an empty environment."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import child
from tests.running import Hv, Ran

NOW = "2026-11-18T10:30"


def cron(home: Path, *argv: str, hv: Sequence[str] = child.FORKED_HV, **more: str) -> child.Done:
    """The full path and no environment, as cron would run it; standard input is empty."""
    return child.run([*hv, *argv], {"HV_HOME": str(home), **more})


def here(home: Path, *argv: str, **more: str) -> Ran:
    """The same in this process."""
    return Hv({"HV_HOME": str(home), "HV_PROFILE": "sandbox", "HV_NOW": NOW, **more})(*argv)


def test_an_empty_environment_is_enough(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    argv = ("--sandbox", "report", "this week", "--html", str(target), "--quiet")
    ran = cron(home, *argv, hv=child.HV, HV_NOW=NOW)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert target.read_text(encoding="utf-8").endswith("</html>\n")


@pytest.mark.parametrize(
    "argv", [["report", "last week"], ["week", "last"], ["entries", "last week"], ["gaps"]]
)
def test_nothing_is_cut_or_coloured(home: Path, argv: list[str]) -> None:
    ran = here(home, *argv, COLUMNS="20")
    assert ran.out
    assert "\x1b" not in ran.out
    assert "…" not in ran.out


def test_a_missed_run_can_be_replayed(home: Path) -> None:
    argv = ("report", "last week", "--json")
    first = here(home, *argv)
    assert here(home, *argv) == first
    assert here(home, *argv, HV_NOW="2026-11-25T10:30").out != first.out


def test_the_old_page_stays_when_harvest_is_out_of_reach(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("the old page")
    login = {"HARVEST_ACCESS_TOKEN": "x", "HARVEST_ACCOUNT_ID": "1"}
    closed = "http://127.0.0.1:9/v2"
    ran = cron(home, "report", "--html", str(target), HARVEST_API_URL=closed, **login)
    assert ran.returncode == 7
    assert ran.stdout == ""
    assert target.read_text() == "the old page"
    assert list(tmp_path.glob(".report*")) == []


def test_the_file_is_replaced_not_rewritten(hv: Hv, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")
    target.chmod(0o640)
    with target.open() as reader:
        assert hv("report", "--html", str(target)).code == 0
        assert reader.read() == "old"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.glob("*.html*")] == ["report.html"]


def test_a_link_is_followed(hv: Hv, tmp_path: Path) -> None:
    real = tmp_path / "real.html"
    real.write_text("old")
    (tmp_path / "link.html").symlink_to(real)
    hv("report", "--html", str(tmp_path / "link.html"))
    assert (tmp_path / "link.html").is_symlink()
    assert "<html" in real.read_text()


def test_a_disk_that_is_full_leaves_the_old_page(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = hv("report", "--html", str(target))
    assert ran.code == 1
    assert "No space left" in ran.err
    assert target.read_text() == "old"
    assert list(tmp_path.glob(".report*")) == []


def test_a_pipe_or_device_is_written_straight(hv: Hv) -> None:
    assert hv("report", "--html", os.devnull).code == 0
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("argv", [["copy", "yesterday"], ["report", "this zork"]])
def test_it_never_waits_for_an_answer(home: Path, argv: list[str]) -> None:
    ran = cron(home, "--sandbox", *argv, HV_NOW=NOW)
    assert ran.returncode == 2


def test_gaps_mail_only_when_something_is_missing(home: Path) -> None:
    assert here(home, "gaps", "last week", "-q").code == 4
    assert here(home, "gaps", "last week", "-q", HV_WORKDAY_HOURS="1").code == 0
