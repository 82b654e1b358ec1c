"""A program and its arguments from one line of text, as people write it on their system."""

import os


def pieces(line: str, system: str = os.name) -> list[str]:
    """The words of the line; raises ValueError for a quote that is not closed.

    On Windows a backslash is a part of a path, and so is an apostrophe.
    """
    # It loads in 2 ms, and few runs start a program.
    import shlex

    found = shlex.shlex(line, posix=True, punctuation_chars=False)
    found.whitespace_split, found.commenters = True, ""
    if system == "nt":
        found.escape, found.quotes = "", '"'
    return list(found)
