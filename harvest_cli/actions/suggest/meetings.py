"""Drafts from what else this machine knows: meetings of a calendar, timers that were undone."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from harvest_cli.actions.imports.imported_rows import keys_of
from harvest_cli.actions.imports.places import Place, Places, names_of, remembered_as
from harvest_cli.actions.imports.plan import wanted_rows
from harvest_cli.actions.imports.read_file import fetched, read_file
from harvest_cli.actions.imports.results import ImportOptions, Source
from harvest_cli.actions.outbox.history import Written, history
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.suggest.drafts import Busy, Draft, DraftOrigin, NoPlace, Sheet
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.hours import DAY_MINUTES, ZERO, clock_text, minute_of, minutes_from_hours
from harvest_cli.language.trackers.rows import FileRow, Skip
from harvest_cli.language.trackers.tables import LARGEST
from harvest_cli.local.config.proposal_tables import SuggestTable
from harvest_cli.local.outbox.journal import Deed

CALENDAR = "ics"
SHORTEST_TIMER, LONGEST_TIMER = 5, 12 * 60
"""Minutes: what was undone sooner was a slip."""
MEND = "tick it to choose, or write a rule: `hv help import-rules`"


class Meetings:
    """The meetings of a period by the calendars that are set, and what was left out of them."""

    def __init__(self, context: Context, table: SuggestTable, period: Period, sheet: Sheet) -> None:
        self._context, self._files, self._period, self._sheet = (
            context,
            table.calendars,
            period,
            sheet,
        )
        self.said: list[str] = []

    def drafts(self) -> list[Draft]:
        """Their drafts; the time of each counts as taken, booked or not."""
        found: list[Draft] = []
        for name in self._files:
            try:
                found += self._of(name)
            except OSError as error:
                self.said.append(f"{name}: {error.strerror or error}")
            except HvError as error:
                hint = f" ({error.hint})" if error.hint else ""
                self.said.append(f"{name}: {error.message}{hint}")
        return found

    def _of(self, name: str) -> Iterator[Draft]:
        context = self._context
        home = context.environ.get("HOME") or str(Path.home())
        path = Path(home + name[1:] if name.startswith("~") else name)
        if not path.is_file():
            self.said.append(f"{name}: no such file")
            return
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        options = ImportOptions(CALENDAR, days=self._period)
        content = fetched(context, Source(str(path), content)).content
        read = read_file(context, content, str(path), options)
        rows = list(wanted_rows(read.sheet, options))
        places = Places(context, read.sheet.kind, read.mapped, loose=False)
        out: Counter[str] = Counter()
        for row, key in zip(rows, keys_of(context, read.sheet.kind, rows), strict=True):
            waits = row.skip is Skip.UNANSWERED
            if row.wrong is not None or (row.skip is not None and not waits):
                out[str(row.why or row.skip or "not readable")] += 1
            elif row.day is not None and row.start is not None and row.end is not None:
                yield from self._draft(row, key, places, name, waits=waits)
        if out:
            told = ", ".join(f"{count} {why}" for why, count in out.items())
            self.said.append(f"{name}: left out {told}")

    def _draft(
        self, row: FileRow, key: str, places: Places, name: str, *, waits: bool
    ) -> Iterator[Draft]:
        if row.day is None or row.start is None or row.end is None:
            return
        begin, end = minute_of(row.start), minute_of(row.end)
        end = end if end > begin else DAY_MINUTES
        if not waits:
            self._sheet.meetings[row.day].append(Busy(begin, end))
        where, notes = places.of(row)
        if isinstance(where, Skip) or key in self._sheet.known:
            return
        names = remembered_as(CALENDAR, names_of(row))
        unknown = "no project known" if not isinstance(where, Place) and not where.known else ""
        clock = self._context.conventions.clock
        yield Draft(
            DraftOrigin.MEETING,
            name,
            "meeting",
            row.day,
            minutes_from_hours(row.hours),
            notes or "",
            where
            if isinstance(where, Place)
            else NoPlace(unknown or "no task known", MEND, where.known),
            (key,),
            names=names,
            start=begin,
            end=end,
            on=not waits,
            why=str(Skip.UNANSWERED) if waits else "",
            kind=CALENDAR,
            seen=f"{clock_text(row.start, clock)} to {clock_text(row.end, clock)}",
        )


def undone_timers(context: Context, period: Period, sheet: Sheet) -> Iterator[Draft]:
    """Timers of a period that were started and taken back; none is ticked."""
    if context.existing_outbox is None:
        return
    for written in history(context, -1):
        deed, entry = written.deed, written.after
        if deed.deed != Deed.STARTED or deed.undone_at is None or entry is None:
            continue
        ran = minutes_from_hours(entry.hours or ZERO) + int((deed.undone_at - deed.at) / 60)
        mark = _mark(written)
        if (
            entry.spent_date not in period
            or mark in sheet.known
            or not SHORTEST_TIMER <= ran <= LONGEST_TIMER
        ):
            continue
        found = context.account.data.usable(entry.project.id, entry.task.id)
        day = entry.spent_date
        if found is None or day is None:
            continue
        start = None if entry.started_time is None else minute_of(entry.started_time)
        yield Draft(
            DraftOrigin.TIMER,
            "a timer that was undone",
            "timer",
            day,
            ran,
            entry.notes or "",
            Place(*found),
            (mark,),
            start=start,
            end=None if start is None else min(start + ran, DAY_MINUTES - 1),
            on=False,
            why="its timer was undone",
            kind="timer",
        )


def _mark(written: Written) -> str:
    deed = written.deed
    text = f"timer {deed.account_id} {deed.user_id} {deed.entry_id} {deed.at}"
    return f"hv-{sha256(text.encode()).hexdigest()[:32]}"
