"""Whose row it is: mine, by name, number or address, or as `import.toml` says."""

from collections.abc import Iterable

from harvest_cli.actions.session.context import Context
from harvest_cli.language.timesheets.rows import FileRow


class Owner:
    """Me, by everything that a file may call me."""

    def __init__(self, context: Context, names: Iterable[str] = ()) -> None:
        me = context.account.data.user
        self._mine = {
            _plain(each)
            for each in (me.name, str(me.id), me.email, f"{me.last_name}, {me.first_name}", *names)
            if each
        }
        self._parts = (_plain(me.first_name), _plain(me.last_name))

    def other(self, row: FileRow) -> str:
        """The name of somebody else whose row it is; nothing where it is mine, or nobody's."""
        if any(row.parts):
            if any(_plain(each) in self._mine for each in (row.user, row.email)):
                return ""
            apart = zip(row.parts, self._parts, strict=True)
            different = any(part and _plain(part) != mine for part, mine in apart)
            return " ".join(filter(None, row.parts)) if different else ""
        told = [each for each in (row.email, row.user) if each]
        if not told or any(_plain(each) in self._mine for each in told):
            return ""
        return row.user or row.email


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
