"""One entry of mine by its name (a row of the last list, `last`, `running`, `^2`, an id, words).

Only mine are ever found: an administrator's id of somebody else's entry is refused. Also the web
page that `hv open` shows: of an entry, a day or a project.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

from harvest_cli.actions.outbox.history import history, left_by
from harvest_cli.actions.outbox.writes import running_entries
from harvest_cli.actions.resolve.ambiguity import with_fresh_names
from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY, day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound, SentenceError, Unreachable, UsageError
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import counted
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.text.match import JOINING, Problem, ReadingContext, refusal
from harvest_cli.language.text.tokens import key_of, tokenise
from harvest_cli.local.cache.row_numbers import Listing, terminal_name
from harvest_cli.local.outbox.journal import Deed

REACH = timedelta(days=90)
LONGEST_ROW = 4
"""Digits; longer numbers are ids."""
WAYS = "Name a row of the last list, `last`, `running`, `^2` or an id"


def listing_of(context: Context) -> Listing:
    """The numbered rows that this terminal showed last."""
    login = context.credentials
    account = f"{login.api_url} {login.account_id}"
    return Listing(context.places().cache, account, terminal_name())


@contextmanager
def looking_up() -> Iterator[None]:
    """While Harvest is only asked: without its answer, say what can be done."""
    try:
        yield
    except Unreachable as away:
        away.hint = away.hint or (
            "To find an entry hv asks Harvest first. `hv outbox edit` changes one that is saved "
            "here; `hv help offline` lists what works without a network"
        )
        raise


@looking_up()
def entry_for(context: Context, words: str) -> TimeEntry:
    """The one entry that is meant, asked of Harvest now.

    Raises NotFound, or UsageError where several could be meant and nobody can be asked.
    """
    reference = words.strip().removeprefix("#")
    if reference.isdecimal():
        return by_id(context, numbered(context, reference))
    if _SEVERAL.fullmatch(words.strip()):
        message = f'"{words.strip()}" names several entries'
        first = reference.split()[0].rstrip(",-")
        raise UsageError(
            message, code="ambiguous_reference", hint=f"Name one at a time, like `{first}`"
        )
    if reference == "running":
        return _running(context)
    entries = _with_own(context, lately(context))
    if place := place_of(reference):
        return nth(entries, place, reference or "last")
    return one_of(context, fitting(entries, reference), reference)


_SEVERAL = re.compile(r"#?\d+([\s,-]+#?\d+)+")
"""Numbers are rows and ids, and never words of a note."""


def place_of(reference: str) -> int | None:
    """`last` and `^1` are 1, `^2` is 2; None for anything else. Nothing means the last."""
    if reference in {"", "last", "^"}:
        return 1
    digits = reference[1:]
    if reference[0] == "^" and digits.isdecimal() and len(digits) < 4:
        return int(digits)
    return None


def numbered(context: Context, digits: str) -> int:
    """The id that a number stands for; raises NotFound for a row that was not shown here."""
    if len(digits) > LONGEST_ROW:
        return int(digits)
    listing = listing_of(context)
    found = listing.row(int(digits))
    if found is None:
        rows = listing.rows
        known = "no list was shown here recently"
        if rows:
            known = f"the last list here has {counted(rows, 'row')}"
        message = f"There is no row {digits}: {known}"
        raise NotFound(message, hint="`hv entries` shows rows with their numbers")
    return found


def by_id(context: Context, entry_id: int) -> TimeEntry:
    """An entry of mine by its id; raises NotFound."""
    try:
        found = context.client.time_entry(entry_id)
    except NotFound as missing:
        message = f"Entry {entry_id} is not on Harvest: it was deleted, or was never yours"
        raise NotFound(message, hint="`hv entries` lists yours", status=missing.status) from None
    me = context.account.data.user.id
    if found.user is not None and found.user.id not in (None, me):
        message = f"Entry {entry_id} is not yours"
        raise NotFound(message, hint="`hv entries` lists yours")
    return found


def lately(context: Context) -> list[TimeEntry]:
    """My entries up to today; the one that was touched last comes first."""
    me, today = context.account.data.user.id, context.today
    return _by_touch(context, entries_of(context.client, me, today - REACH, today), {})


_Own = Mapping[int, tuple[datetime, int]]
"""When hv wrote an entry last, by its id, and the place of that among what it wrote."""


def _with_own(context: Context, found: list[TimeEntry]) -> list[TimeEntry]:
    """The entries as hv itself left them, with its last where that is of a day ahead, or long ago.

    Harvest does not tell whose change of an entry of other days was the last.
    """
    own: dict[int, tuple[datetime, int]] = {}
    for each in history(context) if context.outbox is not None else ():
        if each.deed.deed != Deed.ENDED and left_by(each) is not None:
            own.setdefault(each.deed.entry_id, (each.at, -len(own)))
    last = next(iter(own), None)
    if last is not None and all(each.id != last for each in found):
        with suppress(NotFound):
            found = [*found, by_id(context, last)]
    return _by_touch(context, found, own)


def _by_touch(context: Context, found: Iterable[TimeEntry], own: _Own) -> list[TimeEntry]:
    def when(entry: TimeEntry) -> tuple[datetime, int, int]:
        at, place = own.get(entry.id, (datetime.min.replace(tzinfo=UTC), -len(own)))
        return max(touched(context, entry), at), place, entry.id

    return sorted(found, key=when, reverse=True)


def touched(context: Context, entry: TimeEntry) -> datetime:
    """When the person last did something with an entry: made it, stopped or changed it.

    What changes an entry of other days may be an approval or an invoice, so there it counts when
    it was made.
    """
    made = entry.created_at or context.now
    is_new = entry.spent_date is not None and context.today - entry.spent_date <= DAY
    return entry.updated_at or made if is_new else made


def nth(entries: Sequence[TimeEntry], place: int, named: str) -> TimeEntry:
    """The entry at a place counted from the newest; raises NotFound."""
    if not 1 <= place <= len(entries):
        have = counted(len(entries), "entry", "entries") if entries else "no entry"
        message = f"`{named}` does not name an entry: you have {have}"
        hint = "`hv entries` lists yours" if entries else "`hv projects` lists what you can track"
        raise NotFound(message, hint=hint)
    return entries[place - 1]


def fitting(entries: Sequence[TimeEntry], words: str) -> list[TimeEntry]:
    """The entries that hold every word in client, project, code, task or notes.

    A bare number is a row or an id: it fits nothing but a name that holds it beside the word
    next to it ("Website 2019").
    """
    wanted = words.casefold().split()
    plain = [word for word in wanted if not word.strip("#,").isdecimal()]
    pairs = [
        key_of(" ".join(wanted[max(0, at - 1) : at + 1 if at else 2]))
        for at, word in enumerate(wanted)
        if word not in plain
    ]
    found = [
        entry
        for entry in entries
        if plain
        and all(word in _said_of(entry) for word in plain)
        and all(f" {pair} " in f" {key_of(_names_of(entry))} " for pair in pairs)
    ]
    closing = list(takewhile(lambda word: word in JOINING and len(word) < 4, reversed(wanted)))
    said = [f" {_said_of(entry)} " for entry in found if closing]
    signs = len(closing) == len(wanted)
    stand = all(any(map(_standing(word, signs).search, said)) for word in closing)
    return found if stand else []


def _standing(word: str, signs: bool) -> re.Pattern[str]:
    """What finds a joining word that a reference ends in: `or` is not meant by a part of `Corp`.

    With `signs`, one stands between blanks; else it may be anywhere.
    """
    if word.isalpha():
        return re.compile(rf"\b{word}\b")
    return re.compile(re.escape(f" {word} " if signs else word))


def newest_of_each(entries: Sequence[TimeEntry]) -> list[TimeEntry]:
    """The first of each project: within one the newest is meant, as with the task used last."""
    newest: dict[int, TimeEntry] = {}
    for entry in entries:
        newest.setdefault(entry.project.id, entry)
    return list(newest.values())


def _said_of(entry: TimeEntry) -> str:
    return f"{_names_of(entry)} {entry.notes or ''}".casefold()


def _names_of(entry: TimeEntry) -> str:
    parts = (entry.client.name, entry.project.name, entry.project.code, entry.task.name)
    return " ".join(part or "" for part in parts)


def one_of(context: Context, entries: Sequence[TimeEntry], words: str) -> TimeEntry:
    """The only one, or the one that is chosen; never the first of several."""
    if not entries:
        message = f'No entry of yours in the last {REACH.days} days matches "{words}"'
        raise NotFound(message, hint=WAYS)
    if len(entries) == 1:
        return entries[0]
    shown = [short(entry) for entry in entries[:9]]
    if context.choose is not None:
        chosen = context.choose(f'Which entry is "{words}"?', shown)
        if chosen is not None:
            return entries[chosen]
    message = f'"{words}" matches {len(entries)} entries'
    raise UsageError(message, code="ambiguous_reference", hint=WAYS, candidates=shown)


def short(entry: TimeEntry) -> str:
    """One entry for a list of candidates: id, day, hours and names."""
    day = day_text(entry.spent_date, entry.spent_date) if entry.spent_date else "no day"
    notes = f'  "{entry.notes}"' if entry.notes else ""
    hours = as_clock(entry.hours or ZERO)
    return f"{entry.id}  {day}  {hours}  {entry.project.name} › {entry.task.name}{notes}"


def _running(context: Context) -> TimeEntry:
    entries = running_entries(context)
    if not entries:
        message = "No timer is running"
        raise NotFound(message, code="no_timer", hint=WAYS)
    return one_of(context, entries, "running")


_ENTRY = re.compile(r"#?\d{1,18}|last|running|\^\d{0,6}", re.IGNORECASE)
"""How one entry is named; other words are a day or a project."""


class WebPage(NamedTuple):
    """An address and what it shows."""

    url: str
    what: str


def page_of(context: Context, words: str) -> WebPage:
    """The page that the words name: nothing is today; an entry, a day or a project else.

    Raises NotFound where Harvest does not tell its address, SentenceError for no such project.
    """
    text = words.strip()
    if not text:
        return _day(context, context.today)
    if _ENTRY.fullmatch(text):
        return _of_entry(context, entry_for(context, text.lower()))
    try:
        return _day(context, read_date(text, context.now, context.conventions))
    except SentenceError as no_date:
        try:
            chosen = with_fresh_names(context, lambda: context.account.names.project(text))
        except SentenceError as no_project:
            if opened := _first_day(context, text):
                message, hint = "`hv open` opens one day", f"`hv open {opened}`"
                raise UsageError(message, hint=hint, text=text, span=(0, len(text))) from None
            if not no_project.text:
                no_project.text, no_project.span = text, (0, len(text))
            raise no_project from no_date
    base = _base(context)
    return WebPage(f"{base}/projects/{chosen.project.id}", chosen.project.name)


def _first_day(context: Context, text: str) -> object:
    """The first day of a period; raises SentenceError for a day that there is not."""
    # Loaded for what is no day.
    from harvest_cli.language.periods.days_back import days_said

    reading = ReadingContext(context.now, context.conventions)
    found = days_said(tokenise(text[:200]), 0, reading)
    if found is not None and isinstance(found.value, Problem):
        raise refusal(found.value, text, (0, len(text)))
    return getattr(found and found.value, "start", None)


def _of_entry(context: Context, entry: TimeEntry) -> WebPage:
    reference = entry.external_reference
    link = (reference.permalink if reference else None) or ""
    # Anybody in the account may have written the link: it opens only as a web page.
    if re.fullmatch(r"https?://[^\s\x00-\x1f\x7f-\x9f]+", link):
        return WebPage(link, f"the reference of #{entry.id}")
    return _day(context, entry.spent_date or context.today)


def _day(context: Context, day: date) -> WebPage:
    # Unverified: the path of a day's page; the docs only give `base_uri`.
    url = f"{_base(context)}/time/day/{day:%Y/%m/%d}"
    return WebPage(url, day_text(day, context.today))


def _base(context: Context) -> str:
    base = (context.account.data.company.base_uri or "").rstrip("/")
    if not re.fullmatch(r"https://[a-z0-9.-]+(:\d+)?", base, re.IGNORECASE):
        message = "Harvest does not tell you the web address of this account"
        raise NotFound(message, hint="A member may not be allowed to read the company's settings")
    return base
