"""The least that a script with requests can do with a list: download its pages, decode nothing.

Over several connections at once where a third argument says how many.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch(address: str, numbers: range) -> None:
    """Download these pages over one connection."""
    session = requests.Session()
    for page in numbers:
        answer = session.get(f"{address}/v2/time_entries", params={"page": page}, timeout=60)
        assert len(answer.content) > 1000


def main() -> None:
    """Download the pages that the arguments say: ADDRESS PAGES [CONNECTIONS]."""
    address, count = sys.argv[1], int(sys.argv[2])
    connections = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with ThreadPoolExecutor(connections) as pool:
        parts = [range(1 + n, count + 1, connections) for n in range(connections)]
        list(pool.map(fetch, [address] * connections, parts))


if __name__ == "__main__":
    main()
