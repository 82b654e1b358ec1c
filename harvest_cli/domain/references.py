"""A link to an issue, card or task, as Harvest's own integrations fill it into an entry.

Entries of the browser button and of hv that point to the same thing then carry the same ids.
"""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from harvest_cli.domain.entries import ExternalReference
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.wording import expected

LONGEST = 2000
_KEY = r"(?<![A-Za-z0-9-])([A-Z][A-Z0-9]{1,9})-([1-9][0-9]{0,6})(?![A-Za-z0-9-])"
_BRANCH_KEY = r"(?:^|[/_])([A-Z][A-Z0-9]{1,9})-([1-9][0-9]{0,6})(?![A-Za-z0-9])"
_BRANCH_NUMBER = (
    r"(?:^|/)(?:(?:issue|gh|bug)[-_/]?)?#?([1-9][0-9]{0,5})(?:[-_](?![0-9]{2}-[0-9])|$)"
)
_NAMED = r"\b(?i:fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|see|issue)[ :]+#([1-9][0-9]{0,6})\b"
NO_PROJECTS = frozenset(
    ("UTF", "SHA", "ISO", "RFC", "CVE", "PEP", "HTTP", "TLS", "AES", "RSA", "MD", "ES", "GPT", "H")
)
"""What stands before a number in words that name no issue: UTF-8, SHA-256."""
Parts = Sequence[str]
Found = tuple[str, str | None, str | None] | None
"""Id, group, and the path of the link where the integration shortens it."""


def reference_to(link: str) -> ExternalReference:
    """The reference that a link stands for; raises UsageError for what is no web address."""
    try:
        address = urlsplit(link.strip())
    except ValueError:
        raise _no_link(link) from None
    sound = link.strip().isprintable() and " " not in link.strip()
    host, parts = (address.hostname or "").lower(), [p for p in address.path.split("/") if p]
    sound = sound and address.scheme in ("http", "https") and len(link) <= LONGEST
    if not (sound and host and parts):
        raise _no_link(link)
    known = next((read for name, read in SERVICES if f".{host}".endswith(f".{name}")), None)
    elsewhere = (parts[-1], parts[-2] if len(parts) > 1 else None, None)
    id_, group, path = (known(parts) if known else None) or elsewhere
    permalink = f"{address.scheme}://{address.netloc}/{path}" if path else link.strip()
    return ExternalReference(id=id_, group_id=group, permalink=permalink)


def _no_link(link: str) -> UsageError:
    message = expected("a link to an issue or card", link, "--ref")
    return UsageError(message, hint="Give its address: https://github.com/acme/site/issues/17")


def _github(parts: Parts) -> Found:
    """`org/repository/issues/17`: the number, in the repository. Seen in live answers."""
    if len(parts) >= 4 and parts[2] in ("issues", "pull"):
        return parts[3], parts[1], None
    return None


def _gitlab(parts: Parts) -> Found:
    """`group/…/project/-/issues/17`."""
    if "-" in parts[1:-2]:
        at = parts.index("-", 1)
        return parts[at + 2], parts[at - 1], None
    return None


def _jira(parts: Parts) -> Found:
    """`browse/SITE-17`: the key, in the project that it begins with."""
    # Unverified: Harvest's Jira integration takes the key for the id.
    keys = [part for part in parts if part.rpartition("-")[2].isdecimal() and "-" in part]
    return (keys[-1], keys[-1].rpartition("-")[0], None) if keys else None


def _trello(parts: Parts) -> Found:
    """`c/ShortLink/17-title`: the short link, whose address ends there. Seen in live answers."""
    if len(parts) >= 2 and parts[0] == "c":
        return parts[1], None, f"c/{parts[1]}"
    return None


def _asana(parts: Parts) -> Found:
    """`0/PROJECT/TASK`, or `1/WORKSPACE/project/PROJECT/task/TASK`."""
    # Unverified: Harvest's Asana integration takes the number of the task, in its project.
    numbers = [part for part in parts[1:] if part.isdecimal()]
    if "task" in parts and len(numbers) >= 2:
        return numbers[-1], numbers[-2], None
    return (numbers[1], numbers[0], None) if len(numbers) >= 2 else None


SERVICES: tuple[tuple[str, Callable[[Parts], Found]], ...] = (
    ("github.com", _github),
    ("gitlab.com", _gitlab),
    ("atlassian.net", _jira),
    ("trello.com", _trello),
    ("asana.com", _asana),
)


def reference_of(link: str | None) -> ExternalReference | None:
    """The link of `--ref` as a reference; raises UsageError for what is none."""
    return None if link is None else reference_to(link)


def issue_of(branch: str, subject: str) -> str:
    """The issue that a branch or the subject of a commit names: `SITE-17`, `#17`; empty for none.

    The subject comes first, since several issues may be worked on in one branch.
    """
    for found in (*re.finditer(_KEY, subject), *re.finditer(_BRANCH_KEY, branch)):
        if found[1] not in NO_PROJECTS:
            return f"{found[1]}-{found[2]}"
    number = re.search(_NAMED, subject) or re.search(_BRANCH_NUMBER, branch)
    return f"#{number[1]}" if number else ""


def issue_page(issue: str, remote: str, pages: str) -> str:
    """The page of an issue: at the address of `pages`, or where the repository comes from.

    `pages` holds `{key}`; empty where nothing tells.
    """
    if not issue.startswith("#"):
        return pages.replace("{key}", issue) if pages else ""
    address = remote
    if "://" not in remote:
        # git@github.com:acme/site.git
        place, _, path = remote.partition(":")
        address = f"ssh://{place}/{path}"
    try:
        parts = urlsplit(address)
        host, names = (parts.hostname or "").lower(), parts.path.removesuffix(".git").strip("/")
    except ValueError:
        return ""
    inside = {"github.com": "issues", "gitlab.com": "-/issues"}.get(host)
    plain = re.fullmatch(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)+", names)
    return f"https://{host}/{names}/{inside}/{issue[1:]}" if inside and plain else ""
