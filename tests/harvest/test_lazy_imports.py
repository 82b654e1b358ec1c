"""The client costs nothing until it is used: no HTTP library before the first request."""

from tests.child import PYTHON, run

HEAVY = ("requests", "urllib3", "ssl", "http.client", "email", "msgspec", "socket")

SCRIPT = f"""
import sys
from harvest_cli.domain.secrets import Secret
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
