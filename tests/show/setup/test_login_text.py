"""What logging in, logging out and opening a page print."""

import json
from datetime import UTC, datetime
from typing import Any

from harvest_cli.actions.entries.reference import WebPage
from harvest_cli.actions.setup.login import LoggedIn, LoggedOut
from harvest_cli.domain.company import Account, User
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.setup.login_text import PageShown
from tests.show.samples import an_output, told, written

KIM = User(1782959, "Kim", "Allen", "kim@example.com")


def a_login(**more: Any) -> LoggedIn:
    usual: dict[str, Any] = {
        "user": KIM,
        "account": Account(7, "ABC Company", "harvest"),
        "profile": "default",
        "place": "/c/credentials.toml",
        "api_url": "https://api.harvestapp.com/v2",
    }
    return LoggedIn(**{**usual, **more})


def test_who_and_where_is_one_line() -> None:
    output = an_output()
    render(a_login(), output)
    assert written(output) == "Logged in  Kim Allen at ABC Company (7)\n"


def test_another_profile_is_named_and_what_to_try_next() -> None:
    output = an_output()
    named = a_login(profile="work", example='hv --profile work log "1h"', completion="add it")
    render(named, output)
    assert written(output).splitlines() == [
        "Logged in  Kim Allen at ABC Company (7), profile work",
        'Try: hv --profile work log "1h"',
        "Completion: add it",
    ]


def test_without_hints_only_what_was_done_is_told() -> None:
    output = an_output()
    render(a_login(example="hv log", completion="add it"), output, Layout(hints=False))
    assert written(output) == "Logged in  Kim Allen at ABC Company (7)\n"


def test_an_account_without_a_name_is_told_by_its_number() -> None:
    output, document = an_output(), an_output(as_json=True)
    nameless = a_login(account=Account(7, "", "harvest"))
    render(nameless, output)
    render(nameless, document)
    assert written(output) == "Logged in  Kim Allen at account (7)\n"
    assert json.loads(written(document))["account"] == {"id": 7, "name": None}


def test_the_document_tells_place_and_end_and_no_token() -> None:
    output = an_output(as_json=True)
    render(a_login(expires_at=datetime(2026, 12, 2, 9, tzinfo=UTC)), output)
    document = json.loads(written(output))
    assert document["stored"] == "/c/credentials.toml"
    assert document["expires_at"].startswith("2026-12-02T09:00")
    assert "token" not in document


def test_quiet_says_nothing_of_a_success() -> None:
    output = an_output(quiet=True)
    render(a_login(), output)
    render(LoggedOut(("work",)), output)
    assert written(output) == ""


def test_logging_out_names_profiles_and_what_stays() -> None:
    output, nobody = an_output(), an_output()
    render(LoggedOut(("default", "work"), ("HARVEST_ACCESS_TOKEN stays",)), output)
    render(LoggedOut(()), nobody)
    assert written(output) == "Logged out  default, work\n"
    assert told(output) == "HARVEST_ACCESS_TOKEN stays\n"
    assert written(nobody) == "Nobody was logged in\n"


def test_a_page_is_its_bare_address_unless_a_browser_shows_it() -> None:
    page = WebPage("https://abc.harvestapp.com/time/day/2026/11/18", "Wed 18 Nov")
    printed, shown, document = an_output(), an_output(), an_output(as_json=True)
    render(PageShown(*page, False), printed)
    render(PageShown(*page, True), shown)
    render(PageShown(*page, False), document)
    assert written(printed) == f"{page.url}\n"
    assert written(shown) == f"Opened Wed 18 Nov  {page.url}\n"
    assert json.loads(written(document)) == {**page._asdict(), "opened": False}


def test_a_reference_that_steers_terminals_is_shown_clean() -> None:
    output = an_output()
    render(PageShown(*WebPage("https://x.example/\u202e\x9b", "it"), False), output)
    assert "\u202e" not in written(output)
    assert "\x9b" not in written(output)
