"""Driving a program through a pseudo-terminal, as a person would."""

import os
import pty
import select
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

from tests.child import at, begun

SECONDS = 30.0
"""For a slow machine; nothing here waits longer than it has to."""


class Terminal:
    """One program on its own terminal: reads until a text appears, types, waits for the end.

    `size` is lines and columns; streams that are `elsewhere` are not on the terminal.
    """

    def __init__(
        self,
        argv: Sequence[str],
        environ: Mapping[str, str],
        size: tuple[int, int] | None = None,
        **elsewhere: int,
    ) -> None:
        self._own, theirs = pty.openpty()
        if size is not None:
            termios.tcsetwinsize(theirs, size)
        streams = {**dict.fromkeys(("stdin", "stdout", "stderr"), theirs), **elsewhere}
        self.process = begun(argv, at(environ), start_new_session=True, **streams)
        os.close(theirs)
        self.seen = ""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._own)

    def expect(self, text: str) -> None:
        """Read until the text was printed."""
        end = time.monotonic() + SECONDS
        while text not in self.seen:
            left = end - time.monotonic()
            assert left > 0, f"{text!r} did not come; so far: {self.seen!r}"
            assert self._read(left), f"it ended without {text!r}: {self.seen!r}"

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._own, f"{text}\n".encode())

    def press(self, keys: str) -> None:
        """Press keys, without Enter behind them."""
        os.write(self._own, keys.encode())

    def echoes(self) -> bool:
        """Whether the terminal would show what is typed now."""
        return bool(termios.tcgetattr(self._own)[3] & termios.ECHO)

    def end(self) -> int:
        """Read what is left and give the exit status."""
        while self._read(SECONDS):
            pass
        return self.process.wait(timeout=SECONDS)

    def _read(self, seconds: float) -> bool:
        # Not `select`: it cannot watch a descriptor above 1023, and a long run of tests has many.
        watched = select.poll()
        watched.register(self._own, select.POLLIN)
        ready = watched.poll(max(seconds, 0) * 1000)
        if not ready:
            return False
        data = self._data()
        if not data:
            # The other side is gone. Its last words may still be on their way on a busy machine.
            self.process.wait(timeout=SECONDS)
            data = self._data()
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def _data(self) -> bytes:
        try:
            return os.read(self._own, 65536)
        except OSError:
            return b""
