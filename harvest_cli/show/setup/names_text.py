"""What `hv alias` prints.

What hv remembers of words and tasks, and what it forgot.
"""

from collections.abc import Sequence

from harvest_cli.actions.resolve.aliases import Alias, AliasChange
from harvest_cli.actions.resolve.memory import Forgotten, Memory
from harvest_cli.show.machine.json_text import write_json
from harvest_cli.show.terminal.columns import pad
from harvest_cli.show.terminal.output import Format, Output

_NONE, _FIRST = "No aliases", '. Make one: `hv alias set standup "15m Meetings on Internal"`'


def emit_aliases(aliases: Sequence[Alias], output: Output, *, hints: bool = True) -> None:
    """Every alias with its sentence; with `hints` how to make the first."""
    if output.format is Format.JSON:
        write_json({"aliases": [alias._asdict() for alias in aliases]}, output)
        return
    human = output.format is Format.HUMAN
    if not aliases:
        output.note(_NONE + (_FIRST if human and hints else ""))
    names = [output.text(alias.name) for alias in aliases]
    wide = max(map(len, names), default=0)
    for name, alias in zip(names, aliases, strict=True):
        head = f"{pad(name, wide)}  " if human else f"{name}\t"
        output.line(head + output.text(alias.sentence))


def emit_alias(alias: Alias, output: Output) -> None:
    """The bare sentence of one alias."""
    if output.format is Format.JSON:
        write_json(alias._asdict(), output)
        return
    output.line(output.text(alias.sentence))


def emit_alias_change(changed: AliasChange, output: Output) -> None:
    """What an alias stands for now, and what it stood for."""
    alias = changed.alias
    if output.format is Format.JSON:
        document = {**alias._asdict(), "before": changed.before, "deleted": changed.deleted}
        write_json({**document, "path": changed.path}, output)
    elif output.quiet:
        return
    elif changed.deleted:
        output.line(output.text(f"Deleted {alias.name} = {alias.sentence}"))
    else:
        before = f"  (was: {changed.before})" if changed.before is not None else ""
        output.line(output.text(f"{alias.name} = {alias.sentence}{before}"))


COLUMNS = ("words", "client", "project", "task", "why")


def emit_memories(memories: Sequence[Memory], output: Output, *, header: bool = False) -> None:
    """Everything that is remembered."""
    if output.format is Format.JSON:
        write_json({"remembered": [memory._asdict() for memory in memories]}, output)
        return
    if output.format is not Format.HUMAN:
        from harvest_cli.show.machine.rows import tsv_rows

        for line in tsv_rows(COLUMNS, memories, header=header, shown=output.text):
            output.line(line)
    for memory in memories if output.format is Format.HUMAN else ():
        output.line(_sentence(memory, output))
    if not memories:
        output.note("Nothing is remembered")


def emit_forgotten(gone: Forgotten, output: Output) -> None:
    """What is no longer remembered."""
    if output.format is Format.JSON:
        write_json({"forgotten": [memory._asdict() for memory in gone.memories]}, output)
        return
    if output.quiet:
        return
    for memory in gone.memories:
        output.line(f"Forgot: {_sentence(memory, output)}")
    if not gone.memories:
        output.line("Nothing was remembered")


def _sentence(memory: Memory, output: Output) -> str:
    """`"web" means ABC Corp › Website (you chose it)`; of a default task, where it is taken."""
    names = [output.text(name) for name in (memory.client, memory.project, memory.task) if name]
    if memory.words is None:
        *names, task = names
        what, names = f"{output.marks(' › ').join(names)} without a task", [task]
    else:
        what = f'"{output.text(memory.words)}"'
    return f"{what} means {output.marks(' › ').join(names)} ({memory.why})"
