"""Several accounts, profiles and places of the token; logging out."""

import json
from pathlib import Path

import pytest

from harvest_cli.sandbox.example import KIM
from tests.account import BOB_TOKEN
from tests.faulty_server import FaultyServer, reply
from tests.running import Hv
from tests.served import CANARY, Served
from tests.setup.test_login import log_in


@pytest.fixture
def own(there: Served, home: Path) -> Hv:
    """`hv` in a fresh home, pointed at the served account."""
    return Hv({"HV_HOME": str(home), **there.environ})


def two_accounts(*products: str) -> dict[str, object]:
    names = [
        {"id": n, "name": f"Account {n}", "product": product}
        for n, product in enumerate(products, 11)
    ]
    return {"user": {"id": 1}, "accounts": names}


@pytest.mark.ux(76)
def test_of_two_accounts_one_must_be_named(home: Path) -> None:
    hv = Hv({"HV_HOME": str(home)})
    with FaultyServer([[reply(200, two_accounts("harvest", "forecast", "harvest"))]]) as server:
        ran = log_in(hv.with_(HARVEST_API_URL=server.url))
    assert ran.code == 2
    assert "11  Account 11" in ran.err
    assert "13  Account 13" in ran.err
    assert "Account 12" not in ran.err
    assert "--account" in ran.err


@pytest.mark.parametrize("products", [("forecast",), ()])
def test_a_token_of_another_product_is_told(home: Path, products: tuple[str, ...]) -> None:
    hv = Hv({"HV_HOME": str(home)})
    with FaultyServer([[reply(200, two_accounts(*products))]]) as server:
        ran = log_in(hv.with_(HARVEST_API_URL=server.url))
    assert ran.code == 3
    assert "has access to no Harvest account" in ran.err


def test_without_a_network_nothing_is_stored_and_it_says_why(home: Path) -> None:
    hv = Hv({"HV_HOME": str(home), "HARVEST_API_URL": "http://127.0.0.1:1/v2"})
    ran = log_in(hv)
    assert ran.code == 7
    assert "connection refused" in ran.err
    assert not (home / "credentials.toml").exists()


def test_a_known_account_does_where_only_the_list_of_accounts_fails(own: Hv, there: Served) -> None:
    with FaultyServer([[reply(503, b"down")]] * 3) as server:
        away = own.with_(HARVEST_ID_URL=server.url)
        assert log_in(away, "--timeout", "5").code == 7
    with FaultyServer([[reply(404, b"<html>")]]) as server:
        away = own.with_(HARVEST_ID_URL=server.url.removesuffix("/v2"))
        assert log_in(away, "--account", "1000000").code == 0


def test_another_servers_token_is_not_shown_to_harvests_own_list(own: Hv, there: Served) -> None:
    """With only the API moved, the list of accounts is asked of that server too."""
    environ = {n: v for n, v in own.environ.items() if n != "HARVEST_ID_URL"}
    assert log_in(Hv(environ)).code == 0


@pytest.mark.ux(72)
def test_two_profiles_are_named_in_confirmations(own: Hv) -> None:
    log_in(own)
    assert "profile" not in own("log", "1h on MW: x").out
    ran = log_in(own, "--profile", "work", token=BOB_TOKEN)
    assert "Bob Powell at API Examples (1000000), profile work" in ran.out
    assert "(profile default)" in own("log", "1h on MW: x").out
    assert "(profile work)" in own("log", "1h on MW: x", "--profile", "work").out
    assert "(profile work)" in own("log", "1h on MW: x", HV_PROFILE="work").out


@pytest.mark.ux(72)
def test_profiles_do_not_share_names_or_totals(own: Hv, home: Path) -> None:
    log_in(own)
    log_in(own, "--profile", "work", token=BOB_TOKEN)
    assert own("log", "1h on MW: x").code == 0
    assert len(list((home / "cache").glob("*.catalogue"))) == 2
    assert "Today 1:00" in own("log", "1h on OS1: y", "--profile", "work").out.replace(
        "24 Nov 1:00", "Today 1:00"
    )


def test_a_variable_that_wins_is_told_where_a_profile_was_meant(own: Hv, there: Served) -> None:
    log_in(own, "--profile", "work", token=BOB_TOKEN)
    ran = own.with_(**there.token_environ)("--profile", "work", "projects")
    assert "HARVEST_ACCESS_TOKEN is set and overrides" in ran.err
    assert "wins" not in own.with_(**there.token_environ)("projects").err
    again = log_in(own.with_(**there.token_environ))
    assert "HARVEST_ACCESS_TOKEN is set and overrides" in again.err


def test_logging_out_forgets_one_profile(own: Hv, home: Path) -> None:
    log_in(own)
    log_in(own, "--profile", "work", token=BOB_TOKEN)
    ran = own("logout")
    assert ran.out == "Logged out  default\n"
    assert "revoked at" in ran.err
    assert CANARY not in (home / "credentials.toml").read_text()
    assert own("whoami").code == 3
    assert own("whoami", "--profile", "work").code == 0
    assert own("logout").code == 4


@pytest.mark.ux(75)
def test_logging_out_of_everything_leaves_no_token_and_no_names(own: Hv, home: Path) -> None:
    log_in(own)
    log_in(own, "--profile", "work", token=BOB_TOKEN)
    own("config", "set", "timeout", "9")
    ran = own("logout", "--everything", "--json")
    assert json.loads(ran.out)["profiles"] == ["default", "work"]
    assert not (home / "credentials.toml").exists()
    assert list((home / "cache").iterdir()) == []
    assert (home / "config.toml").exists()
    assert own("logout", "--everything").out == "Nobody was logged in\n"


def test_a_token_revoked_later_is_3_and_names_its_place(own: Hv, there: Served, home: Path) -> None:
    log_in(own)
    there.account.db.execute("UPDATE users SET token = 'another' WHERE id = ?", (KIM,))
    ran = own("whoami")
    assert ran.code == 3
    assert "hv login" in ran.err


def test_the_embedded_account_needs_no_login(hv: Hv) -> None:
    for verb in ("login", "logout"):
        ran = hv(verb)
        assert ran.code == 2
        assert "embedded account" in ran.err


@pytest.mark.parametrize("name", ["../../x", "a b", "a\nb", "x" * 41, "ä"])
def test_a_profile_name_that_could_be_a_path_is_refused(own: Hv, name: str) -> None:
    ran = log_in(own, "--profile", name)
    assert ran.code == 2
    assert "is not a valid profile name" in ran.err


def test_the_token_of_a_keyring_is_not_in_any_file(own: Hv, home: Path, tmp_path: Path) -> None:
    from tests.local.login.test_keyring import environ_with, working

    fake = environ_with(tmp_path, SecretService=working(tmp_path))
    keyed = own.with_(**fake)
    assert log_in(keyed, "--keyring").code == 0
    assert CANARY not in (home / "credentials.toml").read_text()
    assert keyed("whoami").code == 0
    assert keyed("logout").code == 0
    assert not (tmp_path / "stored").exists()


def test_a_keyring_that_is_not_there_is_told_and_nothing_is_stored(
    own: Hv, home: Path, tmp_path: Path
) -> None:
    from tests.local.login.test_keyring import environ_with

    ran = log_in(own.with_(**environ_with(tmp_path)), "--keyring")
    assert ran.code == 78
    assert not (home / "credentials.toml").exists()


def test_a_home_that_cannot_be_written_is_told(own: Hv, home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = log_in(own.with_(HV_HOME=str(tmp_path / "file" / "below")))
    assert ran.code == 78
    assert "cannot keep anything in" in ran.err
