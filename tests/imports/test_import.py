"""`hv import`: what a file holds becomes entries, after a look at each row, and once."""

import json
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.entries import comparing
from tests.imports.reading import EXAMPLES
from tests.rows import for_each
from tests.running import Hv, Ran

TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,"
    "Start date,Start time,End date,End time,Duration,Tags"
)
_KIM, _ROBIN = "Kim Allen,kim@example.test", "Robin Stone,robin@example.test"
ROWS = (
    f'{_KIM},ABC Corp,Marketing Website,Programming,"Nav, mobile",Yes,'
    '2026-11-12,09:00:00,2026-11-12,10:30:00,01:30:00,"web, css"',
    f"{_KIM},ABC Corp,Marketing Website,,Late fix,No,"
    "2026-11-12,23:30:00,2026-11-13,00:15:00,45:00 min,",
    f"{_ROBIN},123 Industries,Task Force,Research,,No,"
    "2026-11-13,13:00:00,2026-11-13,14:00:00,1.00,",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, *lines: str, name: str = "toggl.csv") -> str:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def verdicts(ran: Ran) -> list[str]:
    return [row["verdict"] for file in ran.json["files"] for row in file["rows"]]


def there(hv: Hv, *notes: str) -> list[str]:
    found = hv("entries", "from 2026-11-12 to 2026-11-14", "--json").json["entries"]
    return sorted(each["notes"] or "" for each in found if (each["notes"] or "") in notes)


def test_a_file_is_recognised_shown_and_booked(hv: Hv, folder: Path) -> None:
    file = written(folder, TOGGL, *ROWS)
    looked = hv("import", file, "--dry-run", "--json")
    assert looked.code == 0, looked.err
    (facts,) = looked.json["files"]
    assert (facts["kind"], facts["encoding"], facts["delimiter"]) == ("toggl", "UTF-8", "comma")
    assert verdicts(looked) == ["new", "new", "skip"]
    assert there(hv, "Nav, mobile") == []
    ran = hv("import", file, "--yes", "--json")
    assert ran.code == 0, ran.err
    assert verdicts(ran) == verdicts(looked)
    made = [(e["hours"], e["project"]["code"], e["task"]["name"]) for e in ran.json["entries"]]
    assert made == [(1.5, "MW", "Programming"), (0.75, "MW", "Graphic Design")]


def test_the_sums_add_up(hv: Hv, folder: Path) -> None:
    sums = hv("import", written(folder, TOGGL, *ROWS), "-n", "--json").json["sums"]
    assert sums["read"] == sums["new"] + sums["there"] + sums["skipped"] + sums["wrong"] == 3
    parts = ("new_hours", "there_hours", "skipped_hours", "open_hours")
    assert sums["read_hours"] == sum(sums[name] for name in parts) == 3.25


def test_off_a_terminal_a_yes_is_needed_and_the_table_is_printed(hv: Hv, folder: Path) -> None:
    ran = hv("import", written(folder, TOGGL, *ROWS))
    assert ran.code == 8
    assert [line.split("\t")[:2] for line in ran.out.splitlines()] == [
        ["2", "new"],
        ["3", "new"],
        ["4", "skip"],
    ]
    assert "3 rows, 3:15 = 2 (2:15) new + 1 (1:00) skipped" in ran.err
    assert "This would log 2 entries" in ran.err
    document = hv("import", written(folder, TOGGL, *ROWS), "--json")
    assert (document.code, document.json["error"]["code"]) == (8, "needs_decision")
    assert there(hv, "Nav, mobile") == []


def test_on_a_terminal_it_is_shown_and_asked_about_once(hv: Hv, folder: Path) -> None:
    file = written(folder, TOGGL, *ROWS)
    no = hv("import", file, stdin="n\n", terminal=True, COLUMNS="200")
    assert (no.code, no.err.count("[Y/n]")) == (8, 1)
    assert "ABC Corp › Marketing Website › Programming" in no.err
    assert there(hv, "Late fix") == []
    yes = hv("import", file, stdin="y\n", terminal=True)
    assert yes.code == 0, yes.err
    assert there(hv, "Late fix", "Nav, mobile") == ["Late fix", "Nav, mobile"]


@pytest.mark.parametrize("argv", [["import", "-"], ["import", "-", "--as", "toggl"]])
def test_standard_input_is_a_file_too(hv: Hv, argv: list[str]) -> None:
    ran = hv(*argv, "-y", "--json", stdin="\n".join([TOGGL, *ROWS]))
    assert len(ran.json["entries"]) == 2


def test_the_short_form_reads_the_same_files(hv: Hv, folder: Path) -> None:
    file = written(folder, TOGGL, *ROWS)
    assert len(hv("log", "--csv", file, "--json").json["entries"]) == 2
    assert verdicts(hv("import", file, "-n", "--json")) == ["there", "there", "skip"]


def test_files_that_overlap_are_one_import(hv: Hv, folder: Path) -> None:
    one, two = (
        written(folder, TOGGL, *rows, name=f"{n}.csv")
        for n, rows in enumerate((ROWS[:2], ROWS[1:]))
    )
    ran = hv("import", one, two, "--yes", "--json")
    assert verdicts(ran) == ["new", "new", "there", "skip"]
    assert len(ran.json["entries"]) == 2


@pytest.mark.parametrize("rows", ["\n", "spent_date,hours,project\n2026-11-12,two,MW\n"])
def test_of_several_files_the_one_that_is_wrong_is_named(hv: Hv, folder: Path, rows: str) -> None:
    good, bad = written(folder, TOGGL, *ROWS), folder / "bad.csv"
    bad.write_text(rows)
    ran = hv("import", good, str(bad), "--yes")
    assert ran.code == 2
    assert ran.err.startswith(f"hv: {bad}: ")


@pytest.mark.parametrize(
    "name",
    ["toggl-api.json", "clockify-us.csv", "kimai.csv", "harvest-detailed.csv", "work.timedot"],
)
def test_an_example_is_booked(hv: Hv, name: str) -> None:
    ran = hv("import", str(EXAMPLES / name), "--yes", "--json")
    assert ran.code == 0, ran.err
    assert len(ran.json["entries"]) == verdicts(ran).count("new") > 0


def test_titles_that_are_sentences_are_read_as_such(hv: Hv) -> None:
    ran = hv("import", str(EXAMPLES / "jrnl.json"), "-n", "--json")
    assert ran.code == 0, ran.err
    first, second = ran.json["files"][0]["rows"]
    assert (first["spent_date"], first["hours"], first["project"]) == (
        "2026-11-12",
        1.5,
        "Marketing Website",
    )
    assert (second["verdict"], second["why"]) == ("skip", "no time")


@for_each(
    ("title", "verdict", "why"),
    [
        ("2h in the garden", "skip", "names no project or task of yours"),
        ("2h MW and 1h TF", "wrong", "names 2 entries"),
    ],
)
def test_a_title_that_is_no_one_entry_says_why(hv: Hv, title: str, verdict: str, why: str) -> None:
    entries = [
        {"title": each, "body": "", "date": "2026-11-12", "time": "09:00", "tags": []}
        for each in ("1h on MW: nav", title)
    ]
    file = json.dumps({"tags": {}, "entries": entries})
    ran = hv("import", "-", "-n", "--json", "--skip-wrong", stdin=file)
    _, row = ran.json["files"][0]["rows"]
    assert row["verdict"] == verdict
    assert why in row["why"]


def test_clock_times_go_along_where_they_are_as_long(hv: Hv) -> None:
    ran = hv("import", str(EXAMPLES / "kimai.csv"), "-n", "--json")
    rows: list[dict[str, Any]] = ran.json["entries"]
    clocks = {each["hours"]: (each["started_time"], each["ended_time"]) for each in rows}
    assert clocks == {1.25: (None, None), 0.75: ("23:30", "00:15")}


def test_a_row_past_midnight_can_be_two(hv: Hv, folder: Path) -> None:
    file = written(folder, TOGGL, ROWS[1])
    ran = hv("import", file, "-n", "--json", "--split-midnight")
    rows = [(each["spent_date"], each["hours"]) for each in ran.json["entries"]]
    assert rows == [("2026-11-12", 0.5), ("2026-11-13", 0.25)]
    keys = {row["key"] for row in ran.json["files"][0]["rows"]}
    assert len(keys) == 2


def test_rows_of_an_approved_week_are_shown_so_and_not_sent(hv: Hv) -> None:
    # The oldest week is approved, and nothing is logged on its last day.
    rows = ["2026-11-08,1,TF,Research,a", "2026-11-12,1:30,TF,Research,b", ""]
    text = "\n".join(["date,hours,project,task,notes", *rows])
    shown = hv("import", "-", "-n", "--json", stdin=text).json
    (first, second), sums = shown["files"][0]["rows"], shown["sums"]
    assert (first["verdict"], first["why"]) == ("approved", "its week is approved")
    assert second["verdict"] == "new"
    assert (sums["read"], sums["new"], sums["approved"], sums["approved_hours"]) == (2, 1, 1, 1.0)
    ran = hv("import", "-", "--yes", stdin=text)
    assert (ran.code, len(ran.out.splitlines())) == (5, 1)
    assert "2 rows, 2:30 = 1 (1:30) new + 1 (1:00) approved" in ran.err
    assert "Logged 1 entry, 1:30; 1 skipped (1 approved)" in ran.err
    # Harvest has the last word where it is asked for.
    tried = hv("import", "-", "--yes", "--again", stdin=text)
    assert (tried.code, tried.err.count("approved")) == (5, 1)


def test_weeks_are_approved_as_the_company_counts_them(hv: Hv) -> None:
    text = "date,hours,project,task,notes\n2026-11-01,1,TF,Research,a\n"
    assert hv("config", "set", "week_start", "sunday").code == 0
    assert hv("import", "-", "-n", "--json", stdin=text).json["sums"]["new"] == 1


def test_an_approved_week_is_not_called_logged_before(hv: Hv) -> None:
    text = "date,hours,project,task,notes\n2026-11-08,1,TF,Research,a\n"
    ran = hv("log", "--csv", "-", stdin=text)
    assert (ran.code, "logged before" in ran.err) == (5, False)


def test_what_is_refused_for_one_reason_is_said_once(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Harvest refuses new time in an approved week; here it was approved after hv had looked.
    monkeypatch.setattr(comparing, "approved_weeks", lambda *_: set())
    rows = [f"2026-11-04,1,TF,Research,{n}" for n in range(30)]
    text = "\n".join(["date,hours,project,task,notes", *rows, "2026-11-12,1,TF,Research,a", ""])
    ran = hv("import", "-", "--yes", stdin=text)
    assert ran.code == 5
    assert "line 2, line 3, line 4, line 5, line 6, line 7 and 24 more: Harvest refused" in ran.err
    assert ran.err.count("Harvest refused") == 1
    assert "Logged 1 entry, 1:00; 30 failed" in ran.err
    again = hv("import", "-", "--yes", stdin=text)
    assert "Skipped" not in again.err


_KIMAI = "Date,From,To,Duration,Customer,Project,Activity,Description,Billable,User"
_KIMAI_DE = "Datum,Von,Bis,Dauer,Kunde,Projekt,Tätigkeit,Beschreibung,Abrechenbar,Benutzer"
_CLOCKIFY = (
    "Project,Client,Description,Task,User,Billable,Start Date,Start Time,End Date,End Time,"
    "Duration (h),Duration (decimal)"
)
_HARVEST = "Date,Client,Project,Task,Notes,Hours,Billable?,First Name,Last Name"
_API: dict[str, Any] = {
    "timeInterval": {"start": "2026-11-12T09:00:00Z", "end": "2026-11-12T10:00:00Z"},
    "project": {"name": "Marketing Website"},
}
_V9 = {
    "workspace_id": 1,
    "project_name": "Marketing Website",
    "start": "2026-11-12T09:00:00Z",
    "stop": "2026-11-12T10:00:00Z",
    "duration": 3600,
}
_ENTRY = {"spent_date": "2026-11-12", "hours": 1.0, "project": {"name": "Marketing Website"}}
_PLACE = "Marketing Website,ABC Corp"
BILLABLE = [
    (_KIMAI, "2026-11-12,09:00,10:00,1:00,ABC Corp,Marketing Website,{},x,{},", ("No", "1")),
    (_KIMAI_DE, "2026-11-12,09:00,10:00,1:00,ABC Corp,Marketing Website,{},x,{},", ("Nein", "Ja")),
    (
        "Date;De;À;Durée;Client;Projet;Activité;Description;Facturable;Nom",
        "2026-11-12;09:00;10:00;1:00;ABC Corp;Marketing Website;{};x;{};Kim Allen",
        ("Non", "Oui"),
    ),
    (
        _CLOCKIFY,
        f"{_PLACE},x,{{}},,{{}},11/13/2026,09:00,11/13/2026,10:00,1:00,1.00",
        ("No", "Yes"),
    ),
    (_HARVEST, "2026-11-12,ABC Corp,Marketing Website,{},x,1.0,{},,", ("No", "Yes")),
    (
        "Client,Project,Date,Task,Note,Logged Hours,Planned Hours,Billable",
        "ABC Corp,Marketing Website,2026-11-12,{},x,1.0,1.0,{}",
        ("No", None),
    ),
    (
        "Description,Task,Project,Client,Start,End,Duration (decimal),Billable",
        "x,{},Marketing Website,ABC Corp,2026-11-12 09:00:00,2026-11-12 10:00:00,1.00,{}",
        ("No", "Yes"),
    ),
    (
        "description,billable,client,project,task,start,end,user_name,user_email",
        "x,{1},ABC Corp,Marketing Website,{0},2026-11-12T09:00:00Z,2026-11-12T10:00:00Z,,",
        ("false", "true"),
    ),
    (
        "spent_date,hours,project,task,billable",
        "2026-11-12,1.0,Marketing Website,{},{}",
        ("false", "true"),
    ),
]


@for_each(("head", "row", "words"), BILLABLE)
def test_what_is_billable_is_said_where_the_task_decides_otherwise(
    hv: Hv, folder: Path, head: str, row: str, words: tuple[str, str | None]
) -> None:
    no, yes = words
    rows = [row.format("Programming", no), row.format("Programming", yes or "")]
    if yes is not None:
        rows.append(row.format("Research", yes))
    ran = hv("import", written(folder, head, *rows), "-n", "--json")
    assert ran.code == 0, ran.err
    said = ["1 row not billable in the file, billable on Harvest, as their tasks are: line 2"]
    if yes is not None:
        said.append(
            "1 row billable in the file, not billable on Harvest, as their tasks are: line 4"
        )
    assert [text for text in ran.json["remarks"] if "billable" in text] == said


@pytest.mark.parametrize(
    "document",
    [
        [{**_API, "task": {"name": "Programming"}}],
        [{**_V9, "task_name": "Programming"}],
        [{**_ENTRY, "task": {"name": "Programming"}}],
    ],
    ids=["clockify", "toggl", "harvest"],
)
def test_so_it_is_of_json(hv: Hv, folder: Path, document: list[dict[str, Any]]) -> None:
    documents = [{**document[0], "billable": value} for value in (True, False, None)]
    ran = hv("import", written(folder, json.dumps(documents), name="a.json"), "-n", "--json")
    said = "1 row not billable in the file, billable on Harvest, as their tasks are: entry 2"
    assert [text for text in ran.json["remarks"] if "billable" in text] == [said]


def activity(name: str, category: str, description: str = "") -> str:
    times = 'start_time="2026-11-12 09:00:00" end_time="2026-11-12 10:00:00"'
    return (
        f'<activities><activity name="{name}" category="{category}" description="{description}" '
        f"{times} /></activities>"
    )


@for_each(
    ("name", "description", "task", "notes"),
    [
        ("Programming", "Links", "Programming", "Links"),
        ("programming", "", "Programming", None),
        ("Footer", "Links", "Graphic Design", "Footer: Links"),
        ("Vacation", "Links", "Graphic Design", "Vacation: Links"),
    ],
)
@pytest.mark.parametrize("category", ["Marketing Website", "Site"])
def test_an_activity_of_hamster_is_the_task_that_it_names(
    hv: Hv,
    folder: Path,
    home: Path,
    category: str,
    name: str,
    description: str,
    task: str,
    notes: str | None,
) -> None:
    rule = '[[hamster.rule]]\nproject = "Site"\nto = { project = "MW" }\n'
    (folder / "map.toml").write_text(rule)
    file = written(folder, activity(name, category, description), name="hamster.xml")
    ran = hv("import", file, "--map", str(folder / "map.toml"), "-n", "--json")
    assert ran.code == 0, ran.err
    ((row,),) = ([*each["rows"]] for each in ran.json["files"])
    assert (row["task"], row["notes"]) == (task, notes)
