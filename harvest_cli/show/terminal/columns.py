"""Lay text out in columns: how wide it is on a terminal, cut to fit, filled up."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from harvest_cli.domain.days import MONTHS, WEEKDAYS

_FIRST_MARK = "\u0300"  # below it every printable character takes one column
_ZWJ = "\u200d"
_EMOJI_STYLE = "\ufe0f"  # asks for the picture, two columns wide


def display_width(text: str) -> int:
    """Columns that a cleaned `text` takes on a terminal."""
    if text.isascii() or max(text) < _FIRST_MARK:
        return len(text)
    return sum(width for _, width in _clusters(text))


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """`text`, cut with `ellipsis` so that it takes at most `width` columns."""
    if display_width(text) <= width:
        return text
    room = width - len(ellipsis)
    if room < 0:
        return ellipsis[: max(width, 0)]
    return "".join(_taken(_clusters(text), room)).rstrip() + ellipsis


def fit_end(text: str, width: int, ellipsis: str = "…") -> str:
    """The end of `text` that fits `width` columns, after `ellipsis` when something was cut."""
    if display_width(text) <= width:
        return text
    kept = _taken(reversed([*_clusters(text)]), max(width - len(ellipsis), 0))
    return ellipsis[: max(width, 0)] + "".join(reversed(kept))


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` columns; `right` puts it at the right edge."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def wrapped(text: str, width: int | None) -> list[str]:
    """`text` in lines of at most `width` columns (None: one line), broken at blanks alone.

    A word, a number, an id, a day such as `Tue 17 Nov`, and a command between backticks stay whole;
    what is longer than a line has one to itself. Further lines are indented as the first.
    """
    if width is None or len(text) <= width or _seen_width(text) <= width:
        return [text]
    body = text.lstrip(" ")
    indent = text[: len(text) - len(body)]
    lines, line = [], indent
    for word in _words(body, width - len(indent)):
        longer = word if line == indent else f"{line.removeprefix(indent)} {word}"
        if line != indent and _seen_width(indent + longer) > width:
            lines.append(line.rstrip(" "))
            line = indent
            longer = word
        line = indent + longer if longer or line != indent else line
    return [*lines, line.rstrip(" ")] if line.strip() else lines


def flowed(lines: Iterable[str], width: int) -> Iterator[str]:
    """A text in lines of at most `width` columns: prose, points and rows flow, the rest stays.

    A point begins with a dash, a row with a name and two blanks; what goes on below either stands
    below where it began. Other lines that are indented are to be pasted, and stay as they are.
    """
    block, begins = "", 0
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        goes_on = block and line and indent == begins and not _starts(line)
        if goes_on and not block.endswith(":"):
            block += f" {line.strip()}"
            continue
        yield from _hanging(block, begins, width)
        begins = _starts(line) or indent
        block = line if begins > indent or not indent else ""
        if not block:
            yield from wrapped(line, width)
    yield from _hanging(block, begins, width)


def _starts(line: str) -> int:
    """Where the text of a point or a row begins; 0 for other lines."""
    found = re.match(r"- | *\S+(?: \S+)*  +(?=\S)", line)
    return found.end() if found else 0


def _hanging(line: str, begins: int, width: int) -> Iterator[str]:
    """A line broken at blanks, what follows the first below where its text begins."""
    if begins > width // 2:
        yield from wrapped(line, width)
    elif line:
        first, *rest = wrapped(" " * begins + line[begins:], width)
        yield line[:begins] + first[begins:]
        yield from rest


def _words(text: str, room: int) -> list[str]:
    """What must not be broken: words, days, and commands between backticks that fit a line."""
    found: list[str] = []
    for at, part in enumerate(text.split("`")):
        if at % 2 and _seen_width(part) + 2 <= room:
            found[-1:] = [f"{found[-1] if found else ''}`{part}`"]
            continue
        words = (f"`{part}`" if at % 2 else part).split(" ")
        found[-1:] = [f"{found[-1] if found else ''}{words[0]}"]
        for word in words[1:]:
            before, plain = (_COLOUR.sub("", each) for each in (found[-1], word))
            if _is_of_day(before.rpartition(" ")[2], plain.rstrip(",;.:")):
                found[-1] += f" {word}"
            else:
                found.append(word)
    return found


_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def _is_of_day(before: str, word: str) -> bool:
    """Whether two words are of one day: `Tue 17`, `17 Nov`, `Nov 2025`."""
    if before in WEEKDAYS:
        return word.isdecimal()
    if before.isdecimal() and len(before) <= 2:
        return word in MONTHS
    return before in MONTHS and word.isdecimal() and len(word) == 4


def _seen_width(text: str) -> int:
    """Columns of a text that may hold colours."""
    first, *rest = text.split("\x1b[")
    return sum(
        display_width(part) for part in (first, *(r.partition("m")[2] for r in rest)) if part
    )


def _taken(clusters: Iterable[tuple[str, int]], room: int) -> list[str]:
    """The first pieces, as far as they fit."""
    kept: list[str] = []
    for cluster, wide in clusters:
        if wide > room:
            break
        kept.append(cluster)
        room -= wide
    return kept


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Pieces that must stay together, with their widths: a letter with its marks, joined emoji."""
    cluster, width, joined = "", 0, False
    for char in text:
        wide = _char_width(char)
        if cluster and (wide == 0 or joined or (_is_skin_tone(char) and width == 2)):
            cluster += char
            width = 2 if char == _EMOJI_STYLE and _has_picture(cluster[0]) else width
        else:
            if cluster:
                yield cluster, width
            cluster, width = char, wide
        joined = char == _ZWJ and width == 2
    if cluster:
        yield cluster, width


@cache
def _char_width(char: str) -> int:
    """0 for what is drawn on top of its neighbour, 2 for wide East Asian characters and emoji."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _has_picture(char: str) -> bool:
    return char in "0123456789#*‼⁉" or unicodedata.category(char) in ("So", "Sm")


def _is_skin_tone(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"
