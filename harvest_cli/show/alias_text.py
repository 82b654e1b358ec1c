"""What `hv alias` prints."""

from collections.abc import Sequence

from harvest_cli.actions.resolve.aliases import Alias, AliasChange
from harvest_cli.show.columns import pad
from harvest_cli.show.json_text import write_json
from harvest_cli.show.output import Face, Output

_NONE, _FIRST = "No aliases", '. Make one: `hv alias set standup "15m Meetings on Internal"`'


def emit_aliases(aliases: Sequence[Alias], output: Output, *, hints: bool = True) -> None:
    """Every alias with its sentence; with `hints` how to make the first."""
    if output.face is Face.JSON:
        write_json({"aliases": [alias._asdict() for alias in aliases]}, output)
        return
    human = output.face is Face.HUMAN
    if not aliases:
        output.note(_NONE + (_FIRST if human and hints else ""))
    names = [output.text(alias.name) for alias in aliases]
    wide = max(map(len, names), default=0)
    for name, alias in zip(names, aliases, strict=True):
        head = f"{pad(name, wide)}  " if human else f"{name}\t"
        output.line(head + output.text(alias.sentence))


def emit_alias(alias: Alias, output: Output) -> None:
    """The bare sentence of one alias."""
    if output.face is Face.JSON:
        write_json(alias._asdict(), output)
        return
    output.line(output.text(alias.sentence))


def emit_alias_change(changed: AliasChange, output: Output) -> None:
    """What an alias stands for now, and what it stood for."""
    alias = changed.alias
    if output.face is Face.JSON:
        document = {**alias._asdict(), "before": changed.before, "deleted": changed.deleted}
        write_json({**document, "path": changed.path}, output)
    elif output.quiet:
        return
    elif changed.deleted:
        output.line(output.text(f"Deleted {alias.name} = {alias.sentence}"))
    else:
        before = f"  (was: {changed.before})" if changed.before is not None else ""
        output.line(output.text(f"{alias.name} = {alias.sentence}{before}"))
