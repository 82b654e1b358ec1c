"""The least that Python can do over TLS: requests by `http.client`, with nothing else loaded.

METHOD PATH BODY, an empty body for none; several of them go over one connection, each once the
answer before it is there.
"""

import http.client
import json
import os
import ssl
import sys
from urllib.parse import urlsplit


def main() -> None:
    """Send the requests that a command of hv is timed with."""
    place = urlsplit(os.environ["HARVEST_API_URL"])
    context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    connection = http.client.HTTPSConnection(place.netloc, timeout=20, context=context)
    headers = {
        "Authorization": f"Bearer {os.environ['HARVEST_ACCESS_TOKEN']}",
        "Harvest-Account-Id": os.environ["HARVEST_ACCOUNT_ID"],
        "User-Agent": "raw (https://example.invalid)",
        "Content-Type": "application/json",
    }
    for method, path, body in zip(*[iter(sys.argv[1:])] * 3, strict=True):
        connection.request(method, place.path + path, body or None, headers)
        answer = connection.getresponse()
        document = json.load(answer)
        assert answer.status < 300, document
        print(document.get("id") or len(document))


if __name__ == "__main__":
    main()
