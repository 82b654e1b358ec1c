"""The pieces of a command line as text: bytes that are no UTF-8 are told, not carried along.

Python hands such bytes on as halves of characters, which no file and no request can hold.
"""

import os

from harvest_cli.domain.errors import UsageError

FILES = ("-o", "--output", "--csv", "--html")
"""Options whose value may be the name of a file, and files may be called anything."""


def decoded(argv: list[str]) -> list[str]:
    """The same pieces; raises UsageError for one that is no text.

    Where the locale knows ASCII alone, what is valid UTF-8 is read as such.
    """
    before, found = "", []
    for piece in argv:
        names_file = before in FILES or piece.partition("=")[0] in FILES
        found.append(piece if names_file else _text(piece))
        before = piece
    return found


def _text(piece: str) -> str:
    try:
        piece.encode()
    except UnicodeEncodeError:
        try:
            return os.fsencode(piece).decode()
        except UnicodeError:
            message = f'"{piece[:60]}" is not valid UTF-8'
            hint = "Type it again; `locale` tells how this terminal writes"
            raise UsageError(message, hint=hint) from None
    return piece
