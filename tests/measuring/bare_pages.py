"""The least that a script with requests can do with a list: download its pages, decode nothing."""

import sys

import requests


def main() -> None:
    """Download the pages that the arguments say: ADDRESS PAGES."""
    address, count = sys.argv[1], int(sys.argv[2])
    session = requests.Session()
    for page in range(1, count + 1):
        answer = session.get(f"{address}/v2/time_entries", params={"page": page}, timeout=20)
        size = len(answer.content)
        assert size > 1000


if __name__ == "__main__":
    main()
