"""Every failure is one message and one exit status; nothing else escapes."""

import os
import signal
from pathlib import Path

import pytest

from harvest_cli import __version__
from harvest_cli.commands.cli import boundary
from tests import child
from tests.running import Hv

COMMANDS = [["log", "1h on x"], ["entries"], ["projects"], ["whoami"], []]


@pytest.fixture
def stranger(home: Path) -> Hv:
    """Somebody who is not logged in."""
    return Hv({"HV_HOME": str(home)})


@pytest.mark.parametrize("argv", COMMANDS)
def test_without_a_login_every_command_tells_how_to_begin(stranger: Hv, argv: list[str]) -> None:
    ran = stranger(*argv)
    assert ran.code == 3
    assert ran.out == ""
    assert "id.getharvest.com/developers" in ran.err
    assert "--sandbox" in ran.err
    assert len(ran.err.strip().splitlines()) <= 9


def test_a_profile_without_a_login_is_named_in_what_to_run(stranger: Hv) -> None:
    ran = stranger("--profile", "client2", "status")
    assert (ran.code, "`hv login --profile client2`" in ran.err) == (3, True), ran.err


@pytest.mark.parametrize("argv", COMMANDS)
def test_failures_in_json_are_documents(stranger: Hv, argv: list[str]) -> None:
    error = stranger(*argv, "--json").json["error"]
    assert error["code"] == "not_logged_in"
    assert set(error) >= {"code", "message", "hint"}


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["projcts"], "Did you mean `hv projects`"),
        (["log", "--projcet", "x", "2h"], "--project"),
        (["log", "--project"], "--project"),
        (["log", "--project", "a", "--project", "b"], "given twice"),
        (["--color", "sometimes", "entries"], "auto, always or never"),
        (["--timeout", "0", "entries"], "number of seconds"),
        (["--timeout", "nan", "entries"], "number of seconds"),
        (["--profile", "../../x", "entries"], "profile"),
        (["sandbox", "reset", "--role", "king"], "member or manager"),
        (["sandbox", "serve", "--port", "70000"], "65535"),
    ],
)
def test_a_command_line_that_does_not_fit_is_2_with_a_hint(
    hv: Hv, argv: list[str], words: str
) -> None:
    ran = hv(*argv)
    assert ran.code == 2
    assert words in ran.err
    assert "hint:" in ran.err
    assert hv("--json", *argv).json["error"]["code"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HV_NOW", "noon"),
        ("HV_TIMEZONE", "Mars"),
        ("HV_WORKDAY_HOURS", "many"),
        ("HV_TIMEOUT", "-1"),
        ("HV_DATE_ORDER", "ymd"),
    ],
)
def test_a_variable_that_cannot_be_read_is_78(hv: Hv, variable: str, value: str) -> None:
    ran = hv.with_(**{variable: value})("log", "1h on TF")
    assert ran.code == 78
    assert variable in ran.err


def test_a_fault_of_hv_is_1_without_a_trace(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        message = "secret detail"
        raise RuntimeError(message)

    monkeypatch.setattr("harvest_cli.commands.verbs.log.read_log", broken)
    ran = hv("log", "1h on TF")
    assert ran.code == 1
    assert "RuntimeError" in ran.err
    assert "secret detail" not in ran.err
    assert "Traceback" not in ran.err
    assert "Traceback" in hv("log", "1h on TF", HV_DEBUG="1").err


@pytest.mark.ux(36)
def test_ctrl_c_is_130(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("harvest_cli.commands.verbs.log.read_log", interrupted)
    ran = hv("log", "1h on TF")
    assert ran.code == 130
    assert "Traceback" not in ran.err


@pytest.mark.ux(36)
def test_ctrl_c_is_130_when_python_wraps_it(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11 makes a RuntimeError of what is raised while a class names its attributes."""

    def interrupted(*_: object, **__: object) -> None:
        raise RuntimeError from KeyboardInterrupt()

    monkeypatch.setattr("harvest_cli.commands.verbs.log.read_log", interrupted)
    ran = hv("log", "1h on TF")
    assert ran.code == 130
    assert "Interrupted" in ran.err
    assert "went wrong" not in ran.err


def process(home: Path, *argv: str, **more: str) -> child.Process:
    environ = {"HV_HOME": str(home), "HV_PROFILE": "sandbox", **more}
    return child.start([*child.FORKED_HV, *argv], environ, text=False)


def test_a_reader_that_leaves_early_hears_no_complaint(home: Path) -> None:
    running = process(home, "entries", "this year")
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    code, err = running.wait(60), running.stderr.read()
    running.stderr.close()
    assert (code, err) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is of Linux")
def test_a_full_disk_under_stdout_is_1_with_one_line(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        own = {"HV_HOME": str(home), "HV_PROFILE": "sandbox"}
        done = child.run([*child.FORKED_HV, "projects"], own, stdout=full, text=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) <= 1
    assert b"Traceback" not in done.stderr


@pytest.mark.ux(5)
def test_the_version_is_one_line(hv: Hv) -> None:
    assert hv("--version").out == f"hv {__version__}\n"
    assert hv("entries", "--version").code in (0, 2)


def test_help_is_narrow_and_plain(hv: Hv) -> None:
    for argv in ([], ["log"], ["entries"], ["projects"], ["whoami"], ["status"], ["sandbox"]):
        ran = hv(*argv, "--help")
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= 80
        assert "\x1b" not in ran.out


def test_the_boundary_knows_nothing_of_the_sandbox() -> None:
    assert "sandbox" not in Path(boundary.__file__).read_text(encoding="utf-8")


def test_it_runs_with_an_empty_environment(home: Path) -> None:
    done = child.run([*child.HV, "--sandbox", "log", "1h on TF: x"], {"HV_HOME": str(home)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Logged 1:00")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_server_ends_on_sigint(home: Path) -> None:
    running = process(home, "sandbox", "serve")
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline().startswith(b"export HARVEST_API_URL=http://127.0.0.1:")
    running.send_signal(signal.SIGINT)
    try:
        assert running.wait(timeout=20) == 0
    finally:
        running.kill()
    assert b"Traceback" not in running.stderr.read()
    running.stdout.close()
    running.stderr.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="descriptors are counted in /proc")
def test_a_run_leaves_no_file_open(hv: Hv) -> None:
    hv("log", "1h on TF")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for argv in (["log", "1h on TF"], ["entries"], ["whoami"], ["log", "nothing"]):
        hv(*argv)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
