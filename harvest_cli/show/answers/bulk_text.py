"""What a copy or an import would do, did, skipped and could not do."""

from collections import Counter
from collections.abc import Iterable

from harvest_cli.actions.entries.bulk import BulkItem, BulkResult, Presence, hours_of
from harvest_cli.actions.entries.results import Logged
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.wording import counted
from harvest_cli.show.answers.errors import show_error
from harvest_cli.show.answers.log_text import ids, logged_lines
from harvest_cli.show.answers.words import LOG, PENDING, left_words
from harvest_cli.show.machine.entries import BULK
from harvest_cli.show.machine.renderer import Renderer
from harvest_cli.show.terminal.formats import hours_text, place_text, uneven, written_day
from harvest_cli.show.terminal.output import Output

MOST_PLACES = 6
"""Lines that one remark names."""


def show_plan(entries: tuple[BulkItem, ...], output: Output) -> None:
    """On stderr, before a question: each entry that would be made, and how much they are."""
    for each in entries:
        output.err.line(f"  {planned_line(each, output)}")
    total = hours_text(hours_of(entries), output.time_format)
    output.err.line(f"{counted(len(entries), 'entry', 'entries')}, {total}")
    hours = [each.entry.hours for each in entries]
    for line in uneven([(hours, hours_of(entries))], output.time_format):
        output.err.line(output.err.style(line, "dim"))


def planned_line(each: BulkItem, output: Output) -> str:
    """One entry that would be made, on one line of stderr."""
    entry, err = each.entry, output.err
    day = written_day(entry.spent_date, output) or "?"
    notes = f'  "{err.text(entry.notes)}"' if entry.notes else ""
    hours = hours_text(entry.hours, output.time_format)
    return f"{day:<10}  {hours:>5}  {place_text(entry, err)}{notes}"


def as_logged(bulk: BulkResult) -> Logged:
    """What was made, to be said line by line as `hv log` says it."""
    return Logged("", bulk.done, today=bulk.plan.today, requests=bulk.requests)


def bulk_remarks(bulk: BulkResult, output: Output) -> None:
    """What was skipped, what failed, and the sums."""
    for each in bulk.plan.entries:
        if each.skip is not None:
            output.note(f"Skipped {each.place}: {each.skip}")
    for why in dict.fromkeys(each.why for each in bulk.plan.left_out):
        places = [each.place for each in bulk.plan.left_out if each.why == why]
        output.note(f"Left out {listed(places)}: {output.err.text(why)}")
    for failed in bulk.failed:
        error = failed.error
        error.message = f"{failed.planned.place}: {error.message}"
        show_error(error, output, record=False)
    if not output.quiet:
        output.err.line(summary(bulk, output.time_format))


def listed(places: list[str]) -> str:
    """The first of some places, equal ones as one, and how many more there are."""
    found = [place if n == 1 else f"{place} ({n} times)" for place, n in Counter(places).items()]
    shown, more = found[:MOST_PLACES], len(found) - MOST_PLACES
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def summary(bulk: BulkResult, time_format: str | None) -> str:
    """What was made, skipped and refused, on one line."""
    pending = [each for each in bulk.done if each.state in PENDING]
    done = [each for each in bulk.done if each not in pending]
    hours = sum((each.entry.hours or ZERO for each in done), ZERO)
    verb = f"Would {LOG.do}" if bulk.dry_run else LOG.done
    parts = [f"{verb} {counted(len(done), 'entry', 'entries')}, {hours_text(hours, time_format)}"]
    parts += [f"{len(pending)} pending"] if pending else []
    parts += _by_reason("skipped", map(_why_skipped, bulk.plan.entries))
    parts += _by_reason("left out", (each.why for each in bulk.plan.left_out))
    parts += _by_reason("failed", (each.error.code.replace("_", " ") for each in bulk.failed))
    parts += [left_words(bulk.left)] if bulk.left else []
    return "; ".join(parts)


_HOW = {
    Presence.THERE: "there already",
    Presence.PENDING: "pending already",
    Presence.BEFORE: "imported before",
    Presence.GONE: "gone since",
    Presence.APPROVED: "approved",
}


def _why_skipped(each: BulkItem) -> str | None:
    """Why an entry is not sent, in words that others have in common with it."""
    if each.there is not None:
        return _HOW[each.there.how]
    return each.skip


def _by_reason(what: str, reasons: Iterable[str | None]) -> list[str]:
    """`5 skipped (3 there already, 2 approved)`; nothing where none is."""
    found = Counter(each for each in reasons if each is not None)
    told = ", ".join(f"{number} {why}" for why, number in found.most_common())
    return [f"{found.total()} {what} ({told})"] if found else []


RENDERERS = {
    BulkResult: Renderer(
        BULK,
        lambda bulk, output, _: logged_lines(as_logged(bulk), output),
        quiet=lambda bulk, output: ids(as_logged(bulk), output),
        remarks=bulk_remarks,
    )
}
