"""A renderer: how one type of answer looks in each format.

`Layout` holds what the flags of a command ask of its answer; `render` picks the renderer of its
type, and the format.
"""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from operator import attrgetter

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.show.machine.fields import Cell, Table
from harvest_cli.show.terminal.output import Format, Output, Whole


class Layout(NamedTuple):
    """How an answer is laid out, by the flags of its command.

    `fields` picks columns; `json_lines` prints one record per line; `people` names the person of
    each entry. A report may have a bar `chart`, a `calendar`, and be `ascii_only` or `markdown`;
    `first` is the first day of a week. `origin` tells what set a setting. `hints` say what to try
    next. `raw` leaves CSV cells unguarded.
    """

    header: bool = False
    raw: bool = False
    fields: tuple[str, ...] | None = None
    json_lines: bool = False
    people: bool = False
    chart: bool = False
    calendar: bool = False
    ascii_only: bool = False
    markdown: bool = False
    first: WeekStart = WeekStart.MONDAY
    origin: bool = False
    hints: bool = True


USUAL = Layout()
Lines = Iterable[str]
Rows = tuple[Sequence[str], Iterable[Sequence[Cell]]]
"""The names of columns, and rows of cells."""


class Renderer(NamedTuple):
    """The formats of one type of answer, each a function of the answer, the output, the layout.

    `json` is a table of fields, or a function that gives the document. `human` gives lines for
    people; `rows` gives TSV and CSV (None: a pipe gets the lines too), or None for nothing at all;
    `quiet` gives what `--quiet` leaves of it. `remarks` writes to stderr, after the answer.
    """

    json: Table | Callable[[Any, Layout], Any]
    human: Callable[[Any, Output, Layout], Lines]
    rows: Callable[[Any, Output, Layout], Rows | None] | None = None
    quiet: Callable[[Any, Output], Lines] | None = None
    remarks: Callable[[Any, Output], None] | None = None


def rows_of(table: Table, name: str = "rows") -> Callable[[Any, Output, Layout], Rows]:
    """The rows of a table, one for each thing that the answer holds under a name."""
    return lambda answer, _output, _layout: (
        table.columns,
        map(table.row_of(), attrgetter(name)(answer)),
    )


def noted_if_empty(
    text: str | Callable[[Any], str], name: str = "rows"
) -> Callable[[Any, Output], None]:
    """Remarks: that the answer holds nothing under a name, which JSON shows by itself."""

    def remark(answer: Any, output: Output) -> None:
        if not getattr(answer, name) and output.format is not Format.JSON:
            output.note(text if isinstance(text, str) else text(answer))

    return remark


def warn_of(answer: Any, output: Output) -> None:
    """Remarks: the warnings of an answer."""
    for warning in answer.warnings:
        output.warn(warning)


def nothing(_answer: object, _output: Output) -> Lines:
    """What `--quiet` leaves of an answer that only confirms."""
    return ()


def _is_for_people(output: Output, layout: Layout) -> bool:
    """Whether lines are wanted: on a terminal, and where a picture or Markdown was asked for."""
    if layout.markdown:
        return True
    drawn = layout.chart or layout.calendar
    return (output.format is Format.HUMAN and layout.fields is None) or (
        output.format is Format.PLAIN and drawn
    )


def _write_json(renderer: Renderer, answer: Any, output: Output, layout: Layout) -> None:
    # Loaded for JSON alone: a confirmation must not wait for it.
    from harvest_cli.show.machine.text import write_json

    made = renderer.json
    document = made.record(answer) if isinstance(made, Table) else made(answer, layout)
    for each in document if layout.json_lines else [document]:
        write_json(each, output)


def _write_lines(lines: Lines, output: Output) -> None:
    people = output.format is Format.HUMAN
    for line in lines:
        write = output.line if people and not isinstance(line, Whole) else output.whole_line
        write(line)


def write_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], output: Output, layout: Layout = USUAL
) -> None:
    """Rows as CSV where that was asked for, else as TSV."""
    # Loaded for rows alone: a confirmation must not wait for it.
    from harvest_cli.show.machine.text import csv_rows, tsv_rows

    if output.format is Format.CSV:
        lines = csv_rows(columns, rows, raw=layout.raw)
        output.write_exactly(f"{line}\r\n" for line in lines)
    else:
        for line in tsv_rows(columns, rows, header=layout.header, shown=output.text):
            output.whole_line(line)


SHELVES = {
    "answers.log_text": "Logged",
    "answers.parse_text": "Parsed",
    "answers.timer_text": "TimerResult",
    "answers.change_text": "Changed Deleted Several",
    "answers.bulk_text": "BulkResult",
    "answers.import_text": "ImportPreview ImportResult",
    "answers.suggest_text": "Proposed Suggested",
    "answers.undo_text": "Undoing History",
    "answers.entry_tables": "EntryList ProjectList",
    "answers.outbox_text": "Outgoing Synced Discarded Imported",
    "answers.status_text": "Status",
    "answers.manage_text": "People PersonChanged ProjectTasks TaskChanged",
    "answers.api_text": "ApiAnswer ApiPages ApiPreview",
    "reports.report_text": "Report",
    "exports.month_files": "FolderExport",
    "reports.balance_text": "Balance",
    "reports.money_text": "BudgetReport UninvoicedReport",
    "reports.timesheet_text": "Timesheet",
    "reports.week_grid": "Week Gaps",
    "setup.help_text": "Topic Topics Script Manual SchemaText SchemaNames",
    "setup.login_text": "LoggedIn LoggedOut Identity PageShown SandboxPath SandboxReset Served "
    "HostSnippet",
    "setup.names_text": "Aliases Alias AliasChange Memories Forgotten",
    "setup.settings_text": "SettingList SettingValue SettingChange ConfigPath ProfileList "
    "Examination Paths",
}
"""The types of answers that each module renders. It is loaded once such an answer is there."""
MODULES = {name: module for module, names in SHELVES.items() for name in names.split()}


def render(answer: object, output: Output, layout: Layout = USUAL) -> int:
    """Write an answer in the format that was asked for, and its remarks; its exit status."""
    kind = type(answer)
    module = import_module(f"harvest_cli.show.{MODULES[kind.__name__]}")
    renderer: Renderer = module.RENDERERS[kind]
    if output.format is Format.JSON or layout.json_lines:
        _write_json(renderer, answer, output, layout)
    elif output.quiet and renderer.quiet is not None:
        _write_lines(renderer.quiet(answer, output), output)
    elif renderer.rows is None or _is_for_people(output, layout):
        _write_lines(renderer.human(answer, output, layout), output)
    elif (rows := renderer.rows(answer, output, layout)) is not None:
        write_rows(*rows, output, layout)
    if renderer.remarks is not None:
        renderer.remarks(answer, output)
    return int(getattr(answer, "exit_code", 0))
