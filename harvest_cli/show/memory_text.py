"""What hv remembers of words and tasks, and what it forgot."""

from collections.abc import Sequence

from harvest_cli.actions.resolve.memory import Forgotten, Memory
from harvest_cli.show.json_text import write_json
from harvest_cli.show.output import Face, Output

COLUMNS = ("words", "client", "project", "task", "why")


def emit_memories(memories: Sequence[Memory], output: Output, *, header: bool = False) -> None:
    """Everything that is remembered."""
    if output.face is Face.JSON:
        write_json({"remembered": [memory._asdict() for memory in memories]}, output)
        return
    if output.face is not Face.HUMAN:
        from harvest_cli.show.rows import tsv_rows

        for line in tsv_rows(COLUMNS, memories, header=header, shown=output.text):
            output.line(line)
    for memory in memories if output.face is Face.HUMAN else ():
        output.line(_sentence(memory, output))
    if not memories:
        output.note("Nothing is remembered")


def emit_forgotten(gone: Forgotten, output: Output) -> None:
    """What is no longer remembered."""
    if output.face is Face.JSON:
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
