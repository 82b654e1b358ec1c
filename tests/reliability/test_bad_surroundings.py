"""B79 and B80: zones in the form of POSIX, pagers that read nothing, editors that take away."""

import os
from pathlib import Path

import pytest

from tests import child
from tests.rows import few, some, sweep
from tests.running import Hv

posix = pytest.mark.skipif(os.name != "posix", reason="of POSIX")
ZONES = ["EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0", "<-03>3", ":America/New_York", "UTC0", "A" * 9]


@pytest.mark.bad("B79")
@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_in_the_form_of_posix_changes_no_day(hv: Hv, zone: str) -> None:
    for argv in (("whoami",), ("log", "1h on TF yesterday", "-n", "--json"), ("status",)):
        ran = hv(*argv, TZ=zone)
        assert ran.code == 0, ran.err
        assert "Traceback" not in ran.err
    (entry,) = hv("log", "1h on TF yesterday", "-n", "--json", TZ=zone).json["entries"]
    assert entry["spent_date"] == "2026-11-17"


@pytest.mark.bad("B79")
@posix
@pytest.mark.parametrize("zone", ZONES[:2])
def test_a_process_with_such_a_zone_stays_in_the_persons(hv: Hv, tmp_path: Path, zone: str) -> None:
    own = {**hv.environ, "PATH": os.environ["PATH"], "HOME": str(tmp_path), "TZ": zone}
    own["HV_NOW"] = "2026-11-18T03:30:00+00:00"
    done = child.run([*child.FORKED_HV, "log", "1h on TF", "-n", "--json"], own)
    assert done.returncode == 0, done.stderr
    assert '"spent_date": "2026-11-17"' in done.stdout


@pytest.mark.bad("B79")
@pytest.mark.parametrize("zone", ["EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0"])
def test_a_setting_in_that_form_is_refused_with_what_it_takes(hv: Hv, zone: str) -> None:
    ran = hv("whoami", HV_TIMEZONE=zone)
    assert ran.code == 78
    assert f'a time zone, such as Europe/Berlin, got "{zone}" (HV_TIMEZONE)' in ran.err
    assert "hint: " in ran.err


REMOVERS = ["rm -rf", "rm -f", "mv -t /tmp/nowhere-of-the-tests"]


@pytest.mark.bad("B80")
@posix
@pytest.mark.parametrize("editor", REMOVERS[:2])
def test_an_editor_that_removes_the_file_loses_no_configuration(
    hv: Hv, home: Path, editor: str
) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("timeout = 5\n")
    beside = home / "beside"
    beside.write_text("kept")
    ran = hv("config", "edit", terminal=True, EDITOR=editor)
    assert ran.code == 2
    assert "left no file" in ran.err
    assert (home / "config.toml").read_text() == "timeout = 5\n"
    assert beside.read_text() == "kept"


@pytest.mark.bad("B80")
@posix
@pytest.mark.parametrize("editor", REMOVERS)
def test_an_editor_that_removes_the_notes_changes_no_entry(hv: Hv, editor: str) -> None:
    hv("log", "1h on TF: as it was")
    ran = hv("edit", "last", "--editor", terminal=True, EDITOR=editor)
    assert ran.code in (2, 78)
    assert "Traceback" not in ran.err
    assert "as it was" in hv("entries", "today").out


@pytest.mark.bad("B80")
@posix
def test_an_editor_is_given_to_no_shell(hv: Hv, home: Path, tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("timeout = 5\n")
    for editor in (f"true; touch {touched};", f"$(touch {touched})", f"true && touch {touched} #"):
        hv("config", "edit", terminal=True, EDITOR=editor)
        assert not touched.exists()


@few(2)
@pytest.mark.bad("B80")
@posix
@sweep
@pytest.mark.parametrize("pager", some(["head -1", "false", "true", "/no/such/pager", "'"], 2))
def test_a_pager_that_reads_nothing_is_no_failure(hv: Hv, pager: str) -> None:
    from tests.terminal import Terminal

    own = {**hv.environ, "PAGER": pager, "TERM": "xterm", "PATH": os.environ["PATH"]}
    argv = [*child.FORKED_HV, "entries", "this month"]
    with Terminal(argv, own, (5, 100)) as terminal:
        assert terminal.end() == 0
        assert "Traceback" not in terminal.seen
        assert "hv: " not in terminal.seen
