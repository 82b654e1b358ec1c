"""Other ways in which the same programs write: columns, dates, lengths, languages, cells."""

from datetime import date, time
from decimal import Decimal

import pytest

from harvest_cli.domain.errors import UsageError
from harvest_cli.language.trackers.cells import length, number, whole_minutes
from harvest_cli.language.trackers.rows import Skip
from harvest_cli.language.trackers.services import KIMAI
from tests.imports.reading import only, read, table
from tests.rows import for_each

# -- Toggl -------------------------------------------------------------------------------------

STOP = (
    "Description,Billable,Duration,Member,Email,Project,Tags,"
    "Start date,Start time,Stop date,Stop time"
)


def test_toggl_since_2024_has_columns_of_its_own_order_and_dashes_for_nothing() -> None:
    row = only(read(table(
        STOP, "-,No,1:30:00,Kim Allen,k@e.test,Site,-,2026-11-12,09:00:00,2026-11-12,10:30:00"
    )))  # fmt: skip
    assert (row.notes, row.project, row.tags, row.user) == ("", "Site", (), "Kim Allen")
    assert (row.day, row.hours) == (date(2026, 11, 12), Decimal("1.50"))
    running = only(read(table(STOP, "x,No,0:10:00,Kim,k@e.test,Site,-,2026-11-12,09:00:00,-,-")))
    assert running.skip is Skip.RUNNING


@for_each(
    ("written", "minutes"),
    [
        ("01:30:00", 90),
        ("18:25 min", 18),
        ("40 sec", 1),
        ("29 sec", 0),
        ("1.50", 90),
        ("1,5", 90),
        ("1h 30m", 90),
        ("PT1H30M", 90),
        ("PT45M30S", 46),
        ("90m", 90),
        ("8s", 0),
    ],
)
def test_lengths_of_every_profile_are_read(written: str, minutes: int) -> None:
    assert whole_minutes(length(written).seconds) == minutes


def test_toggl_reports_of_two_versions() -> None:
    third = read(
        '[{"user_id": 1, "username": "Kim", "project_name": "Site", "description": "x", '
        '"time_entries": [{"id": 9, "seconds": 1800, "start": "2026-11-12T23:30:00+00:00", '
        '"stop": "2026-11-13T00:00:00+00:00"}]}]'
    )
    row = only(third)
    assert (row.day, row.start, row.source_id) == (date(2026, 11, 13), time(0, 30), "9")
    second = read(
        '{"total_count": 1, "data": [{"id": 3, "dur": 5400000, "project": "Site", "client": "A", '
        '"start": "2026-11-12T09:00:00+01:00", "end": "2026-11-12T10:30:00+01:00", "user": "Kim", '
        '"description": "y", "tags": []}]}'
    )
    assert (only(second).hours, only(second).client) == (Decimal("1.50"), "A")


# -- Clockify ----------------------------------------------------------------------------------

CLOCKIFY = (
    "Project,Client,Description,Activity,User,Start Date,Start Time,End Date,End Time,Duration (h)"
)


@for_each(
    ("first", "second", "order"),
    [
        ("11/12/2026", "11/13/2026", "mdy"),
        ("12/11/2026", "13/11/2026", "dmy"),
        ("2026-11-12", "2026-11-13", ""),
        ("12.11.2026", "13.11.2026", "dmy"),
    ],
)
def test_clockify_dates_are_read_by_the_whole_column(first: str, second: str, order: str) -> None:
    rows = [
        f'"Site","A","x","Dev","k@e.test","{day}","9:00","{day}","9:30","0:30"'
        for day in (first, second)
    ]
    sheet = read(table(CLOCKIFY, *rows), order=None)
    assert [row.day for row in sheet.rows] == [date(2026, 11, 12), date(2026, 11, 13)]
    assert (sheet.order, sheet.rows[0].task, sheet.rows[0].email) == (order, "Dev", "k@e.test")


def test_clockify_breaks_and_time_off_are_no_work() -> None:
    head = CLOCKIFY.replace("User,", "User,Type,")
    row = "S,A,x,D,Kim,{},2026-11-12,09:00:00 AM,2026-11-12,11:30 PM,14:30:00"
    kinds = [only(read(table(head, row.format(kind)))).skip for kind in ("REGULAR", "Break")]
    assert kinds == [None, Skip.BREAK]


def test_clockify_json_has_moments_and_running_ones_have_no_end() -> None:
    sheet = read(
        '[{"id": "a", "description": "x", "project": {"name": "Site", "clientName": "A"}, '
        '"task": {"name": "Dev"}, "user": {"name": "Kim", "email": "k@e.test"}, "tags": null, '
        '"timeInterval": {"start": "2026-11-12T23:00:00Z", "end": "2026-11-13T00:30:00Z", '
        '"duration": "PT1H30M"}}, {"id": "b", "timeInterval": {"start": "2026-11-12T08:00:00Z", '
        '"end": null, "duration": null}}]'
    )
    first, second = sheet.rows
    assert (first.day, first.start, first.end) == (date(2026, 11, 13), time(0), time(1, 30))
    assert (first.client, first.project, first.task) == ("A", "Site", "Dev")
    assert second.skip is Skip.RUNNING


# -- Kimai -------------------------------------------------------------------------------------


@for_each("layout", KIMAI)
def test_kimai_speaks_many_languages(layout: object) -> None:
    columns = getattr(layout, "columns")  # noqa: B009 - a record of another module
    names = ["date", "start", "end", "length", "client", "project", "task", "notes", "user"]
    head = ";".join(columns[name][0] for name in (*names, "billable"))
    sheet = read(table(head, "2026-11-12;09:00;10:30;1:30;A;Site;Dev;x;Kim;0"))
    assert sheet.kind == "kimai"
    row = only(sheet)
    assert (row.hours, row.client, row.project, row.task) == (Decimal("1.50"), "A", "Site", "Dev")
    assert row.billable is False


def test_kimai_1_wrote_seconds_and_2_may_write_decimals() -> None:
    head = "Date,From,To,Duration,Customer,Project,Activity,Description,Name,User"
    for written in ("5400", "1.5", "1:30", "1:30:00"):
        row = only(read(table(head, f"2026-11-12,09:00,10:30,{written},A,S,D,' =x,Kim,kim")))
        assert (row.hours, row.notes) == (Decimal("1.50"), "=x")


def test_kimai_json_counts_without_breaks() -> None:
    sheet = read(
        '[{"id": 4, "begin": "2026-11-12T09:00:00+0100", "end": "2026-11-12T10:30:00+0100", '
        '"duration": 4500, "activity": {"name": "Dev"}, "description": "x", "tags": ["a"], '
        '"project": {"name": "Site", "customer": {"name": "A"}}, "user": {"username": "kim"}}]'
    )
    row = only(sheet)
    assert (row.hours, row.start, row.client) == (Decimal("1.25"), time(9), "A")


# -- trackers of command lines -----------------------------------------------------------------


def test_timewarrior_data_has_quoted_tags_and_annotations() -> None:
    text = (
        'inc 20261112T080000Z - 20261112T093000Z # "Marketing Website" Programming # "a \\"b\\""\n'
        "inc 20261112T100000Z # TF\n"
    )
    first, second = read(text).rows
    assert (first.project, first.task, first.notes) == ("Marketing Website", "Programming", 'a "b"')
    assert (first.start, first.hours) == (time(9), Decimal("1.50"))
    assert second.skip is Skip.RUNNING


def test_watson_and_timetrap_csv() -> None:
    watson = read(table(
        "id,start,stop,project,tags",
        '0f3c2b1,2026-11-12 09:00:00,2026-11-12 10:30:00,site,"a, b"',
        "current,2026-11-12 11:00:00,2026-11-12 11:30:00,site,",
    ))  # fmt: skip
    ended, running = watson.rows
    assert (ended.project, ended.tags, running.skip) == ("site", ("a", "b"), Skip.RUNNING)
    timetrap = read('[{"sheet": "site", "start": "2026-11-12 09:00:00", '
                    '"end": "2026-11-12 09:30:00", "note": "x", "id": 1}]')  # fmt: skip
    assert (timetrap.kind, only(timetrap).project) == ("timetrap", "site")


def test_klog_has_breaks_open_ranges_and_summaries_of_several_lines() -> None:
    text = (
        "2026/11/12\n\n\t9:00am - 10:30am #mw one\n\t\tand two\n\t-15m\n\t14:00 - ?\n"
        "    0:30> - 1:00> #tf late\n"
    )
    rows = read(text, "x.klg").rows
    assert [row.skip for row in rows] == [None, Skip.NEGATIVE, Skip.RUNNING, None]
    assert (rows[0].notes, rows[0].start) == ("one\nand two", time(9))
    assert (rows[3].day, rows[3].hours, rows[3].start) == (
        date(2026, 11, 12),
        Decimal("0.50"),
        None,
    )
    taken = read(text, "x.klg", subtract=True).rows
    assert (taken[0].hours, taken[1].skip) == (Decimal("1.25"), Skip.BREAK)


def test_klog_json_may_be_negative() -> None:
    sheet = read(
        '{"records": [{"date": "2026-11-12", "summary": "#mw", "entries": ['
        '{"type": "range", "start": "9:00", "end": "10:30", "total_mins": 90, "summary": "x"}, '
        '{"type": "duration", "total_mins": -15, "summary": ""}]}], "warnings": [], "errors": null}'
    )
    assert [(row.project, row.skip) for row in sheet.rows] == [("mw", None), ("mw", Skip.NEGATIVE)]


def test_timeclock_sessions_end_by_their_account() -> None:
    text = (
        "i 2026.11.12 09:00 A:Site:Dev  x  ; comment\ni 2026-11-12 09:30:00+0100 B:Other\n"
        "o 2026-11-12 10:00 A:Site:Dev\no 2026-11-12 11:00\n"
    )
    first, second = read(text).rows
    assert (first.hours, first.task, second.hours, second.client) == (
        *(Decimal("1.00"), "Dev"),
        *(Decimal("1.50"), "B"),
    )


def test_timedot_amounts_are_dots_letters_and_numbers() -> None:
    text = "2026-11-12\nA:S  .... ..\nA:S  1.5\nA:S  45m\nA:S  aabb\n* B:T  1,5h\n"
    rows = read(text, "x.timedot").rows
    assert [row.hours for row in rows] == [
        Decimal(n) for n in (["1.50", "1.50", "0.75", "1.00", "1.50"])
    ]


def test_gtimelog_turns_its_day_at_two_and_takes_unsorted_lines() -> None:
    text = (
        "2026-11-12 23:00: arrived\n2026-11-13 01:00: A: late -- x\n2026-11-13 09:00: arrived\n"
        "2026-11-13 12:00: private ***\n2026-11-13 11:00: B: early\n"
    )
    rows = sorted(read(text).rows, key=lambda row: row.line)
    assert [row.skip for row in rows] == [Skip.ARRIVAL, None, Skip.ARRIVAL, Skip.IGNORED, None]
    assert (rows[1].day, rows[1].hours) == (date(2026, 11, 12), Decimal("2.00"))


def test_org_headings_lose_what_org_adds_to_them() -> None:
    text = (
        "* TODO [#A] Site [50%] :web:\n** Footer\n   CLOCK: [2026-11-12 mån 09:00]"
        "--[2026-11-12 mån 10:00] => 99:00\n* Other\n"
        "  CLOCK: [2026-11-12 9:00]--[2026-11-12 9:30]\n"
    )
    first, second = read(text).rows
    assert (first.project, first.notes, first.hours) == ("Site", "Footer", Decimal("1.00"))
    assert (second.project, second.notes) == ("Other", "")


def test_taxi_dates_with_the_year_first_and_flags() -> None:
    rows = read("2026-11-12\na 0900-1000 x\n! b 1.5 y\n= c 1 z\n", "x.tks").rows
    assert [row.skip for row in rows] == [None, None, Skip.ELSEWHERE]
    assert (rows[0].day, rows[0].start) == (date(2026, 11, 12), time(9))


def test_a_worklog_of_jira_counts_its_seconds_and_never_its_days() -> None:
    sheet = read(
        '{"worklogs": [{"id": "1", "issueKey": "WEB-1", "started": "2026-11-12T09:00:00.000+0100",'
        ' "timeSpent": "1d", "timeSpentSeconds": 27000, "comment": {"type": "doc", "content": ['
        '{"type": "paragraph", "content": [{"type": "text", "text": "a"}]},'
        '{"type": "paragraph", "content": [{"type": "text", "text": "b"}]}]}}]}'
    )
    row = only(sheet)
    assert (row.hours, row.project, row.notes) == (Decimal("7.50"), "WEB-1", "a\nb")


# -- cells -------------------------------------------------------------------------------------


@for_each(
    ("written", "value"),
    [
        ("1.25", "1.25"),
        ("1,25", "1.25"),
        ("1.100,00", "1100.00"),
        ("1,100.00", "1100.00"),
        ("1 100,00", "1100.00"),
        ("1\u00a0100,5", "1100.5"),
        ("1\u202f100", "1100"),
        ("1.505", "1.505"),
        ("-2", "-2"),
        ("20,0", "20.0"),
    ],
)
def test_numbers_of_many_countries(written: str, value: str) -> None:
    assert number(written) == Decimal(value)


def test_a_comma_that_may_part_thousands_is_asked_about() -> None:
    with pytest.raises(UsageError, match=r"1\.100 or 1100"):
        number("1,100")
    assert number("1,100", ",") == Decimal("1.100")
    assert number("1,100", ".") == Decimal(1100)


def test_harvest_numbers_of_accounts_with_a_comma() -> None:
    head = "Date;Client;Project;Task;Notes;Hours;First Name;Last Name;Hours Rounded"
    sheet = read(table(head, "26.01.2026;A;S;T;;20,0;K;A;20,5", "27.01.2026;A;S;T;;1,125;K;A;2"))
    assert [row.hours for row in sheet.rows] == [Decimal("20.00"), Decimal("1.13")]


def test_columns_that_are_not_known_are_those_below_titles() -> None:
    with pytest.raises(UsageError, match="it has Datum, Wer, Dauer"):
        read("Report of June\n\nDatum,Wer,Dauer\n2026-11-12,Kim,1\n")


def test_titles_above_and_blanks_around_heads_do_not_matter() -> None:
    text = "Report\n2026\n\n  TASK , project,DATE,Hours ,\ufeffnotes\nT,P,2026-11-12,1,x\n"
    row = only(read(text))
    assert (row.task, row.project, row.notes) == ("T", "P", "x")


@for_each("text", [
    "from,to,project,tag,time\n2026-11-01,2026-11-30,,,10\n",
    "Name,Hours,Total\nSite,3,3\n",
])  # fmt: skip
def test_sums_are_refused_with_the_reason(text: str) -> None:
    with pytest.raises(UsageError, match="sums"):
        read(text)


# -- what was met later ------------------------------------------------------------------------


def test_noko_counts_minutes_and_tick_has_numbers_of_its_own() -> None:
    noko = only(read(table(
        "Date,Person,Teams,Email,Group/Client,Project,Minutes,Hours,Tags,Description,Billable",
        '2026-11-09,Kim Allen,,k@e.test,Mechanics,Site,5,0.0833,"blog, design",Wrench,yes',
    )))  # fmt: skip
    assert (noko.hours, noko.client, noko.user) == (Decimal("0.08"), "Mechanics", "Kim Allen")
    assert noko.tags == ("blog", "design")
    tick = only(read(table(
        "Id,Client,Project ID,Project,Project Owner,Task ID,Task,Date,User,Hours,Email,Notes",
        "1028,ABC,22,Site,k@e.test,17,Rose,2026-11-09,Kim Allen,1.0,k@e.test,x",
    )))  # fmt: skip
    assert (str(tick.hours), tick.task, tick.source_id, tick.notes) == ("1.00", "Rose", "1028", "x")


def test_tempo_speaks_russian_too() -> None:
    row = only(read(table(
        '"Ключ запроса","Тема запроса","Часов","Дата работы","Имя пользователя","Полное имя",'
        '"Ключ проекта","Имя проекта","Описание работы"',
        '"WEB-12","Footer","1,5","2026-11-12 09:00","kim","Kim Allen","WEB","Site","almost"',
    )))  # fmt: skip
    assert (row.project, row.notes, row.hours) == ("Site", "WEB-12 Footer: almost", Decimal("1.50"))
    assert row.user == "Kim Allen"


def test_json_that_nobody_knows_is_refused_as_json() -> None:
    with pytest.raises(UsageError, match="JSON of no kind"):
        read('[{"a": 1}]')


def test_klog_takes_project_and_task_without_quotes() -> None:
    text = "2026-11-16\n    1h20m #project=MW #task=Research plans #site\n    30m #mw=Design x\n"
    first, second = read(text).rows
    assert (first.project, first.task, first.notes) == ("MW", "Research", "plans #site")
    assert (second.project, second.task, second.notes) == ("mw", "Design", "x")


def test_klog_takes_names_behind_the_text_and_from_the_record() -> None:
    text = (
        '2026-11-16\nAll of it #project="Task Force"\n    1h Calls\n'
        '    1h20m Draft #task=Research of #project="Marketing Website" nav\n'
    )
    first, second = read(text).rows
    assert (first.project, first.notes) == ("Task Force", "Calls")
    assert (second.project, second.task) == ("Marketing Website", "Research")
    assert second.notes == "Draft of nav"


@for_each("total", ["Summe,,4.5", "Gesamt:,,4.5", "Total,,4.5", ",Summe,4.5"])
def test_a_sheet_may_sum_up_in_german(total: str) -> None:
    sheet = read(table("Date,Project,Hours", "2026-11-12,Site,4.5", total))
    assert [row.skip for row in sheet.rows] == [None, Skip.TOTAL]
