"""`[suggest]` of `config.toml`: where `hv suggest` looks for what was done.

[suggest]
folders = ["~/src/*"]                                  # repositories of git
calendars = ["~/meetings.ics"]
issues = "https://jira.example.com/browse/{key}"     # the page of an issue
"""

from pathlib import PurePath

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.references import reference_to
from harvest_cli.local.config.table_source import TableSource

SUGGEST = "suggest"
KEYS = ("folders", "calendars", "issues")
MOST_FOLDERS = 50


class SuggestTable(NamedTuple):
    """Patterns of folders, files of calendars, and the address of an issue with `{key}` in it."""

    folders: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    issues: str = ""


def suggest_of(source: TableSource) -> SuggestTable:
    """The table; raises FileMistake."""
    table = source.table(SUGGEST)
    for key in table:
        if key not in KEYS:
            raise source.mistake(SUGGEST, key, key, f"one of {', '.join(KEYS)}")
    folders, calendars = (_paths(source, key, table.get(key, ())) for key in KEYS[:2])
    return SuggestTable(folders, calendars, _issues(source, table.get("issues", "")))


def _paths(source: TableSource, key: str, value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    example = '["~/src/*"]' if key == "folders" else '["~/meetings.ics"]'
    texts = isinstance(listed, list | tuple) and all(isinstance(each, str) for each in listed)
    if not isinstance(listed, list | tuple) or not texts or len(listed) > MOST_FOLDERS:
        raise source.mistake(SUGGEST, key, value, f"a list of paths, such as {example}")
    found = tuple(str(each).strip() for each in listed)
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
