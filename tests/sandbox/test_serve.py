"""The embedded account on a port: what web servers do besides."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from harvest_cli.sandbox.serve import running_server
from tests.account import administrator, headers_for

FIELDS = {"project_id": 14307913, "task_id": 8083365, "spent_date": "2026-11-18", "hours": 1}


@pytest.mark.found("H11")
def test_chunks_a_trailing_slash_head_and_links_that_stay_on_the_served_host() -> None:
    with running_server(administrator()) as url:
        host = urlsplit(url).netloc
        line = http.client.HTTPConnection(host, timeout=10)
        body = json.dumps(FIELDS).encode()
        headers = {**headers_for(), "Content-Type": "application/json"}
        line.request("POST", "/v2/time_entries/", iter([body[:9], body[9:]]), headers)
        answer = line.getresponse()
        made = json.loads(answer.read())
        assert (answer.status, made["hours"]) == (201, 1.0)
        assert answer.headers["Location"] == f"{url}/api/v2/time_entries/{made['id']}"
        line.request("GET", "/v2/time_entries?per_page=1", headers=headers_for())
        page = line.getresponse().read()
        assert json.loads(page)["links"]["next"].startswith(f"{url}/v2/time_entries?")
        line.request("HEAD", "/v2/time_entries?per_page=1", headers=headers_for())
        head = line.getresponse()
        assert (head.status, head.read()) == (200, b"")
        assert int(head.headers["Content-Length"]) == len(page)
        line.close()


@pytest.mark.parametrize(
    "chunk", [b"zz\r\n", b"-1\r\n", b"FFFFFFFFFFFF\r\n", b"1000000\r\n", b"\r\n"]
)
def test_chunks_that_make_no_sense_or_are_too_many_end_the_connection(chunk: bytes) -> None:
    with running_server(administrator()) as url:
        line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        line.putrequest("POST", "/v2/time_entries")
        for name, value in {**headers_for(), "Transfer-Encoding": "chunked"}.items():
            line.putheader(name, value)
        line.endheaders()
        line.send(chunk)
        assert line.getresponse().status == 500
        line.close()
