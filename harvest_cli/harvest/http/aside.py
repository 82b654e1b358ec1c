"""A question that is asked in the background while something else goes on."""

from collections.abc import Callable
from threading import Thread

from harvest_cli.domain.records import Generic, TypeVar

T = TypeVar("T")


class Aside(Thread, Generic[T]):
    """Asks in the background once started, else when its answer is wanted."""

    def __init__(self, ask: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._ask = ask
        self._answers: list[T] = []
        self._failure: BaseException | None = None

    def run(self) -> None:
        try:
            self._answers.append(self._ask())
        except BaseException as failure:
            self._failure = failure

    def result(self) -> T:
        """The answer; raises what asking raised."""
        if self.ident is None:
            return self._ask()
        self.join()
        if not self._answers:
            raise self._failure or RuntimeError
        return self._answers[0]
