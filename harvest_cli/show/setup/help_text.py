"""What `hv help` prints: the same words in a pipe as on a terminal, for people read them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer
from harvest_cli.show.machine.setup import MANUAL, SCHEMAS, SCRIPT, TOPIC, TOPICS
from harvest_cli.show.terminal.columns import flowed
from harvest_cli.show.terminal.output import Format, Output, Whole

WRITTEN = 80
"""Columns of the text of a topic; a narrower terminal has it flow anew."""


class Topic(NamedTuple):
    """One topic; `text` begins with the title, `pasted` are the places of lines for a file."""

    name: str
    title: str
    text: str
    pasted: frozenset[int] = frozenset()


class Topics(NamedTuple):
    """Names and titles of topics."""

    topics: tuple[Topic, ...]


class Script(NamedTuple):
    """A completion script."""

    shell: str
    script: str


class Manual(NamedTuple):
    """The manual page, as `man` reads it."""

    manual: str


class SchemaText(NamedTuple):
    """A JSON Schema; it is JSON in every format, over several lines unless --json asks for one."""

    schema: dict[str, Any]


class SchemaNames(NamedTuple):
    """The names of all schemas."""

    schemas: tuple[str, ...]


def topic_lines(topic: Topic, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """One topic; its title in bold where there is colour."""
    first, *lines = (output.text(output.marks(line)) for line in topic.text.split("\n"))
    yield output.style(first, "bold")
    for pasted, part in groupby(enumerate(lines, 1), lambda each: each[0] in topic.pasted):
        own = [line for _, line in part]
        yield from map(Whole, own) if pasted else _flowed(own, output)


def _flowed(lines: Iterable[str], output: Output) -> Iterable[str]:
    people = output.format is Format.HUMAN
    narrow = people and output.width is not None and output.width < WRITTEN
    return flowed(lines, output.width or WRITTEN) if narrow else lines


def topics_lines(listed: Topics, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """The topics with their titles."""
    wide = max((len(each.name) for each in listed.topics), default=0)
    rows = [f"hv help {each.name.ljust(wide)}  {output.text(each.title)}" for each in listed.topics]
    yield from _flowed(rows, output)
    yield ""
    yield "hv --help lists the commands, hv COMMAND --help explains one"
    yield "hv login begins with your account, hv --sandbox without one"
    yield "hv doctor finds what is wrong"


def _exactly(text: str, output: Output) -> Iterator[str]:
    """To the byte: other programs read it."""
    output.write_exactly([text])
    return iter(())


def _schema_text(each: SchemaText, output: Output, _layout: Layout) -> Iterator[str]:
    import json

    return _exactly(f"{json.dumps(each.schema, indent=2, ensure_ascii=True)}\n", output)


RENDERERS = {
    Topic: Renderer(TOPIC, topic_lines),
    Topics: Renderer(TOPICS, topics_lines),
    Script: Renderer(SCRIPT, lambda each, output, _: _exactly(each.script, output)),
    Manual: Renderer(MANUAL, lambda each, output, _: _exactly(each.manual, output)),
    SchemaText: Renderer(lambda each, _: each.schema, _schema_text),
    SchemaNames: Renderer(SCHEMAS, lambda each, _output, _layout: each.schemas),
}
