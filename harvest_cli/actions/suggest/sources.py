"""Drafts from what this machine knows: meetings of a calendar, timers that were undone, commits.

Whose commits count, in which folder, and for which project, is told by the folder and git.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import which

from harvest_cli.actions.imports.imported_rows import keys_of
from harvest_cli.actions.imports.places import Place, Places, names_of, remembered_as
from harvest_cli.actions.imports.plan import wanted_rows
from harvest_cli.actions.imports.read_file import fetched, read_file
from harvest_cli.actions.imports.results import ImportOptions, Source
from harvest_cli.actions.outbox.history import Written, history
from harvest_cli.actions.resolve.defaults import known_default
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.suggest.drafts import (
    LONGEST_SUBJECT,
    Busy,
    Draft,
    DraftOrigin,
    Estimate,
    Moment,
    NoPlace,
    Sheet,
    notes_of,
    spans_of,
)
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import HvError, SentenceError
from harvest_cli.domain.hours import (
    DAY_MINUTES,
    ZERO,
    Rounding,
    as_time,
    clock_text,
    minute_of,
    minutes_from_hours,
)
from harvest_cli.domain.references import issue_of, issue_page, reference_to
from harvest_cli.domain.safe_text import clean
from harvest_cli.domain.wording import counted
from harvest_cli.language.trackers.rows import FileRow, Skip
from harvest_cli.language.trackers.tables import LARGEST
from harvest_cli.local.config.proposal_tables import SuggestTable
from harvest_cli.local.config.settings import BY_NAME
from harvest_cli.local.disk.paths_fast import FOLDER_FILE, folder_file
from harvest_cli.local.login.profiles import folder_defaults
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.repositories import History, histories, repositories

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


KIND = "git"
MOST_TOLD = 3
LONGEST_READ = 4000
EARLIER = timedelta(days=1)
"""The log is asked for a day more: git itself goes by when a commit was written down."""


class Commits:
    """The commits of a period, and what was wrong on the way to them."""

    def __init__(self, context: Context, table: SuggestTable, period: Period, sheet: Sheet) -> None:
        self._context, self._table, self._period, self._sheet = context, table, period, sheet
        self._home = context.environ.get("HOME") or str(Path.home())
        self._places: dict[Path, Place | NoPlace] = {}
        self.said: list[str] = []

    def drafts(self) -> list[Draft]:
        """The drafts, by the rule of `spans`."""
        moments = [
            moment
            for history in self._histories()
            if not self._is_elsewhere(history.folder)
            for moment in self._moments(history)
        ]
        by_times = bool(self._context.account.data.company.wants_timestamp_timers)
        sheet = self._sheet
        taken = {day: (*sheet.busy[day], *sheet.meetings[day]) for day in self._period.days()}
        spans = spans_of(moments, taken, sheet.known, by_times=by_times)
        told = {each.mark for each in moments} - sheet.known
        told -= {each.mark for span in spans for each in span.commits}
        if told:
            stands = "stands" if len(told) == 1 else "stand"
            why = "what is there or in the minute of another"
            self.said.append(f"{counted(len(told), 'commit')} {stands} for no time: within {why}")
        return [self._draft(span) for span in spans]

    # -- git ---------------------------------------------------------------------------------

    def _histories(self) -> list[History]:
        if not self._table.folders:
            return []
        git = which("git", path=self._context.environ.get("PATH"))
        if git is None or not Path(git).is_absolute():
            # What lies in the folder where one is may be anybody's.
            self.said.append("git is not installed: commits are not looked at")
            return []
        found = repositories(self._table.folders, self._home)
        self.said += [f"{each} is not a folder" for each in found.missing]
        self.said += [f"{each} does not answer; left out" for each in found.silent]
        if found.left:
            most = f"The {len(found.folders)} repositories used last are looked at"
            self.said.append(f"{most}, {found.left} more are not")
        since = datetime.combine(self._period.start, time(), tzinfo=self._context.zone) - EARLIER
        read = histories(git, found.folders, int(since.timestamp()), self._context.environ)
        silent = [f"{self.shown(each)} does not answer; left out" for each in read.silent]
        wrong = [
            f"{self.shown(each.folder)}: {each.wrong}" for each in read.histories if each.wrong
        ]
        cut = [each for each in read.histories if each.cut]
        wrong += [f"{self.shown(each.folder)}: of many commits the last count" for each in cut]
        told = [*silent, *wrong]
        more = len(told) - MOST_TOLD
        self.said += told[:MOST_TOLD] + ([f"{more} more folders like that"] if more > 0 else [])
        return list(read.histories)

    def shown(self, folder: Path) -> str:
        """A folder as people see it, with the home folder as `~`."""
        text, home = str(folder), str(Path(self._home).resolve())
        return f"~{text[len(home) :]}" if text.startswith((f"{home}/", f"{home}\\")) else text

    def _moments(self, history: History) -> list[Moment]:
        zone, period = self._context.zone, self._period
        found = []
        for each in history.commits:
            at = _local(each.at, zone)
            if at is None or at.date() not in period or at > self._context.now:
                continue
            subject = _plain(each.subject)
            issue = issue_of(_plain(each.branch), subject)
            link = issue_page(issue, history.remote, self._table.issues) if issue else ""
            if issue.startswith("#") and not link:
                issue = ""
            found.append(
                Moment(
                    at.date(),
                    minute_of(at.time()),
                    history.folder,
                    issue,
                    link,
                    subject,
                    self._mark(each.at, history.email),
                )
            )
        return found

    def _mark(self, at: int, email: str) -> str:
        """What stays of a commit when it is written again, by a rebase or with another text."""
        login, me = self._context.credentials, self._context.account.data.user.id
        parts = (str(login.account_id), str(me), KIND, email.casefold(), str(at))
        return f"hv-{sha256(chr(31).join(parts).encode('utf-8', 'replace')).hexdigest()[:32]}"

    # -- drafts ------------------------------------------------------------------------------

    def _draft(self, span: Estimate) -> Draft:
        folder = span.first.folder
        clock = self._context.conventions.clock
        first, last = (clock_text(as_time(m), clock) for m in (span.start, span.end))
        link = next((each.link for each in span.commits if each.link), "")
        return Draft(
            DraftOrigin.COMMITS,
            self.shown(folder),
            counted(len(span.commits), "commit"),
            span.day,
            span.minutes,
            notes_of(span),
            self.place_of(folder),
            tuple(dict.fromkeys(each.mark for each in span.commits)),
            names=f"{KIND}: {self.shown(folder)}",
            start=span.start,
            end=span.end,
            commits=len(span.commits),
            reference=reference_to(link) if link else None,
            seen=f"{first} to {last}",
            rounding=self._rounding(folder),
        )

    def _rounding(self, folder: Path) -> Rounding | None:
        """How to round: as the folder says, else as the person does anywhere."""
        layer = folder_defaults(self._file(folder)).layer
        settings = self._context.settings
        if layer is None or "round" not in layer.values:
            return None if settings.is_of_folder("round") else settings.get("round")
        found: Rounding | None = BY_NAME["round"].read(layer.values["round"])
        return found

    def _is_elsewhere(self, folder: Path) -> bool:
        """Whether the folder asks for another profile, and so for another account."""
        found = folder_defaults(self._file(folder))
        if found.profile is None or found.profile == self._context.profile:
            return False
        told = f"{self.shown(folder)} is for profile {found.profile[:40]}: `--profile` looks there"
        self.said.append(told)
        return True

    def _file(self, folder: Path) -> str:
        return folder_file(str(folder), self._home)

    def place_of(self, folder: Path) -> Place | NoPlace:
        """Where the time of a folder goes: by its `.hv.toml`, else as was chosen before."""
        if folder not in self._places:
            self._places[folder] = self._found(folder)
        return self._places[folder]

    def _found(self, folder: Path) -> Place | NoPlace:
        context, shown = self._context, self.shown(folder)
        defaults = folder_defaults(self._file(folder))
        for warning in defaults.warnings:
            context.warn(warning)
        values = defaults.layer.values if defaults.layer else {}
        chosen = context.account.choices.imported(f"{KIND}: {shown}")
        if "project" not in values:
            place = context.account.data.usable(*chosen) if chosen else None
            mend = f'write `project = "…"` into {shown}/{FOLDER_FILE}'
            return Place(*place) if place else NoPlace("no project known", mend)
        try:
            assignment = context.account.names.project(values["project"])
            found = _with_task(context, assignment, values.get("task"), f"{shown}/{FOLDER_FILE}")
        except SentenceError as error:
            return NoPlace(error.message, f"correct {shown}/{FOLDER_FILE}")
        of_it = chosen is not None and chosen[0] == assignment.project.id
        place = context.account.data.usable(*chosen) if chosen and of_it else None
        return Place(*place) if place and isinstance(found, NoPlace) else found


def _with_task(
    context: Context, assignment: ProjectAssignment, named: str | None, path: str
) -> Place | NoPlace:
    if named:
        return Place(assignment, context.account.names.task(assignment, named))
    # What the folder says in which hv was called is not said of this one.
    of_folder = context.settings.is_of_folder("task")
    if known := known_default(context, assignment, refused=of_folder):
        return Place(assignment, *known)
    return NoPlace("no task known", f'write `task = "…"` into {path}', assignment)


def _local(at: int, zone: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(at, UTC).astimezone(zone)  # type: ignore[arg-type]
    except (OverflowError, ValueError, OSError):
        return None


def _plain(text: str) -> str:
    """Text of a commit as plain notes, cut at a word where it is long."""
    plain = " ".join(clean(text[:LONGEST_READ]).replace("␛", "").split())
    if len(plain) <= LONGEST_SUBJECT:
        return plain
    head = plain[: LONGEST_SUBJECT - 1]
    return f"{head.rpartition(' ')[0] or head}…"
