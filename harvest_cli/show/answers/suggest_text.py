"""What `hv suggest` proposes, where each comes from, and what was logged of it."""

from collections.abc import Iterator
from datetime import time
from itertools import chain

from harvest_cli.actions.suggest.drafts import DraftOrigin, Proposed, Suggested, Suggestion
from harvest_cli.domain.days import day_text
from harvest_cli.domain.hours import clock_text, hours_from_minutes
from harvest_cli.show.answers.bulk_text import as_logged, bulk_remarks
from harvest_cli.show.answers.log_text import ids, logged_lines
from harvest_cli.show.machine.imports import SUGGEST, SUGGESTION
from harvest_cli.show.machine.renderer import Renderer, nothing, rows_of
from harvest_cli.show.terminal.columns import wrapped
from harvest_cli.show.terminal.formats import hours_text, period_text, place_text, written_day
from harvest_cli.show.terminal.output import Channel, Format, Output

NOWHERE = (
    "hv looks nowhere yet: `hv config set suggest.folders '~/src/*'` names your repositories "
    "(`hv help suggestions`)"
)
_SPACE = " " * 4


def suggested_line(row: Suggestion, output: Output, channel: Channel | None = None) -> str:
    """One suggestion: day, hours, from and to where times count, where it goes, notes."""
    shown, draft = channel or output.err, row.draft
    day = written_day(draft.day, output)
    hours = hours_text(hours_from_minutes(draft.minutes), output.time_format)
    where = "?" if row.item is None else place_text(row.item.entry, shown)
    if draft.start is not None and draft.end is not None:
        ends = (clock_text(time(*divmod(at, 60)), output.clock) for at in (draft.start, draft.end))
        where = f"{shown.marks('–').join(ends)}  {where}"
    notes = f'  "{shown.text(draft.notes)}"' if draft.notes else ""
    return f"{day:<10}  {hours:>5}  {where}{notes}"


def told_text(row: Suggestion, output: Output) -> str:
    """Where a suggestion comes from, what was assumed, and why it is not ticked."""
    draft = row.draft
    seen = f", {draft.seen}" if draft.seen else ""
    if draft.origin is DraftOrigin.COMMITS:
        told = [f"estimated from {draft.told} of {draft.source}{seen}"]
    elif draft.origin is DraftOrigin.MEETING:
        told = [f"{draft.told} of {draft.source}{seen}"]
    else:
        told = []
    told += [row.rounded] if row.rounded else []
    told += [f"task {row.item.assumed}"] if row.item and row.item.assumed else []
    told += [f"{row.why}: {row.mend}" if row.mend else row.why] if row.why else []
    return output.err.marks("; ".join(told))


def _listed(row: Suggestion, output: Output) -> Iterator[str]:
    room = output.width and output.width - len(_SPACE)
    line, *more = wrapped(suggested_line(row, output, output), room)
    yield f"[{'x' if row.on else ' '}] {line}"
    for part in (*more, *wrapped(output.text(told_text(row, output)), room)):
        yield f"{_SPACE}{part.lstrip()}"


def _remarks(suggested: Proposed | Suggested, output: Output) -> None:
    found = suggested.found
    if output.format is Format.JSON:
        return
    for text in found.said:
        output.note(text)
    for day, why in found.off:
        output.note(f"{day_text(day, found.plan.today)}: {why}")
    if not found.looked:
        output.note(NOWHERE)
    if not found.rows:
        output.note(f"Nothing to suggest for {period_text(found.period, found.plan.today)}")
    if found.rows or found.plan.left_out:
        bulk_remarks(suggested.bulk, output)


RENDERERS = {
    Proposed: Renderer(
        SUGGEST,
        lambda answer, output, _: chain(*(_listed(row, output) for row in answer.found.rows)),
        rows_of(SUGGESTION, "found.rows"),
        quiet=nothing,
        remarks=_remarks,
    ),
    Suggested: Renderer(
        SUGGEST,
        lambda answer, output, _: logged_lines(as_logged(answer.bulk), output),
        quiet=lambda answer, output: ids(as_logged(answer.bulk), output),
        remarks=_remarks,
    ),
}
