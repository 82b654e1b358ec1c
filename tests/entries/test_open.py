"""`hv open`: the address of a day, a project or a reference; printed where nobody sits."""

import webbrowser
from pathlib import Path

import pytest

from harvest_cli.sandbox.example import MARKETING_WEBSITE
from tests.running import Hv
from tests.served import served

BASE = "https://api-examples.invalid"


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ((), "/time/day/2026/11/18"),
        (("yesterday",), "/time/day/2026/11/17"),
        (("2026-11-03",), "/time/day/2026/11/03"),
        (("MW",), f"/projects/{MARKETING_WEBSITE}"),
        (("Marketing", "Website"), f"/projects/{MARKETING_WEBSITE}"),
    ],
)
def test_days_and_projects_have_addresses(hv: Hv, words: tuple[str, ...], path: str) -> None:
    ran = hv("open", *words)
    assert (ran.code, ran.out) == (0, f"{BASE}{path}\n")


@pytest.mark.parametrize(
    ("words", "first"), [("last week", "2026-11-09"), ("october", "2026-10-01")]
)
def test_a_period_is_no_page_and_its_first_day_is_proposed(hv: Hv, words: str, first: str) -> None:
    ran = hv("open", words)
    assert (ran.code, f"`hv open {first}`" in ran.err) == (2, True)
    assert hv("open", first).code == 0


def test_a_day_that_there_is_not_is_told_as_such(hv: Hv) -> None:
    assert "There is no 31 November" in hv("open", "nov 31").err


def test_an_entrys_reference_is_opened(hv: Hv) -> None:
    link = "https://github.com/octo/site/issues/12"
    logged = hv("log", "1h on MW: x", "--ref", link, "--json").json["entries"][0]
    assert hv("open", str(logged["id"])).out == f"{link}\n"
    assert hv("open", f"#{logged['id']}").out == f"{link}\n"
    assert hv("open", "last").out == f"{link}\n"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://a b"])
def test_a_reference_that_is_no_web_page_is_not_opened(hv: Hv, link: str) -> None:
    logged = hv("log", "1h on MW: x", "--ref", link, "--json")
    if logged.code:
        return
    assert hv("open", "last").out == f"{BASE}/time/day/2026/11/18\n"


def test_an_entry_without_a_reference_opens_its_day(hv: Hv) -> None:
    hv("log", "1h on MW yesterday: x")
    assert hv("open", "last").out == f"{BASE}/time/day/2026/11/17\n"


@pytest.mark.parametrize(
    ("words", "code"), [("^99999", 4), ("running", 4), ("99999999", 4), ("no such thing", 2)]
)
def test_what_is_not_there_is_told(hv: Hv, words: str, code: int) -> None:
    assert hv("open", words).code == code


def test_the_document(hv: Hv) -> None:
    assert hv("open", "MW", "--json").json == {
        "url": f"{BASE}/projects/{MARKETING_WEBSITE}",
        "what": "Marketing Website",
        "opened": False,
    }


def test_an_account_whose_address_is_not_told_is_4(home: Path, tmp_path: Path) -> None:
    with served(tmp_path / "x", role="member", company_for_members=False) as account:
        hv = Hv({"HV_HOME": str(home), **account.token_environ})
        ran = hv("open")
    assert ran.code == 4
    assert "web address" in ran.err


def test_on_a_terminal_the_browser_is_opened_unless_told_not_to(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    class Browser(webbrowser.BaseBrowser):
        def open(self, url: str, *_how: object, **_more: object) -> bool:
            opened.append(url)
            return True

    monkeypatch.setattr(webbrowser, "get", lambda: Browser())
    with served(tmp_path / "x") as account:
        hv = Hv({**account.token_environ, "HV_HOME": str(home), "HV_NOW": "2026-11-24T10:00"})
        assert "Opened" in hv("open", terminal=True).out
        assert hv("open", "--print", terminal=True).out.startswith("https://")
        hv("open", "--json", terminal=True)
        hv("open")
        hv("open", terminal=True, CI="1")
    assert opened == [f"{BASE}/time/day/2026/11/24"]


@pytest.mark.parametrize("kind", ["none", "text"])
def test_without_a_window_the_address_is_printed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def no_browser() -> webbrowser.BaseBrowser:
        if kind == "none":
            raise webbrowser.Error
        return webbrowser.GenericBrowser("w3m")

    monkeypatch.setattr(webbrowser, "get", no_browser)
    with served(tmp_path / "x") as account:
        hv = Hv({**account.token_environ, "HV_HOME": str(home), "HV_NOW": "2026-11-24T10:00"})
        ran = hv("open", terminal=True)
    assert ran.out == f"{BASE}/time/day/2026/11/24\n"
