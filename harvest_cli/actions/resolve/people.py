"""Somebody else of the account, for those who may see or book the time of others."""

from harvest_cli.actions.resolve.looking_back import may_see_others
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import NotFound, Refused, UsageError
from harvest_cli.language.text.readings import Person


def somebody(context: Context, typed: str) -> Person:
    """The person whom a flag names: me, or by id, e-mail address or name.

    Raises Refused where I may see nobody else, NotFound, UsageError for several.
    """
    me, wanted = context.account.data.user, typed.strip().casefold()
    if wanted in {"me", str(me.id), me.name.casefold()}:
        return Person(me.id, me.name or "me")
    try:
        people = list(context.client.users())
    except (Refused, NotFound) as error:
        message = "Only administrators and managers may see the time of others"
        raise Refused(message, hint="Omit `--user` for your own", status=error.status) from None
    found = [p for p in people if wanted in {str(p.id), p.name.casefold(), p.email.casefold()}]
    found = found or [p for p in people if wanted in p.name.casefold().split()]
    if len(found) == 1:
        return Person(found[0].id, found[0].name, found[0].weekly_capacity)
    fits = [f"{p.name} ({p.id})" for p in found or people]
    if found:
        message = f"{len(found)} people match {wanted!r}"
        raise UsageError(message, code="ambiguous_user", hint="Give the id", candidates=fits)
    message = f"Nobody that you may see is called {wanted!r}"
    raise NotFound(message, code="unknown_user", hint="Give a name or an id", candidates=fits)


def booked_for(
    context: Context, person: Person, requests: tuple[NewEntry, ...], *, timed: bool
) -> tuple[NewEntry, ...]:
    """The entries as somebody else's; raises UsageError where the account needs their times.

    What is free on their day is not known here; `timed` tells that the times were given.
    """
    if context.account.data.company.wants_timestamp_timers and not timed:
        message = f"This account tracks start and end, and {person.name}'s day is not known"
        raise UsageError(message, hint="Give the times: `--from 9:00 --to 11:00`")
    return tuple(request._replace(user_id=person.id) for request in requests)


def who_gets_it(context: Context, typed: str) -> Person:
    """Whom an entry is booked for; raises Refused, without a request, for a Member."""
    if not may_see_others(context):
        message = "Only administrators and managers may book time for others"
        raise Refused(message, hint="Omit `--user` for your own")
    return somebody(context, typed)
