"""`hv open`: the web page of a day, a project or an entry's reference."""

import re
from datetime import date
from typing import NamedTuple

from harvest_cli.actions.entries.reference import entry_for
from harvest_cli.actions.resolve.resolver import with_fresh_names
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound, SentenceError
from harvest_cli.language.days.relative import read_date

_ENTRY = re.compile(r"#?\d{1,18}|last|running|\^\d{0,6}", re.IGNORECASE)
"""How one entry is named; other words are a day or a project."""


class Page(NamedTuple):
    """An address and what it shows."""

    url: str
    what: str


def page_of(context: Context, words: str) -> Page:
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
            raise no_project from no_date
    base = _base(context)
    return Page(f"{base}/projects/{chosen.project.id}", chosen.project.name)


def _of_entry(context: Context, entry: TimeEntry) -> Page:
    reference = entry.external_reference
    link = (reference.permalink if reference else None) or ""
    # Anybody in the account may have written the link: it opens only as a web page.
    if re.fullmatch(r"https?://[^\s\x00-\x1f\x7f-\x9f]+", link):
        return Page(link, f"the reference of #{entry.id}")
    return _day(context, entry.spent_date or context.today)


def _day(context: Context, day: date) -> Page:
    # Unverified: the path of a day's page; the docs only give `base_uri`.
    url = f"{_base(context)}/time/day/{day:%Y/%m/%d}"
    return Page(url, day_text(day, context.today))


def _base(context: Context) -> str:
    base = (context.account.data.company.base_uri or "").rstrip("/")
    if not re.fullmatch(r"https://[a-z0-9.-]+(:\d+)?", base, re.IGNORECASE):
        message = "Harvest does not tell you the web address of this account"
        raise NotFound(message, hint="A member may not be allowed to read the company's settings")
    return base
