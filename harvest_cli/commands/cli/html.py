"""`--html FILE`: one page into a file, whole or not at all, or on stdout."""

from pathlib import Path

from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.errors import UsageError
from harvest_cli.local.disk.asked_files import check_writable, replace_file, told
from harvest_cli.show.render import Layout
from harvest_cli.show.terminal.output import Format, Output


def check_page(run: Run, layout: Layout, html: str) -> None:
    """Refuse what cannot become a page, before anything is read; raises UsageError."""
    if layout.markdown or run.output.format in (Format.JSON, Format.CSV):
        message = "`--html` does not go with another format"
        raise UsageError(message, hint="Run it twice")
    if html.startswith("-") and html != "-":
        message = f"`--html` needs the name of a file, and {html} is a flag"
        raise UsageError(message, hint="`--html FILE`, or `--html - -o FILE`")
    if html != "-":
        check_writable(Path(html))


def write_page(output: Output, html: str, page: str) -> None:
    """Write the page where it was asked for."""
    if html == "-":
        output.write_exactly([page])
    else:
        said = told(Path(html))
        replace_file(Path(html), page)
        output.note(said)
