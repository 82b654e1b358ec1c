"""`hv report --timesheet`: every entry for a client; budgets and uninvoiced time as pages."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from harvest_cli.domain.company import Company
from harvest_cli.show.reports.timesheet_text import date_text, number_text
from tests.rows import for_each
from tests.running import Hv

ABC = ("report", "november for ABC Corp", "--timesheet")


def test_every_entry_is_there_and_all_totals_agree(hv: Hv) -> None:
    sheet = hv(*ABC, "--json").json
    listed = hv("entries", "november for ABC Corp", "--json").json["entries"]
    assert [(e["spent_date"], e["hours"], e["notes"]) for e in sheet["entries"]] == [
        (e["spent_date"], e["hours"], e["notes"]) for e in listed
    ]
    total = Decimal(str(sheet["total"]["hours"]))
    for group in (sheet["entries"], sheet["by_day"], sheet["by_task"]):
        assert sum(Decimal(str(row["hours"])) for row in group) == total
    report = hv("report", "november for ABC Corp", "--json").json
    assert report["total"]["hours"] == sheet["total"]["hours"]


def test_money_is_shown_only_when_it_is_asked_for(hv: Hv) -> None:
    assert hv(*ABC, "--json").json["total"]["amounts"] == {}
    assert "USD" not in hv(*ABC, terminal=True, COLUMNS="120").out
    priced = hv(*ABC, "--amounts", "--json").json
    report = hv("report", "november for ABC Corp", "--json").json
    assert priced["total"]["amounts"] == report["total"]["amounts"]
    assert sum(row["amounts"].get("USD", 0) for row in priced["by_task"]) == pytest.approx(
        priced["total"]["amounts"]["USD"]
    )


def test_csv_has_a_row_for_each_entry(hv: Hv) -> None:
    rows = list(csv.DictReader(io.StringIO(hv(*ABC, "--csv").out)))
    assert rows[0].keys() >= {"spent_date", "hours", "project", "task", "notes"}
    assert "amount" not in rows[0]
    assert "amount" in next(csv.DictReader(io.StringIO(hv(*ABC, "--amounts", "--csv").out)))
    assert len(rows) == len(hv(*ABC, "--json").json["entries"])
    assert len(hv(*ABC).out.splitlines()) == len(rows)


def test_markdown_has_entries_days_and_tasks(hv: Hv) -> None:
    hv("log", "15m MW Research yesterday: a | b <i>", "-y")
    out = hv(*ABC, "--markdown").out
    assert out.count("| --- ") + out.count("|---") >= 3
    assert "a \\| b &lt;i&gt;" in out
    assert "**Total**" in out
    assert "| Project | Task | Hours |" in out


def test_a_terminal_shows_the_days_with_their_totals(hv: Hv) -> None:
    out = hv(*ABC, "--no-color", terminal=True, COLUMNS="100").out
    assert "Timesheet, Sun 1 – Mon 30 Nov 2026: Kim Allen · ABC Corp" in out
    assert "11/03/2026  Marketing Website  Project Management" in out
    assert all(len(line) <= 100 for line in out.splitlines())


def test_a_page_breaks_between_months_and_before_the_totals(hv: Hv, tmp_path: Path) -> None:
    hv("log", "15m MW Research yesterday: <b>bold</b>", "-y")
    page = tmp_path / "t.html"
    ran = hv("report", "october to november for ABC Corp", "--timesheet", "--html", str(page))
    assert (ran.code, ran.out) == (0, "")
    text = page.read_text()
    assert "&lt;b&gt;bold&lt;/b&gt;" in text
    assert "<b>bold" not in text
    assert text.count('class="breaks"') == 2
    assert "<h2>Oct 2026</h2>" in text
    assert "USD" not in text
    assert "http" not in text.replace("http-equiv", "")


@for_each(
    "row",
    [
        ("%d/%m/%Y", "07/11/2026"),
        ("%Y-%m-%d", "2026-11-07"),
        ("%m/%d/%Y", "11/07/2026"),
        ("%d.%m.%y", "07.11.26"),
        ("%d %b %Y", "07 Nov 2026"),
        ("%s", "Sat 7 Nov 2026"),
        ("{0.__class__}%d%m%Y", "0.__class__07112026"),
        (None, "Sat 7 Nov 2026"),
    ],
)
def test_days_are_written_as_the_account_does(row: tuple[str | None, str]) -> None:
    from datetime import date

    assert date_text(date(2026, 11, 7), Company(date_format=row[0])) == row[1]


def test_numbers_have_the_signs_of_the_account() -> None:
    german = Company(decimal_symbol=",", thousands_separator=".")
    assert number_text(Decimal("1234.5"), german) == "1.234,50"
    assert number_text(Decimal("1234.5"), Company()) == "1,234.50"
    assert number_text(Decimal("1234.5"), Company(thousands_separator="")) == "1234.50"


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--timesheet", "--by", "task"], "takes no `--by`"),
        (["--timesheet", "--chart"], "takes no `--chart`"),
        (["by", "task", "--timesheet"], "neither grouped nor compared"),
        (["--amounts"], "goes with `--timesheet`"),
        (["budget", "--timesheet"], "takes no `--timesheet`"),
        (["--timesheet", "--html", "x", "--csv"], "cannot be combined with another format"),
    ],
)
def test_what_a_timesheet_cannot_heed_is_refused(hv: Hv, argv: list[str], told: str) -> None:
    ran = hv("report", *argv)
    assert (ran.code, told in ran.err) == (2, True)


def test_no_time_is_a_remark_and_an_empty_page(hv: Hv, tmp_path: Path) -> None:
    ran = hv("report", "january", "--timesheet")
    assert (ran.code, ran.out) == (0, "")
    assert "No time for" in ran.err
    page = tmp_path / "none.html"
    assert hv("report", "january", "--timesheet", "--html", str(page)).code == 0
    assert "No time in this period." in page.read_text()


@pytest.mark.parametrize("subject", ["budget", "uninvoiced november"])
def test_money_reports_can_be_pages(hv: Hv, tmp_path: Path, subject: str) -> None:
    page = tmp_path / "money.html"
    ran = hv("report", *subject.split(), "--html", str(page))
    assert (ran.code, ran.out) == (0, "")
    assert "Marketing Website" in page.read_text()
    assert hv("report", *subject.split(), "--html", "-").out.startswith("<!doctype html>")
