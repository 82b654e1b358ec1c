"""`--client` beside a sentence: of what the words may mean, only that client's projects count."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from harvest_cli.domain.errors import SentenceError, UsageError
from harvest_cli.language.text.readings import LogReading, StartReading

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context
    from harvest_cli.domain.projects import ProjectAssignment
    from harvest_cli.language.names.index import Names

R = TypeVar("R", LogReading, StartReading)
MISSED = {"unknown_project", "archived_project", "unknown_task", "no_project"}


def of_client(context: "Context", typed: str | None, read: Callable[["Names"], R]) -> R:
    """What `read` makes of the names of that client, of all names where there is no client.

    Raises UsageError where the words name a project of another one, and SentenceError as `read`.
    """
    names = context.account.names
    if typed is None:
        return read(names)
    client = names.client(typed)
    try:
        reading = read(names.of_client(client))
    except SentenceError as missed:
        if missed.code not in MISSED:
            raise
        reading = _among_all(missed, client, names, read)
    _refuse_others(_places(reading), client)
    return reading


def _among_all(
    missed: SentenceError, client: str, names: "Names", read: Callable[["Names"], R]
) -> R:
    """Read with all names: words may name another client's project, or not matter beside flags."""
    try:
        return read(names)
    except SentenceError:
        raise _told(missed, client) from None


def _refuse_others(places: list["ProjectAssignment"], client: str) -> None:
    from harvest_cli.language.names.matching import full_name

    for assignment in places:
        if assignment.client.name != client:
            message = f"`--client` is {client}, but {full_name(assignment)} is named"
            raise UsageError(message, hint="Leave `--client` out, or name a project of that client")


def _places(reading: LogReading | StartReading) -> list["ProjectAssignment"]:
    if isinstance(reading, StartReading):
        return [reading.assignment]
    return [entry.assignment for entry in reading.entries]


def _told(missed: SentenceError, client: str) -> SentenceError:
    """The refusal, with the client in it."""
    if missed.code == "no_project":
        missed.message = f"`--client` alone names no project of {client}"
        missed.hint = "Name the project too: in the sentence, or with `--project NAME`"
    elif missed.code == "unknown_project":
        missed.message = missed.message.replace("No project is", f"No project of {client} is", 1)
    return missed
