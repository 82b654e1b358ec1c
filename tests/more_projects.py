"""Further projects in the embedded account that `hv` runs on."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from tests.running import Hv

WORK = ("Programming", "Graphic Design")
MADE = 1_700_000_000


def with_projects(
    hv: Hv, *names: str, client: str = "Zed", code: str | None = None, tasks: Sequence[str] = WORK
) -> Hv:
    """`hv` after these projects of a client, with these tasks, were added for Kim Allen."""
    hv("projects")
    path = hv("sandbox", "path", "--json").json["path"]
    with closing(sqlite3.connect(path)) as account, account:

        def row(table: str, name: str, **more: object) -> int:
            found = account.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()
            return found[0] if found else added(table, name=name, **more)

        def added(table: str, **values: object) -> int:
            values |= {"created_at": MADE, "updated_at": MADE}
            places = ", ".join("?" * len(values))
            sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"
            return account.execute(sql, tuple(values.values())).lastrowid or 0

        owner = row("clients", client, currency="USD", statement_key=client)
        kim = account.execute("SELECT id FROM users WHERE first_name = 'Kim'").fetchone()[0]
        for name in names:
            project = added("projects", client_id=owner, name=name, code=code)
            added("user_assignments", project_id=project, user_id=kim)
            for task in tasks:
                added("task_assignments", project_id=project, task_id=row("tasks", task))
    hv("projects", "--refresh")
    return hv
