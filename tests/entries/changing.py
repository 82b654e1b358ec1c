"""`hv edit` and `hv delete` as a person types them."""

from typing import Any

from harvest_cli.actions.entries.change import Changed, Deleted
from harvest_cli.actions.entries.edit import Edit, delete_entry, edit_entry
from tests.workday import Person


def edit(person: Person, reference: str = "last", **fields: Any) -> Changed:
    """`hv edit` with those flags; some words of it have other meanings."""
    known = {name: fields.pop(name) for name in list(fields) if name in Edit._fields}
    return edit_entry(person.context(), reference, Edit(**known), **fields)


def delete(person: Person, reference: str = "last", **more: Any) -> Deleted:
    return delete_entry(person.context(), reference, **more)


def patches(person: Person) -> list[str]:
    return [line for line in person.asked if not line.startswith("GET")]
