"""hledger's timeclock and timedot: accounts `Client:Project:Task`, and when or how long."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.language.timesheets.cells import Length, clock
from harvest_cli.language.timesheets.rows import Asked, FileRow, Skip, Texts
from harvest_cli.language.timesheets.times import day_of, entry, skipped

CLOCKED = re.compile(
    r"([io]) (\d{4}[-/.]\d{1,2}[-/.]\d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?)(?:[+-]\d{4})?(?:\s+(.*))?",
    re.IGNORECASE,
)
DOT_DAY = re.compile(r"(?:\* )?(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\b.*")
_AMOUNT = re.compile(r"[. ]+|\d+(?:[.,]\d+)?(?:s|m|h|d|w|mo|y)?|[a-zA-Z ]+")
_UNITS = {"s": 1, "m": 60, "h": 3600, "": 3600}
_QUARTER = 900


class _Session(NamedTuple):
    """What was begun and is not ended: its line, moment, account and text."""

    line: int
    begin: datetime
    account: str
    notes: str


def places_of(account: str) -> dict[str, str]:
    """Client, project and task of an account; the client is left out first, the task second."""
    parts = [part.strip() for part in account.split(":")]
    if len(parts) == 1:
        return {"client": "", "project": parts[0], "task": ""}
    return {"client": parts[0], "project": parts[1], "task": ": ".join(parts[2:])}


def timeclock(text: str, _asked: Asked) -> Iterator[FileRow]:
    """Sessions from `i` to `o`; several may be open, and the account of an `o` tells which ends."""
    open_: list[_Session] = []
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip() or written[0] in ";#*bhO":
            continue
        found = CLOCKED.fullmatch(written.rstrip())
        at = _moment(found) if found else None
        if found is None or at is None:
            message = f"Expected `i 2026-11-12 09:00 account`, got {quoted(written)}"
            yield FileRow(line, wrong=UsageError(message))
            continue
        account, _, notes = (found[4] or "").partition("  ")
        if found[1] == "i":
            open_.append(_Session(line, at, account.strip(), notes.partition(";")[0].strip()))
            continue
        named = [each for each in open_ if each.account == account.strip()]
        begun = named[-1] if account.strip() and named else open_[-1] if open_ else None
        if begun is None:
            yield FileRow(line, wrong=UsageError("nothing began before it ends"))
            continue
        open_.remove(begun)
        yield entry(
            begun.line, begin=begun.begin, end=at, **_texts(begun.account, begun.notes, begun, at)
        )
    for each in open_:
        yield skipped(each.line, Skip.RUNNING, **_texts(each.account, each.notes, each, None))


def _texts(account: str, notes: str, begun: _Session, at: datetime | None) -> Texts:
    raw = (begun.begin.isoformat(), at.isoformat() if at else "")
    return {**places_of(account), "notes": notes, "raw": raw}


def _moment(found: re.Match[str]) -> datetime | None:
    day, at = day_of(found[2], "") or _dotted(found[2]), clock(found[3])
    return datetime.combine(day, at) if day and at else None


def _dotted(text: str) -> date | None:
    parts = [int(part) for part in re.split(r"[-/.]", text)]
    try:
        return date(*parts)
    except (ValueError, TypeError):
        return None


def timedot(text: str, _asked: Asked) -> Iterator[FileRow]:
    """Lengths under days: a dot is a quarter of an hour, as is each letter of a run."""
    day: date | None = None
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip() or written.lstrip()[0] in ";#":
            continue
        if heads := DOT_DAY.fullmatch(written.strip()):
            day = _dotted(heads[1])
            continue
        body, _, notes = written.strip().partition(";")
        account, _, amount = body.strip().partition("  ")
        texts: Texts = {
            **places_of(re.sub(r"^\*+ ", "", account)),
            "notes": notes.strip(),
            "raw": (str(day), amount.strip()),
        }
        seconds = _amount(amount.strip())
        if not amount.strip():
            yield skipped(line, Skip.NO_TIME, **texts)
        elif seconds is None:
            message = f"Expected an amount such as `.... ..`, `1.5` or `45m`, got {quoted(amount)}"
            yield FileRow(line, wrong=UsageError(message, code="invalid_duration"), **texts)
        else:
            yield entry(line, day=day, length=Length(seconds), **texts)


def _amount(text: str) -> Decimal | None:
    if not _AMOUNT.fullmatch(text):
        return None
    if found := re.fullmatch(r"(\d+(?:[.,]\d+)?)(s|m|h|)", text):
        return Decimal(found[1].replace(",", ".")) * _UNITS[found[2]]
    if text[0].isdigit():
        return None
    return Decimal(_QUARTER * len(text.replace(" ", "")))
