"""Folders, files and variables that cannot be right: a clear error, no hang, never status 1."""

import json
import os
import re
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.domain.errors import UsageError
from harvest_cli.harvest.oauth import wait_for_grant
from harvest_cli.local.disk.files import distrusted
from tests.child import FORKED, run
from tests.rows import by_turns, few, sweep
from tests.running import Hv

UNIX = pytest.mark.skipif(os.name != "posix", reason="modes and pipes are of POSIX")
LINES = (["status"], ["log", "1h TF"], ["doctor"], ["config", "list"], ["entries"])


def beside(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a file")
    return str(path / "below")


HOMES: dict[str, Callable[[Path], str]] = {
    "no UTF-8": lambda folder: f"{folder}/\udcff\udcfe",
    "a long name": lambda folder: f"{folder}/{'a' * 300}",
    "a long path": lambda folder: str(folder) + "/ab" * 2000,
    "below a file": lambda folder: beside(folder / "plain"),
    "another user": lambda _: "~nobody/x",
}


@UNIX
@pytest.mark.parametrize("name", ["HV_HOME", "HOME"])
@pytest.mark.parametrize("home", HOMES)
def test_a_home_that_cannot_be_is_named_with_its_variable(
    hv: Hv, tmp_path: Path, home: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = HOMES[home](tmp_path)
    environ = {**hv.environ, "HV_HOME": "", name: value}
    monkeypatch.setenv("HOME", environ.get("HOME", str(tmp_path)))
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    for line in (["status"], ["log", "1h TF"], ["config", "list"]):
        ran = Hv(environ)(*line)
        assert ran.code in (0, 78), (line, ran.err)
        assert "went wrong" not in ran.err
    if home != "another user" or name == "HV_HOME":
        ran = Hv(environ)("log", "1h TF")
        assert (ran.code, "HV_HOME" in ran.err) == (78, True), ran.err


def made_pipe(path: Path) -> None:
    os.mkfifo(path)


def made_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


IN_TURN = """
import io, json, os, sys
from harvest_cli.__main__ import run
for line in json.loads(sys.argv[1]):
    print(run(line, os.environ, io.StringIO(), io.StringIO(), sys.stderr), flush=True)
"""


FILES = (
    *("config.toml", "credentials.toml", "cache/sandbox.names", "cache/sandbox.status"),
    *("state/outbox-sandbox.sqlite", "state/outbox-sandbox.entries.log"),
)


@few(2)
@UNIX
@sweep
@pytest.mark.parametrize(("file", "make"), by_turns(FILES, [made_pipe, made_endless]))
def test_a_pipe_or_a_device_in_place_of_a_file_is_never_waited_for(
    hv: Hv, home: Path, file: str, make: Callable[[Path], None]
) -> None:
    assert hv("log", "1h TF").code == 0
    path = home / file
    path.unlink(missing_ok=True)
    make(path)
    # In one process, which can be ended where it waits.
    ran = run([*FORKED, "-c", IN_TURN, json.dumps(LINES)], hv.environ)
    assert {int(code) for code in ran.stdout.split()} <= {0, 78}, ran.stderr
    assert len(ran.stdout.split()) == len(LINES), ran.stderr
    if file == "config.toml":
        assert "it is not a file" in ran.stderr
        assert f"`mv {path} {path}.old`" in ran.stderr


@UNIX
@pytest.mark.write("W27")
def test_folders_are_private_whatever_the_umask_says(hv: Hv, home: Path) -> None:
    old = os.umask(0)
    try:
        assert hv("log", "1h TF").code == 0
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (home, home / "state", home / "cache")}
    assert modes == {0o700}


@UNIX
@pytest.mark.write("W27")
@pytest.mark.parametrize("mode", [0o666, 0o602])
def test_settings_that_others_could_have_written_do_not_count(
    hv: Hv, home: Path, mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir(mode=0o700)
    config = home / "config.toml"
    config.write_text('project = "MW"\n')
    config.chmod(mode)
    ran = hv("log", "1h")
    assert (ran.code, "others can write to it" in ran.err) == (78, True)
    assert f"chmod go-w {config}" in ran.err
    config.chmod(0o600)
    (tmp_path / ".hv.toml").write_text('project = "OS1"\n')
    (tmp_path / ".hv.toml").chmod(mode)
    monkeypatch.chdir(tmp_path)
    ran = hv("log", "1h")
    assert (ran.code, "ignored: others can write to it" in ran.err) == (0, True), ran.err
    assert "Marketing Website" in ran.out


@UNIX
@pytest.mark.write("W27")
def test_whose_file_it_is_decides() -> None:
    def told(mode: int, user: int, group: int) -> str | None:
        return distrusted(os.stat_result((stat.S_IFREG | mode, 0, 0, 1, user, group, 0, 0, 0, 0)))

    me = os.geteuid()
    assert told(0o600, me, 50) is None
    assert told(0o644, 0, 50) is None
    assert told(0o664, me, me) is None, "a group of this user alone"
    assert told(0o664, me, me + 1) == "others can write to it"
    assert told(0o600, me + 4242, 50) == "it belongs to another user"


@pytest.mark.parametrize("now", ["0001-01-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00+14:00"])
@pytest.mark.parametrize("line", [*LINES[:2], ["week"], ["report", "this year"], ["stop"]])
def test_a_now_at_the_end_of_time_is_refused(hv: Hv, now: str, line: list[str]) -> None:
    ran = hv(*line, HV_NOW=now)
    assert (ran.code, "Expected a year from 1900 to 2999" in ran.err) == (78, True)


@pytest.mark.parametrize("proxy", ["http://u:p@[::1", "http://u:p@h:port", "[", "//"])
def test_the_doctor_tells_of_a_proxy_that_is_none(
    hv: Hv, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    ran = hv("doctor")
    assert ran.code in (0, 78), ran.err
    assert ":p@" not in ran.out


def test_a_wrong_value_in_a_cloned_folder_does_not_stop_logging(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".hv.toml").write_text('project = "MW"\nround = "banana"\n')
    (tmp_path / ".hv.toml").chmod(0o644)
    monkeypatch.chdir(tmp_path)
    ran = hv("log", "1h")
    assert (ran.code, "Marketing Website" in ran.out) == (0, True), ran.err
    assert "wrong about `round`, which is ignored" in ran.err


def test_what_a_token_command_says_is_shown_without_what_may_be_the_token(hv: Hv) -> None:
    secret = "1234567.at.Zq3xYq-lkjhgfdsaPOIUYTREWQ"
    said = f"cannot use {secret} today"
    ran = hv("whoami", HV_PROFILE="other", HV_TOKEN_COMMAND=f"sh -c 'echo {said} >&2; exit 3'")
    assert ran.code == 3
    assert "It said: cannot use *** today" in ran.err
    assert secret not in ran.err + ran.out


@pytest.mark.write("W28")
def test_a_sign_in_does_not_share_its_port_with_the_other_family() -> None:
    try:
        taken = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with taken, pytest.raises(UsageError, match="cannot be used"):
        wait_for_grant(taken.getsockname()[1], "state", lambda: pytest.fail("it began"))


@pytest.mark.write("W28")
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_sign_in_is_heard_in_either_family(host: str) -> None:
    from threading import Thread
    from urllib.request import urlopen

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, 0), family=family) as probe:
            port = probe.getsockname()[1]
    except OSError:
        pytest.skip("this machine has no IPv6")
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/?access_token=abc.def.ghi&state=s"
    browser = Thread(target=lambda: urlopen(address).read())
    granted = wait_for_grant(port, "s", browser.start, 10)
    browser.join()
    assert granted.token.reveal() == "abc.def.ghi"


@pytest.mark.write("W29")
def test_a_trace_of_requests_holds_nothing_that_steers_the_terminal(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harvest_cli.harvest.http.exchange import Exchange

    real: Any = Exchange.perform

    def perform(exchange: Exchange, request: Any) -> Any:
        answer = real(exchange, request)
        if request.method == "GET" and "time_entries" in request.url and "page" not in request.url:
            evil = (
                rb'"next":"https://sandbox.invalid/v2/time_entries?page=2&x=\\u001b]0;evil\\u0007"'
            )
            body = re.sub(rb'"next":\s*null', evil, answer.body)
            return answer._replace(body=body)
        return answer

    monkeypatch.setattr(Exchange, "perform", perform)
    for debug in ("1", "2"):
        ran = hv("entries", "this year", HV_DEBUG=debug)
        assert "\x1b" not in ran.err
        assert "\x07" not in ran.err
    assert "evil" in ran.err


# -- what went out before something unexpected -----------------------------------------------------


@pytest.mark.write("W18")
def test_after_an_unexpected_failure_hv_says_what_became_of_the_write(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("harvest_cli.actions.entries.log.answer_of", fails)
        ran = hv("log", "1h TF")
    assert ran.code == 1
    assert "Something in hv went wrong (ZeroDivisionError). 1 entry is on Harvest" in ran.err
    assert "Run `hv sync` before you type it again" in ran.err
    with monkeypatch.context() as patched:
        patched.setattr("harvest_cli.actions.outbox.delivery.post", fails)
        ran = hv("log", "2h TF")
    assert (ran.code, "The entry is saved; hv will check it" in ran.err) == (1, True)
    assert len(hv("entries", "today", "--json").json["entries"]) == 1


ABSURD = {
    "capacity": rb'"weekly_capacity":9223372036854775808',
    "negative": rb'"weekly_capacity":-5',
    "started": rb'"timer_started_at":"0001-01-01T00:00:00Z"',
    "created": rb'"created_at":"0001-01-01T00:00:00+14:00"',
    "late": rb'"updated_at":"9999-12-31T23:59:59-10:00"',
}


@few(3)
@pytest.mark.write("W18")
@pytest.mark.parametrize("absurd", ABSURD.values(), ids=ABSURD)
def test_absurd_numbers_and_dates_in_answers_stop_nothing(
    hv: Hv, monkeypatch: pytest.MonkeyPatch, absurd: bytes
) -> None:
    from harvest_cli.harvest.http.exchange import Exchange

    real: Any = Exchange.perform
    met: list[bool] = []

    def perform(exchange: Exchange, request: Any) -> Any:
        answer = real(exchange, request)
        field = absurd.partition(b":")[0]
        body = re.sub(field + rb':\s*("[^"]*"|[\w.]+)', absurd, answer.body)
        met.append(body != answer.body)
        return answer._replace(body=body)

    monkeypatch.setattr(Exchange, "perform", perform)
    for line in (["log", "1h TF"], ["start", "TF"], ["stop"], ["status"], ["week"], ["undo"]):
        ran = hv(*line)
        assert ran.code in (0, 8), (line, ran.err)
    assert any(met)


@pytest.mark.write("W18")
def test_a_chunk_of_negative_size_is_an_answer_that_was_lost(person: Any) -> None:
    del person
    from harvest_cli.domain.errors import Outcome
    from harvest_cli.harvest.http.answers import failure_of

    assert failure_of(ValueError("chunk")).outcome is Outcome.UNKNOWN
