"""Nothing from Harvest acts on a terminal: random strings through whole commands and faces (P8).

A usual run shows some dozens; `python -m pytest -m slow tests/reliability` ten thousand.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import KIM, TASK_FORCE
from tests.account import an_account
from tests.domain.test_clean import HOSTILE, PIECES
from tests.faulty_harvest import faulty_harvest
from tests.reliability.scenes import login_of
from tests.rows import share
from tests.running import Hv

EACH = share(250, 5)
"""Entries at a time: each has notes; and names stand in projects, clients and tasks."""
VIEWS = (
    ("entries", "this week"),
    ("status",),
    ("week",),
    ("gaps", "this week"),
    ("projects",),
    ("report", "this week by project"),
    ("report", "this week by client"),
    ("report", "this week by task"),
    ("history",),
    ("outbox",),
    ("whoami",),
    ("log", "1h on TF: x", "-n"),
)
FACES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("human", {"terminal": True, "COLUMNS": "100"}),
    ("plain", {}),
    ("--json", {}),
    ("--csv", {}),
)
NOT_CSV = {"status", "projects", "history", "outbox", "whoami", "log", "gaps"}


def strings(dice: random.Random) -> Iterator[str]:
    """Pieces of escape sequences, controls and any other characters, up to thirty at a time."""
    while True:
        count = dice.randint(1, 30)
        pieces = (_piece(dice) for _ in range(count))
        yield "".join(pieces).encode("utf-8", "ignore").decode().replace("\0", "")


def _piece(dice: random.Random) -> str:
    if dice.random() < 0.6:
        return dice.choice(PIECES)
    return chr(dice.choice((dice.randrange(0x20, 0x250), dice.randrange(0x2000, 0x20000))))


def poison(account: EmbeddedAccount, dice: random.Random, today: str) -> int:
    """Put random strings wherever the account holds words; how many they were."""
    words, count = strings(dice), 0
    for table, column in (("projects", "name"), ("projects", "code"), ("clients", "name")):
        for (row,) in account.db.execute(f"SELECT id FROM {table}").fetchall():
            text = f"{next(words)} {row}"
            account.db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, row))
            count += 1
    account.db.execute("UPDATE tasks SET name = ? || id", (next(words),))
    account.db.execute("UPDATE users SET last_name = ? WHERE id = ?", (next(words), KIM))
    task = account.db.execute(
        "SELECT task_id FROM task_assignments WHERE project_id = ?", (TASK_FORCE,)
    ).fetchone()[0]
    with account.transaction():
        account.db.execute("DELETE FROM entries")
        for number in range(EACH):
            account.db.execute(
                "INSERT INTO entries (user_id, project_id, task_id, spent_date, hours, notes, "
                "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (KIM, TASK_FORCE, task, today, 25 + number, next(words), 1, 1),
            )
    return count + EACH + 2


def ends(format: str) -> str:
    """What may stand between lines and cells of a face."""
    return {"plain": "\n\t", "--csv": "\r\n\t"}.get(format, "\n")


WAITS = re.compile(r"(?:\r(?:Waiting for Harvest|Reading entries: [\d,]+(?: of [\d,]+)?) *)+\r *\r")
"""What a slow machine says meanwhile, and takes away again."""


def shown(hv: Hv, argv: tuple[str, ...], format: str, how: dict[str, Any]) -> None:
    flags = (format,) if format.startswith("--") else ()
    if format == "--csv" and argv[0] in NOT_CSV:
        return
    ran = hv(*argv, *flags, **how)
    assert ran.code in (0, 2, 8), (argv, format, ran.code, ran.err)
    assert "went wrong" not in ran.err, (argv, format, ran.err)
    for text in (ran.out, WAITS.sub("", ran.err)):
        bare = re.sub("\x1b\\[[0-9;]*m", "", text) if format == "human" else text
        found = HOSTILE.search(bare.translate({ord(char): None for char in ends(format)}))
        assert not found, (argv, format, ascii(bare[max(0, found.start() - 40) :][:90]))


@pytest.mark.promise("P8")
@pytest.mark.parametrize(
    ("rounds", "least"), [(1, 60), pytest.param(38, 10_000, marks=pytest.mark.slow)]
)
def test_no_random_string_gets_through_any_view(rounds: int, least: int, tmp_path: Path) -> None:
    count = 0
    for number in range(rounds):
        account = an_account()
        count += poison(account, random.Random(number), "2026-11-24")
        with faulty_harvest(account, {}) as server:
            home = tmp_path / str(number)
            hv = Hv({**login_of(server.url, home), "HV_NOW": "2026-11-24T10:00:00-05:00"})
            for argv in VIEWS:
                for format, how in FACES:
                    shown(hv, argv, format, how)
            page = home / "report.html"
            assert hv("report", "this week by project", "--html", str(page)).code == 0
            text = page.read_text(encoding="utf-8")
            assert not HOSTILE.search(text.replace("\n", "")), ascii(HOSTILE.search(text))
    assert count >= least
