"""The stream that messages, traces and crash reports leave through: no token gets past it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from harvest_cli.domain.redaction import redacted

if TYPE_CHECKING:
    from typing import TextIO as _Base
else:
    _Base = object


class RedactingStream(_Base):
    """A text stream in front of another one; everything but writing is the other one's."""

    def __init__(self, stream: "_Base") -> None:
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
