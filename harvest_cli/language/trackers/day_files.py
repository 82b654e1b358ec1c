"""Text files of bartib, taxi, gtimelog and hledger: a line for each thing that was done."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.language.trackers.cells import (
    Length,
    at_clock,
    clock,
    day_of,
    length,
    moment,
    order_of,
)
from harvest_cli.language.trackers.rows import (
    FileRow,
    ReaderOptions,
    Skip,
    Texts,
    entry,
    skipped,
    unread,
)

_MOMENT = r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?"
BARTIB = re.compile(rf"({_MOMENT})(?: - ({_MOMENT}))? \| (.*)")
GTIMELOG = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}): (.*)")
VIRTUAL_MIDNIGHT = time(2, 0)
"""When a day of gtimelog ends."""
LONGEST_LINE = 10_000


# -- bartib ------------------------------------------------------------------------------------


def bartib(text: str, _asked: ReaderOptions) -> Iterator[FileRow]:
    """`begin - end | project | text`, with bars and backslashes escaped."""
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip():
            continue
        found = BARTIB.fullmatch(written.strip()[:LONGEST_LINE])
        if found is None:
            yield unread(line, "`2026-11-12 09:00 - 2026-11-12 10:30 | project | text`", written)
            continue
        parts = [_unescaped(each) for each in re.split(r"(?<!\\) \| ", found[3], maxsplit=1)]
        texts: Texts = {
            "project": parts[0].strip(),
            "notes": parts[1].strip() if len(parts) > 1 else "",
            "raw": (found[1], found[2] or ""),
        }
        if found[2] is None:
            yield skipped(line, Skip.RUNNING, **texts)
            continue
        try:
            begin, end = (datetime.fromisoformat(found[at]) for at in (1, 2))
        except ValueError:
            yield unread(line, "two moments", written)
            continue
        yield entry(line, begin=begin, end=end, **texts)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\|])", r"\1", text)


# -- gtimelog ----------------------------------------------------------------------------------


def gtimelog(text: str, asked: ReaderOptions) -> Iterator[FileRow]:
    """What ends at a moment began at the one before; the first of a day is the arrival."""
    lines = []
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip() or written.startswith("#"):
            continue
        found = GTIMELOG.fullmatch(written.strip()[:LONGEST_LINE])
        at = moment(found[1], asked.zone) if found else None
        if found is None or at is None:
            yield unread(line, "`2026-11-12 10:30: text`", written)
        else:
            lines.append((at, line, found[2]))
    before: datetime | None = None
    for at, line, said in sorted(lines, key=lambda each: each[0]):
        first = before is None or _day(before) != _day(at)
        begun, before = before, at
        notes, _, tags = said.partition(" -- ")
        project, parted, rest = notes.partition(": ")
        texts: Texts = {
            "project": project.strip() if parted else "",
            "notes": (rest if parted else notes).strip(),
            "tags": tuple(tags.split()),
            "raw": (str(begun), str(at)),
        }
        if first or begun is None:
            yield skipped(line, Skip.ARRIVAL, **texts)
        elif notes.rstrip().endswith("**"):
            ignored = notes.rstrip().endswith("***")
            yield skipped(line, Skip.IGNORED if ignored else Skip.BREAK, **texts)
        else:
            yield entry(line, begin=begun, end=at, **texts)


def _day(at: datetime) -> date:
    return (at - timedelta(days=at.time() < VIRTUAL_MIDNIGHT)).date()


# -- taxi --------------------------------------------------------------------------------------

_TAXI_DAY = re.compile(r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})")
_TAXI = re.compile(r"([?=+!]+ +|[?=]+)?([\w./@:-]+) +(\S+)(?: +(.*))?")
_RANGE = re.compile(r"(\d{1,2}:?\d{2})?-(\d{1,2}:?\d{2}|\?)")


def taxi(text: str, asked: ReaderOptions) -> Iterator[FileRow]:
    """An alias, a range or a number of hours, and a text; `-11:00` begins where the last ended."""
    lines = list(enumerate(text.splitlines(), 1))
    days = [(n, each.strip()) for n, each in lines if _TAXI_DAY.fullmatch(each.strip())]
    order = order_of(days, asked.order or "dmy").name
    day: date | None = None
    last: datetime | None = None
    for line, written in lines:
        plain = written.strip()[:LONGEST_LINE]
        if not plain or plain.startswith("#"):
            continue
        if _TAXI_DAY.fullmatch(plain):
            day, last = day_of(plain, order), None
            continue
        found = _TAXI.fullmatch(plain)
        if found is None or day is None:
            yield unread(line, "`alias 09:00-10:30 text` under a day", written)
            continue
        flags, alias, took, notes = found.groups()
        texts: Texts = {
            "project": alias,
            "notes": (notes or "").strip(),
            "raw": (str(day), took, str(last) if took.startswith("-") else ""),
        }
        try:
            row, last = _taxi_row(line, day, took, last, texts)
        except HvError as error:
            row = FileRow(line, wrong=error, **texts)
        if row.wrong is None and flags:
            skip = Skip.IGNORED if "?" in flags else Skip.ELSEWHERE if "=" in flags else None
            row = skipped(line, skip, **texts) if skip else row
        yield row


def _taxi_row(
    line: int, day: date, took: str, last: datetime | None, texts: Texts
) -> tuple[FileRow, datetime | None]:
    """The row, and where the next one may begin."""
    found = _RANGE.fullmatch(took)
    if found is None:
        return entry(line, day=day, length=length(took), **texts), last
    begin = _on(day, found[1]) if found[1] else last
    if begin is None:
        message = f"`{took}` begins where the line before ends, and that has no end"
        raise UsageError(message)
    if found[2] == "?":
        return skipped(line, Skip.RUNNING, **texts), None
    end = _on(day, found[2])
    end += timedelta(days=end < begin)
    return entry(line, begin=begin, end=end, **texts), end


def _on(day: date, text: str) -> datetime:
    return at_clock(day, text if ":" in text else f"{text[:-2]}:{text[-2:]}", text)


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


def timeclock(text: str, _asked: ReaderOptions) -> Iterator[FileRow]:
    """Sessions from `i` to `o`; several may be open, and the account of an `o` tells which ends."""
    open_: list[_Session] = []
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip() or written[0] in ";#*bhO":
            continue
        found = CLOCKED.fullmatch(written.rstrip())
        at = _clocked(found) if found else None
        if found is None or at is None:
            yield unread(line, "`i 2026-11-12 09:00 account`", written)
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
        yield entry(begun.line, begin=begun.begin, end=at, **_texts(begun, at))
    for each in open_:
        yield skipped(each.line, Skip.RUNNING, **_texts(each, None))


def _texts(begun: _Session, at: datetime | None) -> Texts:
    raw = (begun.begin.isoformat(), at.isoformat() if at else "")
    return {**places_of(begun.account), "notes": begun.notes, "raw": raw}


def _clocked(found: re.Match[str]) -> datetime | None:
    day, at = _dotted(found[2]), clock(found[3])
    return datetime.combine(day, at) if day and at else None


def _dotted(text: str) -> date | None:
    parts = [int(part) for part in re.split(r"[-/.]", text)]
    try:
        return date(*parts)
    except (ValueError, TypeError):
        return None


def timedot(text: str, _asked: ReaderOptions) -> Iterator[FileRow]:
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
