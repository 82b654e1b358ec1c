"""An embedded account behind a bad line: chosen requests lose their answer, before or after."""

from collections.abc import Callable
from typing import Any

import requests
from requests.adapters import BaseAdapter

from harvest_cli.sandbox.adapter import sandbox_adapter


class Lossy(BaseAdapter):
    """Answers like the account, but for requests that `fits` names.

    `commits` tells whether those reach the account before their answer is lost; `times` how many
    are lost. `offline` refuses every connection.
    """

    def __init__(
        self,
        account: Any,
        url: str,
        fits: Callable[[str, str], bool],
        *,
        commits: bool = True,
        times: int = 1,
    ) -> None:
        super().__init__()
        self._inner = sandbox_adapter(account, url)
        self._fits = fits
        self._commits = commits
        self.left = times
        self.offline = False

    def send(self, request: Any, *_: Any, **__: Any) -> Any:
        if self.offline:
            raise refused(request)
        if self.left and self._fits(request.method or "", request.path_url):
            self.left -= 1
            if self._commits:
                self._inner.send(request)
            message = "the answer is lost"
            raise requests.ReadTimeout(message, request=request)
        return self._inner.send(request)

    def close(self) -> None:
        self._inner.close()


def refused(request: Any) -> requests.ConnectionError:
    """What requests raises when nobody listens."""
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    reason = NewConnectionError(None, "refused")  # type: ignore[arg-type]
    reason.__cause__ = ConnectionRefusedError(111, "refused")
    return requests.ConnectionError(MaxRetryError(None, "", reason), request=request)  # type: ignore[arg-type]
