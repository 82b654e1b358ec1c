"""Windows and macOS, simulated: locks, replacing, syncing, windows, boots, colours, encodings."""

import ctypes
import io
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest

from harvest_cli import __main__ as way_in
from harvest_cli.domain.wording import at_home, command_words
from harvest_cli.local.cache import row_numbers
from harvest_cli.local.disk import files, locks
from harvest_cli.local.disk.paths_fast import read_at_once
from harvest_cli.local.outbox import database, monotonic
from harvest_cli.show.terminal import waiting
from harvest_cli.show.terminal.output import Channel, Output, obeys_codes
from tests.network import Network
from tests.rows import few
from tests.running import FakeTerminal, Hv


def system(name: str = "nt", **more: Any) -> SimpleNamespace:
    """The module `os` as it is on another system."""
    return SimpleNamespace(**{**vars(os), "name": name, **more})


class Msvcrt:
    """The locks of Windows: of one byte of a file, gone when it is closed."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.held: dict[int, int] = {}
        self.places: list[int] = []

    def locking(self, handle: int, mode: int, count: int) -> None:
        assert (mode, count) == (self.LK_NBLCK, 1)
        self.places.append(os.lseek(handle, 0, os.SEEK_CUR))
        holder = self.held.setdefault(os.fstat(handle).st_ino, handle)
        if holder != handle and _is_open(holder):
            raise PermissionError(13, "Permission denied")
        self.held[os.fstat(handle).st_ino] = handle


def _is_open(handle: int) -> bool:
    try:
        os.fstat(handle)
    except OSError:
        return False
    return True


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Msvcrt:
    """No fcntl, and locks of another kind."""
    fake = Msvcrt()
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    for module in (locks, files, row_numbers):
        monkeypatch.setattr(module, "os", system())
    return fake


def test_a_lock_of_windows_keeps_others_out(windows: Msvcrt, tmp_path: Path) -> None:
    with locks.alone_in(tmp_path), (tmp_path / locks.NAME).open("rb") as other:
        assert not locks.lock(other.fileno(), patience=0.01)
    with (tmp_path / locks.NAME).open("rb") as other:
        assert locks.lock(other.fileno(), patience=0.01)
    assert set(windows.places) == {locks.FAR}


def test_it_leaves_the_place_in_the_file_as_it_was(windows: Msvcrt, tmp_path: Path) -> None:
    path = tmp_path / "turns"
    path.write_bytes(b"abc")
    with path.open("rb") as file:
        assert locks.lock(file.fileno(), patience=0.01)
        assert file.read() == b"abc"


def test_without_any_locks_hv_goes_on(
    windows: Msvcrt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", None)
    with locks.alone(tmp_path / "x.lock"), locks.alone(tmp_path / "x.lock"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="flock is of POSIX")
def test_a_lock_of_posix_keeps_others_out_and_leaves_no_file(tmp_path: Path) -> None:
    with locks.alone_in(tmp_path):
        other = os.open(tmp_path, os.O_RDONLY)
        assert not locks.lock(other, patience=0.01)
        os.close(other)
    assert list(tmp_path.iterdir()) == []


def test_what_an_indexer_holds_is_replaced_a_moment_later(
    windows: Msvcrt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    naps: list[float] = []
    new.write_text("new")
    old.write_text("old")
    real, refusals = Path.replace, [PermissionError(13, "in use")] * 3

    def replace(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(time, "sleep", naps.append)
    files.take_place(new, old)
    assert (old.read_text(), naps) == ("new", [files.PAUSE] * 3)
    refusals += [PermissionError(13, "in use")] * (files.TRIES + 1)
    new.write_text("newer")
    with pytest.raises(PermissionError):
        files.take_place(new, old)
    assert old.read_text() == "new"


def test_elsewhere_a_refusal_is_a_refusal_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)
    monkeypatch.setattr(files, "os", system("posix"))
    (tmp_path / "old").mkdir()
    (tmp_path / "new").write_text("")
    with pytest.raises(OSError):  # noqa: PT011 - which one is the system's
        files.take_place(tmp_path / "new", tmp_path / "old")
    assert naps == []


@pytest.mark.parametrize("refused", [False, True])
def test_on_macos_the_drive_itself_is_waited_for(
    refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def full(_handle: int, number: int) -> None:
        calls.append(f"fcntl {number}")
        if refused:
            raise OSError(45, "Operation not supported")

    fake = SimpleNamespace(F_FULLFSYNC=51, fcntl=full)
    monkeypatch.setitem(sys.modules, "fcntl", fake)
    monkeypatch.setattr(files, "os", system("posix", fsync=lambda _: calls.append("fsync")))
    files.sync(1)
    assert calls == ["fcntl 51", *(["fsync"] if refused else [])]


def test_on_macos_so_does_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "sys", SimpleNamespace(platform="darwin"))
    found = database.open_database(tmp_path / "outbox.sqlite")
    assert found.execute("PRAGMA fullfsync").fetchone() == (1,)
    found.close()


def test_a_folder_with_marks_of_addresses_in_its_name_holds_a_database(tmp_path: Path) -> None:
    folder = tmp_path / "50% off?#x"
    database.open_database(folder / "outbox.sqlite").close()
    with sqlite3.connect(folder / "outbox.sqlite") as found:
        assert found.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    found.close()


def test_on_macos_a_run_of_the_machine_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def sysctlbyname(name: bytes, told: Any, *_: object) -> int:
        told.value = name.upper()
        return 0

    monkeypatch.setattr(monotonic, "sys", SimpleNamespace(platform="darwin"))
    library = SimpleNamespace(sysctlbyname=sysctlbyname)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    monotonic.boot.cache_clear()
    try:
        assert monotonic.boot() == "KERN.BOOTSESSIONUUID"
    finally:
        monotonic.boot.cache_clear()


def test_on_macos_the_time_asleep_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = {4: 1000.0}
    fake = SimpleNamespace(
        CLOCK_MONOTONIC_RAW=4, clock_gettime=clocks.__getitem__, monotonic=lambda: 1.0
    )
    monkeypatch.setattr(monotonic, "time", fake)
    assert monotonic.ticks() == 1000.0


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (r"C:\tools\less.exe -R", [r"C:\tools\less.exe", "-R"]),
        (
            r'"C:\Program Files\Notepad++\notepad++.exe" -multiInst',
            [r"C:\Program Files\Notepad++\notepad++.exe", "-multiInst"],
        ),
        (r"C:\Users\O'Brien\bin\op.exe read", [r"C:\Users\O'Brien\bin\op.exe", "read"]),
        (r"\\server\share\op.exe read op://Private/Harvest", None),
    ],
)
def test_a_path_of_windows_is_a_word(line: str, found: list[str] | None) -> None:
    assert command_words(line, "nt") == (found or line.split())


def test_elsewhere_words_are_those_of_a_shell() -> None:
    assert command_words(r"less -P 'page %d' a\ b # no", "posix") == [
        *("less", "-P", "page %d", "a b", "#", "no")
    ]
    with pytest.raises(ValueError, match="quotation"):
        command_words("less 'x", "posix")


def test_each_window_of_windows_has_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacks = {name: value for name, value in vars(os).items() if name not in ("ttyname", "getsid")}
    monkeypatch.setattr(row_numbers, "os", SimpleNamespace(**{**lacks, "name": "nt"}))
    names = iter((131588, 0))
    kernel = SimpleNamespace(GetConsoleWindow=lambda: next(names))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert row_numbers.terminal_name() == "window-131588"
    assert row_numbers.terminal_name() == f"window-{os.getppid()}"


class Console(io.StringIO):
    """A console of Windows."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


def test_the_pager_may_be_a_path_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def begin(words: list[str], **_: object) -> None:
        asked.append(words)
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "Popen", begin)
    screen = system(get_terminal_size=lambda _: SimpleNamespace(lines=2))
    monkeypatch.setattr(waiting, "os", screen)
    monkeypatch.setattr(waiting, "command_words", lambda line: command_words(line, "nt"))
    output = Output(Console(), Console(), {}, stdout_terminal=True, stderr_terminal=True)
    stdout = output.stdout
    with waiting.paged(output, r"C:\tools\less.exe -R", {}):
        output.stdout.write("a\nb\nc\n")
    assert asked == [[r"C:\tools\less.exe", "-R"]]
    assert isinstance(stdout, Console)
    assert stdout.getvalue() == "a\nb\nc\n"


@pytest.mark.parametrize("obeys", [True, False])
def test_a_console_is_told_to_obey_colour_codes_or_gets_none(
    obeys: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def set_mode(_handle: int, mode: int) -> int:
        told.append(mode)
        return int(obeys)

    kernel = SimpleNamespace(GetConsoleMode=lambda *_: 1, SetConsoleMode=set_mode)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    fake = SimpleNamespace(get_osfhandle=lambda number: number)
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    assert obeys_codes(Console(), "nt") is obeys
    assert told == [4]
    monkeypatch.setattr(
        "harvest_cli.show.terminal.output.obeys_codes", lambda stream: obeys_codes(stream, "nt")
    )
    assert Channel(Console(), {}, terminal=True).color is obeys


def test_a_file_of_bytes_is_read_as_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = os.open

    def opened(path: str, flags: int) -> int:
        asked.append(flags)
        return real(path, flags & ~0x8000_0000)

    monkeypatch.setattr(os, "O_BINARY", 0x8000_0000, raising=False)
    monkeypatch.setattr(os, "open", opened)
    (tmp_path / "status").write_bytes(b"a\r\n\x1ab")
    assert read_at_once(str(tmp_path / "status"), 100) == b"a\r\n\x1ab"
    assert asked[0] & 0x8000_0000


def test_pipes_of_windows_carry_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = {
        name: io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
        for name in ("stdin", "stdout", "stderr")
    }
    monkeypatch.setattr(way_in, "sys", SimpleNamespace(**streams))
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    way_in.speak_utf8()
    assert {stream.encoding for stream in streams.values()} == {"utf-8"}


def test_the_home_of_windows_is_not_told() -> None:
    path = PureWindowsPath(r"C:\Users\kim\AppData\Local\hv\config.toml")
    assert at_home(path, r"C:\Users\kim") == r"~\AppData\Local\hv\config.toml"
    assert at_home(path, r"C:\Users\ki") == str(path)


class Asked(FakeTerminal):
    """A console of Windows at which Ctrl-C is pressed: the question reads nothing at first."""

    was_asked = False

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
        self.was_asked = True
        return ""


class Late(FakeTerminal):
    """The other stream of that console: the interrupt comes with the first word to it."""

    def __init__(self, asked: Asked, told: FakeTerminal) -> None:
        super().__init__()
        self.asked, self.told, self.came = asked, told, False

    def write(self, text: str) -> int:
        if self.asked.was_asked and not self.came:
            self.came = True
            raise KeyboardInterrupt
        return self.told.write(text)


@few(3)
@pytest.mark.parametrize(
    "line",
    [
        "delete last",
        "log 1h MW: same",
        "copy yesterday to today",
        "sandbox reset",
        "start",
        "edit {old} 2h",
        "import {file}",
    ],
)
def test_ctrl_c_at_a_question_does_nothing(hv: Hv, line: str, tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("Date,Project,Task,Hours\n2026-11-17,Task Force,Research,1.5\n")
    assert hv("log", "1h MW: same").code == 0
    old = hv("log", "1h TF 2026-10-02: old", "-q").out.strip()
    before = hv("entries", "2026-10-01 to 2026-11-18").out
    stdin, told = Asked(), FakeTerminal()
    err = Late(stdin, told)
    argv = line.format(old=old, file=file).split()
    code = way_in.run(argv, hv.environ, stdin, FakeTerminal(), err)
    assert stdin.was_asked
    assert (code, told.getvalue().splitlines()[-1]) == (130, "hv: Interrupted")
    assert hv("entries", "2026-10-01 to 2026-11-18").out == before


def test_ctrl_c_that_comes_with_the_answer_says_what_is_left(hv: Hv, network: Network) -> None:
    hv("projects")
    stdin, told = Asked(), FakeTerminal()
    stdin.was_asked = True
    late = Late(stdin, told)
    with network.away():
        code = way_in.run(["log", "1h MW"], hv.environ, stdin, late, late)
    assert code == 130
    assert "Interrupted. The entry is saved" in told.getvalue()
    assert "1:00" in hv("outbox", terminal=True).out
