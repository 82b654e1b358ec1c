"""What a person chose for ambiguous words, and which default tasks they gave up; per account.

A file of its own in the state folder: it is nobody's cache. Whatever cannot be read in it counts
as not chosen, and is asked again.
"""

import json
from pathlib import Path

from harvest_cli.domain.records import Any
from harvest_cli.local.disk.files import read_private, write_private
from harvest_cli.local.disk.paths_fast import file_part

SIZE_LIMIT = 1024 * 1024
_ALWAYS = ("projects", "tasks", "defaults")
SECTIONS = (*_ALWAYS, "import_projects", "import_tasks")
NOWHERE = (0, 0)
"""The project and task of names of a file whose rows are skipped."""


class Choices:
    """The choices of one account, read once and written whole.

    `projects` holds words to project ids, `tasks` "project id, blank, words" to task ids, and
    `defaults` project ids to the newest entry that no longer tells a default task. What names of an
    imported file stand for is in `import_projects` and `import_tasks`, by kind and names.
    """

    def __init__(self, folder: Path, server: str, account_id: int | None) -> None:
        self.path = folder / f"{file_part(server)}-{account_id or 0}.choices"
        self._sections: dict[str, dict[str, int]] | None = None
        self.changed = False
        """Whether something was chosen that is to be kept once the command has done its work."""

    @property
    def projects(self) -> dict[str, int]:
        """Words to project ids."""
        return self._read()["projects"]

    @property
    def tasks(self) -> dict[str, int]:
        """Project id and words to task ids."""
        return self._read()["tasks"]

    @property
    def defaults(self) -> dict[str, int]:
        """Project ids to the id of the newest entry that no longer counts."""
        return self._read()["defaults"]

    def imported(self, names: str) -> tuple[int, int] | None:
        """The project and task that were chosen for names of a file; NOWHERE to skip its rows."""
        found = self._read()
        if names in found["import_projects"] and names in found["import_tasks"]:
            return found["import_projects"][names], found["import_tasks"][names]
        return None

    def choose_imported(self, names: str, project_id: int, task_id: int) -> None:
        """Remember what names of a file stand for."""
        self._read()["import_projects"][names] = project_id
        self._read()["import_tasks"][names] = task_id
        self.changed = True

    def imports(self) -> dict[str, tuple[int, int]]:
        """All of these."""
        found = self._read()
        return {
            names: (project_id, found["import_tasks"][names])
            for names, project_id in found["import_projects"].items()
            if names in found["import_tasks"]
        }

    def forget_imported(self, names: str) -> None:
        """Forget what names of a file stand for."""
        for section in ("import_projects", "import_tasks"):
            self._read()[section].pop(names, None)
        self.changed = True

    def save(self) -> None:
        """Keep what was changed; raises OSError."""
        told = {name: each for name, each in self._read().items() if each or name in _ALWAYS}
        content = json.dumps(told, ensure_ascii=True, indent=1)
        write_private(self.path, content.encode(), durable=True)
        self.changed = False

    def _read(self) -> dict[str, dict[str, int]]:
        if self._sections is None:
            stored = _parsed(read_private(self.path, SIZE_LIMIT))
            self._sections = {name: _numbers(stored.get(name)) for name in SECTIONS}
        return self._sections


def _parsed(content: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _numbers(section: object) -> dict[str, int]:
    pairs = section.items() if isinstance(section, dict) else ()
    return {word: number for word, number in pairs if type(number) is int}
