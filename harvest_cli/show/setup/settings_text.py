"""What `hv config` prints: settings in TOML's own spelling, so that a line can be pasted back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harvest_cli.actions.setup.settings import Changed, Configured
from harvest_cli.show.machine.json_text import write_json
from harvest_cli.show.terminal.columns import display_width, fit, pad
from harvest_cli.show.terminal.output import Format, Output

UNSET = "-"
WIDEST_VALUE = 40


def emit_settings(rows: Sequence[Configured], output: Output, *, origin: bool = False) -> None:
    """Every setting, one a line; `origin` adds where each value comes from."""
    if output.format is Format.JSON:
        write_json({"settings": [_record(row) for row in rows]}, output)
        return
    values = [output.text(_text(row.value) or UNSET) for row in rows]
    if output.format is not Format.HUMAN:
        for row, value in zip(rows, values, strict=True):
            output.line("\t".join([row.name, value, *([output.text(row.origin)] * origin)]))
        return
    names = max(len(row.name) for row in rows)
    wide = min(max(display_width(value) for value in values), WIDEST_VALUE)
    for row, value in zip(rows, values, strict=True):
        after = output.text(row.origin if origin else row.help)
        before = f"{pad(row.name, names)}  {pad(fit(value, wide, output.ellipsis), wide)}  "
        if output.width is not None:
            after = fit(after, max(output.width - display_width(before), 1), output.ellipsis)
        output.line(f"{before}{output.style(after, 'dim')}".rstrip())


def emit_setting(row: Configured, output: Output, *, origin: bool = False) -> None:
    """The bare value of one setting, for scripts and people alike."""
    if output.format is Format.JSON:
        write_json(_record(row), output)
        return
    after = f"\t{output.text(row.origin)}" if origin else ""
    output.line(output.text(_text(row.value)) + after)


def emit_changed(changed: Changed, output: Output) -> None:
    """What was written into the file, and what still wins over it."""
    if output.format is Format.JSON:
        document = {"key": changed.key, "value": changed.value, "path": changed.path}
        write_json(document, output)
    elif not output.quiet:
        said = "unset" if changed.value is None else f"= {_text(changed.value)}"
        output.line(output.text(f"{changed.key} {said}  ({changed.path})"))
    if changed.wins:
        output.warn(f"{changed.wins} is set and wins over the file")


def emit_path(path: Path, output: Output) -> None:
    """Where the file is, whether or not it is there yet."""
    if output.format is Format.JSON:
        write_json({"path": str(path), "exists": path.exists()}, output)
        return
    output.line(output.text(str(path)))


def _record(row: Configured) -> dict[str, Any]:
    return {"name": row.name, "value": row.value, "origin": row.origin}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list):
        from harvest_cli.show.machine.json_text import json_text

        return json_text(value)
    return str(value)
