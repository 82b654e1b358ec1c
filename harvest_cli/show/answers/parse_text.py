"""What `hv parse` prints: how a sentence is read."""

from collections.abc import Iterator

from harvest_cli.actions.resolve.looking_back import in_words
from harvest_cli.actions.resolve.parse import Parsed, ParsedEntry
from harvest_cli.domain.days import day_text
from harvest_cli.domain.hours import clock_text
from harvest_cli.domain.records import Any
from harvest_cli.show.answers.errors import warn_of
from harvest_cli.show.machine.names import PARSED, PARSED_ENTRY, PARSED_PERIOD, EntryOfSentence
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, Rows
from harvest_cli.show.terminal.formats import hours_text, period_text, read_as
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.underline import underlined


def parsed_document(parsed: Parsed, _layout: Layout = USUAL) -> dict[str, Any]:
    """One sentence as JSON, names as texts; the pieces cover the whole of `text`."""
    return (PARSED if parsed.period is None else PARSED_PERIOD).record(parsed)


def _rows(parsed: Parsed, _output: Output, _layout: Layout) -> Rows:
    if parsed.period is not None:
        return (), [PARSED_PERIOD.row_of()(parsed)]
    return (), [PARSED_ENTRY.row_of()(EntryOfSentence(each, parsed)) for each in parsed.entries]


def parsed_lines(parsed: Parsed, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """The reading in words, what was inferred, and the sentence underlined."""
    yield from _period_line(parsed, output)
    for entry in parsed.entries:
        yield _entry_line(entry, parsed, output)
    if parsed.inferences:
        yield read_as((each.short for each in parsed.inferences), output)
    yield ""
    yield from underlined(parsed.parts, output)


def _entry_line(entry: ParsedEntry, parsed: Parsed, output: Output) -> str:
    task, why = (entry.task, "") if entry.task else entry.assumed or ("", "no task named")
    names = [entry.client, entry.project, *([task] if task else [])]
    shown = output.marks(" › ").join(map(output.text, names))
    clock = [clock_text(t, output.clock) for t in (entry.started_time, entry.ended_time) if t]
    head = "Start" if parsed.kind == "start" else "Log"
    hours = "" if entry.hours is None else f" {hours_text(entry.hours, output.time_format)}"
    since = output.marks("–").join(clock)
    parts = [head + hours, f"since {since}" if since and parsed.kind == "start" else since, shown]
    parts[-1] += f" ({output.text(why)})" if why else ""
    parts.append(day_text(entry.spent_date, parsed.today))
    parts.append(f'"{output.text(entry.notes)}"' if entry.notes else "")
    return "  ".join(part for part in parts if part)


def _period_line(parsed: Parsed, output: Output) -> Iterator[str]:
    if (asked := parsed.period) is None:
        return
    parts = [output.marks(period_text(asked.period, parsed.today))]
    parts += [f"by {' and '.join(asked.group_by)}"] if asked.group_by else []
    project = asked.assignment.project.name if asked.assignment else None
    names = (("client", asked.client), ("project", project), ("task", asked.task))
    known = [name for _, name in names if name]
    parts += [f"{what} {output.text(name)}" for what, name in names if name]
    parts += [output.text(said) for said in in_words(asked) if said not in known]
    if asked.compared is not None:
        parts.append(f"vs {output.marks(period_text(asked.compared, parsed.today))}")
    yield "  ".join(parts)


def _remarks(parsed: Parsed, output: Output) -> None:
    if output.format is not Format.JSON:
        warn_of(parsed, output)


RENDERERS = {Parsed: Renderer(parsed_document, parsed_lines, _rows, remarks=_remarks)}
