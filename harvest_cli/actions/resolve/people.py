"""Somebody else of the account, for those who may see or book the time of others."""

from harvest_cli.actions.resolve.looking_back import may_see_others
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import NotFound, Refused, UsageError
from harvest_cli.domain.people import User
from harvest_cli.language.names.spelling import slug_of
from harvest_cli.language.text.readings import Person

WRITES = "time_and_expenses_manager"
MOST = 9
"""People that a message names."""
LONGEST = 60
"""Letters of what was typed, in a message."""


def names_of(name: str, email: str, number: int) -> tuple[str, ...]:
    """What a person is called by, the name first; completion offers the last."""
    return (name, email, str(number), slug_of(name))


def somebody(context: Context, typed: str, what: str = "see the time of others") -> Person:
    """The person whom a flag names: me, or by id, e-mail address or name.

    Raises Refused, without a request, for a Member, NotFound, UsageError for several.
    """
    me, wanted = context.account.data.user, typed.strip().casefold()
    if wanted in {"me", str(me.id), me.name.casefold()}:
        return Person(me.id, me.name or "me")
    message = f"Only administrators and managers may {what}"
    refused = Refused(message, hint="Omit `--user` for your own")
    if not may_see_others(context):
        raise refused
    try:
        people = list(context.client.users())
    except (Refused, NotFound) as error:
        refused.status = error.status
        raise refused from None
    context.account.offer_people([p.name for p in people])
    found = [p for p in people if wanted in _folded(p)]
    found = found or [p for p in people if wanted in p.name.casefold().split()]
    if len(found) == 1:
        return Person(found[0].id, found[0].name, found[0].weekly_capacity)
    fits = [f"{p.name} ({p.id})" for p in found or people][:MOST]
    if found:
        message = f'{len(found)} people match "{typed}"'
        raise UsageError(message, code="ambiguous_user", hint="Give the id", candidates=fits)
    message = f'Nobody that you may see is called "{typed[:LONGEST]}"'
    hint = "Give a name or an id: `hv people` lists them"
    if wanted in ("everyone", "everybody", "all"):
        hint = "`--everyone` asks for everybody's time"
    raise NotFound(message, code="unknown_user", hint=hint, candidates=fits)


def _folded(person: User) -> list[str]:
    return [each.casefold() for each in names_of(person.name, person.email, person.id)]


def booked_for(
    context: Context, person: Person, requests: tuple[NewEntry, ...], *, timed: bool
) -> tuple[NewEntry, ...]:
    """The entries as somebody else's; raises UsageError where the account needs their times.

    Raises Refused for a manager who may not write the time of others (Harvest docs, Access roles).

    What is free on their day is not known here; `timed` tells that the times were given.
    """
    roles = set(context.account.data.user.access_roles)
    if roles and not roles & {"administrator", WRITES}:
        message = "Your role lets you see the time of others, and not write it"
        raise Refused(message, hint=f"An administrator can grant you `{WRITES}`")
    if context.account.data.company.wants_timestamp_timers and not timed:
        message = f"This account tracks start and end, and {person.name}'s day is not known"
        raise UsageError(message, hint="Give the times: `--from 9:00 --to 11:00`")
    return tuple(request._replace(user_id=person.id) for request in requests)
