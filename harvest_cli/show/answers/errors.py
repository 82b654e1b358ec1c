"""Say what went wrong: one line, the guilty piece, what could be meant, and one thing to do.

The end of every dry run: the requests that were not sent, and that they were not.
"""

from harvest_cli.domain.errors import HvError, SentenceError
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.show.terminal.columns import display_width, fit, fit_end, wrapped
from harvest_cli.show.terminal.output import Channel, Format, Output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest_cli.actions.session.dry_run import WouldSend

_CANDIDATES = 5
_OWN_NAMES = {"unknown_topic", "unknown_schema"}
"""Errors whose candidates are hv's own words."""
_INDENT = "  "
_LONGEST = 600
"""Columns of a message or a line: a sentence may be as long as a book."""


def show_error(error: HvError, output: Output, *, record: bool = True) -> None:
    """The error on stderr; with --json its record on stdout and the one line on stderr.

    `record=False` leaves the record out, for errors that another document holds already.
    """
    output.err.line(_first_line(error, output.err))
    if output.format is Format.JSON:
        if not record:
            return
        # Only JSON needs them: a refusal in words must not wait for the tables.
        from harvest_cli.show.machine.entries import error_record
        from harvest_cli.show.machine.text import write_json

        write_json(error_record(error), output)
        return
    for line in _details(error, output.err):
        output.err.line(line)


def _first_line(error: HvError, err: Channel) -> str:
    label = err.style("hv:", "red")
    return f"{label} {fit(err.text(err.marks(error.message)), _LONGEST, err.ellipsis)}"


def _details(error: HvError, err: Channel) -> list[str]:
    lines = [*_pointed(error, err), *_candidates(error, err)]
    if error.hint:
        hint = [err.text(line) for line in err.marks(error.hint).split("\n")]
        hint[0] = f"{err.style('hint:', 'cyan')} {hint[0]}"
        lines += ["", *hint]
    return lines


def _candidates(error: HvError, err: Channel) -> list[str]:
    """What could be meant, one a line; a terminal shows the first ones, a pipe all of them.

    All names of hv's own are shown, for they are words that share a line.
    In a pipe the short word of a project stands in front: `slug  client / project`.
    """
    names = [err.text(name) for name in error.candidates]
    if err.width is None:
        slugs = error.slugs if isinstance(error, SentenceError) else ()
        if len(slugs) >= len(names):
            names = [f"{slug}  {name}" for slug, name in zip(slugs, names, strict=False)]
        return [_INDENT + name for name in names]
    if error.code in _OWN_NAMES:
        return wrapped(_INDENT + ", ".join(names), err.width)
    lines = [_INDENT + name for name in names[:_CANDIDATES]]
    if len(names) > _CANDIDATES:
        lines.append(err.marks(f"{_INDENT}… and {len(names) - _CANDIDATES} more"))
    return lines


def _pointed(error: HvError, err: Channel) -> list[str]:
    """The sentence or line, and carets under the piece at fault; under its end, if it lacks one."""
    if not error.text.strip():
        return []
    if error.span is None and not isinstance(error, SentenceError):
        return []
    size = len(error.text)
    begin, stop = error.span or (size, size)
    start = min(max(begin, 0), size)
    end = min(max(stop, start), size)
    pieces = (error.text[:start], error.text[start:end], error.text[end:])
    before, guilty, after = (err.text(piece) for piece in pieces)
    before, guilty, after = _around(before, guilty, after, err)
    carets = "^" * max(display_width(guilty), 1)
    space = " " * (display_width(before) + (error.span is None))
    return [
        f"{_INDENT}{before}{guilty}{after}".rstrip(),
        f"{_INDENT}{space}{err.style(carets, 'red')}",
    ]


def _around(before: str, guilty: str, after: str, err: Channel) -> tuple[str, str, str]:
    """The three pieces, cut to one line of the terminal; the guilty one is kept longest."""
    if err.width is None and len(before) + len(guilty) + len(after) <= _LONGEST:
        return before, guilty, after
    ellipsis = err.marks("…")
    room = (err.width or _LONGEST) - len(_INDENT) - 1
    guilty = fit(guilty, max(room - 2 * len(ellipsis), 1), ellipsis)
    left = room - max(display_width(guilty), 1)
    wide_after = display_width(after)
    for_before = left - min(wide_after, left // 3)
    before = fit_end(before, for_before, ellipsis)
    after = fit(after, left - display_width(before), ellipsis)
    return before, guilty, after


def nothing_sent(requests: "Iterable[WouldSend]", output: Output) -> list[str]:
    """`POST /time_entries {…}` for each request, then `Nothing sent`."""
    # Only a dry run needs it.
    from harvest_cli.show.machine.text import json_text

    lines = []
    for each in requests:
        body = "" if each.body is None else f" {output.text(json_text(dict(each.body)))}"
        lines.append(output.style(f"{each.method} {each.path}{body}", "dim"))
    return [*lines, "Nothing sent"]
