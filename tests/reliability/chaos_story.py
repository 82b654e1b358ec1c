"""What a storm came to: the entries against the intents, and the whole story of each wrong one."""

import json
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.sandbox.example import KIM
from tests.faulty_harvest import FaultyHarvest


class Moment(NamedTuple):
    """Something that was done to a client, or that it said."""

    at: float
    pid: int
    what: str

    def __str__(self) -> str:
        moment = time.strftime("%H:%M:%S", time.localtime(self.at))
        return f"{moment}.{int(self.at % 1 * 1000):03d} client {self.pid} {self.what}"


class Reckoning(NamedTuple):
    """Labels with fewer entries than intents that were kept or told, and with more."""

    durable: int
    lost: tuple[int, ...]
    doubled: tuple[int, ...]


def label_of(text: str) -> int:
    """The number in `15m on TF: intent 7`."""
    return int(text.rsplit(" ", 1)[1])


def reckon(server: FaultyHarvest, box: Outbox, said: Iterable[int], typed: int) -> Reckoning:
    """Compare what Harvest holds with what was kept; `said` are labels told as logged or saved.

    Each label was `typed` so many times: hv may not make more of it, in rows or in entries.
    """
    held = server.account.db.execute(
        "SELECT notes FROM entries WHERE user_id = ? AND notes LIKE 'intent %'", (KIM,)
    ).fetchall()
    entries = Counter(label_of(notes) for (notes,) in held)
    texts = box.db.execute("SELECT text FROM outbox WHERE text LIKE '%intent %'").fetchall()
    # What was told and is not kept any more must be on Harvest all the same.
    kept = Counter(label_of(text) for (text,) in texts) | Counter(said)
    wanted = Counter({label: min(count, typed) for label, count in kept.items()})
    return Reckoning(
        sum(wanted.values()),
        tuple(label for label in sorted(wanted) if entries[label] < wanted[label]),
        tuple(label for label in sorted(entries) if entries[label] > wanted[label]),
    )


def story(server: FaultyHarvest, home: Path, label: int, moments: Sequence[Moment]) -> list[str]:
    """Everything that is known of one intent: rows, journal, backup log, server and kills."""
    notes = f"intent {label}"
    path = home / "state" / "outbox-default.sqlite"
    with sqlite3.connect(path) as db:
        db.row_factory = sqlite3.Row
        rows = db.execute("SELECT * FROM outbox WHERE text LIKE ?", (f"%: {notes}",)).fetchall()
        deeds = db.execute("SELECT * FROM journal").fetchall()
    db.close()
    entries = server.account.db.execute("SELECT * FROM entries WHERE notes = ?", (notes,))
    held = [dict(entry) for entry in entries]
    trail = [line for line in _trail(path) if f": {notes}" in line.get("text", "x")]
    keys = {row["key"] for row in rows} | {line["key"] for line in trail}
    ends = [line for line in _trail(path) if line["key"] in keys and "state" in line]
    ids = {str(entry["id"]) for entry in held} | {str(row["entry_id"]) for row in rows}
    return [
        f"== {notes}: {len(rows)} rows, {len(held)} entries",
        *(f"row      {dict(row)}" for row in rows),
        *(f"deed     {dict(deed)}" for deed in deeds if str(deed["entry_id"]) in ids),
        *(f"trail    {line}" for line in (*trail, *ends)),
        *(f"entry    {entry}" for entry in held),
        *_in_order(server, moments, {*keys, *ids, f'"{notes}"'}),
    ]


def _trail(path: Path) -> Iterator[dict[str, str]]:
    file = path.with_name(f"{path.stem}.entries.log")
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _in_order(server: FaultyHarvest, moments: Sequence[Moment], marks: set[str]) -> list[str]:
    """What the server did about it, and what befell the clients meanwhile."""
    about = [each for each in server.story if any(mark in str(each) for mark in marks)]
    if not about:
        return [str(each) for each in moments]
    first, last = about[0].at - 1.0, about[-1].at + 1.0
    near = [each for each in moments if first <= each.at <= last]
    dated = [(each.at, str(each)) for each in about] + [(each.at, str(each)) for each in near]
    return [line for _, line in sorted(dated)]


def keep(folder: Path, server: FaultyHarvest, stories: Sequence[str], where: Path) -> None:
    """Put the folder of a storm and its stories where nobody removes them."""
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(folder, where)
    (where / "story.txt").write_text("\n".join(stories) + "\n", encoding="utf-8")
    (where / "server.txt").write_text("\n".join(map(str, server.story)), encoding="utf-8")
