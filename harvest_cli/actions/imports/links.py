"""A file that holds the address of a published calendar in place of one."""

import os
from pathlib import Path

from harvest_cli.actions.imports.results import Source
from harvest_cli.actions.session.context import Context

SCHEMES = ("https://", "http://", "webcal://", "webcals://")
LONGEST = 4096


def fetched(context: Context, source: Source) -> Source:
    """The file, or what is published at the one address that it holds.

    Raises Unreachable, and UsageError for an address without https.
    """
    content = source.content.removeprefix(b"\xef\xbb\xbf").strip()
    if len(content) > LONGEST or not content.lower().startswith(
        tuple(each.encode() for each in SCHEMES)
    ):
        return source
    lines = content.decode("utf-8", "replace").split()
    if len(lines) != 1:
        return source
    if os.name == "posix" and _others_read(source.name):
        context.warn(f"Others can read {source.name}, and so this calendar: `chmod 600` it")
    # Few files are an address, and requests loads for them alone.
    from harvest_cli.harvest.http.published import published

    return source._replace(content=published(lines[0], context.settings.get("ca_bundle")))


def _others_read(name: str) -> bool:
    try:
        return bool(Path(name).stat().st_mode & 0o044)
    except (OSError, ValueError):
        return False
