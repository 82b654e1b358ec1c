"""What was done to people and to the tasks of projects: kept, and taken back with the rest.

Each is one deed of the journal with the requests that take it back. It is taken back only while
the record is as it was left; Harvest has no way back for a deletion of somebody.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from harvest_cli.actions.outbox.history import Managed, ManagedDeed, Undoing
from harvest_cli.actions.outbox.row_facts import outbox_of
from harvest_cli.actions.outbox.writes import keep_deed
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.dry_run import WouldSend
from harvest_cli.actions.undo.steps import REFUSALS
from harvest_cli.actions.undo.undo import (
    MOST,
    WAITS,
    by_time,
    refuse_too_many,
    refuse_what_waits,
    undo,
    undone_already,
    unfinished,
)
from harvest_cli.domain.errors import HvError, NeedsDecision, NotFound
from harvest_cli.domain.records import Any
from harvest_cli.local.outbox.journal import Deed, mark_undone, pass_over, passed_over
from harvest_cli.local.outbox.journal import managed as managed_deeds

HOW = {
    ManagedDeed.INVITED: "deleted",
    ManagedDeed.CHANGED: "changed back",
    ManagedDeed.ARCHIVED: "restored",
    ManagedDeed.RESTORED: "archived",
    ManagedDeed.ADDED: "removed",
    ManagedDeed.REMOVED: "added again",
}
_NEXT = "the next `hv undo` undoes what came before it"


def note(context: Context, record_id: int, done: Managed) -> None:
    """Keep what was done, so that `hv undo` takes it back; where nothing can be kept, go on."""
    kept = [done.deed, done.what, done.path, done.left, done.back]
    user_id = context.account.cached_user_id()
    keep_deed(context, Deed.MANAGED, record_id, user_id, json.dumps(kept))


def managed(context: Context) -> list[Managed]:
    """All that was done in this account, newest first."""
    if context.outbox is None:
        return []
    login = context.outbox.login
    found = managed_deeds(context.outbox.db, login.account_id, login.server)
    return [Managed(*json.loads(each.before_json or "null"))._replace(of=each) for each in found]


def take_back(
    context: Context, count: int = 1, name: str | None = None, *, dry_run: bool = False
) -> Undoing:
    """Take back the last `count` commands, or the one with this name, of either kind.

    Raises as `undo` does.
    """
    every = managed(context)
    if not every or unfinished(context):
        return undo(context, count, name, dry_run=dry_run)
    if name is not None:
        return _named(context, every, name, dry_run=dry_run)
    passed = passed_over(outbox_of(context).db)
    open_ = [
        each for each in every if each.of and not each.of.undone_at and each.of.id not in passed
    ]
    if not open_ or not 1 <= count <= MOST:
        return undo(context, count, dry_run=dry_run)
    entries: list[tuple[float, Managed | None]] = [(at, None) for at, _ in by_time(context)]
    plan = sorted([*entries, *((each.at, each) for each in open_)], key=itemgetter(0), reverse=True)
    refuse_what_waits(context, plan[0][0])
    refuse_too_many(count, len(plan))
    return _all_back(context, [each for _, each in plan[:count]], dry_run=dry_run)


def _named(context: Context, every: Sequence[Managed], name: str, *, dry_run: bool) -> Undoing:
    fits = [each for each in every if each.name.startswith(name)]
    if len(fits) != 1 or fits[0].of is None:
        return undo(context, 1, name, dry_run=dry_run)
    if fits[0].of.undone_at is not None:
        raise undone_already(name)
    return _all_back(context, fits, dry_run=dry_run)


def _all_back(context: Context, plan: Sequence[Managed | None], *, dry_run: bool) -> Undoing:
    """One after the other; None stands for a command of entries."""
    if dry_run:
        number = sum(each is None for each in plan)
        shown = undo(context, number, dry_run=True) if number else Undoing((), dry_run=True)
        mine = tuple(each._replace(how=HOW.get(each.deed, "")) for each in plan if each)
        would = tuple(WouldSend(*request) for each in mine for request in each.back)
        return shown._replace(managed=mine, more_requests=would)
    answer = Undoing(())
    failures: list[HvError] = []
    for of_entries, group in groupby(plan, lambda each: each is None):
        several = list(group)
        # Commands of entries go together: what waits of them is one row of the outbox.
        for part in [several] if of_entries else [[each] for each in several]:
            try:
                answer = _part(context, answer, part)
            except HvError as failure:
                failures.append(failure)
                if not isinstance(failure, REFUSALS) or failure.code == WAITS:
                    return _told(answer, failures, stopped=True)
    return _told(answer, failures)


def _part(context: Context, answer: Undoing, part: Sequence[Managed | None]) -> Undoing:
    if part[0] is None:
        return _joined(answer, undo(context, len(part)))
    return _with(context, answer, part[0])


def _told(answer: Undoing, failures: list[HvError], *, stopped: bool = False) -> Undoing:
    """The answer with what could not be taken back; raises the one reason for doing nothing."""
    if not failures:
        return answer
    if len(failures) == 1 and not (answer.undone or answer.managed):
        raise failures[0]
    said = [f"Not undone: {failure.message}" for failure in failures]
    if stopped:
        said[-1] = f"Undo stopped: {failures[-1].message}"
    failure = answer.failure or failures[0]
    failure.hint = None
    return answer._replace(failure=failure, warnings=(*answer.warnings, *said))


def _joined(first: Undoing, then: Undoing) -> Undoing:
    return first._replace(
        undone=(*first.undone, *then.undone),
        warnings=(*first.warnings, *then.warnings),
        failure=first.failure or then.failure,
    )


def _with(context: Context, answer: Undoing, done: Managed) -> Undoing:
    if done.of is None:
        return answer
    db, now = outbox_of(context).db, context.clock().timestamp()
    try:
        _take_back(context, done)
    except REFUSALS as failure:
        pass_over(db, done.of, now)
        failure.hint = f"{failure.hint}; {_NEXT}" if failure.hint else _NEXT
        raise
    mark_undone(db, done.of.id, now)
    if "/task_assignments" in f"{done.path}{done.back[0][1]}":
        # Whoever needs the names of tasks next asks for them again.
        context.account.forget()
    back = done._replace(how=HOW.get(done.deed, "undone"))
    return answer._replace(managed=(*answer.managed, back))


def _take_back(context: Context, done: Managed) -> None:
    """Send what takes it back; raises NeedsDecision where it has no way back, or was changed."""
    if not done.back:
        message = f"The deletion of {done.what} cannot be undone"
        raise NeedsDecision(message, hint="Harvest keeps nothing of it")
    if done.left:
        try:
            found = context.client.record(done.path, dict[str, Any])
        except NotFound:
            message = f"{done.what} is not on Harvest any more"
            raise NeedsDecision(message) from None
        others = [name for name, left in done.left.items() if _other(found.get(name), left)]
        if others:
            names = ", ".join(name.replace("_", " ") for name in others)
            message = f"{done.what} was changed since ({names})"
            raise NeedsDecision(message, hint="Nothing was changed")
    for method, path, body in done.back:
        if method == "DELETE":
            context.client.delete_record(path)
        else:
            context.client.write_record(method, path, body or {}, dict[str, Any])


def _other(now: object, left: object) -> bool:
    """Whether a field is not as it was left; the order of a list does not count."""
    if isinstance(now, list) and isinstance(left, list):
        return sorted(map(str, now)) != sorted(map(str, left))
    return now != left


def plain(fields: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Some fields as JSON has them."""
    shown = {name: fields[name] for name in names}
    found: dict[str, Any] = json.loads(json.dumps(shown, default=float))
    return found
