"""What became of a folder of exported entries."""

from collections.abc import Iterator

from harvest_cli.actions.exports.folder import FolderExport
from harvest_cli.domain.wording import counted
from harvest_cli.show.machine.renderer import Layout, Renderer
from harvest_cli.show.machine.reports import EXPORT
from harvest_cli.show.terminal.output import Output


def _lines(kept: FolderExport, output: Output, _layout: Layout) -> Iterator[str]:
    for each in kept.files:
        what = counted(each.entries, "entry", "entries") if each.entries else "gone"
        yield output.text(f"{each.path.relative_to(kept.folder)}: {what}")
    changed = counted(kept.changed, "entry", "entries")
    if kept.whole:
        yield f"{changed} written"
    else:
        yield f"{changed} changed since the last export, {kept.gone} gone"


RENDERERS = {FolderExport: Renderer(EXPORT, _lines, quiet=lambda _kept, _output: ())}
