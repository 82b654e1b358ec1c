"""Which servers a token may be sent to."""

import pytest

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.local.config.setting_types import (
    API_URL,
    ID_URL,
    checked_url,
    same_host,
    without_user,
)
from tests.rows import for_each


@for_each(
    ("raw", "kept"),
    [
        (API_URL, API_URL),
        (ID_URL, ID_URL),
        ("https://harvest.example/v2/", "https://harvest.example/v2"),
        ("https://harvest.example:8443/v2", "https://harvest.example:8443/v2"),
        ("http://127.0.0.1:9000/v2", "http://127.0.0.1:9000/v2"),
        ("http://localhost/v2//", "http://localhost/v2"),
        ("http://[::1]:80/v2", "http://[::1]:80/v2"),
        ("HTTPS://Harvest.Example/v2", "HTTPS://Harvest.Example/v2"),
    ],
)
def test_servers_over_tls_or_on_this_machine_are_taken(raw: str, kept: str) -> None:
    assert checked_url(raw, "HARVEST_API_URL") == kept


@for_each(
    ("raw", "why"),
    [
        ("", "is not a web address"),
        ("harvest.example/v2", "is not a web address"),
        ("//harvest.example/v2", "is not a web address"),
        ("ftp://harvest.example", "is not a web address"),
        ("file:///etc/passwd", "is not a web address"),
        ("javascript:alert(1)", "is not a web address"),
        ("https://", "is not a web address"),
        ("https://harvest.example:0/", "is not a web address"),
        ("https://harvest.example:99999/", "is not a web address"),
        ("https://harvest.example:x/", "is not a web address"),
        ("https://[::1/v2", "is not a web address"),
        ("https://user@harvest.example", "may have only a host and a path"),
        ("https://user:secret@harvest.example", "may have only a host and a path"),
        ("https://harvest.example/v2?x=1", "may have only a host and a path"),
        ("https://harvest.example/v2#x", "may have only a host and a path"),
        ("http://harvest.example/v2", "would send the token unencrypted"),
        ("http://127.0.0.1.evil.example/v2", "would send the token unencrypted"),
        ("http://localhost.evil.example", "would send the token unencrypted"),
        ("http://0.0.0.0/v2", "would send the token unencrypted"),
    ],
)
def test_any_other_is_refused_with_its_reason_and_never_repeated(raw: str, why: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        checked_url(raw, "HARVEST_API_URL")
    assert refused.value.message == f"HARVEST_API_URL {why}"
    assert API_URL in (refused.value.hint or "")
    assert "secret" not in str(refused.value)


@for_each(
    ("one", "other", "same"),
    [
        ("https://a.example/v2", "https://a.example/v3", True),
        ("https://a.example", "https://A.EXAMPLE:443/x", True),
        ("http://localhost", "http://localhost:80", True),
        ("https://a.example", "http://a.example", False),
        ("https://a.example", "https://a.example:8443", False),
        ("https://a.example", "https://b.a.example", False),
        ("https://a.example", "https://a.example.evil", False),
    ],
)
def test_a_server_is_its_scheme_host_and_port(one: str, other: str, same: bool) -> None:
    assert same_host(one, other) is same
    assert same_host(other, one) is same


@for_each(
    ("text", "shown"),
    [
        ("https://kim:secret@a.example/v2", "https://***@a.example/v2"),
        ('api_url = "https://kim@a.example"', 'api_url = "https://***@a.example"'),
        ("https://a@b:c@d.example", "https://***@d.example"),
        ("https://a.example/x@y", "https://a.example/x@y"),
        ("kim@a.example", "kim@a.example"),
        ("", ""),
    ],
)
def test_what_is_told_of_an_address_holds_no_password(text: str, shown: str) -> None:
    assert without_user(text) == shown
