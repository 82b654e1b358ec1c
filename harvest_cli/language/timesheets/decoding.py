"""Bytes to text. A mark at the beginning decides, then UTF-8; nothing is guessed from letters."""

import codecs
import re

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import quoted

LARGEST = 50_000_000
FALLBACK = "cp1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SHOWN = {"cp1252": "Windows-1252", "utf-8": "UTF-8"}


class Decoded(NamedTuple):
    """The text, its lines ended by a line feed, and the encoding that it was read in.

    `assumed` is whether nothing proves that encoding.
    """

    text: str
    encoding: str
    assumed: bool = False


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file; raises UsageError for what is empty, too large, or no text."""
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        message = "The file is empty"
        raise UsageError(message, code="empty", hint="Check which file it is")
    if len(content) > LARGEST:
        message = f"The file is larger than {LARGEST // 1_000_000} MB"
        raise UsageError(message, hint="Split it")
    if encoding is not None:
        return _as(content, encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _as(content[len(mark) :], name)
    if name := _wide(content[:400]):
        return _as(content, name)
    try:
        return Decoded(_plain(content.decode("utf-8")), "UTF-8")
    except UnicodeDecodeError:
        # A picture is no text in any encoding.
        _plain(content.decode("latin-1"))
        return _as(content, FALLBACK)._replace(assumed=True)


def _wide(head: bytes) -> str:
    """UTF-16 where every other byte is nothing, as it is in most Western text."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd * 10 > half * 6 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if half and even * 10 > half * 6 and odd == 0 else ""


def _as(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except LookupError:
        message = f"Unknown encoding {quoted(encoding)}"
        raise UsageError(message, hint="Write it as `--encoding cp1252`") from None
    except (UnicodeDecodeError, ValueError) as error:
        at = getattr(error, "start", 0)
        raise _no_text(content[:at].decode("latin-1"), shown(encoding)) from None
    return Decoded(_plain(text.removeprefix("\ufeff")), shown(encoding))


def shown(encoding: str) -> str:
    """The name of an encoding for people."""
    return _SHOWN.get(encoding.lower(), encoding.upper())


def _plain(text: str) -> str:
    found = _CONTROLS.search(text)
    if found:
        raise _no_text(text[: found.start()], "")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _no_text(before: str, encoding: str) -> UsageError:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    what = f"not {encoding}" if encoding else "not text"
    message = f"The file is {what} (line {line}, column {column})"
    return UsageError(
        message, hint="Give its encoding, such as `--encoding cp1252`, or save it as CSV UTF-8"
    )
