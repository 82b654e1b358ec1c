"""The stream that messages, traces and crash reports leave through: no token gets past it."""

from collections.abc import Iterable

from harvest_cli.domain.records import Any, TextIO, cast
from harvest_cli.domain.secrets import redacted


def redacting(stream: TextIO) -> TextIO:
    """A stream in front of another one that writes the same without tokens."""
    return cast("TextIO", _Redacting(stream))


class _Redacting:
    """Everything but writing is the other stream's."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text without any token in it."""
        self._stream.write(redacted(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """The same for several."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
