"""The handler of each method and path."""

from collections.abc import Callable

from harvest_cli.sandbox.entries import read, timers, write
from harvest_cli.sandbox.request.params import whole
from harvest_cli.sandbox.request.replies import Reply, no_record, no_route
from harvest_cli.sandbox.resources import company, people, projects, reports

Handler = Callable[..., Reply]

# `#` stands for an id, handed to the function in order.
ROUTES: dict[str, Handler] = {
    "GET /company": company.get_company,
    "PATCH /company": company.change_company,
    "GET /users": people.list_users,
    "GET /users/me": people.me,
    "GET /users/me/project_assignments": people.my_assignments,
    "GET /users/#": people.get_user,
    "GET /users/#/project_assignments": people.user_assignments_of,
    "GET /users/#/teammates": people.list_teammates,
    "GET /roles": people.list_roles,
    "GET /clients": projects.list_clients,
    "GET /clients/#": projects.get_client,
    "GET /projects": projects.list_projects,
    "GET /projects/#": projects.get_project,
    "GET /projects/#/task_assignments": projects.project_task_assignments,
    "GET /projects/#/task_assignments/#": projects.get_task_assignment,
    "GET /projects/#/user_assignments": projects.project_user_assignments,
    "GET /projects/#/user_assignments/#": projects.get_user_assignment,
    "GET /tasks": projects.list_tasks,
    "GET /tasks/#": projects.get_task,
    "GET /task_assignments": projects.list_task_assignments,
    "GET /user_assignments": projects.list_user_assignments,
    "GET /time_entries": read.list_entries,
    "POST /time_entries": write.create_entry,
    "GET /time_entries/#": read.get_entry,
    "PATCH /time_entries/#": write.update_entry,
    "DELETE /time_entries/#": write.delete_entry,
    "DELETE /time_entries/#/external_reference": write.delete_reference,
    "PATCH /time_entries/#/restart": timers.restart,
    "PATCH /time_entries/#/stop": timers.stop,
    "GET /reports/time/clients": reports.by_client,
    "GET /reports/time/projects": reports.by_project,
    "GET /reports/time/tasks": reports.by_task,
    "GET /reports/time/team": reports.by_person,
    "GET /reports/expenses/clients": reports.expenses,
    "GET /reports/expenses/projects": reports.expenses,
    "GET /reports/expenses/categories": reports.expenses,
    "GET /reports/expenses/team": reports.expenses,
    "GET /reports/uninvoiced": reports.uninvoiced,
    "GET /reports/project_budget": reports.project_budget,
}


def route(method: str, path: str) -> tuple[Handler, tuple[int, ...]]:
    """The function for a resource path and the ids it takes.

    Raises a 404 page for a path that is none, a 404 record for an id that is no number.
    """
    parts = (method, *path.split("/")[1:])
    exact = _BY_SHAPE.get(parts)
    if exact:
        return exact, ()
    for shape, handler in _BY_SHAPE.items():
        if _fits(shape, parts):
            ids = tuple(whole(part) for mark, part in zip(shape, parts, strict=True) if mark == "#")
            known = tuple(id_ for id_ in ids if id_ is not None)
            if len(known) < len(ids):
                raise no_record()
            return handler, known
    raise no_route()


_BY_SHAPE = {tuple(route.replace(" /", "/").split("/")): made for route, made in ROUTES.items()}


def resource_path(path: str) -> str | None:
    """The part of a path after `/v2` or its other form `/api/v2`, without a `.json` ending."""
    for base in ("/api/v2", "/v2"):
        if path.startswith(f"{base}/"):
            return path.removeprefix(base).removesuffix(".json")
    return None


def _fits(shape: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return len(shape) == len(parts) and all(
        mark == part or (mark == "#" and part != "")
        for mark, part in zip(shape, parts, strict=True)
    )
