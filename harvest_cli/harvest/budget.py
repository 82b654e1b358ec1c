"""The time that one command may spend on the network."""

from collections.abc import Callable


class Budget:
    """Seconds for all requests of a client together; runs only inside its `with` block.

    The time a person takes to answer a question between two requests is not counted.
    """

    def __init__(self, total: float, monotonic: Callable[[], float]) -> None:
        self._total = total
        self._monotonic = monotonic
        self._spent = 0.0
        self._since: float | None = None

    def __enter__(self) -> "Budget":
        self._since = self._monotonic()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._spent = self._total - self.remaining()
        self._since = None

    def remaining(self) -> float:
        """Seconds left; zero or less when the time is up."""
        running = 0.0 if self._since is None else self._monotonic() - self._since
        return self._total - self._spent - running
