"""Workbooks: the first sheet whose heads are known, dates as dates, lengths as lengths."""

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.wording import install
from harvest_cli.language.trackers.workbook import is_workbook, tables_of
from tests.imports.test_import import verdicts
from tests.running import Hv

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
VENDOR = "application/vnd.openxmlformats-package.relationships+xml"
CONTENT_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{VENDOR}"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/>'
    '</numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    "</cellXfs></styleSheet>"
)
DAY, LENGTH = 1, 2
"""Styles of cells: a date, a length of time."""


def cell(value: Any) -> str:
    if isinstance(value, tuple):
        number, style = value
        return f'<c s="{style}"><v>{number}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def workbook(**sheets: list[list[Any]]) -> bytes:
    held = io.BytesIO()
    names = list(sheets)
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        listed = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{listed}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'{links}<Relationship Id="s" Type="{RELS}/styles" Target="styles.xml"/>'
            "</Relationships>",
        )
        archive.writestr("xl/styles.xml", STYLES)
        for number, rows in enumerate(sheets.values(), 1):
            lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>',
            )
    return held.getvalue()


HEAD = ["Date", "Project", "Task", "Hours", "Notes"]
ROWS: list[list[Any]] = [
    HEAD,
    [(46338, DAY), "TF", "Research", 1.5, "a"],
    [(46339, DAY), "TF", "Research", (0.0625, LENGTH), "b"],
    ["Total", "", "", 3, ""],
]
"""The 12th and 13th of November 2026, counted as spreadsheets count days."""


def test_a_workbook_is_booked_from_the_first_sheet_that_is_known(hv: Hv, tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    path = tmp_path / "hours.xlsx"
    path.write_bytes(workbook(Cover=[["Hello"]], Hours=ROWS, Other=ROWS))
    ran = hv("import", str(path), "--yes", "--json")
    assert ran.code == 0, ran.err
    assert verdicts(ran) == ["new", "new", "skip"]
    made = [(each["spent_date"], each["hours"]) for each in ran.json["entries"]]
    assert made == [("2026-11-12", 1.5), ("2026-11-13", 1.5)]
    assert ran.json["files"][0]["encoding"] == "workbook"
    assert verdicts(hv("import", str(path), "-n", "--json")) == ["there", "there", "skip"]


def test_parquet_that_was_exported_is_read_back(hv: Hv, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    other = hv.with_(HV_HOME=str(tmp_path / "other"))
    for entry in other("entries", "nov 12", "--json").json["entries"]:
        assert other("delete", str(entry["id"]), "--yes").code == 0
    path = tmp_path / "hours.parquet"
    hv("log", "9-10:30 on TF, Research nov 12: größer; =1")
    assert hv("export", "nov 12", "--to", "parquet", "-o", str(path)).code == 0
    ran = other("import", str(path), "--yes", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["files"][0]["encoding"] == "Parquet"
    columns = ("export", "nov 12", "--to", "harvest")
    assert other(*columns).out == hv(*columns).out
    path.write_bytes(path.read_bytes()[:-20])
    broken = hv("import", str(path))
    assert (broken.code, "The Parquet cannot be read" in broken.err) == (2, True)


def test_a_workbook_without_known_heads_is_refused(hv: Hv, tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    path = tmp_path / "hours.xlsx"
    path.write_bytes(workbook(Cover=[["Hello"], ["World"]]))
    ran = hv("import", str(path))
    assert (ran.code, "No sheet of the workbook" in ran.err) == (2, True)


def test_a_number_in_place_of_a_day_is_asked_about(hv: Hv, tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    path = tmp_path / "hours.xlsx"
    path.write_bytes(workbook(Hours=[HEAD, [46338, "TF", "Research", 1, "a"]]))
    ran = hv("import", str(path), "--yes")
    assert (ran.code, "line 2" in ran.err) == (2, True)


def test_without_what_reads_it_the_command_that_installs_it_is_named(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    path = tmp_path / "hours.xlsx"
    monkeypatch.setitem(sys.modules, "duckdb", None)
    path = tmp_path / "hours.xlsx"
    for extra, content in (("excel", workbook(Hours=ROWS)), ("parquet", b"PAR1...PAR1")):
        path.write_bytes(content)
        ran = hv("import", str(path), "--json")
        assert (ran.code, ran.json["error"]["code"]) == (2, "extra_needed")
        assert install(extra) in ran.json["error"]["hint"]


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.csv", "date,hours,project\n")
    assert is_workbook(held.getvalue())
    with pytest.raises(UsageError, match="no workbook"):
        list(tables_of(held.getvalue(), lambda _: True))


def test_the_archive_of_solidtime_has_names_for_its_ids(hv: Hv, tmp_path: Path) -> None:
    tables = {
        "time_entries": "id,description,start,end,member_id,client_id,project_id,task_id,tags\n"
        'e1,Nav,2026-11-12T14:00:00Z,2026-11-12T15:30:00Z,m1,c1,p1,t1,"[""g1""]"\n'
        "e2,Run,2026-11-12T16:00:00Z,,m1,c1,p1,,[]\n"
        "e3,Hers,2026-11-12T14:00:00Z,2026-11-12T15:00:00Z,m2,c1,p1,t1,[]\n",
        "clients": "id,name\nc1,ABC Corp\n",
        "projects": "id,name,client_id\np1,Marketing Website,c1\n",
        "tasks": "id,name,project_id\nt1,Programming,p1\n",
        "members": "id,user_id,name,email\nm1,u,Kim Allen,kim@example.test\nm2,v,Robin Stone,\n",
        "tags": "id,name\ng1,css\n",
    }
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    ran = hv("import", str(path), "--yes", "--json")
    assert ran.code == 0, ran.err
    rows = ran.json["files"][0]["rows"]
    assert [row["verdict"] for row in rows] == ["new", "skip", "skip"]
    assert rows[0]["as_in_file"]["tags"] == ["css"]
    (entry,) = ran.json["entries"]
    assert (entry["hours"], entry["task"]["name"], entry["notes"]) == (1.5, "Programming", "Nav")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("time_entries.csv", tables["time_entries"])
    assert "solidtime" in hv("import", str(path), "--yes").err
