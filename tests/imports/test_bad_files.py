"""Files that cannot be right: refused with the line and column, and nothing is sent."""

import io
import json
import zipfile

import pytest

from harvest_cli.domain.errors import UsageError
from harvest_cli.language.trackers.tables import decode
from tests.imports.reading import read
from tests.rows import few
from tests.running import Hv

HEAD = "date,hours,project,task,notes"
ROW = "2026-11-12,1,TF,Research,x"


def refused(hv: Hv, content: bytes, *said: str, argv: tuple[str, ...] = ()) -> None:
    text = content.decode("utf-8", "surrogateescape")
    ran = hv("import", "-", "--yes", *argv, stdin=text, HV_DEBUG="1")
    assert ran.code in (2, 8), ran.err
    assert "POST" not in ran.err
    assert "Traceback" not in ran.err
    for each in said:
        assert each in ran.err, ran.err


FILES = {
    "binary": (b"\x7fELF\x02\x01\x01\0\0\0\0\0", ["not text (line 1, column 5)"]),
    "git log": (
        b"4f1c0de\t2026-11-12T09:40:00+01:00\tFooter: new links (#7)\n",
        ["not how long it took", "hv suggest"],
    ),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)), ["not text (line 2, column 1)"]),
    "mark alone": (b"\xef\xbb\xbf", ["The file is empty"]),
    "empty": (b"", ["The file is empty"]),
    "blank": (b" \n\n ", ["The file is empty"]),
    "heads alone": (f"{HEAD}\n".encode(), ["holds no entries"]),
    "truncated": (f"{HEAD}\n{ROW}\n2026-11-12,1,TF".encode(), ["line 3: the file ends within it"]),
    "open quote": (f'{HEAD}\n{ROW}\n2026-11-12,1,TF,Research,"x'.encode(), ["line 3 is not CSV"]),
    "two orders": (
        f"{HEAD}\n13/11/2026,1,TF,Research,x\n11/13/2026,1,TF,Research,x\n".encode(),
        ["Line 2 writes the day first (13/11/2026), line 3 the month (11/13/2026)"],
    ),
    "no order": (
        f"{HEAD}\n03/11/2026,1,TF,Research,x\n".encode(),
        ["Line 2: 03/11/2026 is 3 November or 11 March"],
    ),
    "long cell": (
        f"{HEAD}\n{ROW}{'x' * 1_000_000}\n".encode(),
        ["line 2"],
    ),
    "formula": (f"{HEAD}\n2026-11-12,=A1*2,TF,Research,x\n".encode(), ["line 2", "=A1*2"]),
    "more than a day": (f"{HEAD}\n2026-11-12,25,TF,Research,x\n".encode(), ["line 2", "24:00"]),
    "thousands": (f'{HEAD}\n2026-11-12,"1,100",TF,Research,x\n'.encode(), ["1.100 or 1100"]),
    "unknown": (b"name,colour\nx,red\n", ["it has name, colour", "[columns]"]),
    "prose": (b"Dear all, I worked.\n", ["does not name spent_date"]),
    "JSON cut short": (b'[{"workspace_id": 1, "duration": 2', ["(line 1, column "]),
    "JSON of nobody": (b'[{"colour": "red"}]', ["JSON of no kind", '{"colour": "red"}']),
    "JSON too deep": (b"[" * 100_000, ["too deep"]),
    "XML cut short": (b"<activities><activity", ["not XML (line 1, column"]),
    "XML with entities": (
        b'<?xml version="1.0"?><activities><!DOCTYPE x [<!ENTITY a "b">]></activities>',
        ["entities"],
    ),
    "archive": (b"PK\x03\x04" + b"\0" * 40, ["archive"]),
}


@few(8)
@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_and_nothing_is_sent(hv: Hv, name: str) -> None:
    content, said = FILES[name]
    refused(hv, content, *said)


def test_a_file_that_is_no_utf_8_is_read_as_windows_1252_and_that_is_said(hv: Hv) -> None:
    text = f"{HEAD}\n2026-11-12,1,TF,Research,".encode() + "Müsli\n".encode("cp1252")
    found = decode(text)
    assert (found.text.splitlines()[1][-5:], found.encoding) == ("Müsli", "Windows-1252")
    ran = hv("import", "-", "-n", stdin=text.decode("utf-8", "surrogateescape"))
    assert "Read as Windows-1252" in ran.err


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_told_from_the_bytes(encoding: str, ending: str) -> None:
    text = ending.join([HEAD, "2026-11-12,1,TF,Research,Müsli für die Küche", ""])
    found = decode(text.encode(encoding))
    (row,) = read(found.text).rows
    assert row.notes == "Müsli für die Küche"


def test_an_encoding_can_be_named_and_an_unknown_one_is_refused() -> None:
    assert decode("Ж".encode("cp1251"), "cp1251").text == "Ж"
    with pytest.raises(UsageError, match="Unknown encoding"):
        decode(b"x", "klingon")
    with pytest.raises(UsageError, match=r"not UTF-8 \(line 2, column 2\)"):
        decode(b"a\nb\xff", "utf-8")


def test_wrong_rows_stop_all_of_it_unless_they_may_be_left_out(hv: Hv) -> None:
    text = f"{HEAD}\n{ROW}\n2026-11-31,1,TF,Research,y\n"
    refused(hv, text.encode(), "line 3, column 1: ", "`--skip-wrong`")
    ran = hv("import", "-", "--yes", "--skip-wrong", "--json", stdin=text)
    assert ran.code == 0, ran.err
    assert len(ran.json["entries"]) == 1
    assert [each["place"] for each in ran.json["left_out"]] == ["line 3"]
    assert ran.json["sums"]["wrong"] == 1


def test_the_hours_of_wrong_rows_are_in_the_sums(hv: Hv) -> None:
    text = f"{HEAD}\n{ROW}\n2028-11-12,2,TF,Research,y\n2026-11-31,4,TF,Research,y\n"
    ran = hv("import", "-", "-n", "--skip-wrong", stdin=text)
    assert "3 rows, 3:00 = 1 (1:00) new + 2 (2:00) wrong" in ran.err


def test_two_kinds_that_fit_are_both_named(hv: Hv) -> None:
    text = "2026-11-12\n    2h #tf=research x\n2026-11-12 09:00: arrived\n"
    refused(hv, text.encode(), "The file can be read as gtimelog and as klog", "--as")
    refused(hv, text.encode(), "is not toggl", argv=("--as", "toggl"))
    refused(hv, text.encode(), "Unknown kind", argv=("--as", "nonsense"))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "+25:00", "nonsense"])
def test_an_unknown_zone_is_refused(hv: Hv, zone: str) -> None:
    refused(hv, f"{HEAD}\n{ROW}\n".encode(), "Expected a time zone", argv=("--zone", zone))


def test_too_many_rows_are_refused_at_the_first_that_is_too_many() -> None:
    with pytest.raises(UsageError, match=r"more than 100000 rows \(line 100002\)"):
        read("\n".join([HEAD, *[ROW] * 110_000]))


def test_a_workbook_that_swells_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from harvest_cli.language.trackers.workbook import tables_of

    monkeypatch.setattr("harvest_cli.language.trackers.workbook.LARGEST", 20_000_000)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 21_000_000)
    assert len(held.getvalue()) < 1_000_000
    with pytest.raises(UsageError, match="21 MB once it is unpacked"):
        list(tables_of(held.getvalue(), lambda _: True))


@pytest.mark.parametrize("value", [None, [], {}, "x", 1, True, -1e400, "9" * 5000])
@pytest.mark.parametrize("key", ["start", "stop", "duration", "tags", "project_name"])
def test_json_of_strange_values_is_wrong_and_never_a_crash(key: str, value: object) -> None:
    record = {
        "id": 1,
        "workspace_id": 5,
        "project_name": "x",
        "start": "2026-11-12T08:00:00Z",
        "stop": "2026-11-12T09:30:00Z",
        "duration": 5400,
        "tags": [],
    }
    text = json.dumps([{**record, key: value}]).replace("-Infinity", "-1e400")
    (row,) = read(text).rows
    assert row.wrong or row.skip or row.hours
