"""Pages of lists, in the two styles of Harvest: numbered pages, and cursors.

Cursor lists still answer `page` (deprecated); their page fields are null between the first and
the last page. Links repeat every parameter that was sent (Harvest docs, Pagination; captures).
"""

import base64
import json
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from harvest_cli.domain.records import Any
from harvest_cli.sandbox.request.params import Pairs, param, whole
from harvest_cli.sandbox.request.permissions import Call
from harvest_cli.sandbox.request.replies import Reply, answer, refuse

LIMIT = 2000
Item = dict[str, Any]


def page_size(query: Pairs) -> int:
    """`per_page`, 1 to 2000 and 2000 when absent; anything else is a 422."""
    text = param(query, "per_page")
    size = LIMIT if text is None else whole(text)
    if size is None or not 1 <= size <= LIMIT:
        refuse("Per page must be between 1 and 2000")
    return size


def page_number(query: Pairs) -> int:
    """`page`, from 1."""
    text = param(query, "page")
    number = 1 if text is None else whole(text)
    if number is None or number < 1:
        # Unverified: that it is refused.
        refuse("Page must be a positive number")
    return number


def numbered(
    call: Call,
    name: str,
    total: int,
    fetch: Callable[[int, int], list[Item]],
    path: str | None = None,
) -> Reply:
    """A list with numbered pages; `fetch(size, offset)` reads one page of it."""
    size, number = page_size(call.query), page_number(call.query)
    pages = max(1, -(-total // size))

    def link(page: int | None, ref: str) -> str | None:
        if page is None:
            return None
        return _link(call, path, size, (("page", str(page)), ("ref", ref)))

    following = number + 1 if number < pages else None
    before = number - 1 if number > 1 else None
    envelope = _envelope(size, pages, total, following, before, number)
    links = {
        "first": link(1, "first"),
        "next": link(following, "next"),
        "previous": link(before, "previous"),
        "last": link(pages, "last"),
    }
    items = fetch(size, (number - 1) * size) if number <= pages else []
    return answer({name: items, **envelope, "links": links})


def numbered_rows(call: Call, name: str, items: Sequence[Item], path: str | None = None) -> Reply:
    """Numbered pages over a list that is complete in memory."""
    return numbered(call, name, len(items), lambda size, at: list(items[at : at + size]), path)


def by_cursor(call: Call, name: str, unsorted: Sequence[Item], path: str | None = None) -> Reply:
    """Pages by cursor over a complete list, newest first. A cursor beats `page`."""
    items = sorted(unsorted, key=_age, reverse=True)
    cursor = param(call.query, "cursor")
    if cursor is None and param(call.query, "page") is not None:
        return numbered_rows(call, name, items, path)
    size = page_size(call.query)
    start = 0 if cursor is None else _place(items, cursor, size)
    pages = max(1, -(-len(items) // size))
    end = start + size
    is_first, is_last = start == 0, end >= len(items)

    def link(direction: str, at: int, ref: str) -> str:
        text = base64.urlsafe_b64encode(json.dumps([direction, *_age(items[at])]).encode()).decode()
        return _link(call, path, size, (("cursor", text), ("ref", ref)))

    page, following, before = None, None, None
    if is_first:
        page, following = 1, (2 if not is_last else None)
    elif is_last:
        page, before = pages, pages - 1
    envelope = _envelope(size, pages, len(items), following, before, page)
    links = {
        "first": _link(call, path, size, (("ref", "first"),)),
        "next": None if is_last else link("after", end - 1, "next_cursor"),
        "previous": link("before", start, "previous_cursor") if 0 < start < len(items) else None,
        "last": _link(call, path, size, (("page", str(pages)), ("ref", "last"))),
    }
    return answer({name: list(items[start:end]), **envelope, "links": links})


def _age(item: Item) -> tuple[str, int]:
    """What lists are ordered by: when a record was made, then its id."""
    return item.get("created_at", ""), item["id"]


def _place(items: Sequence[Item], cursor: str, size: int) -> int:
    """Where the page of a cursor starts; records that went since do not move it."""
    try:
        direction, made, id_ = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        edge = (str(made), int(id_))
    except (ValueError, TypeError):
        # Unverified: that a cursor it never gave is refused.
        refuse("Cursor is invalid")
    ages = [_age(item) for item in items]
    if direction == "before":
        return max(0, sum(age > edge for age in ages) - size)
    return sum(age >= edge for age in ages)


def _envelope(
    size: int, pages: int, total: int, following: int | None, before: int | None, page: int | None
) -> Item:
    return {
        "per_page": size,
        "total_pages": pages,
        "total_entries": total,
        "next_page": following,
        "previous_page": before,
        "page": page,
    }


def _link(call: Call, path: str | None, size: int, own: Pairs) -> str:
    replaced = {"page", "cursor", "per_page", "ref", "access_token", "account_id"}
    kept = tuple(pair for pair in call.query if pair[0] not in replaced)
    query = urlencode((*kept, *own[:1], ("per_page", str(size)), *own[1:]))
    return f"{call.base}/v2{path or call.path}?{query}"
