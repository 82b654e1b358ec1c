"""The handler of each method and path: the tables of the files that answer, as one."""

from harvest_cli.sandbox.entries import read, timers, write
from harvest_cli.sandbox.request.params import whole
from harvest_cli.sandbox.request.replies import Handler, no_record, no_route
from harvest_cli.sandbox.resources import company, people, projects, reports

ROUTES: dict[str, Handler] = {
    **company.ROUTES,
    **people.ROUTES,
    **projects.ROUTES,
    **read.ROUTES,
    **write.ROUTES,
    **timers.ROUTES,
    **reports.ROUTES,
}
"""By method and path, from the files that answer them; `#` stands for an id, handed in order."""


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
