"""B45 and B46: bytes that are no text, in arguments and in lines of standard input.

They are refused with status 2 and what was understood of them; nothing is sent, nothing is kept.
"""

import os
import sys
from pathlib import Path

import pytest

from tests import child
from tests.rows import few
from tests.running import Hv

posix = pytest.mark.skipif(os.name != "posix", reason="arguments are bytes on POSIX alone")
RAW = b"caf\xe9 \xff\xfe"


def ran(home: Path, *argv: bytes, stdin: bytes = b"", **environ: str) -> tuple[int, str, str]:
    """hv as a process, with arguments as bytes: status, stdout and stderr."""
    own = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "HV_HOME": str(home / "hv"),
        "HV_PROFILE": "sandbox",
        "HV_TIMEZONE": "America/New_York",
        "HV_DEBUG": "1",
        **environ,
    }
    raw = [*map(os.fsencode, child.HV), *argv]
    done = child.run(raw, own, given=stdin, text=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@few(3)
@pytest.mark.bad("B46")
@posix
@pytest.mark.parametrize(
    "argv",
    [
        (b"log", b"1h on TF: " + RAW),
        (b"log", b"1h on TF: " + RAW, b"--json"),
        (b"log", b"1h", b"on", b"TF:", RAW),
        (b"log", b"1h on TF", b"--note", RAW),
        (b"log", b"1h on TF", b"--note=" + RAW),
        (b"log", b"1h", b"--project", RAW),
        (b"log", b"1h on \xff"),
        (b"log", b"-n", b"1h on TF: " + RAW),
        (b"start", b"TF: " + RAW),
        (b"parse", b"1h on TF: " + RAW),
        (b"config", b"set", b"note", RAW),
        (b"alias", b"set", b"x", b"1h on TF: " + RAW),
        (b"report", RAW),
        (b"entries", RAW),
        (b"projects", RAW),
        (b"\xfflog", b"1h on TF"),
        (b"log", b"\xed\xa0\x80 1h on TF"),
        (b"log", b"1h on TF: \xc3\x28"),
    ],
)
def test_arguments_that_are_no_utf_8_are_refused(tmp_path: Path, argv: tuple[bytes, ...]) -> None:
    code, out, err = ran(tmp_path, *argv)
    assert code == 2, err
    assert "Traceback" not in err
    assert "is not valid UTF-8" in err
    assert "hint: " in err or '"hint": "' in out
    assert "POST /" not in err
    assert ('"code": "usage"' in out) is (b"--json" in argv)


@pytest.mark.bad("B46")
@posix
def test_nothing_is_left_behind(tmp_path: Path) -> None:
    ran(tmp_path, b"log", b"1h on TF: " + RAW)
    assert ran(tmp_path, b"outbox", b"--json")[1].strip().startswith('{"outbox": []')
    assert ran(tmp_path, b"entries", b"today")[1] == ""


@pytest.mark.bad("B46")
@posix
def test_valid_bytes_in_a_locale_without_them_are_read_as_they_are(tmp_path: Path) -> None:
    sentence = "1h on TF: café ✓".encode()
    argv = (b"log", sentence, b"--json", b"-n")
    code, out, err = ran(tmp_path, *argv, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", LC_ALL="POSIX")
    assert code == 0, err
    assert "caf\\u00e9 \\u2713" in out or "café ✓" in out


@pytest.mark.bad("B46")
@posix
def test_a_line_of_bytes_stops_no_other_line(tmp_path: Path) -> None:
    lines = b"1h on TF: one\n1h on TF: " + RAW + b"\n1h on MW: three\n"
    code, out, err = ran(tmp_path, b"log", b"-", b"--json", stdin=lines)
    assert code == 2
    assert "Traceback" not in err
    assert [('"error"' in line) for line in out.splitlines()] == [False, True, False]
    listed = ran(tmp_path, b"entries", b"today")[1]
    assert "one" in listed
    assert "three" in listed
    assert len(listed.splitlines()) == 2


@pytest.mark.bad("B46")
@posix
def test_a_file_may_be_called_anything(tmp_path: Path) -> None:
    target = os.fsencode(tmp_path) + b"/\xff.json"
    code, _, err = ran(tmp_path, b"projects", b"--json", b"-o", target)
    assert code == 0, err
    assert os.path.exists(target)  # noqa: PTH110 - of bytes


@pytest.mark.bad("B45")
@pytest.mark.parametrize("piece", ["a\udce9b", "\ud800", "x\udfff"])
@pytest.mark.parametrize("flag", [False, True])
def test_half_a_character_is_refused_alike_in_a_dry_run(hv: Hv, piece: str, flag: bool) -> None:
    argv = ("1h on TF", "--note", piece) if flag else (f"1h on TF: {piece}",)
    for more in ((), ("-n",)):
        refused = hv("log", *argv, *more)
        assert refused.code == 2
        assert "is not valid UTF-8" in refused.err
    assert hv("entries", "today").out == ""


def test_what_is_text_in_any_script_is_no_such_thing(hv: Hv) -> None:
    for note in ("café", "東京", "👩‍👩‍👧", "e\u0301", "\ufffd", "\U0010ffff"):
        assert hv("log", f"1h on TF: {note}", "-n").code == 0
    assert sys.maxunicode == 0x10FFFF
