"""A sentence of `hv log`, read whole: `2h on Marketing Website yesterday: hero mockups`."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.hours import Rounding
from harvest_cli.language.lengths.clock_ranges import VAGUE
from harvest_cli.language.lengths.durations import duration
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.matching import fitting_tasks, task_key
from harvest_cli.language.sentence.entries import Parts
from harvest_cli.language.sentence.fields import apart, promote
from harvest_cli.language.sentence.leave import LeaveWithoutPlace, find_leave
from harvest_cli.language.sentence.notes import Layout, lay_out
from harvest_cli.language.sentence.reading_state import (
    ReadingState,
    read_through_slips,
    refuse_loose_ends,
)
from harvest_cli.language.sentence.scan import Segment, Settled, scan
from harvest_cli.language.text.match import (
    Mended,
    Problem,
    is_sign,
    is_word,
    starts_clean,
)
from harvest_cli.language.text.readings import (
    Conventions,
    EntryReading,
    Kind,
    LogReading,
    Overrides,
)
from harvest_cli.language.text.tokens import AT, END, MENTION, WORD, words_of

_AGO = Problem(
    "invalid_time", "Finished time needs a duration and a day", "Give both, like `1h today`"
)


def parse_log(
    text: str,
    now: datetime,
    names: Names,
    conventions: Conventions = Conventions(),  # noqa: B008 - frozen
    given: Overrides = Overrides(),  # noqa: B008 - frozen
) -> LogReading:
    """Read a sentence as one or several entries.

    `now` is aware, in the user's zone. What is `given` wins over words. Raises SentenceError.
    """

    def read(mended: Mended) -> LogReading:
        state = ReadingState(text, now, names, conventions, given, mended)
        if conventions.leave and given.assignment is None and find_leave(state):
            try:
                return _read(state)
            except SentenceError as error:
                again = ReadingState(text, now, names, conventions, given, mended)
                return _without_leave(again, error)
        return _read(state)

    return read_through_slips(text, names.may_begin, read)


def _without_leave(state: ReadingState, refused: SentenceError) -> LogReading:
    """The sentence with its words of leave read as any other words."""
    try:
        return _read(state)
    except SentenceError:
        placeless = isinstance(refused, LeaveWithoutPlace)
        if refused.code in ("no_project", "unknown_project") and not placeless:
            raise
        raise refused from None


def _read(state: ReadingState) -> LogReading:
    given, measured = state.given, state.given.measured
    settled = Settled(
        state.names, project=given.assignment is not None, needs_quantity=not measured
    )
    segments, stop = scan(state.tokens, state.context, settled)
    segments = apart(state, promote(state, segments))
    layout = lay_out(state, segments, measured=measured)
    raise_problems(state, layout.segments)
    for segment in layout.segments:
        if segment.is_match("ago", "already"):
            raise state.refuse(_AGO, segment)
    parts = Parts(state, layout)
    entries = parts.entries()
    notes = notes_of(state, layout, stop)
    refuse_loose_ends(state, segments, layout.notes)
    _warn_of_entry(state, stop)
    _warn_of_task(state, entries, layout)
    _warn_of_sharing(state, len(parts.parts), notes)
    mark(state, layout.segments)
    own = given.notes
    noted = (e._replace(notes=joined(e.notes, notes) if own is None else own) for e in entries)
    return LogReading(
        state.text,
        tuple(noted),
        state.roles.spans(),
        tuple(state.inferences),
        tuple(state.warnings),
        next((a for each in layout.segments if isinstance(a := each.meaning, Rounding)), None),
    )


def _warn_of_entry(state: ReadingState, stop: int) -> None:
    """Say that notes behind a colon hold what looks like a further entry: `A: x; 1h on B`."""
    for piece in list(_pieces(state, stop + 1))[1:]:
        named = any(state.tokens[i].kind in (MENTION, AT) for i in piece)
        if named and any(_is_length(state, i) for i in piece):
            words = state.text[state.tokens[piece[0]].start : state.tokens[piece[-1]].end]
            state.warnings.append(f"`{words}` was read as part of the notes")


def _pieces(state: ReadingState, start: int) -> Iterator[range]:
    """The tokens from there on between signs that divide, and ends of lines."""
    for i in range(start, len(state.tokens)):
        token, gap = state.tokens[i], state.text[state.tokens[i - 1].end : state.tokens[i].start]
        divides = token.kind == END or is_sign(token, ";", ",")
        if divides or (i > start and "\n" in gap):
            yield range(start, i)
            start = i + divides


def _is_length(state: ReadingState, i: int) -> bool:
    if not starts_clean(state.tokens, i):
        return False
    found = duration(state.tokens, i, state.conventions.workday_minutes)
    return found is not None and state.tokens[found[1] - 1].kind == WORD


def _warn_of_sharing(state: ReadingState, parts: int, notes: str | None) -> None:
    """Say that notes behind several entries go to each of them."""
    if notes and parts > 1 and state.given.notes is None:
        state.warnings.append(f"All {parts} entries get the same notes")


def _warn_of_task(state: ReadingState, entries: Sequence[EntryReading], layout: Layout) -> None:
    """Say that notes behind a comma begin with a task that nobody else names."""
    if not layout.notes or any(entry.task for entry in entries) or len(entries) != 1:
        return
    begin, end = layout.notes[0]
    words = words_of(state.text[begin:end])
    first = words[0] if words else ""
    known = [task for task in entries[0].assignment.tasks if task_key(task.name).startswith(first)]
    for many in range(min(4, len(words) - 1) if known else 0, 0, -1):
        tasks = fitting_tasks(known, words[:many], exact=True)
        if len(tasks) == 1:
            said = state.text[begin:end].strip()
            state.warnings.append(f"`{said}` is notes; `, {tasks[0].name}, …` names the task")
            return


def _refuse_group(state: ReadingState, first: Segment, second: Segment) -> None:
    """Refuse `by client`, whose words say nothing of an entry by themselves."""
    by, what = state.tokens[first.end - 1], state.tokens[second.start]
    grouped = is_word(by, "by", "per") and is_word(what, "client", "project", "task")
    if grouped and first.kind in ("filler", "run") and second.kind == "filler":
        message = f'"{state.text[by.start : what.end]}" groups a report, not an entry'
        hint = f"For notes: `{state.text[: by.start].rstrip()}: {state.text[by.start :]}`"
        alone = Segment(first.kind, first.end - 1, first.end)
        raise state.refuse(Problem("unknown_task", message, hint), alone, second)


def raise_problems(state: ReadingState, segments: Sequence[Segment]) -> None:
    """Refuse the first piece that is impossible, has two meanings or means nothing here."""
    for first, second in pairwise(segments):
        _refuse_group(state, first, second)
    for place, segment in enumerate(segments):
        if segment.is_match("days", "problem"):
            # Loaded for what is refused.
            from harvest_cli.language.sentence.near_misses import refuse_other_year

            refuse_other_year(state, segments[place - 1 : place], segment)
        if segment.is_match("duration"):
            _refuse_share(state, segment)
        if segment.match is not None and isinstance(segment.match.value, Problem):
            start = segment.match.start
            while segment.match.value is VAGUE and start and not state.tokens[start].gap:
                start -= 1
            wrong = Segment("match", start, segment.match.end)
            raise state.refuse(segment.match.value, wrong)


def _refuse_share(state: ReadingState, length: Segment) -> None:
    """Refuse `8h design, 1h of it meetings`: the hour is in the eight; and `most of an hour`."""
    shared = is_word(state.tokens[length.end], "of") and is_word(
        state.tokens[length.end + 1], "it", "that", "those", "them", "which"
    )
    whole = is_word(state.tokens[length.start], "a", "an", "one")
    if not shared and not (whole and is_word(state.tokens[length.start - 1], "of")):
        return
    # As above.
    from harvest_cli.language.sentence import near_misses

    if shared:
        raise near_misses.part_of_it(state, length.start, length.end + 2)
    near_misses.refuse_part_of_an_hour(state, length)


def notes_of(state: ReadingState, layout: Layout, stop: int) -> str | None:
    """The notes of the whole sentence: free ones, and what stands behind the colon."""
    text = state.text
    for start, end in layout.notes:
        state.roles.mark_text(start, end, Kind.NOTES)
    end = layout.notes[-1][1] if layout.notes else 0
    found = [", ".join(text[start:end].strip() for start, end in layout.notes)]
    if text.startswith("|"):
        # A row of a table that was pasted.
        found = [found[0].rstrip("| ")]
    if state.tokens[stop].kind != END and end < state.tokens[stop].end:
        behind = text[state.tokens[stop].end :]
        found.append(behind.strip())
        state.roles.mark_text(len(text) - len(behind.lstrip()), len(text), Kind.NOTES)
    return " ".join(piece for piece in found if piece) or None


def joined(*notes: str | None) -> str | None:
    """Notes put together; None when there are none."""
    return " ".join(note for note in notes if note) or None


def mark(state: ReadingState, segments: Sequence[Segment]) -> None:
    """Record the roles of days, quantities and leave."""
    for segment in segments:
        if segment.is_match("days"):
            state.roles.mark(segment.start, segment.end, Kind.DATE)
        elif segment.match is not None:
            state.roles.mark(segment.start, segment.end, Kind.QUANTITY)
            for said in segment.match.inferences if segment.is_match("begin", "finish") else ():
                state.infer(said.kind, said.text, said.meaning)
        elif segment.mention is not None and segment.mention.leave is not None:
            state.roles.mark(segment.start, segment.end, Kind.PROJECT)
