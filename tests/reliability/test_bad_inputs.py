"""Sentences, flags, variables and files that cannot be right, by the ids of the list of bad inputs.

Each ends without a traceback and without a request for what was rejected: with what was
understood and one thing to do. Names, notes and thousands of random lines are tested where
sentences are; what Harvest may answer wrongly, in `test_bad_payloads.py`.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.promises import numbers_of
from tests.rows import few
from tests.running import Hv, Ran

posix = pytest.mark.skipif(os.name != "posix", reason="of POSIX")

REFUSED = [
    ("B01", "0h on TF", "invalid_duration"),
    ("B02", "-1h on TF", "invalid_duration"),
    ("B03", "25h on TF", "invalid_duration"),
    ("B04", "1:75 on TF", "invalid_duration"),
    ("B05", "1h90m on TF", "invalid_duration"),
    ("B06", "1e3h on TF", "invalid_duration"),
    ("B07", "nanh on TF", "no_duration"),
    ("B08", "infh on TF", "no_duration"),
    ("B09", "٣h on TF", "invalid_duration"),
    ("B10", "１．５h on TF", "invalid_duration"),
    ("B13", "1,500h on TF", "invalid_duration"),
    ("B14", "1_000h on TF", "invalid_duration"),
    ("B15", "2h 3h on TF", "invalid_duration"),
    ("B16", "99999999999999999999h on TF", "invalid_duration"),
    ("B17", ".h on TF", "no_duration"),
    ("B18", "1..5h on TF", "no_duration"),
    ("B22", "12am-12am on TF", "invalid_duration"),
    ("B23", "0.001h on TF", "invalid_duration"),
    ("B24", "2h3 on TF", "invalid_duration"),
    ("B26", "1h on TF 2026-02-30", "invalid_date"),
    ("B27", "1h on TF 29 feb 2027", "invalid_date"),
    ("B29", "1h on TF 32/13/2026", "invalid_date"),
    ("B33", "1h on TF 1970-01-01", "invalid_date"),
    ("B34", "1h on TF 9999-12-31", "future_date"),
    ("B35", "1h on TF 0000-00-00", "invalid_date"),
    ("B36", "1h on TF 2026-11-01 01:30", "invalid_duration"),
    ("B37", "1h on TF 2026-03-08 02:30", "invalid_duration"),
    ("B38", "1h on TF monday tuesday", "invalid_date"),
    ("B39", "1h on TF 2026-W54", "invalid_date"),
    ("B40", "1h on TF tomorrow yesterday", "invalid_date"),
    ("B41", "", "empty"),
    ("B42", " \n\t \n", "empty"),
    ("B52", "1h on 123 Industries", "ambiguous_project"),
    ("B53", "1h on !!!", "no_project"),
    ("B56", "1h on TF #annual", "unknown_task"),
]
ACCEPTED = [
    ("B11", "½h on TF", 0.5, ""),
    ("B12", "1,5h on TF", 1.5, ""),
    ("B19", "9-5 on TF", 8.0, "5:00pm"),
    ("B20", "17:00-09:00 on TF", 16.0, "ends on the next day"),
    ("B21", "24:00 on TF", 24.0, ""),
    ("B24", "2h30 on TF", 2.5, ""),
    ("B30", "1h on TF next friday", 1.0, "is in the future"),
    ("B31", "1h on TF last monday", 1.0, ""),
    ("B32", "1h on TF in 3 days", 1.0, "is in the future"),
    ("B28", "1h on TF 03/04", 1.0, "3/4 read as 4 March"),
]


def ids(rows: list[Any]) -> list[str]:
    return [f"{row[0]}-{ascii(row[1])[:30]}" for row in rows]


@pytest.fixture
def warm(hv: Hv) -> Hv:
    """hv that knows the account's names already; every request is told."""
    hv("projects")
    return hv.with_(HV_DEBUG="1")


def harmless(ran: Ran) -> None:
    """No traceback, and nothing was written to Harvest."""
    assert "Traceback" not in ran.err
    assert not any(verb in ran.err for verb in ("POST /", "PATCH /", "DELETE /"))
    assert ran.code not in (1, 74)


@few(10)
@pytest.mark.bad(*numbers_of(REFUSED))
@pytest.mark.parametrize(("_id", "sentence", "code"), REFUSED, ids=ids(REFUSED))
def test_a_sentence_that_cannot_be_right(warm: Hv, _id: str, sentence: str, code: str) -> None:
    ran = warm("log", sentence, "--json")
    harmless(ran)
    assert (ran.code, ran.json["error"]["code"]) == (2, code)
    assert ran.json["error"]["hint"]


@few(4)
@pytest.mark.bad(*numbers_of(ACCEPTED))
@pytest.mark.parametrize(("_id", "sentence", "hours", "said"), ACCEPTED, ids=ids(ACCEPTED))
def test_a_sentence_that_only_looks_wrong(
    warm: Hv, _id: str, sentence: str, hours: float, said: str
) -> None:
    ran = warm("log", sentence, "-n", "--json")
    harmless(ran)
    assert [entry["hours"] for entry in ran.json["entries"]] == [hours]
    assert said in warm("log", sentence, "-n").out + warm("log", sentence, "-n").err


@pytest.mark.bad("B25")
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", "2026-11-17"),
        ("Europe/Berlin", "2026-11-17"),
        ("America/Los_Angeles", "2026-11-16"),
        ("Pacific/Auckland", "2026-11-17"),
        ("Pacific/Honolulu", "2026-11-16"),
    ],
)
def test_yesterday_is_that_of_the_persons_zone(warm: Hv, zone: str, day: str) -> None:
    five_past = warm.with_(HV_NOW="2026-11-18T00:05:00-05:00", HV_TIMEZONE=zone)
    (entry,) = five_past("log", "1h on TF yesterday", "-n", "--json").json["entries"]
    assert entry["spent_date"] == day


@pytest.mark.bad("B31")
def test_last_monday_on_a_monday_is_a_week_ago(warm: Hv) -> None:
    monday = warm.with_(HV_NOW="2026-11-16T10:00:00")
    (entry,) = monday("log", "1h on TF last monday", "-n", "--json").json["entries"]
    assert entry["spent_date"] == "2026-11-09"


USAGE = [
    ("B59", ("lgo", "1h"), "hv log`"),
    ("B60", ("log", "1h on TF", "--bogus"), "--bogus"),
    ("B61", ("log", "--hours"), "--hours"),
    ("B62", ("entries", "--json", "--csv"), "cannot be combined"),
    ("B63", ("log", "1h", "--project", "999999999999999999999"), "No project is called"),
    ("B64", ("log", "TF", "--hours", "abc"), 'Expected a duration, got "abc"'),
    ("B65", ("log", "on TF", "--from", "10:00", "--to", "9:00"), "is not after"),
    ("B66", ("status", "--format", "{nope}"), 'Unknown field "nope" (--format)'),
    ("B66", ("status", "--format", "{id.__class__}"), 'Unknown field "id.__class__"'),
    ("B66", ("status", "--format", "{{x}} {id} {tsk}"), 'Unknown field "tsk" (--format)'),
    ("B66", ("status", "--format", "{id} {}"), "`{}` in `--format` names no field"),
    ("B66", ("status", "--format", "{id} {task"), "A `{` in `--format` is not closed"),
    ("B67", ("entries", "--jq", ".x"), "--json | jq"),
    ("B68", ("log", "-"), "Standard input holds no sentence"),
    ("B70", ("whoami", "--timeout", "0"), 'got "0" (--timeout)'),
    ("B70", ("whoami", "--timeout", "-1"), 'got "-1" (--timeout)'),
    ("B70", ("whoami", "--timeout", "nan"), 'got "nan" (--timeout)'),
    ("B70", ("whoami", "--timeout", "inf"), 'got "inf" (--timeout)'),
    ("B71", ("whoami", "--color", "sometimes"), "Expected auto, always or never"),
    ("B72", ("log", "1h", "--project", "TF", "--project", "MW"), "`--project` is given twice"),
    ("B73", ("whoami", "--token", "4711.pt.secret"), "not taken from the command line"),
    ("B74", ("whoami", "--profile", "../../x"), "is not a valid profile name"),
    ("B93", ("whoami", "--profile", "a\nb"), "is not a valid profile name"),
    ("B93", ("whoami", "--profile", "a/b"), "is not a valid profile name"),
]


@few(8)
@pytest.mark.bad(*numbers_of(USAGE))
@pytest.mark.parametrize(("_id", "argv", "said"), USAGE, ids=ids(USAGE))
def test_a_command_line_that_cannot_be_right(
    warm: Hv, _id: str, argv: tuple[str, ...], said: str
) -> None:
    ran = warm(*argv)
    harmless(ran)
    assert ran.code == 2
    assert said in ran.err
    assert "secret" not in ran.err


@pytest.mark.bad("B47")
def test_help_behind_two_dashes_is_a_note(warm: Hv) -> None:
    (entry,) = warm("log", "-n", "--json", "--", "1h on TF: --help").json["entries"]
    assert entry["notes"] == "--help"


@pytest.mark.bad("B69")
def test_a_terminal_as_input_is_helped_at_once(warm: Hv) -> None:
    ran = warm("log", "-", terminal=True)
    assert ran.code == 2
    assert "hv log - <" in ran.err


ENVIRONMENT = [
    ("B75", {"COLUMNS": "0"}, 0, ""),
    ("B75", {"COLUMNS": "-5"}, 0, ""),
    ("B78", {"TERM": ""}, 0, ""),
    ("B79", {"TZ": "Foo/Bar"}, 0, ""),
    ("B79", {"HV_TIMEZONE": "Foo/Bar"}, 78, 'got "Foo/Bar" (HV_TIMEZONE)'),
    ("B84", {"HTTP_PROXY": "garbage", "HTTPS_PROXY": "://"}, 0, ""),
]


@pytest.mark.bad(*numbers_of(ENVIRONMENT))
@pytest.mark.parametrize(("_id", "environ", "code", "said"), ENVIRONMENT, ids=ids(ENVIRONMENT))
def test_a_variable_that_cannot_be_right(
    warm: Hv, _id: str, environ: dict[str, str], code: int, said: str
) -> None:
    ran = warm.with_(**environ)("whoami", terminal=True)
    harmless(ran)
    assert (ran.code, said in ran.err) == (code, True)


@few(3)
@pytest.mark.bad("B76", "B77", "B78")
@pytest.mark.parametrize(
    ("environ", "coloured"),
    [
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "0"}, False),
        ({"FORCE_COLOR": "0"}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_the_usual_variables(
    warm: Hv, environ: dict[str, str], coloured: bool
) -> None:
    assert ("\x1b[" in warm.with_(**environ)("whoami", terminal=True).out) is coloured
    forced = environ.get("FORCE_COLOR") == "1" and "NO_COLOR" not in environ
    assert ("\x1b[" in warm.with_(**environ)("whoami").out) is forced


@pytest.mark.bad("B80")
@posix
@pytest.mark.parametrize(
    ("editor", "code"), [("/nonexistent/editor", 78), ("false", 2), ("rm -rf '", 78)]
)
def test_an_editor_that_cannot_be_run_harms_nothing(
    warm: Hv, home: Path, editor: str, code: int
) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("timeout = 5\n")
    ran = warm("config", "edit", terminal=True, EDITOR=editor)
    harmless(ran)
    assert ran.code == code
    assert (home / "config.toml").read_text() == "timeout = 5\n"


LOGINS = [
    ("B81", {"HARVEST_ACCESS_TOKEN": ""}, 3),
    ("B81", {"HARVEST_ACCESS_TOKEN": " 4711.pt.canary \n"}, 7),
    ("B81", {"HARVEST_ACCESS_TOKEN": "Bearer 4711.pt.canary"}, 7),
    ("B81", {"HARVEST_ACCESS_TOKEN": "“4711.pt.canary”"}, 7),
    ("B81", {"HARVEST_ACCESS_TOKEN": "4711.pt canary"}, 78),
    ("B82", {"HARVEST_ACCOUNT_ID": "abc"}, 78),
    ("B82", {"HARVEST_ACCOUNT_ID": "-1"}, 78),
    ("B94", {"HARVEST_API_URL": "http://harvest.example/v2"}, 78),
    ("B94", {"HARVEST_API_URL": "ftp://harvest.example"}, 78),
    ("B94", {"HARVEST_API_URL": "harvest.example/v2"}, 78),
    ("B94", {"HARVEST_API_URL": "https://kim:canary@harvest.example"}, 78),
]


@pytest.mark.bad(*numbers_of(LOGINS))
@pytest.mark.parametrize(("_id", "environ", "code"), LOGINS, ids=ids(LOGINS))
def test_a_login_that_cannot_be_right(
    home: Path, _id: str, environ: dict[str, str], code: int
) -> None:
    """Port 9 answers nobody: 7 says that the login itself was understood."""
    usual = {
        "HV_HOME": str(home),
        "HARVEST_ACCESS_TOKEN": "4711.pt.canary",
        "HARVEST_ACCOUNT_ID": "1",
        "HARVEST_API_URL": "http://127.0.0.1:9/v2",
    }
    ran = Hv({**usual, **environ})("whoami")
    harmless(ran)
    assert ran.code == code
    assert "canary" not in ran.err + ran.out


CONFIGURATION = [
    ("B85", b"timout = 5\n", 0, "did you mean `timeout`?"),
    ("B86", b'timeout = "fast"\n', 78, 'got "fast" (timeout in'),
    ("B87", b"timeout = 1\ntimeout = 2\n", 78, "line 2 is not valid TOML"),
    ("B87", b"[a]\n[a]\n", 78, "line 2 is not valid TOML"),
    ("B88", b"\xef\xbb\xbftimeout = 5\n", 0, ""),
    ("B89", b"timeout = 5\r\nround = 'none'\r\n", 0, ""),
    ("B90", b"timeout = 5\x00\n", 78, "line 1 is not valid TOML"),
    ("B91", b'[alias]\na = "a 1h on TF"\n', 0, ""),
    ("B92", b'[alias]\nwhoami = "1h on TF"\n', 0, ""),
    ("B95", b"[alias]\n" + b"".join(b"a%d = '1h'\n" % n for n in range(10_000)), 0, ""),
    ("B96", b"timeout = " + b"9" * 30, 78, "Expected a number of seconds"),
    ("B96", b"timeout = " + b"9" * 5000, 78, "a number is too long"),
    ("B96", b"x = " + b"[" * 3000, 78, "too deep"),
]


@pytest.mark.bad("B94")
def test_a_password_in_an_address_of_the_file_is_not_repeated(hv: Hv, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text('api_url = "https://kim:canary@harvest.example"\n')
    ran = hv("whoami", HV_PROFILE="")
    assert ran.code == 78
    assert "canary" not in ran.err
    assert 'api_url = "https://***@harvest.example"' in ran.err


@pytest.mark.bad(*numbers_of(CONFIGURATION))
@pytest.mark.parametrize(
    ("_id", "content", "code", "said"), CONFIGURATION, ids=[row[0] for row in CONFIGURATION]
)
def test_a_configuration_that_cannot_be_right(
    hv: Hv, home: Path, _id: str, content: bytes, code: int, said: str
) -> None:
    home.mkdir()
    (home / "config.toml").write_bytes(content)
    ran = hv("whoami")
    harmless(ran)
    assert (ran.code, said in ran.err) == (code, True)
    assert (home / "config.toml").read_bytes() == content


@pytest.mark.bad("B91")
def test_an_alias_of_itself_is_expanded_once(hv: Hv, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text('[alias]\na = "a 1h on TF"\n')
    ran = hv("log", "a", "-n")
    harmless(ran)
    assert ran.code in (0, 2)
