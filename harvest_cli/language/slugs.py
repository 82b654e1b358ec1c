"""Slugs: a word of `[a-z0-9-]` for each project, which means the same in every shell."""

import re
from collections import Counter
from collections.abc import Sequence

from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.tokens import key_of

_OUTSIDE = re.compile(r"[^a-z0-9]+")


def unique_slugs(assignments: Sequence[ProjectAssignment], keys: Sequence[str]) -> list[str]:
    """Unique slugs: the name; with its client on a tie; with its id where that is not enough."""
    plain = [_slug(key) for key in keys]
    counts = Counter(plain)
    second = [
        f"{_slug(key_of(a.client.name))}-{slug}".strip("-") if slug and counts[slug] > 1 else slug
        for slug, a in zip(plain, assignments, strict=True)
    ]
    again = Counter(second)
    taken = {slug for slug in second if again[slug] == 1}
    return [
        slug if slug and again[slug] == 1 else _with_id(slug or "project", a.project.id, taken)
        for slug, a in zip(second, assignments, strict=True)
    ]


def _with_id(slug: str, number: int, taken: set[str]) -> str:
    """The slug with the project's id, doubled if somebody's name is just that."""
    found = f"{slug}-{number}"
    while found in taken:
        found += f"-{number}"
    taken.add(found)
    return found


def slug_of(name: str) -> str:
    """The slug of a name by itself: `graphic-design`; empty where nothing is left of it."""
    return _slug(key_of(name))


def _slug(key: str) -> str:
    return _OUTSIDE.sub("-", key).strip("-")
