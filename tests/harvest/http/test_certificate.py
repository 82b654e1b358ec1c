"""The issuer's name, read from the bytes of a certificate."""

import ssl
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.harvest.http.tls import issuer_of, issuer_seen
from tests.faulty_server import FaultyServer, closed_port
from tests.throwaway_ca import NAME, an_authority


def test_the_common_name_of_the_issuer_is_read(tmp_path: Path) -> None:
    pem = an_authority(tmp_path).certificate.read_text()
    assert issuer_of(ssl.PEM_cert_to_DER_cert(pem)) == NAME


def test_a_server_is_asked_for_nothing(tmp_path: Path) -> None:
    with FaultyServer([[]], tls=an_authority(tmp_path).issue()) as server:
        assert issuer_seen(server.url) == NAME
        assert server.requests == []


def test_a_server_that_does_not_answer_has_no_issuer() -> None:
    assert issuer_seen(f"https://127.0.0.1:{closed_port()}/v2", seconds=1) is None
    with FaultyServer([[]]) as plain:
        assert issuer_seen(plain.url, seconds=1) is None


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x03abc", b"\x30\x85\x00\x00\x00\x00\x01"])
def test_bytes_that_are_no_certificate_have_none(data: bytes) -> None:
    with pytest.raises((IndexError, ValueError, StopIteration, RuntimeError)):
        issuer_of(data)


@given(st.binary(max_size=300))
def test_any_bytes_end_without_another_exception(data: bytes) -> None:
    try:
        issuer_of(data)
    except (IndexError, ValueError, StopIteration, RuntimeError):
        return
