"""What hv exports it imports again: the same days, hours, names and notes."""

from pathlib import Path

import pytest

from tests.rows import few
from tests.running import Hv

Entry = tuple[str, float, str, str, str, str | None]
NOTES = [
    'plain; with "quotes", and #12',
    "",
    "=SUM(A1)",
    "first\nsecond, ü",
    '#project="MW" \'=x',
    "'=as it is",
]
LINES = {"csv", "jsonl", "parquet", "klog", "ics", "harvest", "toggl", "clockify"}
"""Formats whose notes may have several lines."""
SIGNS = LINES | {"timedot"}
"""Formats whose notes may hold any sign."""


def entries(hv: Hv) -> list[Entry]:
    found = hv("entries", "2026-11-14", "--json").json["entries"]
    return sorted(
        (e["spent_date"], e["hours"], e["client"]["name"], e["project"]["name"], e["task"]["name"],
         e["notes"] or "")
        for e in found
    )  # fmt: skip


@few(3)
@pytest.mark.parametrize(
    ("to", "more"),
    [
        ("csv", []),
        ("jsonl", []),
        ("csv", ["--decimal", ",", "--dates", "dots", "--bom"]),
        ("csv", ["--delimiter", "tab", "--dates", "dmy"]),
        ("klog", []),
        ("timedot", []),
        ("timeclock", ["--start-at", "9:00"]),
        ("ics", []),
        ("parquet", []),
        ("harvest", []),
        ("toggl", ["--start-at", "9:00"]),
        ("clockify", ["--start-at", "9:00"]),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value) or "plain",
)
def test_what_goes_out_comes_in_again(
    hv: Hv, home: Path, tmp_path: Path, to: str, more: list[str]
) -> None:
    if to == "ics":
        pytest.importorskip("recurring_ical_events")
    if to == "parquet":
        pytest.importorskip("duckdb")
    for hours, notes in zip(("0.33", "1.25", "0.5", "2", "0.75", "1"), NOTES, strict=True):
        notes = notes if to in LINES else notes.replace("\n", " ")
        notes = notes if to in SIGNS else notes.replace(";", ",")
        place = ("--project", "TF", "--task", "Research", "--date", "2026-11-14")
        assert hv("log", *place, "--hours", hours, "--note", notes, "--yes").code == 0
    before = entries(hv)
    file = tmp_path / f"out.{'timedot' if to == 'timedot' else to}"
    assert hv("export", "2026-11-14", "--to", to, *more, "-o", str(file)).code == 0
    other = hv.with_(HV_HOME=str(home.with_name("other")))
    assert entries(other) == []
    ran = other("import", str(file), "--yes")
    assert ran.code == 0, ran.err + ran.out
    assert entries(other) == before


def test_a_document_and_lines_of_json_come_in_as_csv_does(
    hv: Hv, home: Path, tmp_path: Path
) -> None:
    place = ("--project", "TF", "--task", "Research", "--date", "2026-11-14")
    note = "'=half-quoted  "
    link = "https://github.com/acme/site/issues/17"
    assert hv("log", *place, "--hours", "0.33", "--note", note, "--ref", link).code == 0
    lines, document, csv = (tmp_path / name for name in ("a.jsonl", "b.json", "c.csv"))
    lines.write_text(hv("entries", "2026-11-14", "--jsonl").out)
    document.write_text(hv("entries", "2026-11-14", "--json").out)
    csv.write_text(hv("entries", "2026-11-14", "--csv").out)
    other = hv.with_(HV_HOME=str(home.with_name("other")))
    assert other("import", str(lines), "--yes").code == 0
    (found,) = other("entries", "2026-11-14", "--json").json["entries"]
    (before,) = hv("entries", "2026-11-14", "--json").json["entries"]
    for name in ("hours", "notes", "project", "task"):
        assert found[name] == before[name]
    assert found["external_reference"]["permalink"] == link
    again = other("import", str(csv), str(document), "--yes", "--json")
    verdicts = [row["verdict"] for file in again.json["files"] for row in file["rows"]]
    assert verdicts == ["imported_before", "there"]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ('{"spent_date": "2026-11-1', "line 2, column"),
        ("[1]", "line 2 is not an entry"),
        ('{"spent_date": "2026-11-14"}', "line 2: "),
    ],
)
def test_lines_of_json_that_are_broken_are_refused_with_their_line(
    hv: Hv, tmp_path: Path, last: str, said: str
) -> None:
    file = tmp_path / "cut.jsonl"
    file.write_text(hv("entries", "yesterday", "--jsonl").out.splitlines()[0] + "\n" + last)
    ran = hv("import", str(file), "--yes")
    assert (ran.code, said in ran.err) == (2, True), ran.err
