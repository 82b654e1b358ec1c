"""Accounts with everything a report can trip over, generated from a seed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import (
    BOB,
    GRAPHIC_DESIGN,
    JANE,
    KIM,
    MARKETING_WEBSITE,
    ONLINE_STORE,
    PROGRAMMING,
    PROJECT_MANAGEMENT,
    RESEARCH,
    TASK_FORCE,
)
from tests.account import NOW, an_account

PEOPLE = (KIM, BOB, JANE)
PLACES = (MARKETING_WEBSITE, ONLINE_STORE, TASK_FORCE)
TASKS = (GRAPHIC_DESIGN, PROGRAMMING, PROJECT_MANAGEMENT, RESEARCH)
START, DAYS = date(2026, 8, 1), 110


def generated(
    seed: int,
    folder: Path | None = None,
    *,
    now: datetime = NOW,
    count: int = 150,
    rounding: int = 0,
) -> EmbeddedAccount:
    """An account whose entries, rates and rounding come from `seed`; one timer may run."""
    chance = Random(seed)
    account = an_account(folder, now=now)
    account.configure(time_rounding=rounding)
    rows = []
    for place in range(count):
        spent = START + timedelta(days=chance.randrange(DAYS))
        made = int(datetime(spent.year, spent.month, spent.day, 17).timestamp())
        work = (chance.choice(PEOPLE), chance.choice(PLACES), chance.choice(TASKS))
        hours = chance.choice((0, 1, 33, 67, 99, 100, 2400, chance.randrange(1, 900)))
        rows.append(
            (10**9 + place, *work, spent.isoformat(), hours, chance.random() < 0.7, made, made)
        )
    with account.transaction():
        account.db.executemany(
            "INSERT INTO entries (id, user_id, project_id, task_id, spent_date, hours, billable, "
            "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        for project in PLACES:
            account.db.execute(
                "UPDATE projects SET hourly_rate = ? WHERE id = ?",
                (chance.choice((0, 1, 9999, 12345, None)), project),
            )
        if chance.random() < 0.5:
            account.db.execute(
                "UPDATE entries SET timer_started_at = ? WHERE id = ?",
                (int(NOW.timestamp()) - chance.randrange(7200), 10**9),
            )
    return account


def cents(value: object) -> Decimal:
    """A JSON number of Harvest as a decimal."""
    return Decimal(str(value))
