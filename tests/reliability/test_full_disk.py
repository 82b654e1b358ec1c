"""A disk that is full or cannot be written, F59 to F61: what was typed is sent, or printed."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from harvest_cli.local.outbox.queue import Outbox
from tests import child
from tests.reliability.conftest import Scenes
from tests.reliability.processes import variables
from tests.reliability.scenes import POST

if os.name != "posix":
    pytest.skip("name spaces and limits are of POSIX", allow_module_level=True)


def refuse_to_keep(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    for name in ("insert", "insert_unless"):
        monkeypatch.setattr(f"harvest_cli.local.outbox.queue.Outbox.{name}", refused)


FULL = sqlite3.OperationalError("database or disk is full")


@pytest.mark.fault("F60")
def test_a_full_disk_does_not_stop_a_log_that_harvest_confirms(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        refuse_to_keep(monkeypatch, FULL)
        ran = at.log()
        assert (ran.code, at.made) == (0, 1)
        assert "Nothing can be saved in the state folder (database or disk is full)" in ran.err


@pytest.mark.fault("F60")
def test_a_lost_answer_on_a_full_disk_is_looked_for_by_the_key(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene({POST: ["commit,reset"]}) as at:
        refuse_to_keep(monkeypatch, FULL)
        assert (at.log().code, at.made, at.harvest.posts) == (0, 1, 1)


@pytest.mark.fault("F60")
def test_what_is_neither_here_nor_there_is_printed_whole(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene({POST: ["502"]}) as at:
        refuse_to_keep(monkeypatch, FULL)
        ran = at.log()
        assert ran.code == 74
        assert "a fault" in ran.err
        assert "1.25" in ran.err
        assert "hv-" in ran.err
        assert "perhaps on Harvest" in ran.err


ON_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size=200k tmpfs "$HV_HOME"
chmod 700 "$HV_HOME"
echo mounted
$HV log "15m on TF: room" > /dev/null
head -c 300000 /dev/zero > "$HV_HOME/filler" || true
$HV log "15m on TF: no room" || echo code $?
$HV log "15m on TF: nowhere" || echo code $?
"""
FULL_FOR_ALL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from harvest_cli.__main__ import main
main()
"""
"""hv where no file can grow by a byte."""


@pytest.mark.fault("F60")
@pytest.mark.skipif(not shutil.which("unshare"), reason="name spaces are of Linux")
def test_a_file_system_that_is_really_full(tmp_path: Path, scene: Scenes) -> None:
    place = tmp_path / "small"
    place.mkdir()
    hv = " ".join(child.HV)
    with scene({POST: ["", "", "502"]}) as at:
        environ = {"HV": hv, **variables(at.harvest.url, place)}
        # In name spaces of its own, where anybody may mount; other processes do not see it.
        done = child.run(["unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK], environ)
        if "mounted" not in done.stdout:
            pytest.skip(f"no small file system can be mounted here: {done.stderr.strip()[-80:]}")
        assert "Logged 0:15" in done.stdout, done
        assert "code 74" in done.stdout, done
        assert "Nothing can be saved in the state folder (database or disk is full)" in done.stderr
        assert "nowhere" in done.stderr.split("Write it down")[1]
        assert (at.made, at.harvest.posts) == (2, 3)


@pytest.mark.fault("F60")
def test_where_no_file_can_grow_what_harvest_confirms_is_logged(scene: Scenes) -> None:
    with scene({POST: ["", "502"]}) as at:
        environ = variables(at.harvest.url, at.home)
        command = [*child.FORKED, "-c", FULL_FOR_ALL, "log"]
        ran = [
            child.run([*command, f"15m on TF: {notes}"], environ)
            for notes in ("no room", "nowhere")
        ]
        assert [each.returncode for each in ran] == [0, 74], ran
        assert "Nothing can be saved in the state folder" in ran[0].stderr
        assert "nowhere" in ran[1].stderr.split("Write it down")[1]
        assert (at.made, at.harvest.posts) == (1, 2)


@pytest.mark.fault("F61")
def test_a_disk_that_fills_after_the_row_leaves_it_to_be_found(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        with monkeypatch.context() as full:

            def refused(*_: object, **__: object) -> None:
                raise FULL

            full.setattr(Outbox, "finish", refused)
            ran = at.log()
        assert (ran.code, at.states) == (0, ["sending"])
        at.clock.sleep(200)
        assert at.hv("sync").code == 0
        assert (at.made, at.harvest.posts, at.states) == (1, 1, ["done"])


@pytest.mark.fault("F59")
def test_without_a_folder_that_can_be_written_logging_goes_on(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:

        def refused(*_: object, **__: object) -> None:
            raise OSError(30, "Read-only file system")

        monkeypatch.setattr("harvest_cli.local.outbox.queue.open_database", refused)
        ran = at.log()
        assert (ran.code, at.made) == (0, 1)
        assert ran.err.count("Nothing can be saved") == 1
        at.fail({POST: ["502"]})
        assert at.log().code == 74
