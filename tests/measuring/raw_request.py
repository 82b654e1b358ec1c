"""The least that Python can do over TLS: one request by `http.client`, with nothing else loaded."""

import http.client
import json
import os
import ssl
import sys
from urllib.parse import urlsplit


def main() -> None:
    """Send the request that a command of hv is timed with: METHOD PATH [BODY]."""
    method, path, *body = sys.argv[1:]
    place = urlsplit(os.environ["HARVEST_API_URL"])
    context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    connection = http.client.HTTPSConnection(place.netloc, timeout=20, context=context)
    headers = {
        "Authorization": f"Bearer {os.environ['HARVEST_ACCESS_TOKEN']}",
        "Harvest-Account-Id": os.environ["HARVEST_ACCOUNT_ID"],
        "User-Agent": "raw (https://example.invalid)",
        "Content-Type": "application/json",
    }
    connection.request(method, place.path + path, body[0] if body else None, headers)
    answer = connection.getresponse()
    document = json.load(answer)
    assert answer.status < 300, document
    print(document.get("id") or len(document))


if __name__ == "__main__":
    main()
