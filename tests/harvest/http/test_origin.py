"""Which addresses are this machine, and which are the same server."""

import pytest

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.harvest.http.tls import guard, is_loopback, next_address, origin_of, root_of
from tests.rows import for_each


@for_each(
    ("host", "own"),
    [
        ("localhost", True),
        ("sandbox.localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("127.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("notlocalhost", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_only_this_machine_is_loopback(host: str, own: bool) -> None:
    assert is_loopback(host) is own


@pytest.mark.parametrize(
    "url",
    ["https://api.harvestapp.com/v2", "http://localhost:3000/v2", "http://[::1]:80/v2"],
)
def test_https_anywhere_and_http_at_home_are_allowed(url: str) -> None:
    guard(url)


@pytest.mark.parametrize("url", ["http://harvest.example", "ftp://localhost", "localhost", "//x/"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        guard(url)


def test_default_ports_and_capitals_make_no_difference() -> None:
    assert origin_of("HTTPS://API.Harvestapp.com/v2") == origin_of("https://api.harvestapp.com:443")


def test_the_root_of_an_address_ends_before_its_path() -> None:
    assert root_of("https://api.harvestapp.com/v2") == "https://api.harvestapp.com/"


def test_the_next_address_keeps_its_query_and_loses_its_fragment() -> None:
    current = "http://127.0.0.1:8000/v2/time_entries"
    link = "http://127.0.0.1:8000/v2/users/1782884/x?page=2&from=2026-11-01#top"
    assert next_address(link, current) == (
        "http://127.0.0.1:8000/v2/users/1782884/x?page=2&from=2026-11-01"
    )
