"""Write the fixture: `python -m tests.stored_formats.generate`, once, with hv 0.1.0.

It was run at commit 97cdd6a, before the first file moved, and refuses to run where the fixture
is: what later versions write is compared with it. Nothing of the machine stays in it: the boot's
name, process numbers and seconds since the start are made neutral.
"""

import json
import re
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from harvest_cli import __version__
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.request.replies import Reply, Request
from tests.stored_formats import story
from tests.stored_formats.shapes import shape_of
from tests.stored_formats.stored_home import (
    ACCOUNTS,
    BEGAN,
    FOLDER,
    HOME,
    PORTS,
    SHAPES,
    Present,
    dump,
    new_account,
    put,
    stage_at,
)

NEUTRAL = """
UPDATE outbox SET boot_id = '00000000-0000-4000-8000-000000000000' WHERE boot_id IS NOT NULL;
UPDATE outbox SET sent_mono = 1000.0 WHERE sent_mono IS NOT NULL;
UPDATE outbox SET lease_pid = 4711 WHERE lease_pid != 0;
UPDATE outbox SET lease_start = '1000' WHERE lease_start != '';
"""
KEPT_HEADERS = ("Authorization", "Harvest-Account-Id", "User-Agent", "Content-Type")


def recorded(account: EmbeddedAccount, told: list[dict[str, Any]], clock: Present) -> None:
    """Note every request that changes the account, with its moment and the id in its answer."""
    handle = account.handle

    def noted(request: Request) -> Reply:
        reply = handle(request)
        if request.method != "GET" and reply.status < 300:
            found = json.loads(reply.body or b"{}")
            told.append(
                {
                    "at": clock.moment.isoformat(),
                    "method": request.method,
                    "path": request.path,
                    "headers": {n: v for n, v in request.headers.items() if n in KEPT_HEADERS},
                    "body": json.loads(request.body) if request.body else None,
                    "status": reply.status,
                    "id": found.get("id"),
                }
            )
        return reply

    account.handle = noted  # type: ignore[method-assign]


def main() -> None:
    """Tell the story to a new home, and keep what it wrote."""
    if HOME.exists() or __version__ != "0.1.0":
        sys.exit("The fixture was written by hv 0.1.0, and stays as it is")
    clock, told = Present(BEGAN), dict[str, list[dict[str, Any]]]()
    accounts = {profile: new_account(profile, clock) for profile in PORTS}
    for profile, account in accounts.items():
        recorded(account, told.setdefault(profile, []), clock)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        home = Path(folder) / "home"
        with stage_at(home, monkeypatch, clock, accounts) as stage:
            story.tell(stage)
        keep(home)
    ACCOUNTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / ".hv.toml").write_text(story.FOLDER, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder))
        shapes = json.dumps(shape_of(Path(folder)), indent=1)
    SHAPES.write_text(f"{shapes}\n", encoding="utf-8")


def keep(home: Path) -> None:
    """Copy a home into the fixture, its databases as SQL."""
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        kept = HOME / path.relative_to(home)
        kept.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".sqlite":
            if path.name.startswith("outbox"):
                with closing(sqlite3.connect(path, isolation_level=None)) as db:
                    db.executescript(NEUTRAL)
            kept.with_name(f"{kept.name}.sql").write_text(dump(path), encoding="utf-8")
        elif path.suffix not in (".sqlite-wal", ".sqlite-shm"):
            kept.write_bytes(path.read_bytes())
    logins = HOME / "credentials.toml"
    saved = re.sub(r"saved_at = .*", "saved_at = 2026-10-12T13:05:00Z", logins.read_text("utf-8"))
    logins.write_text(saved, encoding="utf-8")


if __name__ == "__main__":
    main()
