"""An import for programs: files as they were read, rows with their verdicts, what was made."""

from operator import attrgetter

from harvest_cli.actions.suggest.drafts import DraftOrigin
from harvest_cli.domain.hours import hours_from_minutes
from harvest_cli.domain.records import Any
from harvest_cli.show.machine.entries import BULK, ENTRY, FAILURE, PERIOD, clock_cell
from harvest_cli.show.machine.fields import Field, Getter, Table, within


def _entry(name: str) -> Getter:
    """Something of the entry that a row, or a suggestion, would be; nothing where it is none."""

    def read(row: Any) -> Any:
        return attrgetter(name)(row.item.entry) if row.item else None

    return read


def _texts(name: str) -> Getter:
    return lambda line: getattr(line.row, name) or None


VERDICTS = "new|there|imported_before|gone_since|approved|skip|which|wrong"
ROW = Table(
    Field("line", "int", "row.line", 1),
    Field("verdict", VERDICTS, None, 2),
    Field("why", "text?", lambda line: line.why or None, 13),
    Field("entry_id", "int?"),
    Field("spent_date", "date?", "row.day", 3),
    Field("hours", "number", "row.hours", 4),
    Field("started_time", "time?", clock_cell("row.start"), 5),
    Field("ended_time", "time?", clock_cell("row.end"), 6),
    Field(
        "as_in_file",
        Table(
            Field("client", "text?", _texts("client")),
            Field("project", "text?", _texts("project")),
            Field("task", "text?", _texts("task")),
            Field("user", "text?", _texts("user")),
            Field("tags", ["text"], lambda line: list(line.row.tags)),
        ),
        lambda line: line,
    ),
    Field("client", "text?", _entry("client.name"), 10),
    Field("project", "text?", _entry("project.name"), 11),
    Field("task", "text?", _entry("task.name"), 12),
    Field(
        "notes",
        "text?",
        lambda line: (line.item.entry.notes if line.item else line.row.notes) or None,
        14,
    ),
    Field("assumed", "text?", lambda line: line.item.assumed if line.item else None),
    Field("key", "text?"),
    also=(
        Field("file_client", "text", None, 7, _texts("client")),
        Field("file_project", "text", None, 8, _texts("project")),
        Field("file_task", "text", None, 9, _texts("task")),
    ),
)
FACTS = (
    Field("name", "text", "facts.name"),
    Field("kind", "text", "facts.kind"),
    Field("encoding", "text", "facts.encoding"),
    Field("delimiter", "text?", lambda each: each.facts.delimiter or None),
    Field("date_order", "text?", lambda each: each.facts.date_order or None),
    Field("zone", "text?", lambda each: each.facts.zone or None),
    Field("sha256", "text", "facts.sha256"),
)
MISSING = Table(
    Field("client"),
    Field("project"),
    Field("task"),
    Field("rows", "int"),
    Field("hours", "number"),
    Field("near", ["text"], lambda each: [a.project.name for a in each.near]),
    Field("known_project", "text?", lambda each: each.known.project.name if each.known else None),
)
SUMS = Table(
    *(
        Field(f"{name}{part}", kind)
        for name in ("read", "new", "there", "skipped", "wrong", "open", "approved")
        for part, kind in (("", "int"), ("_hours", "number"))
    ),
    Field("drift", "number", lambda sums: round(sums.drift, 4)),
)
FILE = Table(*FACTS, Field("rows", [ROW], "lines"))
IMPORT = Table(
    Field("files", [FILE], "planned.files"),
    Field("plan", "text", "planned.id"),
    Field("sums", SUMS, "planned.sums"),
    Field("missing", [MISSING], "planned.missing"),
    Field("rules?", "text", lambda each: each.planned.toml or None),
    Field("remarks", ["text"], "planned.said"),
    *within("bulk", BULK.fields),
    FAILURE,
)


def import_document(answer: Any, _layout: Any) -> Any:
    """The document of an import; files and entries are made while it is written."""
    bulk, planned = answer.bulk, answer.planned
    short = answer._replace(bulk=bulk._replace(done=()))
    record = IMPORT.record(short._replace(planned=planned._replace(files=())))
    return {
        **record,
        "files": map(FILE.record, planned.files),
        "sums": SUMS.record(planned.sums),
        "entries": (ENTRY.record((each.entry, each.state)) for each in bulk.done),
    }


def _minute(name: str) -> Getter:
    def read(row: Any) -> str | None:
        at = getattr(row.draft, name)
        return None if at is None else f"{at // 60:02d}:{at % 60:02d}"

    return read


SUGGESTION = Table(
    Field("ticked", "bool", "on", 1),
    Field("origin", "commits|meeting|timer", lambda row: str(row.draft.origin), 2),
    Field("source", "text", "draft.source", 11),
    Field("commits", "int", "draft.commits"),
    Field("estimated", "bool", lambda row: row.draft.origin == DraftOrigin.COMMITS),
    Field("spent_date", "date", "draft.day", 3),
    Field("hours", "number", lambda row: hours_from_minutes(row.draft.minutes), 4),
    Field("started_time", "time?", _minute("start"), 5),
    Field("ended_time", "time?", _minute("end"), 6),
    Field("client", "text?", _entry("client.name"), 7),
    Field("project", "text?", _entry("project.name"), 8),
    Field("task", "text?", _entry("task.name"), 9),
    Field("notes", "text?", lambda row: row.draft.notes or None, 10),
    Field("assumed", "text?", lambda row: row.item.assumed if row.item else None),
    Field(
        "reference",
        "text?",
        lambda row: row.draft.reference.permalink if row.draft.reference else None,
    ),
    Field("why", "text?", lambda row: row.why or None, 12),
    Field("mend", "text?", lambda row: row.mend or None),
    Field("key", "text", lambda row: row.draft.marks[0]),
)
SUGGEST = Table(
    *within("found.period", PERIOD.fields),
    Field("suggestions", [SUGGESTION], "found.rows"),
    Field(
        "off",
        [Table(Field("date", "date", lambda each: each[0]), Field("why", "text", lambda e: e[1]))],
        "found.off",
    ),
    Field("remarks", ["text"], "found.said"),
    *within("bulk", BULK.fields),
)
DOCUMENTS: dict[str, Any] = {"import": IMPORT, "suggest": SUGGEST}
