"""The HTML report: one inert page, equal to the document, that fits every width in a browser."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.reports.lines import Report, ReportLine
from harvest_cli.domain.days import Period, WeekStart
from harvest_cli.domain.totals import Sums
from harvest_cli.show.reports.documents import report_page
from tests.running import Hv

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
HOSTILE = [
    "<script>document.title = 'owned'</script>",
    '"><img src=x onerror="document.title=1">',
    "javascript:alert(1)",
    "{{ page.title }} {% for x in y %}",
    "</style><style>body{display:none}</style>",
    "\x1b[2J\u202eevil\x00",
    "'=cmd|x!A1",
    "W" * 300,
    "word " * 60,
    "漢字" * 60,
]


class Parsed(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def sums(hours: str, amounts: dict[str | None, Decimal] | None = None) -> Sums:
    found = Sums()
    found.hours = found.rounded_hours = found.billable_hours = Decimal(hours)
    found.amounts = amounts or {}
    return found


def hostile_report(days: int = 40) -> Report:
    money: dict[str | None, Decimal] = {
        "USD": Decimal("123456789.99"),
        "<b>": Decimal(1),
        None: Decimal(2),
    }
    lines = tuple(
        ReportLine("project", name, sums("12.34", money), id=n, client=name, before=sums("100000"))
        for n, name in enumerate(HOSTILE)
    )
    period = Period(datetime(2026, 1, 1).date(), datetime(2026, 1, 1).date() + timedelta(days))
    return Report(
        period=period,
        group_by=("project",),
        whose=HOSTILE[0],
        lines=lines,
        total=sums("123.40", money),
        today=period.end,
        filters=tuple(HOSTILE),
        compared=period,
        before=sums("1000000"),
        by_day={day: Decimal(day.day % 9) for day in period.days()},
    )


def page_of(report: Report) -> str:
    return report_page(report, made="Wed 18 Nov 2026, 10:30am", first=WeekStart.MONDAY)


@pytest.mark.threat("V11")
@pytest.mark.parametrize("days", [40, 300])
def test_no_data_becomes_markup_or_code(days: int) -> None:
    page = page_of(hostile_report(days))
    parsed = Parsed(page)
    assert not {"script", "img", "a", "iframe", "link", "object", "base"} & set(parsed.tags)
    assert parsed.tags.count("style") == 1
    assert not [
        name for name, _ in parsed.attributes if name.startswith("on") or name in ("src", "href")
    ]
    assert HOSTILE[0] in parsed.text
    assert "{{ page.title }}" in parsed.text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", page)


def test_the_page_forbids_everything_but_its_own_style() -> None:
    contents = [
        value for name, value in Parsed(page_of(hostile_report())).attributes if name == "content"
    ]
    assert contents[0] == "default-src 'none'; style-src 'unsafe-inline'"


def test_it_says_what_the_document_says(hv: Hv, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    ran = hv("report", "this month by client and task", "--html", str(target))
    assert (ran.code, ran.out, ran.err) == (0, "", f"Wrote {target}\n")
    text = Parsed(target.read_text(encoding="utf-8")).text
    document = hv("report", "this month by client and task", "--json").json
    for row in document["rows"]:
        assert row["name"] in text
        assert all(part["name"] in text for part in row["rows"])
    for code, amount in document["total"]["amounts"].items():
        assert f"{amount:,.2f} {code}" in text
    assert "Hours per day" in text
    assert "Wed 18 Nov 2026, 10:30am." in text
    hv("sandbox", "reset", "--clock", "24h")
    assert "Wed 18 Nov 2026, 10:30." in hv("report", "today", "--html", "-").out


def test_a_dash_is_standard_output_and_empty_is_a_page_too(hv: Hv) -> None:
    ran = hv("report", "2026-01-03", "--html", "-")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("<!doctype html>")
    assert "No time in this period" in ran.out


BROWSER = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
MEASURE = (
    "<script>addEventListener('load', () => { const wide = document.documentElement; "
    "const out = [...document.querySelectorAll('h1, p, li, td, th, svg, footer')]"
    ".filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1)"
    ".map(e => e.tagName); document.title = JSON.stringify({owned: document.title === 'owned', "
    "over: wide.scrollWidth - wide.clientWidth, out, scroll: [...document.querySelectorAll("
    "'.scroll')].map(e => e.scrollWidth - e.clientWidth), "
    "shown: getComputedStyle(document.body).display}) })</script></body>"
)


def measured(frames: Sequence[tuple[str, int]], folder: Path) -> list[dict[str, Any]]:
    """What a headless Chromium says of pages at their widths; our measuring needs another policy.

    A frame gives any width: windows of a browser have a least one.
    """
    shown = []
    for number, (page, width) in enumerate(frames):
        allowed = page.replace(
            "style-src 'unsafe-inline'", "style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        )
        inner = folder / f"page{number}.html"
        inner.write_text(allowed.replace("</body>", MEASURE), encoding="utf-8")
        shown.append(f"<iframe src={inner.name} width={width} height=900></iframe>")
    outer = folder / "frames.html"
    outer.write_text(
        f"<body>{''.join(shown)}<script>onload = () => setTimeout(() => document.body.dataset"
        ".found = `[${[...document.querySelectorAll('iframe')]"
        ".map(f => f.contentDocument.title)}]`, 50)</script></body>"
    )
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
        f"--user-data-dir={folder / 'chromium'}", "--virtual-time-budget=3000", "--dump-dom",
        outer.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'data-found="([^"]*)"', done.stdout)
    assert found, done.stdout[:2000]
    result: list[dict[str, Any]] = json.loads(found[1].replace("&quot;", '"'))
    assert len(result) == len(frames)
    return result


@BROWSER
def test_nothing_overflows_and_nothing_runs_in_a_browser(tmp_path: Path) -> None:
    shapes = ((320, 40), (800, 300), (1280, 40))
    pages = [(page_of(hostile_report(days)), width) for width, days in shapes]
    for found in measured(pages, tmp_path):
        assert (found["over"], found["out"], found["owned"]) == (0, [], False)
        assert found["shown"] == "block"


LINES = [
    "report this month by project and task",
    "report last week by person --everyone --compare before",
    "report last week --timesheet --amounts",
    "report budget",
    "report uninvoiced",
    "balance november --by week",
]


@BROWSER
def test_no_page_needs_scrolling_to_the_side_on_a_telephone(hv: Hv, tmp_path: Path) -> None:
    pages = [(hv(*line.split(), "--html", "-").out, 360) for line in LINES]
    for line, found in zip(LINES, measured(pages, tmp_path), strict=True):
        assert (found["over"], found["out"], set(found["scroll"])) == (0, [], {0}), line


@BROWSER
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
def test_a_total_is_printed_once_however_many_sheets_there_are(hv: Hv, tmp_path: Path) -> None:
    page, sheets = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(hv("report", "this month", "--timesheet", "--html", "-").out, encoding="utf-8")
    printing = ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={sheets}"]
    profile = f"--user-data-dir={tmp_path / 'chromium'}"
    subprocess.run([CHROMIUM, *printing, profile, page.as_uri()], timeout=120, check=True)
    command = ["pdftotext", "-layout", str(sheets), "-"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert text.count("\f") >= 3
    assert text.count("Total") == 1


@BROWSER
def test_a_page_with_its_own_policy_runs_no_script_at_all(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    page = page_of(hostile_report()).replace(
        "</body>", "<script>document.title='ran'</script></body>"
    )
    target.write_text(page, encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
        f"--user-data-dir={tmp_path / 'chromium'}", target.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "<title>ran</title>" not in done.stdout
    assert "<title>Hours," in done.stdout


def test_each_currency_of_a_timesheet_has_its_card_and_its_line(hv: Hv) -> None:
    argv = ("report", "last week", "--timesheet", "--amounts", "--html", "-")
    page, sheet = hv(*argv).out, hv(*argv[:4], "--markdown").out
    (total,) = re.findall(r"\*\*([\d,.]+ EUR) \+ ([\d,.]+ USD)\*\* \|$", sheet, re.MULTILINE)
    for money in total:
        assert f"<span>{money}</span>" in page
        assert "<b>{}</b><span>{}</span>".format(*money.split()) in page
    assert "EUR + " not in page
    assert "USD</td>" in hv("report", "uninvoiced", "last month", "--html", "-").out
