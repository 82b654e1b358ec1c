"""Time entries for programs: the fields of an entry, and the documents that hold entries.

Names are Harvest's own. A key is always there; what is unknown is null.
"""

from datetime import datetime
from operator import attrgetter

from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import Any
from harvest_cli.domain.safe_text import redacted
from harvest_cli.show.machine.fields import Field, Getter, OrNull, Record, Table, within
from harvest_cli.show.terminal.table import Column

CREATED = str(EntryState.CREATED)
OWN_MARK = "hv"
"""Group of the references that hv puts on entries for itself; they mean nothing elsewhere."""
NAMED = Table(Field("id", "int?", lambda named: named.id or None), Field("name"))
USER = Table(Field("id", "int?"), Field("name"), name="named")
REFERENCE = Table(
    Field("id", "text?"),
    Field("group_id", "text?"),
    Field("account_id", "text?"),
    Field("permalink", "text?"),
    Field("service", "text?"),
    name="reference",
)


def clock_cell(name: str) -> Getter:
    """Reads a time of day under this dotted name, for a cell."""
    read = attrgetter(name)
    return lambda thing: None if (at := read(thing)) is None else f"{at:%H:%M}"


def local_moment(at: datetime) -> str:
    """A moment for a cell: in this machine's zone, to the second."""
    return at.astimezone().isoformat(timespec="seconds")


def _reference(name: str) -> Getter:
    def read(entry: TimeEntry) -> str | None:
        reference = entry.external_reference
        if reference is None or reference.group_id == OWN_MARK:
            return None
        found: str | None = getattr(reference, name)
        return found

    return read


class EntryTable(Table):
    """The table of entries: it takes an entry that is on Harvest, or one with its state."""

    def record(self, thing: TimeEntry | tuple[TimeEntry, EntryState]) -> Record:
        """An entry, or a pair of an entry and its state, as JSON; the id is null without one."""
        if isinstance(thing, TimeEntry):
            return super().record(thing)
        entry, state = thing
        return {**super().record(entry), "state": str(state)}


ENTRY = EntryTable(
    Field("id", "int?", lambda entry: entry.id or None, 1),
    Field(
        "state",
        "created|queued|unconfirmed|preview",
        lambda _entry: CREATED,
        8,
        root="is_running",
    ),
    Field("spent_date", "date?", None, 2),
    Field("hours", "number?", None, 3),
    Field("hours_without_timer", "number?"),
    Field("rounded_hours", "number?", None, 10),
    Field("started_time", "time?", None, 11),
    Field("ended_time", "time?", None, 12),
    Field("is_running", "bool", None, 13, root="is_running"),
    Field("timer_started_at", "moment?"),
    Field("client", NAMED, None, 4, "client.name", "client"),
    Field(
        "project",
        Table(*NAMED.fields, Field("code", "text?", lambda project: project.code or None)),
        None,
        5,
        "project.name",
        "project",
    ),
    Field("task", NAMED, None, 6, "task.name", "task"),
    Field("user", OrNull(USER), None, 14, lambda entry: entry.user and entry.user.name, "user"),
    Field("notes", "text?", None, 9),
    Field("billable", "bool?", None, 7, root="billable"),
    Field("is_locked", "bool", None, 16, root="is_locked"),
    Field("locked_reason", "text?", None, 28, root="locked_reason"),
    Field("is_billed", "bool", None, 17, root="is_billed"),
    Field("approval_status", "text?", None, 18, root="approval_status"),
    Field("external_reference", OrNull(REFERENCE), root="external_reference"),
    Field("created_at", "moment?"),
    Field("updated_at", "moment?"),
    name="entry",
    also=(
        Field("project_code", "text?", "project.code", 15, root="project"),
        Field("permalink", "text?", _reference("permalink"), 19, root="external_reference"),
        Field("reference_id", "text?", _reference("id"), 20, root="external_reference"),
        Field("reference_group", "text?", _reference("group_id"), 21, root="external_reference"),
        Field("client_id", "int?", "client.id", 22, root="client"),
        Field("project_id", "int?", lambda entry: entry.project.id or None, 23, root="project"),
        Field("task_id", "int?", lambda entry: entry.task.id or None, 24, root="task"),
        Field("user_id", "int?", lambda entry: entry.user and entry.user.id, 25, root="user"),
        Field("currency", "text?", "client.currency", 26, root="client"),
        Field("billable_rate", "number?", None, 27),
    ),
)
TSV_COLUMNS, CSV_COLUMNS = ENTRY.columns[:9], ENTRY.columns[:24]
"""What `hv entries` prints in a pipe; all that makes an entry, which `hv log --csv` reads back."""
_NAME = 24  # names are cut only below this width
TERMINAL = {
    "number": Column("#", right=True, style="dim"),
    "hours": Column("Hours", right=True),
    "clock": Column("Clock", right=True, drop=2),
    "user": Column("Person", floor=12, squeeze=2),
    "client": Column("Client", floor=_NAME, squeeze=2, drop=1),
    "project": Column("Project", floor=_NAME, squeeze=2),
    "task": Column("Task", floor=_NAME, squeeze=2, drop=3),
    "notes": Column("Notes", style="dim", floor=20, drop=4),
}
"""The columns on a terminal, by the field whose cell they show; `number` is the place in the list,
`clock` start and end."""


def fields_of(text: str) -> tuple[str, ...]:
    """`id,hours,notes` as names of columns; raises UsageError for one that is none."""
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    wrong = [name for name in names if name not in ENTRY.columns]
    if wrong or not names:
        message = f'Unknown field "{wrong[0]}" (--fields)' if wrong else "`--fields` names no field"
        raise UsageError(message, hint=f"Fields: {', '.join(ENTRY.columns)}")
    return names


def error_record(error: HvError, *, text: str | None = None) -> Record:
    """The error as JSON; with `text`, the sentence it belongs to comes first (batches)."""
    return {**({} if text is None else {"text": text}), "error": ERROR.record(error)}


ERROR = Table(
    Field("code"),
    Field("message", "text", lambda error: redacted(error.message)),
    Field("hint", "text?", lambda error: redacted(error.hint) if error.hint else None),
    Field("candidates?", ["text"], lambda error: error.candidates or None),
    name="error",
)
INFERENCE = Table(Field("kind"), Field("text"), name="inference")
SPAN = Table(Field("start", "int"), Field("end", "int"), Field("kind"), Field("text"), name="span")
REQUEST = Table(
    Field("method"), Field("path"), Field("body?", {"*": "any"}, lambda each: each.body)
)
REQUESTS = Field("requests?", [REQUEST], lambda answer: answer.requests or None)
FAILURE = Field("error?", ERROR, lambda answer: answer.failure)
WARNINGS = Field("warnings", ["text"])
INFERENCES = Field("inferences", [INFERENCE])
PERIOD = Table(Field("from", "date", "start"), Field("to", "date", "end"), name="period")
FROM_TO = within("period", PERIOD.fields)
"""The days of what has a period."""


class LoggedTable(EntryTable):
    """The table of logged entries: those of an entry, and what hv knows besides."""

    def record(self, thing: Any) -> Record:
        """An entry that was logged, queued or would be logged."""
        return {**ENTRY.record((thing.entry, thing.state)), **_MORE.record(thing)}


_MORE = Table(
    Field("assumed", "text?"),
    Field("key", "text?", lambda each: each.key or None),
    Field("why", "text?"),
    Field("already", "bool"),
)
LOG = Table(
    Field("text"),
    Field("entries", [LoggedTable(*ENTRY.fields, *_MORE.fields)]),
    WARNINGS,
    INFERENCES,
    Field("read?", "text", lambda logged: logged.read if logged.parts else None),
    Field("spans?", [SPAN], lambda logged: logged.parts or None),
    REQUESTS._replace(type=[Table(Field("method"), Field("path"), Field("body", {"*": "any"}))]),
    FAILURE,
)


TIMER = Table(
    Field("text"),
    Field("did", "text", lambda answer: str(answer.deed)),
    Field("entries", [ENTRY], lambda timer: [(row.entry, row.state) for row in timer.entries]),
    Field("stopped", [ENTRY]),
    Field("since", "moment?"),
    Field("until", "moment?"),
    Field(
        "days",
        [Table(Field("date", "date", "day"), Field("hours", "number"), Field("target", "number?"))],
    ),
    WARNINGS,
    INFERENCES,
    Field("unfinished?", "any"),
    REQUESTS,
)  # fmt: skip
CHANGE = Table(
    Field("before", ENTRY),
    Field("after", ENTRY, lambda changed: (changed.after, changed.state)),
    Field(
        "changes",
        {"*": Table(Field("from", "any"), Field("to", "any"))},
        lambda changed: {
            each.name: {"from": each.before, "to": each.after} for each in changed.differences
        },
    ),
    WARNINGS,
    REQUESTS,
)
DELETION = Table(
    Field("deleted", "bool", lambda deleted: deleted.state is EntryState.CREATED),
    Field("entry", ENTRY, lambda deleted: (deleted.entry, deleted.state)),
    WARNINGS,
    REQUESTS,
)
_PASSED = (
    Field("skipped", [Table(Field("id", "int", "entry.id"), Field("why"))]),
    Field("failed", [Table(Field("id", "int", "entry.id"), Field("error", ERROR))]),
    Field("left", "int"),
    WARNINGS,
)
CHANGES = Table(Field("entries", [CHANGE], "rows"), *_PASSED)
DELETIONS = Table(Field("entries", [DELETION], "rows"), *_PASSED)


LIST = Table(
    *FROM_TO,
    Field("entries", [ENTRY]),
    Field(
        "totals",
        Table(Field("hours", "number", "total"), Field("billable_hours", "number", "billable")),
        lambda listed: listed,
    ),
    INFERENCES,
)


BULK = Table(
    Field("entries", [ENTRY], lambda bulk: [(each.entry, each.state) for each in bulk.done]),
    Field(
        "skipped",
        [Table(Field("place"), Field("why", "text", "skip"))],
        lambda bulk: [each for each in bulk.plan.entries if each.skip is not None],
    ),
    Field("left_out", [Table(Field("place"), Field("why"))], "plan.left_out"),
    Field("failed", [Table(Field("place", "text", "planned.place"), Field("error", ERROR))]),
    Field("left", "int"),
    INFERENCES,
    REQUESTS,
)
MANAGED = Table(
    Field("did", "text", "deed"),
    Field("undo?", "text", lambda each: each.how or None),
    Field("what"),
    Field("id", "int"),
    Field("at", "moment", "moment"),
    Field("undone", "bool", lambda each: bool(each.how) or each.of.undone_at is not None),
    Field("write", "text", "name"),
    name="managed",
)
UNDO = Table(
    Field(
        "undone",
        [
            Table(
                Field("did", "text", "written.deed.deed"),
                Field("undo", "text", "how"),
                Field("entry", ENTRY, lambda each: (each.entry or each.written.entry, each.state)),
                Field("note", "text?", lambda each: each.note or None),
                Field("write", "text", "written.deed.command"),
            )
        ],
    ),
    Field("managed?", [MANAGED], lambda undo: undo.managed or None),
    WARNINGS,
    FAILURE,
    REQUESTS,
)
HISTORY = Table(
    Field("at", "moment", None, 1, lambda each: local_moment(each.at)),
    Field("did", "text", "deed.deed", 2),
    Field("id", "int?", "deed.entry_id", 3),
    Field("hours", "number?", "entry.hours", 4),
    Field("project", "text", "entry.project.name", 5),
    Field("task", "text", "entry.task.name", 6),
    Field("spent_date", "date?", "entry.spent_date", 7),
    Field("sentence", "text?", lambda each: each.deed.text or None),
    Field("undone", "bool", lambda each: each.deed.undone_at is not None, 8),
    Field("write", "text", "deed.command", 9),
    Field("notes", "text?", "entry.notes"),
)
HISTORIES = Table(
    Field("history", [HISTORY], "rows"),
    Field("managed?", [MANAGED], lambda history: history.managed or None),
)
DOCUMENTS: dict[str, Any] = {
    "error": Table(Field("text?"), Field("line?", "int"), Field("error", ERROR)),
    "log": LOG,
    "start": TIMER,
    "stop": TIMER,
    "restart": TIMER,
    "edit": CHANGE,
    "delete": DELETION,
    "edit-several": CHANGES,
    "delete-several": DELETIONS,
    "entries": LIST,
    "copy": BULK,
    "fill": BULK,
    "log-csv": BULK,
    "undo": UNDO,
    "history": HISTORIES,
}
