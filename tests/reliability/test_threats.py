"""The ways in which the token, the person's files or their terminal could be harmed: V1 to V20.

Each test is named for its vector. Those that need a hostile network stand in
`test_threats_network.py`.
"""

import os
import stat
import tomllib
from pathlib import Path

import pytest

from harvest_cli.sandbox.example import KIM, MARKETING_WEBSITE
from tests.account import BOB_TOKEN
from tests.rows import for_each
from tests.running import Hv
from tests.served import CANARY, Served

posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are of POSIX")
root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to be root")
HOSTILE = "\x1b]0;owned\x07[red]$(touch x)`id`\u202e\x9b31m"


@pytest.fixture
def own(there: Served, home: Path) -> Hv:
    return Hv({**there.environ, "HV_HOME": str(home), "HV_NOW": "2026-11-24T10:30"})


@pytest.fixture
def logged_in(own: Hv) -> Hv:
    assert own("login", "--with-token", stdin=CANARY).code == 0
    return own


@pytest.mark.fault("F57")
@pytest.mark.threat("V1")
@pytest.mark.parametrize("typed", [("--token", CANARY), (f"--token={CANARY}",)])
def test_a_token_is_not_taken_from_the_command_line(own: Hv, typed: tuple[str, ...]) -> None:
    for verb in ((), ("login",), ("log", "1h on MW"), ("config", "set")):
        ran = own(*verb, *typed)
        assert ran.code == 2
        assert CANARY not in ran.out + ran.err


@pytest.mark.threat("V2")
@posix
def test_what_is_secret_is_private_from_the_first_moment(logged_in: Hv, home: Path) -> None:
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for path in home.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.fault("F58")
@pytest.mark.threat("V2")
@posix
def test_a_token_that_others_can_read_is_refused_with_the_line_that_mends_it(
    logged_in: Hv, home: Path, there: Served
) -> None:
    path = home / "credentials.toml"
    path.chmod(0o644)
    ran = logged_in("projects")
    assert ran.code == 78
    assert f"chmod 600 {path}" in ran.err
    assert logged_in.with_(**there.token_environ)("projects").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o644, "only the person changes modes"


@pytest.mark.threat("V3")
@pytest.mark.parametrize("debug", ["", "1", "2"])
def test_a_crash_does_not_show_the_token(
    logged_in: Hv, monkeypatch: pytest.MonkeyPatch, debug: str
) -> None:
    from harvest_cli.harvest.client import Harvest

    def crash(_client: Harvest) -> None:
        message = f"Invalid header value b'Bearer {CANARY}'"
        raise RuntimeError(message)

    monkeypatch.setattr(Harvest, "me", crash)
    ran = logged_in("whoami", HV_DEBUG=debug)
    assert ran.code == 1
    assert CANARY not in ran.out + ran.err
    assert ("Traceback" in ran.err) == bool(debug)


@pytest.mark.threat("V3")
@pytest.mark.parametrize("broken", [f"{CANARY}\nX: y", f"{CANARY}\x00", f"{CANARY} x"])
def test_a_token_that_cannot_be_a_header_is_refused_unseen(
    own: Hv, there: Served, broken: str
) -> None:
    environ = {**there.token_environ, "HARVEST_ACCESS_TOKEN": broken}
    for argv in (("whoami",), ("whoami", "--json"), ("log", "1h on MW")):
        ran = own.with_(**environ)(*argv)
        assert ran.code == 78
        assert CANARY[:20] not in ran.out + ran.err


@pytest.mark.threat("V3")
@pytest.mark.parametrize("debug", ["1", "2"])
def test_lines_about_requests_hold_no_token(logged_in: Hv, debug: str) -> None:
    ran = logged_in("whoami", HV_DEBUG=debug)
    assert "GET /v2/users/me 200" in ran.err
    assert CANARY not in ran.err


@pytest.mark.fault("F70")
@pytest.mark.threat("V4")
@pytest.mark.parametrize("key", ["api_url", "id_url", "token_command", "ca_bundle", "proxy"])
def test_a_cloned_folder_cannot_send_the_token_anywhere(
    logged_in: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    cloned = tmp_path / "cloned"
    cloned.mkdir()
    made = tmp_path / "made"
    value = f'["touch", "{made}"]' if key == "token_command" else '"http://127.0.0.1:1/v2"'
    (cloned / ".hv.toml").write_text(f"{key} = {value}\n")
    monkeypatch.chdir(cloned)
    ran = logged_in("projects")
    assert ran.code == 0
    assert f"cannot set `{key}`" in ran.err
    assert not made.exists()


@pytest.mark.threat("V4")
@pytest.mark.parametrize(
    "url",
    [
        "http://api.harvestapp.com/v2",
        "http://127.0.0.1.evil.example/v2",
        "ftp://127.0.0.1/v2",
        "https://kim:pass@evil.example/v2",
        "evil.example",
    ],
)
def test_an_address_that_would_leak_the_token_is_refused(own: Hv, url: str) -> None:
    environ = {"HARVEST_ACCESS_TOKEN": CANARY, "HARVEST_ACCOUNT_ID": "7", "HARVEST_API_URL": url}
    ran = own.with_(**environ)("whoami")
    assert ran.code == 78
    assert CANARY not in ran.err


@pytest.mark.threat("V7")
def test_names_that_steer_a_terminal_are_shown_harmless(logged_in: Hv, there: Served) -> None:
    _rename(there, HOSTILE)
    for argv in (("login", "--with-token"), ("whoami",), ("doctor",), ("projects",), ("open", "")):
        ran = logged_in(*argv, stdin=CANARY)
        for sign in ("\x1b", "\x07", "\x9b", "\u202e"):
            assert sign not in ran.out + ran.err


@pytest.mark.threat("V8")
def test_markup_in_names_stays_text(logged_in: Hv, there: Served) -> None:
    _rename(there, "J-1 [WIP] [/] [red]x[/red] :smile:")
    ran = logged_in("projects", "--refresh", terminal=True, COLUMNS="200", NO_COLOR="1")
    assert "J-1 [WIP] [/] [red]x[/red] :smile:" in ran.out


@pytest.mark.threat("V9")
def test_a_line_to_paste_holds_no_shell(logged_in: Hv, there: Served) -> None:
    _rename(there, "$(touch x) `id`; rm -rf ~ 'quoted\"")
    there.account.db.execute("UPDATE projects SET code = '$(touch y)'")
    document = logged_in("login", "--with-token", "--json", stdin=CANARY).json
    example = document["example"].removeprefix('hv log "1h on ').removesuffix(': what I did"')
    assert set(example) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.threat("V10")
@for_each("note", ["=cmd|' /C calc'!A0", "+1", "-2h", "@x", "\tx"])
def test_a_spreadsheet_gets_no_formula(note: str) -> None:
    from harvest_cli.show.machine.text import csv_rows

    line = list(csv_rows(("notes",), [(note,)], raw=False))[-1]
    assert line.lstrip('"')[0] == "'"


@pytest.mark.threat("V12")
@posix
def test_a_linked_folder_is_not_written_through(
    own: Hv, there: Served, home: Path, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    home.mkdir(mode=0o700)
    (home / "cache").symlink_to(victim)
    ran = own.with_(**there.token_environ)("projects")
    assert ran.code == 0
    assert "Nothing can be saved in the cache" in ran.err
    assert list(victim.iterdir()) == []


@pytest.mark.threat("V12")
@posix
def test_a_linked_file_is_replaced_not_followed(
    own: Hv, there: Served, home: Path, tmp_path: Path
) -> None:
    own.with_(**there.token_environ)("projects")
    (stored,) = (home / "cache").glob("*.catalogue")
    victim = tmp_path / "bashrc"
    victim.write_text("# mine\n")
    stored.unlink()
    stored.symlink_to(victim)
    assert own.with_(**there.token_environ)("projects", "--refresh").code == 0
    assert victim.read_text() == "# mine\n"


@pytest.mark.threat("V13")
@root
def test_root_leaves_nothing_in_another_users_home(own: Hv, there: Served, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)
    sudo = own.with_(HV_HOME=str(theirs / ".config" / "hv"))
    ran = sudo.with_(**there.token_environ)("projects")
    assert ran.code == 0
    assert ran.err.count("warning:") == 1
    for argv in (("login", "--with-token"), ("config", "set", "timeout", "5")):
        ran = sudo(*argv, stdin=CANARY)
        assert ran.code == 78
        assert "another user" in ran.err
    assert list(theirs.iterdir()) == []


@pytest.mark.threat("V14")
def test_programs_are_run_as_lists_and_never_from_a_folder_file(
    own: Hv, home: Path, tmp_path: Path, there: Served
) -> None:
    home.mkdir(mode=0o700)
    made = tmp_path / "made"
    (home / "config.toml").write_text(
        f'account_id = 1000000\ntoken_command = ["echo", "{CANARY};touch {made}"]\n'
    )
    ran = own("whoami")
    assert ran.code == 78
    assert CANARY not in ran.err
    (home / "config.toml").write_text(
        f'account_id = 1000000\ntoken_command = ["echo", "{CANARY}"]\n'
    )
    assert own("whoami").code == 0
    (home / "config.toml").write_text(f'token_command = "echo {CANARY}"\n')
    assert own("whoami").code == 78
    assert not made.exists()


@pytest.mark.threat("V16")
def test_waits_are_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    import random

    from harvest_cli.harvest.http.transport import with_jitter

    waits = {round(with_jitter(10, 20, random.uniform), 6) for _ in range(50)}
    assert len(waits) > 40
    assert all(10 <= wait <= 12 for wait in waits)


@pytest.mark.threat("V17")
def test_looking_and_trying_only_read(logged_in: Hv) -> None:
    for argv in (("projects",), ("log", "1h on MW: x", "--dry-run"), ("doctor",), ("open", "MW")):
        ran = logged_in(*argv, HV_DEBUG="1")
        methods = {line.split()[0] for line in ran.err.splitlines() if "/v2/" in line}
        assert methods <= {"GET"}, argv


@pytest.mark.threat("V17")
def test_what_destroys_needs_a_yes_where_nobody_sits(logged_in: Hv) -> None:
    logged_in("log", "1h on MW: x")
    ran = logged_in("delete", "last")
    assert ran.code == 2
    assert "--yes" in ran.err


@pytest.mark.threat("V18")
def test_every_dependency_is_bounded_and_none_is_found_by_itself() -> None:
    package = Path(__file__).parents[2]
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    for requirement in (*project["dependencies"], *extras):
        dated = requirement.startswith(
            ("tzdata", "certifi")
        )  # their versions are dates: there is no next one
        assert "<" in requirement or "==" in requirement or dated, requirement
    for path in (package / "harvest_cli").rglob("*.py"):
        assert "entry_points(" not in path.read_text(encoding="utf-8"), path


@pytest.mark.threat("V19")
def test_another_login_does_not_see_the_names_of_the_one_before(
    own: Hv, there: Served, tmp_path: Path
) -> None:
    kim = own.with_(**there.token_environ)
    kim("projects")
    bob = kim.with_(HARVEST_ACCESS_TOKEN=BOB_TOKEN)
    fresh = bob.with_(HV_HOME=str(tmp_path / "fresh"))
    assert bob("projects", "--json").out == fresh("projects", "--json").out
    assert bob("whoami", "--json").json["user"]["name"] == "Bob Powell"
    assert kim("projects", HARVEST_ACCOUNT_ID="2").code == 3


@pytest.mark.threat("V20")
def test_no_character_of_the_token_is_shown(logged_in: Hv) -> None:
    pieces = {CANARY[at : at + 4] for at in range(8, len(CANARY) - 4)}
    for argv in (("login", "--with-token"), ("whoami",), ("doctor",), ("config", "list")):
        for more in ((), ("--json",)):
            ran = logged_in(*argv, *more, stdin=CANARY)
            assert not {piece for piece in pieces if piece in ran.out + ran.err}


def _rename(there: Served, name: str) -> None:
    db = there.account.db
    db.execute("UPDATE projects SET name = ? WHERE id = ?", (name, MARKETING_WEBSITE))
    db.execute("UPDATE users SET first_name = ? WHERE id = ?", (name, KIM))
