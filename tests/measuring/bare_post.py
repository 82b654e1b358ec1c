"""The least that a script with Typer and requests can do: POST one entry that it knows already."""

import os

import requests
import typer


def main() -> None:
    """Create the entry that `hv log` is timed with."""
    answer = requests.post(
        f"{os.environ['HARVEST_API_URL']}/time_entries",
        json={
            "project_id": int(os.environ["BARE_PROJECT"]),
            "task_id": int(os.environ["BARE_TASK"]),
            "spent_date": os.environ["BARE_DAY"],
            "hours": 2.0,
            "notes": "hero mockups",
        },
        headers={
            "Authorization": f"Bearer {os.environ['HARVEST_ACCESS_TOKEN']}",
            "Harvest-Account-Id": os.environ["HARVEST_ACCOUNT_ID"],
            "User-Agent": "bare (https://example.invalid)",
        },
        timeout=20,
    )
    answer.raise_for_status()
    typer.echo(answer.json()["id"])


if __name__ == "__main__":
    typer.run(main)
