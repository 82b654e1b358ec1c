"""One answer, four faces."""

import csv
import io
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import Refused
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.terminal.output import Output
from tests.rows import for_each, try_all
from tests.show.samples import (
    ENTRIES,
    FOOTER,
    IDENTITY,
    MOCKUPS,
    RUNNING,
    a_project,
    a_status,
    an_output,
    listed,
    logged,
    projects,
    told,
    written,
)

Emit = Callable[[Output], object]

READS: dict[str, Emit] = {
    "entries": lambda output: render(listed(*ENTRIES), output),
    "no entries": lambda output: render(listed(), output),
    "projects": lambda output: render(projects(a_project()), output),
    "no projects": lambda output: render(projects(words="x"), output),
    "status": lambda output: render(a_status(FOOTER, RUNNING), output),
    "whoami": lambda output: render(IDENTITY, output),
    "logged": lambda output: render(logged(MOCKUPS, FOOTER), output),
}
ROWS = {
    "entries": 4, "no entries": 0, "projects": 1, "no projects": 0, "status": 2, "whoami": 7,
    "logged": 3,
}  # fmt: skip


@for_each("format", [{}, {"plain": True}, {"as_json": True}, {"as_csv": True}])
@for_each("read", READS)
def test_every_answer_works_in_every_face_width_and_encoding(
    read: str, format: dict[str, Any]
) -> None:
    ways = itertools.product([40, 80, 200, None], ["utf-8", "ascii", "cp1252"])
    try_all(ways, lambda way: works(read, format, *way))


def works(read: str, format: dict[str, Any], width: int | None, encoding: str) -> None:
    output = an_output(width=width, encoding=encoding, color="auto", **format)
    READS[read](output)
    text = written(output)
    if format or width is None:
        assert "\x1b" not in text or read == "logged"
    if "as_json" in format:
        assert isinstance(json.loads(text), dict)
        assert text.count("\n") == 1


@for_each("read", READS)
def test_a_pipe_has_one_line_per_row_and_neither_cut_nor_colour(read: str) -> None:
    output = an_output(color="auto")
    READS[read](output)
    text = written(output)
    assert len(text.splitlines()) == ROWS[read]
    assert "…" not in text
    assert "\x1b" not in text


@for_each("read", [read for read in READS if read != "logged"])
def test_forced_colour_never_reaches_rows(read: str) -> None:
    faces: list[dict[str, Any]] = [{}, {"as_json": True}, {"as_csv": True}]
    for format in faces:
        output = an_output(color="always", **format)
        READS[read](output)
        assert "\x1b" not in written(output)


def test_plain_rows_are_as_many_as_json_entries() -> None:
    plain, as_json = an_output(), an_output(as_json=True)
    READS["entries"](plain)
    READS["entries"](as_json)
    entries = json.loads(written(as_json))["entries"]
    rows = [line.split("\t") for line in written(plain).splitlines()]
    assert [row[0] for row in rows] == [str(entry["id"]) for entry in entries]


def test_plain_on_a_terminal_is_what_a_pipe_gets() -> None:
    terminal, pipe = an_output(width=40, plain=True), an_output()
    READS["entries"](terminal)
    READS["entries"](pipe)
    assert written(terminal) == written(pipe)


def test_csv_is_rfc_4180_in_utf8_whatever_the_stream_was() -> None:
    output = an_output(encoding="cp1252", as_csv=True)
    render(listed(FOOTER._replace(notes='漢, "x"\ny')), output)
    output.stdout.flush()
    raw: bytes = output.stdout.buffer.getvalue()  # type: ignore[attr-defined]
    text = raw.decode("utf-8")
    assert text.startswith("id,spent_date,hours,client,project,task,billable,state,notes,")
    assert '"漢, ""x""\ny",' in text
    assert text.endswith("\r\n")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["notes"] == '漢, "x"\ny'
    assert row["hours"] == "1.50"


def test_formulas_are_guarded_unless_raw_was_asked_for() -> None:
    for raw, cell in ((False, "'=1+1"), (True, "=1+1")):
        output = an_output(as_csv=True)
        render(listed(FOOTER._replace(notes="=1+1")), output, Layout(raw=raw))
        assert f",{cell}," in written(output)


def test_a_header_is_there_when_asked_for() -> None:
    output = an_output()
    render(listed(), output, Layout(header=True))
    assert written(output).startswith("id\tspent_date\thours\t")


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("no entries", "No entries for Mon 16 – Sun 22 Nov\n"),
        ("no projects", 'No project matches "x"\n'),
    ],
)
def test_emptiness_is_said_on_stderr_to_people_and_pipes_alone(read: str, said: str) -> None:
    faces: list[tuple[dict[str, Any], str]] = [
        ({"width": 80}, said),
        ({}, said),
        ({"as_json": True}, ""),
        ({"as_csv": True}, ""),
        ({"quiet": True}, ""),
    ]
    for format, expected in faces:
        output = an_output(**format)
        READS[read](output)
        assert told(output) == expected


@pytest.mark.parametrize("format", [{"width": 80}, {}, {"as_json": True}, {"as_csv": True}])
def test_an_incomplete_total_is_warned_of_in_every_face(format: dict[str, Any]) -> None:
    output = an_output(**format)
    render(listed(FOOTER, unreadable=2), output)
    assert told(output) == ("hv: warning: 2 entries could not be read; the total is incomplete\n")


def test_warnings_of_a_log_go_to_stderr() -> None:
    output = an_output()
    render(logged(MOCKUPS, warnings=("Sat 21 Nov is a weekend",)), output)
    assert told(output) == "hv: warning: Sat 21 Nov is a weekend\n"
    assert written(output).startswith("Logged 2:00 ")


def test_quiet_prints_the_id_alone() -> None:
    output = an_output(quiet=True)
    render(logged(MOCKUPS, FOOTER), output)
    assert (written(output), told(output)) == ("636718192\n636718193\n", "")


@pytest.mark.parametrize(
    ("state", "first_word"),
    [(EntryState.UNCONFIRMED, "Unconfirmed"), (EntryState.QUEUED, "Saved")],
)
def test_quiet_still_says_what_is_not_sure(state: EntryState, first_word: str) -> None:
    output = an_output(quiet=True)
    render(logged(MOCKUPS._replace(id=0), state=state), output)
    assert written(output) == ""
    assert told(output).startswith(first_word)


def test_a_quiet_preview_prints_nothing() -> None:
    output = an_output(quiet=True)
    render(logged(MOCKUPS._replace(id=0), state=EntryState.PREVIEW), output)
    assert (written(output), told(output)) == ("", "")


def test_a_failure_half_way_follows_what_was_logged() -> None:
    output = an_output()
    render(logged(MOCKUPS, failure=Refused("Locked", hint="Ask")), output)
    assert written(output).startswith("Logged 2:00")
    assert told(output) == "hv: Locked\n\nhint: Ask\n"


def test_a_failure_half_way_is_part_of_the_one_json_document() -> None:
    output = an_output(as_json=True)
    render(logged(MOCKUPS, failure=Refused("Locked")), output)
    document = json.loads(written(output))
    assert document["error"]["code"] == "refused"
    assert len(document["entries"]) == 1
    assert told(output) == "hv: Locked\n"


def test_a_log_as_csv_falls_back_to_its_sentence() -> None:
    output = an_output(as_csv=True)
    render(logged(MOCKUPS), output)
    assert written(output).startswith("Logged 2:00  ABC Corp")


def test_a_pipe_without_unicode_gets_ascii_marks_and_escapes() -> None:
    output = an_output(encoding="ascii")
    render(listed(FOOTER._replace(notes="Zoë\n\x1b[2J")), output)
    assert written(output).endswith("\tZo\\xeb\\n^[\n")
