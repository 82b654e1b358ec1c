"""What `hv alias` prints, and what hv remembers of words and tasks."""

from collections.abc import Iterator

from harvest_cli.actions.resolve.aliases import Alias, AliasChange
from harvest_cli.actions.resolve.projects import Favourite, Forgotten, Memory
from harvest_cli.domain.records import NamedTuple
from harvest_cli.show.machine.names import ALIAS, ALIAS_CHANGE, ALIASES, FORGOTTEN, MEMORIES, MEMORY
from harvest_cli.show.machine.renderer import (
    USUAL,
    Layout,
    Lines,
    Renderer,
    noted_if_empty,
    nothing,
    rows_of,
    warn_of,
)
from harvest_cli.show.terminal.columns import pad
from harvest_cli.show.terminal.output import Format, Output

_NONE, _FIRST = "No aliases", '. Add one: `hv alias set standup "15m Meetings on Internal"`'


class Aliases(NamedTuple):
    """Every alias, and the projects and tasks that are used most."""

    rows: tuple[Alias, ...]
    favourites: tuple[Favourite, ...] = ()


class Memories(NamedTuple):
    """Everything that is remembered."""

    rows: tuple[Memory, ...]


def alias_lines(aliases: Aliases, output: Output, layout: Layout = USUAL) -> Iterator[str]:
    """Every alias with its sentence; with `hints` how to make the first."""
    human = output.format is Format.HUMAN
    if not aliases.rows:
        output.note(_NONE + (_FIRST if human and layout.hints else ""))
    names = [output.text(alias.name) for alias in aliases.rows]
    wide = max(map(len, names), default=0)
    for name, alias in zip(names, aliases.rows, strict=True):
        head = f"{pad(name, wide)}  " if human else f"{name}\t"
        yield head + output.text(alias.sentence)
    if human and aliases.favourites:
        yield output.style("Used most in 90 days", "dim")
        yield from (f"  {_favourite(each, output)}" for each in aliases.favourites)


def _favourite(each: Favourite, output: Output) -> str:
    names = (each.assignment.client.name, each.assignment.project.name, each.task.name)
    what = output.marks(" › ").join(output.text(name) for name in names if name)
    return f"{each.entries:>3}  {what}"


def _change_lines(changed: AliasChange, output: Output, _layout: Layout) -> Lines:
    """What an alias stands for now, and what it stood for."""
    alias = changed.alias
    if changed.deleted:
        yield output.text(f"Deleted {alias.name} = {alias.sentence}")
        return
    before = f"  (was: {changed.before})" if changed.before is not None else ""
    yield output.text(f"{alias.name} = {alias.sentence}{before}")


def _forgotten_lines(gone: Forgotten, output: Output, _layout: Layout) -> Lines:
    for memory in gone.memories:
        yield f"Forgot: {_sentence(memory, output)}"
    if not gone.memories:
        yield "Nothing was remembered"


def _sentence(memory: Memory, output: Output) -> str:
    """`"web" means ABC Corp › Website (you chose it)`; of a default task, where it is taken."""
    names = [output.text(name) for name in (memory.client, memory.project, memory.task) if name]
    if memory.words is None:
        *names, task = names
        what, names = f"{output.marks(' › ').join(names)} without a task", [task]
    else:
        what = f'"{output.text(memory.words)}"'
    return f"{what} means {output.marks(' › ').join(names)} ({memory.why})"


RENDERERS = {
    Aliases: Renderer(ALIASES, alias_lines),
    Alias: Renderer(ALIAS, lambda alias, output, _: [output.text(alias.sentence)]),
    AliasChange: Renderer(ALIAS_CHANGE, _change_lines, quiet=nothing, remarks=warn_of),
    Memories: Renderer(
        MEMORIES,
        lambda memories, output, _: (_sentence(each, output) for each in memories.rows),
        rows_of(MEMORY),
        remarks=noted_if_empty("Nothing is remembered"),
    ),
    Forgotten: Renderer(FORGOTTEN, _forgotten_lines, quiet=nothing),
}
