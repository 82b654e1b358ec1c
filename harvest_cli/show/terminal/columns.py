"""Lay text out in columns: how wide it is on a terminal, cut to fit, filled up."""

import unicodedata
from collections.abc import Iterator
from functools import cache

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
    return _head(text, room).rstrip() + ellipsis


def fit_end(text: str, width: int, ellipsis: str = "…") -> str:
    """The end of `text` that fits `width` columns, after `ellipsis` when something was cut."""
    if display_width(text) <= width:
        return text
    kept: list[str] = []
    room = max(width - len(ellipsis), 0)
    for cluster, wide in reversed(list(_clusters(text))):
        if wide > room:
            break
        kept.append(cluster)
        room -= wide
    return ellipsis[: max(width, 0)] + "".join(reversed(kept))


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` columns; `right` puts it at the right edge."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def _head(text: str, room: int) -> str:
    kept: list[str] = []
    for cluster, wide in _clusters(text):
        if wide > room:
            break
        kept.append(cluster)
        room -= wide
    return "".join(kept)


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
