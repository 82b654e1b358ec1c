"""Lists of Harvest, page by page, until `links.next` is null (Harvest docs, Pagination).

That is the only sign of the last page in both styles: with cursors `page`, `next_page` and
`total_pages` may be null on any page.
"""

from collections.abc import Callable, Iterator

from harvest_cli.domain.errors import Unreachable
from harvest_cli.harvest.answers import Answer, unusable
from harvest_cli.harvest.decode import NotJson
from harvest_cli.harvest.origin import next_address
from harvest_cli.harvest.requesting import Request

Rows = list[object]


def pages(send: Callable[[Request], Answer], first: Request, key: str, most: int) -> Iterator[Rows]:
    """The rows under `key`, one page at a time, of at most `most` pages.

    Raises Unreachable for a page without that list, a link to another server or in a circle, or
    too many pages, besides what `send` raises.
    """
    request, seen = first, {first.url}
    for _ in range(most):
        rows, link = rows_and_next(send(request), key)
        yield rows
        if link is None:
            return
        url = next_address(link, request.url)
        if url in seen:
            message = "Harvest's list of pages goes in a circle"
            raise Unreachable(message)
        seen.add(url)
        request = Request("GET", url)
    message = f"Harvest's list has more than {most} pages"
    raise Unreachable(message, hint="Ask for a shorter period")


def rows_and_next(answer: Answer, key: str) -> tuple[Rows, str | None]:
    """The rows of one page and the link to the next; raises Unreachable if it is not a page."""
    try:
        page = answer.json()
    except NotJson as error:
        raise unusable(answer, str(error)) from error
    rows = page.get(key)
    if not isinstance(rows, list):
        raise unusable(answer, f"it has no list of `{key}`")
    links = page.get("links")
    link = links.get("next") if isinstance(links, dict) else None
    return rows, link if isinstance(link, str) and link else None
