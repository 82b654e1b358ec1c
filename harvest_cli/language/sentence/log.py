"""A sentence of `hv log`, read whole: `2h on Marketing Website yesterday: hero mockups`."""

from collections.abc import Sequence
from datetime import datetime

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names.index import Names
from harvest_cli.language.sentence.doubts import warn_of_entry, warn_of_sharing
from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.entries import Parts
from harvest_cli.language.sentence.fields import promote
from harvest_cli.language.sentence.leave import LeaveWithoutPlace, claim_leave
from harvest_cli.language.sentence.notes import Layout, lay_out
from harvest_cli.language.sentence.scan import Segment, Settled, scan
from harvest_cli.language.text.item import Problem
from harvest_cli.language.text.readings import (
    Conventions,
    EntryReading,
    Kind,
    LogReading,
    Overrides,
)
from harvest_cli.language.text.tokens import END

_AGO = Problem(
    "invalid_time", "Finished time needs a duration and a day", "Give both, like `1h today`"
)


def parse_log(
    text: str,
    now: datetime,
    names: Names,
    manner: Conventions = Conventions(),  # noqa: B008 - frozen
    given: Overrides = Overrides(),  # noqa: B008 - frozen
) -> LogReading:
    """Read a sentence as one or several entries.

    `now` is aware, in the user's zone. What is `given` wins over words. Raises SentenceError.
    """
    draft = ReadingState(text, now, names, manner, given)
    if manner.leave and given.assignment is None and claim_leave(draft):
        try:
            return _read(draft)
        except SentenceError as error:
            return _without_leave(ReadingState(text, now, names, manner, given), error)
    return _read(draft)


def _without_leave(draft: ReadingState, refused: SentenceError) -> LogReading:
    """The sentence with its words of leave read as any other words."""
    try:
        return _read(draft)
    except SentenceError:
        placeless = isinstance(refused, LeaveWithoutPlace)
        if refused.code in ("no_project", "unknown_project") and not placeless:
            raise
        raise refused from None


def _read(draft: ReadingState) -> LogReading:
    given, measured = draft.given, draft.given.measured
    settled = Settled(project=given.assignment is not None, needs_quantity=not measured)
    atoms, stop = scan(draft.tokens, draft.scene, settled)
    layout = lay_out(draft, promote(draft, atoms), measured=measured)
    raise_problems(draft, layout.atoms)
    for atom in layout.atoms:
        if atom.is_item("ago", "already"):
            raise draft.refuse(_AGO, atom)
    parts = Parts(draft, layout)
    entries = parts.entries()
    notes = notes_of(draft, layout, stop)
    warn_of_entry(draft, stop)
    warn_of_sharing(draft, len(parts.parts), notes)
    mark(draft, layout.atoms)
    return LogReading(
        draft.text,
        tuple(_with_notes(draft, entries, notes)),
        draft.roles.spans(),
        tuple(draft.inferences),
        tuple(draft.warnings),
    )


def raise_problems(draft: ReadingState, atoms: Sequence[Segment]) -> None:
    """Refuse the first piece that is impossible or has two meanings."""
    for atom in atoms:
        if atom.item is not None and isinstance(atom.item.value, Problem):
            raise draft.refuse(atom.item.value, atom)


def notes_of(draft: ReadingState, layout: Layout, stop: int) -> str | None:
    """The notes of the whole sentence: free ones, and what stands behind the colon."""
    text = draft.text
    for start, end in layout.notes:
        draft.roles.mark_text(start, end, Kind.NOTES)
    end = layout.notes[-1][1] if layout.notes else 0
    found = [", ".join(text[start:end].strip() for start, end in layout.notes)]
    if text.startswith("|"):
        # A row of a table that was pasted.
        found = [found[0].rstrip("| ")]
    if draft.tokens[stop].kind != END and end < draft.tokens[stop].end:
        behind = text[draft.tokens[stop].end :]
        found.append(behind.strip())
        draft.roles.mark_text(len(text) - len(behind.lstrip()), len(text), Kind.NOTES)
    return " ".join(piece for piece in found if piece) or None


def _with_notes(
    draft: ReadingState, entries: Sequence[EntryReading], notes: str | None
) -> list[EntryReading]:
    """The entries with the notes of the whole behind their own; the given ones win."""
    given = draft.given.notes
    return [
        e._replace(notes=given if given is not None else joined(e.notes, notes)) for e in entries
    ]


def joined(*notes: str | None) -> str | None:
    """Notes put together; None when there are none."""
    return " ".join(note for note in notes if note) or None


def mark(draft: ReadingState, atoms: Sequence[Segment]) -> None:
    """Record the roles of days, quantities and leave."""
    for atom in atoms:
        if atom.is_item("days"):
            draft.roles.mark(atom.start, atom.end, Kind.DATE)
        elif atom.item is not None:
            draft.roles.mark(atom.start, atom.end, Kind.QUANTITY)
        elif atom.claim is not None and atom.claim.leave is not None:
            draft.roles.mark(atom.start, atom.end, Kind.PROJECT)
