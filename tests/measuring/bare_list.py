"""The least that a script with Typer and requests can do with one page: fetch it and decode it."""

import requests
import typer


def main(address: str) -> None:
    """Fetch and decode the page that `hv entries` is timed with."""
    answer = requests.get(f"{address}/v2/time_entries", params={"page": 1}, timeout=20)
    answer.raise_for_status()
    typer.echo(len(answer.json()["time_entries"]))


if __name__ == "__main__":
    typer.run(main)
