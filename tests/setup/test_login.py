"""`hv login`, `hv logout`, `hv whoami` against a served account."""

import stat
import tomllib
from pathlib import Path

import pytest

from tests.network import Network
from tests.running import Hv, Ran
from tests.served import CANARY, Served


@pytest.fixture
def own(there: Served, home: Path) -> Hv:
    """`hv` in a fresh home, pointed at the served account."""
    return Hv({"HV_HOME": str(home), **there.environ})


def log_in(hv: Hv, *flags: str, token: str = CANARY) -> Ran:
    return hv("login", "--with-token", *flags, stdin=f"{token}\n")


def test_a_piped_token_logs_in(own: Hv, home: Path) -> None:
    ran = log_in(own)
    assert ran.code == 0, ran.err
    assert ran.out == "Logged in  Kim Allen at API Examples (1000000)\n"
    path = home / "credentials.toml"
    assert f"The token goes to {path}: readable by you alone, not encrypted" in ran.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert tomllib.loads(path.read_text())["profile"]["default"]["token"] == CANARY
    assert CANARY not in ran.out + ran.err


def test_after_it_nothing_else_is_needed(own: Hv, home: Path) -> None:
    log_in(own)
    bare = Hv({"HV_HOME": str(home), "HV_NOW": own.environ["HV_NOW"]})
    ran = bare("whoami", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["user"]["name"] == "Kim Allen"
    assert bare("log", "1h on MW: footer").code == 0


def test_the_document_of_a_login(own: Hv, there: Served, home: Path) -> None:
    document = log_in(own, "--json").json
    assert document == {
        "profile": "default",
        "user": {"id": 1782959, "name": "Kim Allen", "email": "kimallen@example.com"},
        "account": {"id": 1000000, "name": "API Examples"},
        "api_url": f"{there.url}/v2",
        "stored": str(home / "credentials.toml"),
        "expires_at": None,
        "example": 'hv log "1h on marketing-website: what I did"',
    }


@pytest.mark.parametrize(
    "pasted",
    [f"  {CANARY}  ", f"Bearer {CANARY}", f'"{CANARY}"', f"\u201c{CANARY}\u201d", f"{CANARY}\r"],
)
def test_what_copying_adds_is_taken_off(own: Hv, pasted: str) -> None:
    assert log_in(own, token=pasted).code == 0


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", "No token"),
        ("   \n ", "No token"),
        (f"{CANARY}\n{CANARY}", "characters that no Harvest token has"),
        (f"{CANARY[:20]} {CANARY[20:]}", "characters that no Harvest token has"),
        ("tök" * 10, "characters that no Harvest token has"),
        ("short", "too short"),
        ("x", "(1 character)"),
        ("ghp_" + "a" * 36, "GitHub"),
        ("xoxb-" + "1" * 30, "Slack"),
    ],
)
def test_what_cannot_be_a_token_is_refused_before_it_is_sent(
    own: Hv, there: Served, home: Path, token: str, said: str
) -> None:
    ran = log_in(own, token=token)
    assert ran.code == 2
    assert said in ran.err
    assert CANARY[:20] not in ran.err
    assert not (home / "credentials.toml").exists()


def test_a_token_that_harvest_refuses_is_not_stored(own: Hv, home: Path) -> None:
    ran = log_in(own, "--json", token="4711.pt.not-a-token-of-anybody")
    assert ran.code == 3
    assert ran.json["error"]["code"] == "not_logged_in"
    assert "id.getharvest.com/developers" in ran.json["error"]["hint"]
    assert not (home / "credentials.toml").exists()


@pytest.mark.parametrize("argv", [("--token", CANARY), (f"--token={CANARY}",), ("--token",)])
@pytest.mark.parametrize("verb", ["login", "whoami", "log"])
def test_a_token_on_the_command_line_is_refused_without_repeating_it(
    own: Hv, verb: str, argv: tuple[str, ...]
) -> None:
    ran = own(verb, *argv)
    assert ran.code == 2
    assert "not taken from the command line" in ran.err
    for way in ("hv login", "--with-token", "HARVEST_ACCESS_TOKEN"):
        assert way in ran.err
    assert CANARY not in ran.err + ran.out


def test_nobody_to_ask_is_2_and_names_the_other_way(own: Hv) -> None:
    ran = own("login")
    assert ran.code == 2
    assert "hv login --with-token" in ran.err


def test_a_terminal_is_not_read_as_a_pipe(own: Hv) -> None:
    ran = own("login", "--with-token", terminal=True, stdin=CANARY)
    assert ran.code == 2
    assert "this terminal" in ran.err


@pytest.mark.ux(35)
def test_a_terminal_that_would_show_the_token_is_not_typed_into(own: Hv) -> None:
    ran = own("login", terminal=True, stdin=CANARY)
    assert ran.code == 2
    assert "would show the token" in ran.err


@pytest.mark.parametrize("account", ["abc", "-1", "1.5", ""])
def test_an_account_that_is_no_number_is_refused(own: Hv, account: str) -> None:
    ran = log_in(own, f"--account={account}")
    assert ran.code == 2
    assert "--account" in ran.err


def test_an_account_that_the_token_does_not_open_is_refused_with_those_it_does(own: Hv) -> None:
    ran = log_in(own, "--account", "5")
    assert ran.code == 2
    assert "1000000  API Examples" in ran.err


def test_what_was_never_there_is_not_said_to_be_kept(home: Path) -> None:
    assert "Kept:" not in Hv({"HV_HOME": str(home)})("logout", "--everything").err


def test_who_logs_out_hears_of_what_waits_and_profiles_are_listed(
    own: Hv, there: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = log_in(own, "--profile", "work", "--json").json["example"]
    assert said == 'hv --profile work log "1h on marketing-website: what I did"'
    with Network(monkeypatch).away():
        waits = own("--profile", "work", "log", "1h on TF")
    assert waits.code == 75
    # The command to paste is about the same account.
    assert "see `hv --profile work outbox`" in waits.out
    assert own("config", "profiles", "--json").json["profiles"] == [
        {"name": "work", "in_use": False, "account_id": 1000000, "api_url": f"{there.url}/v2"},
        {"name": "default", "in_use": True, "account_id": None, "api_url": None},
        {"name": "sandbox", "in_use": False, "account_id": None, "api_url": None},
    ]
    assert "*\tdefault\t\tnot logged in" in own("config", "profiles").out
    assert "`hv config set default_profile work` makes it" in own("projects").err
    ran = own("logout", "--profile", "work")
    assert (ran.code, ran.out) == (0, "Logged out  work\n")
    assert "1 entry is pending here: `hv login --profile work` and `hv" in ran.err
