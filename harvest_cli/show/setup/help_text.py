"""What `hv help` prints: the same words in every face, for they are read by people."""

from collections.abc import Sequence
from typing import Any

from harvest_cli.show.machine.json_text import write_json
from harvest_cli.show.terminal.output import Format, Output


def emit_topic(name: str, title: str, text: str, output: Output) -> None:
    """One topic; its title in bold where there is colour."""
    if output.format is Format.JSON:
        write_json({"topic": name, "title": title, "text": text}, output)
        return
    first, *lines = text.split("\n")
    output.line(output.style(output.text(first), "bold"))
    for line in lines:
        output.line(output.text(line))


def emit_topics(topics: Sequence[tuple[str, str]], output: Output) -> None:
    """The list of topics with their titles."""
    if output.format is Format.JSON:
        listed = [{"topic": name, "title": title} for name, title in topics]
        write_json({"topics": listed}, output)
        return
    wide = max((len(name) for name, _ in topics), default=0)
    for name, title in topics:
        output.line(f"hv help {name.ljust(wide)}  {output.text(title)}")
    output.line()
    output.line("hv --help lists the commands, hv COMMAND --help explains one")


def emit_script(shell: str, text: str, output: Output) -> None:
    """A completion script, to the byte: other programs read it."""
    if output.format is Format.JSON:
        write_json({"shell": shell, "script": text}, output)
    else:
        output.write_exactly([text])


def emit_manual(text: str, output: Output) -> None:
    """The manual page, to the byte."""
    if output.format is Format.JSON:
        write_json({"manual": text}, output)
    else:
        output.write_exactly([text])


def emit_schema(schema: dict[str, Any], output: Output) -> None:
    """A schema; it is JSON in every face, and over several lines unless --json asks for one."""
    import json

    if output.format is Format.JSON:
        write_json(schema, output)
    else:
        output.write_exactly([json.dumps(schema, indent=2, ensure_ascii=True), "\n"])


def emit_schema_names(names: Sequence[str], output: Output) -> None:
    """The names of all schemas."""
    if output.format is Format.JSON:
        write_json({"schemas": list(names)}, output)
        return
    for name in names:
        output.line(name)
