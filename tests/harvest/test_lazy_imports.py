"""The client costs nothing until it is used: no HTTP library before the first request."""

from pathlib import Path

from tests.child import PYTHON, run
from tests.faulty_server import closed_port

HEAVY = ("requests", "urllib3", "ssl", "http.client", "email", "msgspec", "socket")

SCRIPT = f"""
import sys
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.http.request import Access
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.wire.write import EntryFilter
client = Harvest(Access(Secret("x" * 20), 1))
client.time_entries(EntryFilter())
client.server_date
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_a_client_that_is_not_used_loads_no_http_library() -> None:
    assert run([PYTHON, "-c", SCRIPT]).stdout.split() == []


UNUSED = ("idna.core", "charset_normalizer.api")
LOGS = """
import os, sys
from harvest_cli.__main__ import run
words = ["--sandbox", "log", "2h on Marketing Website: mockups"]
run(words, os.environ, sys.stdin, sys.stdout, sys.stderr)
print(*(name for name in {unused!r} if name in sys.modules))
"""
USES = """
from harvest_cli.harvest.http.request import load_requests
load_requests()
import requests
print(requests.Request("GET", "https://b\\u00fccher.example/").prepare().url)
print(requests.Request("GET", "https://[FE80::1]:8443/a b%2f?c=\\u00e9#d").prepare().url)
answer = requests.Response()
answer._content = "Gr\\u00fc\\u00dfe aus K\\u00f6ln".encode()
print(answer.text)
"""


def test_what_requests_brings_along_is_not_loaded_for_a_log(tmp_path: Path) -> None:
    script = LOGS.format(unused=UNUSED)
    done = run([PYTHON, "-W", "error", "-c", script], {"HV_HOME": str(tmp_path)})
    assert done.stdout.startswith("Logged 2:00")
    assert done.stdout.splitlines()[-1] == "", done.stderr


ASKS = """
import sys
from harvest_cli.domain.errors import Unreachable
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http.request import Access
try:
    Harvest(Access(Secret("x" * 20), 1, "http://127.0.0.1:{port}/v2")).me()
except Unreachable as error:
    print(error)
print(*(name for name in {unused!r} if name in sys.modules))
"""


def test_nor_for_what_is_asked_over_the_network() -> None:
    done = run([PYTHON, "-W", "error", "-c", ASKS.format(unused=UNUSED, port=closed_port())])
    assert "connection refused" in done.stdout, done.stderr
    assert done.stdout.splitlines()[-1] == ""


TWO = """
import builtins
import sys
from threading import Event, Thread
from harvest_cli.domain.errors import Unreachable
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http import request
client = Harvest(request.Access(Secret("x" * 20), 1, "http://127.0.0.1:{port}/v2"))

def ask():
    try:
        client.me()
    except Unreachable:
        print("out of reach\\n", end="")

class Told:
    def __init__(self, lock):
        self.lock = lock
    def __enter__(self):
        if second.ident:
            waits.set()
        self.lock.acquire()
    def __exit__(self, *_):
        self.lock.release()

def halfway(name, names=None, *more):
    # Within requests, which goes on once the second question waits; were there nothing to wait for,
    # that one has been at work in half of the package for long.
    if not second.ident and names and names["__name__"] == "requests":
        second.start()
        waits.wait(2)
    return load(name, names, *more)

second, waits, load = Thread(target=ask), Event(), builtins.__import__
request.loading = Told(request.loading)
builtins.__import__ = halfway
ask()
second.join()
"""


def test_two_questions_at_once_load_it_once() -> None:
    done = run([PYTHON, "-W", "error", "-c", TWO.format(port=closed_port())])
    assert done.stdout.split("\n")[:2] == ["out of reach"] * 2, done.stderr


def test_it_is_loaded_where_it_is_used() -> None:
    done = run([PYTHON, "-W", "error", "-c", USES], {"PYTHONIOENCODING": "utf-8"})
    named, numbered, said, *_ = done.stdout.split("\n")
    assert named == "https://xn--bcher-kva.example/", done.stderr
    assert numbered == "https://[fe80::1]:8443/a%20b%2F?c=%C3%A9#d"
    assert "aus" in said
