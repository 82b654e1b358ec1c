"""The least that a script with requests can do with a list: download its pages, all their bytes.

Over several connections at once where a third argument says how many. It decodes nothing, unless
`json` comes fourth: then each page is decoded, and dropped.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch(address: str, numbers: range, decodes: bool) -> None:
    """Download these pages over one connection."""
    session = requests.Session()
    for page in numbers:
        answer = session.get(f"{address}/v2/time_entries", params={"page": page}, timeout=60)
        assert len(answer.content) > 1000
        assert not decodes or json.loads(answer.content)["time_entries"]


def main() -> None:
    """Download the pages that the arguments say: ADDRESS PAGES [CONNECTIONS [json]]."""
    address, count = sys.argv[1], int(sys.argv[2])
    connections = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with ThreadPoolExecutor(connections) as pool:
        parts = [range(1 + n, count + 1, connections) for n in range(connections)]
        decodes = [sys.argv[4:5] == ["json"]] * connections
        list(pool.map(fetch, [address] * connections, parts, decodes))


if __name__ == "__main__":
    main()
