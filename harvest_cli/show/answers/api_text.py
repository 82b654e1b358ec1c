"""What `hv api` prints: Harvest's own JSON, over several lines on a terminal, else on one."""

from collections.abc import Iterator

from harvest_cli.actions.api import ApiAnswer, ApiPages, ApiPreview
from harvest_cli.show.answers.errors import nothing_sent
from harvest_cli.show.machine.renderer import Layout, Renderer
from harvest_cli.show.machine.text import json_text
from harvest_cli.show.terminal.output import Format, Output

SECRET = ("authorization", "set-cookie", "cookie")
"""Headers that are not shown: they may let somebody in."""


def _document(answer: ApiAnswer, output: Output, layout: Layout) -> Iterator[str]:
    if layout.header:
        yield f"HTTP {answer.status} {output.text(answer.reason)}".rstrip()
        for name, value in answer.headers.items():
            if name.lower() not in SECRET:
                yield f"{output.text(name)}: {output.text(value)}"
        yield ""
    if answer.document:
        indent = 2 if output.format is Format.HUMAN else None
        text = json_text(answer.document, ascii_only=indent is not None, indent=indent)
        output.write_exactly([text, "\n"])


def _pages(found: ApiPages, output: Output, _layout: Layout) -> Iterator[str]:
    """One object with all rows, written as they come."""
    output.write_exactly(_joined(found))
    return iter(())


def _joined(found: ApiPages) -> Iterator[str]:
    yield f"{{{json_text(found.key)}: ["
    for number, row in enumerate(found.rows):
        yield f"{', ' if number else ''}{json_text(row)}"
    yield "]}\n"


RENDERERS = {
    ApiAnswer: Renderer(lambda answer, _: dict(answer.document), _document),
    ApiPages: Renderer(
        lambda found, layout: found.rows if layout.json_lines else {found.key: list(found.rows)},
        _pages,
    ),
    ApiPreview: Renderer(
        lambda preview, _: {"requests": [preview.request._asdict()]},
        lambda preview, output, _: nothing_sent((preview.request,), output),
    ),
}
