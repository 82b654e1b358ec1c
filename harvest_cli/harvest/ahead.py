"""Long lists of Harvest: the next page is on its way while the last one is worked on.

Only large pages are worth it. The order of the answers, the rules for following `links.next` and
the errors are those of `paging`.
"""

from collections.abc import Callable, Iterator
from threading import Thread

from harvest_cli.domain.errors import Unreachable
from harvest_cli.harvest.answers import Answer
from harvest_cli.harvest.origin import next_address
from harvest_cli.harvest.paging import rows_and_next
from harvest_cli.harvest.requesting import Request

LARGE = 256 * 1024


_TAIL = 4096


_LINKS = b'"links":'


Send = Callable[[Request], Answer]


def answers(send: Send, first: Request, key: str, most: int) -> Iterator[Answer]:
    """The pages of a list that has its rows under `key`, at most `most`, each as it came.

    Raises Unreachable as `paging.pages` does, besides what `send` raises.
    """
    answer, seen = send(first), {first.url}
    url = first.url
    for left in reversed(range(most)):
        link = next_link(answer, key)
        if link is None:
            yield answer
            return
        url = next_address(link, url)
        if url in seen:
            message = "Harvest's list of pages goes in a circle"
            raise Unreachable(message)
        seen.add(url)
        fetch = _Fetch(send, Request("GET", url))
        if left and len(answer.body) >= LARGE:
            fetch.start()
        yield answer
        if left:
            answer = fetch.result()
    message = f"Harvest's list has more than {most} pages"
    raise Unreachable(message, hint="Ask for a shorter period")


def next_link(answer: Answer, key: str) -> str | None:
    """The link to the page after this one; raises Unreachable if this is not a page."""
    found = _link_at_end(answer.body)
    return rows_and_next(answer, key)[1] if found is None else found or None


def _link_at_end(body: bytes) -> str | None:
    """The next link when `links` is the last member of the page, "" for none, else None.

    Decoding megabytes for it would keep the network idle. An object that is followed by one
    closing brace alone is a member of the page itself.
    """
    import json

    tail = body[-_TAIL:]
    place = tail.rfind(_LINKS)
    if place < 0:
        return None
    try:
        text = tail[place + len(_LINKS) :].decode("ascii").strip()
        links, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None
    if not isinstance(links, dict) or text[end:].strip() != "}":
        return None
    link = links.get("next")
    return link if isinstance(link, str) else ""


class _Fetch(Thread):
    """One request, sent in the background once started, else when its answer is asked for."""

    def __init__(self, send: Send, request: Request) -> None:
        super().__init__(daemon=True)
        self._send, self._request = send, request
        self._answer: Answer | None = None
        self._failure: BaseException | None = None

    def run(self) -> None:
        try:
            self._answer = self._send(self._request)
        except BaseException as failure:
            self._failure = failure

    def result(self) -> Answer:
        """The answer; raises what sending raised."""
        if self.ident is None:
            return self._send(self._request)
        self.join()
        if self._answer is None:
            raise self._failure or RuntimeError
        return self._answer
