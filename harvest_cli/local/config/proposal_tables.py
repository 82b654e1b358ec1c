"""Tables of `config.toml` that say what hv proposes: `[[recurring]]` and `[suggest]`.

[[recurring]]
when = "mon-fri"
text = "15m TF Project Management: stand-up"
from = 2026-09-01      # and until = 2026-12-18, where it ends

[suggest]
folders = ["~/src/*"]                                  # repositories of git
calendars = ["~/meetings.ics"]
issues = "https://jira.example.com/browse/{key}"     # the page of an issue
"""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.references import reference_to
from harvest_cli.local.config.toml_file import TableSource

RECURRING = "recurring"
RECURRING_KEYS = ("when", "text", "from", "until")


class RecurringRow(NamedTuple):
    """One of the tables, the `at`th; the days are None where it has none."""

    at: int
    when: str
    text: str
    start: date | None = None
    end: date | None = None


def recurring_rows(source: TableSource) -> list[RecurringRow]:
    """The tables in their order; raises FileMistake."""
    return [_row(source, at, row) for at, row in enumerate(source.rows(RECURRING))]


def _row(source: TableSource, at: int, row: Mapping[str, Any]) -> RecurringRow:
    source.only(RECURRING, row, RECURRING_KEYS, at)
    texts = []
    for key, example in (("when", "mon-fri"), ("text", "15m TF: stand-up")):
        value = row.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > 500:
            wanted = f'a text, such as {key} = "{example}"'
            raise source.mistake(RECURRING, key, value, wanted, at)
        texts.append(" ".join(value.split()))
    return RecurringRow(at, texts[0], texts[1], *source.span(RECURRING, row, at))


# -- what is suggested -------------------------------------------------------------------------

SUGGEST = "suggest"
SUGGEST_KEYS = ("folders", "calendars", "issues")
MOST_FOLDERS = 50


class SuggestTable(NamedTuple):
    """Patterns of folders, files of calendars, and the address of an issue with `{key}` in it."""

    folders: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    issues: str = ""


def suggest_of(source: TableSource) -> SuggestTable:
    """The table; raises FileMistake."""
    table = source.table(SUGGEST)
    source.only(SUGGEST, table, SUGGEST_KEYS)
    folders, calendars = (_paths(source, key, table.get(key, ())) for key in SUGGEST_KEYS[:2])
    return SuggestTable(folders, calendars, _issues(source, table.get("issues", "")))


def _paths(source: TableSource, key: str, value: object) -> tuple[str, ...]:
    example = '["~/src/*"]' if key == "folders" else '["~/meetings.ics"]'
    wanted = f"a list of paths, such as {example}"
    found = source.texts(SUGGEST, key, value, wanted)
    if len(found) > MOST_FOLDERS:
        raise source.mistake(SUGGEST, key, value, wanted)
    for each in found:
        if not is_whole_path(each):
            wanted = f"a whole path, or one that begins with ~, such as {example}"
            raise source.mistake(SUGGEST, key, each, wanted)
    return found


def is_whole_path(text: str) -> bool:
    """Whether a path means the same from every folder."""
    plain = text.strip()
    ours = plain == "~" or plain.startswith(("~/", "~\\"))
    return "\0" not in plain and len(plain) < 1000 and (ours or PurePath(plain).is_absolute())


def _issues(source: TableSource, value: object) -> str:
    if value == "":
        return ""
    try:
        page = value.strip() if isinstance(value, str) and "{key}" in value else ""
        reference_to(page.replace("{key}", "SITE-17"))
    except UsageError:
        wanted = "the address of an issue, such as https://jira.example.com/browse/{key}"
        raise source.mistake(SUGGEST, "issues", value, wanted) from None
    return page
