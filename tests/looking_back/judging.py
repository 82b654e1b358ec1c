"""What a phrase should be read as, one a line of `phrases.txt`, and how an answer is judged by it.

    U@2027-01-04 report "last q1 by client" => 2026-01-01..2026-03-31; by client
    A report "last month -Acme" => 2026-10-01..2026-10-31; without=Acme Ltd
    U gaps "last week for Acme" => refused

A line begins with the world and, where it is not 18 November 2026 at nine, the day; what follows
is a command line. Several readings stand with ` or ` between them. Of a reading:
`first..last` (a comma between days that do not adjoin), `by a,b`, `vs first` (what it is compared
with begins there), `everyone`, `onto first` (of a copy), and what narrows it: `any=`, `client=`,
`project=`, `task=`, `user=`, `notes=`, `without=`, `approval=` (`|` between values), `billable`,
`not billable`, `billed`, `not billed`, `noteless`. Hours and entries are checked against the rows.
"""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from harvest_cli.domain.days import Period
from tests.looking_back.worlds import PEOPLE, Row, places, rows
from tests.running import Ran

HERE = Path(__file__).parent
NARROWS = frozenset(
    ("any", "client", "project", "task", "user", "notes", "without", "approval",
     "billable", "billed", "noteless")
)  # fmt: skip


class Reading(NamedTuple):
    """What a phrase may mean. `days` are runs of days; `narrowed` values are alternatives."""

    days: tuple[Period, ...] = ()
    groups: tuple[str, ...] | None = None
    compare: date | None = None
    everyone: bool | None = None
    onto: date | None = None
    narrowed: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Phrase(NamedTuple):
    """A command line in a world, and what it may mean; no reading at all: it must be refused."""

    world: str
    now: str
    argv: tuple[str, ...]
    readings: tuple[Reading, ...]
    may_refuse: bool = False
    code: str = ""
    """That of the refusal, where it matters."""

    @property
    def typed(self) -> str:
        """For the name of a test."""
        return f"{self.world} {shlex.join(self.argv)}"


def phrases(name: str) -> Iterator[Phrase]:
    """The lines of a file."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield phrase(line)


def phrase(line: str) -> Phrase:
    """One line."""
    left, _, right = line.partition(" => ")
    where, *argv = shlex.split(left)
    world, _, now = where.partition("@")
    now = now or "2026-11-18"
    parts = right.strip().split(" or ")
    refused = [part for part in parts if part.startswith("refused")]
    code = refused[0].removeprefix("refused").strip() if refused else ""
    found = tuple(reading(part) for part in parts if part not in refused)
    return Phrase(
        world, now if "T" in now else f"{now}T09:00", tuple(argv), found, bool(refused), code
    )


def reading(text: str) -> Reading:
    """`2026-10-01..2026-10-31; by client; without=Acme Ltd`."""
    found = Reading()
    for piece in (part.strip() for part in text.split(";")):
        if re.match(r"\d{4}-", piece):
            found = found._replace(days=tuple(_run(each) for each in piece.split(",")))
        elif piece.startswith("by "):
            found = found._replace(groups=tuple(piece[3:].split(",")))
        elif piece.startswith("vs "):
            found = found._replace(compare=date.fromisoformat(piece[3:]))
        elif piece.startswith("onto "):
            found = found._replace(onto=date.fromisoformat(piece[5:]))
        elif piece == "everyone":
            found = found._replace(everyone=True)
        elif piece:
            key, _, value = piece.partition("=")
            negated = key.startswith("not ")
            values = tuple(value.split("|")) if value else ("no" if negated else "yes",)
            assert key.removeprefix("not ") in NARROWS, piece
            found = found._replace(narrowed=(*found.narrowed, (key.removeprefix("not "), values)))
    return found


def _run(text: str) -> Period:
    first, _, last = text.strip().partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


# -- judging ------------------------------------------------------------------------------------


def faults(asked: Phrase, ran: Ran) -> list[str]:
    """What is wrong with an answer to a phrase, in words; of several readings of the nearest."""
    if ran.code not in (0, 8) or '"error"' in ran.out:
        if asked.may_refuse and asked.code in ran.out + ran.err:
            return []
        return [f"refused: {ran.err or ran.out}"]
    if not asked.readings:
        return [f"answered: {ran.out[:300]}"]
    return min((_differences(asked, each, ran) for each in asked.readings), key=len)


def _differences(asked: Phrase, wanted: Reading, ran: Ran) -> list[str]:
    command, got, found = asked.argv[0], ran.json, list[str]()
    if command == "copy":
        return _copied(wanted, got)
    if command == "delete":
        return _deleted(wanted, got)
    first, last = wanted.days[0].start.isoformat(), wanted.days[-1].end.isoformat()
    if (got["from"], got["to"]) != (first, last):
        found.append(f"days {got['from']}..{got['to']}, not {first}..{last}")
    if command == "report" and "uninvoiced" not in asked.argv:
        found += _grouped(wanted, got)
    if command == "gaps":
        whose = dict(wanted.narrowed).get("user") or (("everyone",) if wanted.everyone else ())
        lacks = {day["whose"] for day in got["gaps"]} - {None, *PEOPLE}
        told = all(name in (got["whose"] or "") for name in whose if len(whose) < 3)
        found += [] if told and not lacks else [f"the gaps of {got['whose']}, not {whose}"]
    elif (
        asked.world != "S"
        and command not in ("suggest", "balance")
        and "uninvoiced" not in asked.argv
    ):
        hours = sum(row.hours for row in matching(wanted)) / 100
        told = (got.get("total") or got["totals"])["hours"]
        if abs(hours - told) > 0.005:
            found.append(f"{told} hours, not {hours}")
    return found


def _grouped(wanted: Reading, got: Any) -> list[str]:
    found = []
    groups = tuple("person" if name == "team" else name for name in got["groups"])
    if wanted.groups is not None and groups != wanted.groups:
        found.append(f"grouped by {groups}, not {wanted.groups}")
    compared = got["compared"] and got["compared"]["from"]
    if compared != (wanted.compare and wanted.compare.isoformat()):
        found.append(f"compared with {compared}, not {wanted.compare}")
    return found


def _copied(wanted: Reading, got: Any) -> list[str]:
    onto = wanted.onto
    assert onto is not None
    shift = onto - wanted.days[0].start
    meant = sorted((row.day + shift).isoformat() for row in matching(wanted))
    made = sorted(row["spent_date"] for row in got["entries"])
    skipped = got["skipped"]
    if len(made) + len(skipped) != len(meant) or not set(made) <= set(meant):
        return [f"copied to {made} (and {len(skipped)} skipped), not {meant}"]
    return []


def _deleted(wanted: Reading, got: Any) -> list[str]:
    meant = sorted(
        row.id for row in matching(wanted) if row.approval != "approved" and not row.billed
    )
    gone = sorted(each["entry"]["id"] for each in got.get("entries", [got]))
    return [] if gone == meant else [f"deleted {gone}, not {meant}"]


@cache
def _rows() -> Mapping[date, Sequence[Row]]:
    found: dict[date, list[Row]] = {}
    for row in rows(places()):
        found.setdefault(row.day, []).append(row)
    return found


def matching(wanted: Reading) -> list[Row]:
    """The entries that a reading is about."""
    narrowed = dict(wanted.narrowed)
    whose = narrowed.get("user", ("Kim Allen",))
    return [
        row
        for day, of_day in _rows().items()
        if any(day in run for run in wanted.days)
        for row in of_day
        if (wanted.everyone or row.user in whose)
        and all(_fits(row, key, values) for key, values in wanted.narrowed)
    ]


def _fits(row: Row, key: str, values: Sequence[str]) -> bool:
    names = (row.client, row.project, row.task)
    plain: Mapping[str, Any] = {
        "any": lambda: bool(set(values) & set(names)),
        "client": lambda: row.client in values,
        "project": lambda: row.project in values,
        "task": lambda: row.task in values,
        "user": lambda: row.user in values,
        "without": lambda: not set(values) & set(names),
        "notes": lambda: any(v.casefold() in (row.notes or "").casefold() for v in values),
        "noteless": lambda: not row.notes,
        "approval": lambda: row.approval in values,
        "billable": lambda: row.billable == ("yes" in values),
        "billed": lambda: row.billed == ("yes" in values),
    }
    return bool(plain[key]())
