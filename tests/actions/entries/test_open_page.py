"""Which page words name, and which addresses are never opened."""

from typing import Any

import pytest

from harvest_cli.actions.entries.reference import page_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Client, Company, Project, ProjectAssignment
from harvest_cli.domain.entries import ExternalReference, TimeEntry
from harvest_cli.domain.errors import NotFound, SentenceError
from tests.actions.contexts import NoHarvest, a_context
from tests.actions.entries.test_edit_times import an_entry
from tests.rows import for_each

WEBSITE = ProjectAssignment(1, Project(11, "Website", "WEB"), Client(1, "ABC Corp"))
BASE = "https://abc.harvestapp.com"


class One(NoHarvest):
    """A Harvest with one entry."""

    def __init__(self, entry: TimeEntry) -> None:
        self.entry = entry

    def time_entry(self, _id: int) -> TimeEntry:
        return self.entry


def at(base: str | None = BASE, client: Any = None) -> Context:
    context = a_context(WEBSITE, company=Company(base_uri=base), client=client)
    context.account.refresh_projects = lambda: False  # type: ignore[method-assign]
    return context


@for_each(
    ("words", "path", "what"),
    [
        ("", "/time/day/2026/11/18", "Wed 18 Nov"),
        (" ", "/time/day/2026/11/18", "Wed 18 Nov"),
        ("yesterday", "/time/day/2026/11/17", "Tue 17 Nov"),
        ("2025-01-01", "/time/day/2025/01/01", "Wed 1 Jan 2025"),
        ("website", "/projects/11", "Website"),
        ("WEB", "/projects/11", "Website"),
    ],
)
def test_nothing_is_today_and_words_are_a_day_or_a_project(
    words: str, path: str, what: str
) -> None:
    assert page_of(at(), words) == (f"{BASE}{path}", what)


def test_words_that_are_neither_are_refused_as_a_project() -> None:
    with pytest.raises(SentenceError) as refused:
        page_of(at(), "nowhere")
    assert refused.value.code == "unknown_project"


NO_BASES = [None, "", "http://abc.example", "https://abc.example/x?y", "javascript:alert(1)"]


@for_each("base", [*NO_BASES, "https://a b"])
def test_an_address_that_is_none_is_not_built_upon(base: str | None) -> None:
    with pytest.raises(NotFound, match="web address"):
        page_of(at(base), "")


@pytest.mark.parametrize("base", [f"{BASE}/", "https://abc.example:8443"])
def test_a_slash_or_a_port_does_no_harm(base: str) -> None:
    assert page_of(at(base), "").url == f"{base.rstrip('/')}/time/day/2026/11/18"


@for_each(
    ("link", "opened"),
    [
        ("https://x.example/7", True),
        ("http://x.example/7", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://x.example/a b", False),
        ("https://x.example/\x1b]0;x", False),
        ("https://x.example/a\n--flag", False),
        ("", False),
        (None, False),
    ],
)
def test_a_reference_is_opened_only_as_a_web_page(link: str | None, opened: bool) -> None:
    entry = an_entry(id=636718192, external_reference=ExternalReference("7", "x", None, link))
    page = page_of(at(client=One(entry)), "#636718192")
    assert page.url == (link if opened else f"{BASE}/time/day/2026/11/18")
