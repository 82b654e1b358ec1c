"""Leave in a sentence: claimed when no project is named, and sent where the settings say."""

from collections.abc import Sequence

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.language.claims import Claim
from harvest_cli.language.draft import Draft
from harvest_cli.language.item import Problem
from harvest_cli.language.leave import GENERAL, LeaveWithoutPlace, is_filler, leave_hits
from harvest_cli.language.readings import Leave
from harvest_cli.language.scan import Atom
from harvest_cli.language.tokens import CLAIM, END

_NO_PROJECT = Problem(
    "no_project", "The project is missing", "Name it, or say no more than the leave and the day"
)


_TWO_LEAVES = Problem("ambiguous_task", "Two kinds of leave at once", "Write one of them")


def claim_leave(draft: Draft) -> bool:
    """Claim leave words in front of the first colon, if no project is named there."""
    tokens = draft.tokens
    stop = next(
        place
        for place, token in enumerate(tokens)
        if token.kind == END or (token.text == ":" and tokens[place + 1].gap)
    )
    for token in tokens[:stop]:
        if token.kind == CLAIM and isinstance(token.value, Claim) and token.value.projects:
            return False
    hits = leave_hits(tokens, stop, draft.manner.leave, draft.text)
    draft.claim_runs(hits)
    draft.scene.leave = bool(hits)
    return bool(hits)


def leave_of(draft: Draft, part: Sequence[Atom]) -> Leave | None:
    """The kind of leave a part names; an exact word beats a general one ("day off sick")."""
    found = [
        (a.claim.leave, a.claim.words.casefold() in GENERAL)
        for a in part
        if a.claim is not None and isinstance(a.claim.leave, Leave)
    ]
    exact = [leave for leave, general in found if not general] or [leave for leave, _ in found]
    different = {leave.kind: leave for leave in exact}
    if len(different) > 1:
        raise draft.refuse(_TWO_LEAVES, *[a for a in part if a.claim is not None])
    return exact[0] if exact else None


def leave_target(
    draft: Draft, leave: Leave, part: Sequence[Atom]
) -> tuple[ProjectAssignment, Task]:
    """The project and task of a kind of leave.

    Words that say more than leave make it doubtful ("sick note form") and are refused; so is a
    place that is not in this account, as LeaveWithoutPlace.
    """
    for atom in part:
        if atom.kind == "run" and not is_filler(draft.words(atom)):
            raise draft.refuse(_NO_PROJECT, atom)
    try:
        assignment = draft.names.project(leave.project)
        task = draft.given.task or draft.names.task(assignment, leave.task)
    except SentenceError as refused:
        raise LeaveWithoutPlace.of(refused, leave.kind) from None
    draft.infer("leave", f"{leave.kind.replace('_', ' ')} leave goes to {leave.project}")
    return assignment, task
