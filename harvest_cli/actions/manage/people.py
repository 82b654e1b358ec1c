"""`hv people`: who is in the account; invite, change, archive, restore and delete them."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from harvest_cli.actions.entries.edit import confirm
from harvest_cli.actions.manage.access import done_already, management, pick, telling, would
from harvest_cli.actions.outbox.history import Managed, ManagedDeed
from harvest_cli.actions.resolve.looking_back import names_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.dry_run import WouldSend
from harvest_cli.actions.undo.managed import note, plain
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.managed import ACCESS_ROLES, MANAGER_ROLES, Person, PersonFields
from harvest_cli.domain.records import Any, NamedTuple, cast
from harvest_cli.domain.wording import expected
from harvest_cli.harvest.management import Management

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_CAPACITY = re.compile(
    r"([0-9]{1,3}):([0-5][0-9])|"
    r"([0-9]{1,3}(?:\.[0-9]{1,2})?) ?(?:h|hours?)|"
    r"([0-9]{1,6}) ?(?:s|seconds?)"
)
RATES = {"default_hourly_rate": "billable_rates", "cost_rate": "cost_rates"}
"""Fields that a change of a person does not take (Harvest docs, Update a user), and their place."""
SECONDS = 3600
USUAL = 35 * SECONDS
"""What Harvest takes for a week (Harvest docs, Create a user)."""
OF_ADMINISTRATORS = {"email", "access_roles", "roles", "cost_rate"}
"""What a manager may not change of a teammate (Harvest docs, Users)."""
WEEK, STEP = 168 * SECONDS, SECONDS // 2


class PersonFlags(NamedTuple):
    """What flags say of a person, as typed; None where nothing was said."""

    name: str | None = None
    email: str | None = None
    role: str | None = None
    title: str | None = None
    capacity: str | None = None
    rate: str | None = None
    cost: str | None = None
    contractor: bool | None = None


class People(NamedTuple):
    """Those that fit the words, newest first."""

    people: tuple[Person, ...]
    words: str = ""


class PersonChanged(NamedTuple):
    """What was done to somebody: `deed` is invited, changed, archived, restored or deleted.

    `changes` are the fields that were set. Of a dry run `requests` would be sent.
    """

    deed: ManagedDeed
    person: Person
    changes: PersonFields
    requests: tuple[WouldSend, ...] = ()


def people(context: Context, words: str) -> People:
    """The people that I may see; one request a page."""
    found = _everybody(context, management(context, "see the people of the account", "manager"))
    parts = words.casefold().split()
    fits = tuple(each for each in found if all(part in _text(each) for part in parts))
    # "administrators" are each an administrator.
    one = words.casefold().removesuffix("s")
    fits = fits or tuple(each for each in found if one in each.access_roles)
    return People(fits, words)


def _text(person: Person) -> str:
    return " ".join((person.name, person.email, *person.roles, *person.access_roles)).casefold()


def _everybody(context: Context, work: Management) -> list[Person]:
    """All that I may see, whom completion may then offer."""
    found = list(work.people())
    context.account.offer_people([each.name for each in found])
    return found


def _picked(context: Context, work: Management, words: str) -> Person:
    """Who is meant; `me` is who is logged in."""
    mine = words.strip().casefold() == "me"
    wanted = str(context.account.data.user.id) if mine else words
    people = _everybody(context, work)
    return pick(wanted, people, lambda p: names_of(p.name, p.email, p.id), "person")


def invite(
    context: Context, email: str, flags: PersonFlags, *, dry_run: bool = False
) -> PersonChanged:
    """Invite somebody to the account; Harvest sends them an e-mail."""
    _address(email)
    if not (flags.name or "").strip():
        message = "The name is missing"
        raise UsageError(message, hint=f'hv people add {email} --name "First Last"')
    fields = _fields(flags._replace(email=email))
    work = management(context, "invite people")
    if dry_run:
        shown = Person(0, fields["first_name"], fields["last_name"], email)
        shown = shown._replace(weekly_capacity=fields.get("weekly_capacity", USUAL))
        shown = shown._replace(access_roles=tuple(fields.get("access_roles", ())))
        return PersonChanged(ManagedDeed.INVITED, shown, fields, would("POST", "/users", fields))
    with telling(f"hv people {email}"):
        made = work.create_person(fields)
    back = [("DELETE", f"/users/{made.id}", None)]
    return _noted(context, ManagedDeed.INVITED, made, fields, back)


def change(
    context: Context, words: str, flags: PersonFlags, *, dry_run: bool = False
) -> PersonChanged:
    """Change some fields of somebody."""
    fields = _fields(flags)
    if not fields:
        message = "Nothing to change"
        raise UsageError(message, hint="For example `--capacity 35h`: `hv people --help`")
    what, *who = ("change people", "manager")
    if OF_ADMINISTRATORS & set(fields):
        what, *who = ("change e-mail addresses, roles, titles and costs of people",)
    work = management(context, what, *who)
    return _changed(context, work, words, ManagedDeed.CHANGED, lambda _: fields, dry_run=dry_run)


def archive(
    context: Context, words: str, *, sure: bool = False, dry_run: bool = False
) -> PersonChanged:
    """Archive somebody, after asking: their time stays, they cannot log in."""
    return _switched(context, words, active=False, sure=sure, dry_run=dry_run)


def restore(context: Context, words: str, *, dry_run: bool = False) -> PersonChanged:
    """Make somebody active again."""
    return _switched(context, words, active=True, sure=True, dry_run=dry_run)


def _switched(
    context: Context, words: str, *, active: bool, sure: bool, dry_run: bool
) -> PersonChanged:
    def wanted(person: Person) -> PersonFields:
        if not active:
            _refuse_myself(context, person, "archive")
        if person.is_active == active:
            raise done_already(person.name, "active" if active else "archived")
        if not sure and not dry_run:
            question = f"Archive {person.name}? They can no longer log in"
            confirm(context, question, "Archiving somebody needs to be confirmed")
        return {"is_active": active}

    deed = ManagedDeed.RESTORED if active else ManagedDeed.ARCHIVED
    work = management(context, "restore people" if active else "archive people")
    return _changed(context, work, words, deed, wanted, dry_run=dry_run)


def delete(
    context: Context, words: str, *, sure: bool = False, dry_run: bool = False
) -> PersonChanged:
    """Delete somebody without time, after asking."""
    work = management(context, "delete people")
    person = _picked(context, work, words)
    _refuse_myself(context, person, "delete")
    if dry_run:
        path = f"/users/{person.id}"
        return PersonChanged(ManagedDeed.DELETED, person, {}, would("DELETE", path, {}))
    if not sure:
        question = f"Delete {person.name} <{person.email}>? It cannot be undone"
        confirm(context, question, "Deleting somebody needs to be confirmed")
    with telling(f"hv people {person.email}"):
        work.delete_person(person.id)
    return _noted(context, ManagedDeed.DELETED, person, {}, [])


def _changed(
    context: Context,
    work: Management,
    words: str,
    deed: ManagedDeed,
    wanted: Callable[[Person], PersonFields],
    *,
    dry_run: bool,
) -> PersonChanged:
    person = _picked(context, work, words)
    fields = wanted(person)
    requests = _requests(context, person.id, fields)
    if dry_run:
        return PersonChanged(deed, person, fields, requests)
    now = person
    for number, request in enumerate(requests):
        try:
            with telling(f"hv people {person.email}"):
                now = _sent(work, now, request)
        except HvError as error:
            error.message += "; what came before it was changed" if number else ""
            raise
    before = plain(person._asdict(), list(fields))
    back = [(it.method, it.path, it.body) for it in _requests(context, person.id, before)]
    return _noted(context, deed, now, fields, back)


def _requests(context: Context, user_id: int, fields: Mapping[str, Any]) -> tuple[WouldSend, ...]:
    """What sets fields of a person; rates count from today on and go to places of their own."""
    path, day = f"/users/{user_id}", context.today.isoformat()
    rates = {name: fields[name] for name in RATES if fields.get(name) is not None}
    rest = {name: value for name, value in fields.items() if name not in RATES}
    found = [
        WouldSend("POST", f"{path}/{RATES[name]}", {"amount": float(value), "start_date": day})
        for name, value in rates.items()
    ]
    return (*found, *([WouldSend("PATCH", path, rest)] if rest else []))


def _sent(work: Management, person: Person, request: WouldSend) -> Person:
    """One of them, and the person as they are then."""
    body = dict(request.body or {})
    if request.method == "PATCH":
        return work.update_person(person.id, cast("PersonFields", body))
    kind = request.path.rpartition("/")[2]
    amount = work.create_rate(person.id, kind, body)
    if kind == RATES["cost_rate"]:
        return person._replace(cost_rate=amount)
    return person._replace(default_hourly_rate=amount)


def _noted(
    context: Context,
    deed: ManagedDeed,
    person: Person,
    fields: PersonFields,
    back: Sequence[tuple[str, str, Mapping[str, Any] | None]],
) -> PersonChanged:
    """What was done, kept for `hv undo` with the requests that take it back."""
    who, path = f"{person.name} <{person.email}>", f"/users/{person.id}"
    left = plain(person._asdict(), list(fields))
    note(context, person.id, Managed(deed, who, path, left, back))
    return PersonChanged(deed, person, fields)


def _refuse_myself(context: Context, person: Person, what: str) -> None:
    if person.id == context.account.data.user.id:
        message = f"You cannot {what} yourself"
        raise UsageError(message, hint="Another administrator can")


def _fields(flags: PersonFlags) -> PersonFields:
    """The flags as fields; raises UsageError for what cannot be."""
    fields: PersonFields = {}
    if flags.name is not None:
        fields["first_name"], fields["last_name"] = _both_names(flags.name)
    if flags.email is not None:
        fields["email"] = _address(flags.email)
    if flags.role is not None:
        fields["access_roles"] = roles_of(flags.role)
    if flags.title is not None:
        fields["roles"] = [each.strip() for each in flags.title.split(",") if each.strip()]
    if flags.contractor is not None:
        fields["is_contractor"] = flags.contractor
    return {**fields, **_numbers(flags)}


def _numbers(flags: PersonFlags) -> PersonFields:
    fields: PersonFields = {}
    if flags.capacity is not None:
        fields["weekly_capacity"] = capacity_of(flags.capacity)
    if flags.rate is not None:
        fields["default_hourly_rate"] = amount_of(flags.rate, "--rate")
    if flags.cost is not None:
        fields["cost_rate"] = amount_of(flags.cost, "--cost")
    return fields


def _both_names(text: str) -> tuple[str, str]:
    first, _, last = " ".join(text.split()).partition(" ")
    if not last:
        message = f'"{text}" is not a first and a last name'
        raise UsageError(message, hint='Write `--name "Ada Byron"`')
    return first, last


def _address(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        message = f'"{text}" is not an e-mail address'
        raise UsageError(message, hint="Write it as ada@example.com")
    return text


def capacity_of(text: str) -> int:
    """`35h`, `37.5h`, `37:30` or `126000s` as seconds a week; raises UsageError."""
    found = _CAPACITY.fullmatch(text.strip().lower())
    if found is None:
        message = expected("hours of a week such as 35h", text, "--capacity")
        raise UsageError(message, hint="Write `--capacity 35h`")
    hours, minutes, decimal, seconds = found.groups()
    if seconds:
        wanted = int(seconds)
    elif hours:
        wanted = int(hours) * SECONDS + int(minutes) * 60
    else:
        wanted = int(Decimal(decimal) * SECONDS)
    if wanted > WEEK:
        message = "A week has 168 hours"
        raise UsageError(message, hint="Write `--capacity 35h`")
    if wanted % STEP:
        message = "Harvest keeps the hours of a week in half hours"
        raise UsageError(message, hint=f"Write `--capacity {Decimal(wanted // STEP) / 2:f}h`")
    return wanted


def roles_of(text: str) -> list[str]:
    """`manager,project_creator` as access roles; raises UsageError with those that exist."""
    found = [each.strip().lower() for each in text.split(",") if each.strip()]
    known = (*ACCESS_ROLES, *MANAGER_ROLES)
    if unknown := [each for each in found if each not in known]:
        message = f'Unknown role "{unknown[0]}"'
        raise UsageError(message, hint=f"Roles are {', '.join(known)}")
    main = [each for each in found if each in ACCESS_ROLES]
    if not main and found:
        main = ["manager"]
        found = [*main, *found]
    if len(main) != 1 or (len(found) > 1 and main != ["manager"]):
        message = f'"{text}" is not one role'
        hint = f"One of {', '.join(ACCESS_ROLES)}; a manager may have more: {MANAGER_ROLES[0]}"
        raise UsageError(message, hint=hint)
    return found


def amount_of(text: str, flag: str) -> Decimal:
    """An amount of money or hours; raises UsageError."""
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text.strip()) is None:
        message = expected("a number", text, flag)
        raise UsageError(message, hint=f"Write `{flag} 75.50`")
    return Decimal(text.strip())
