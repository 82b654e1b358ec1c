"""`hv log --explain` and `--strict`: what was taken for what, and what had to be inferred."""

import re

import pytest

from tests.running import Hv

SENTENCE = "2h on Market yesterday: hero mockups"


def entries(hv: Hv) -> int:
    return len(hv("entries", "last 30 days", "--json").json["entries"])


def test_every_part_is_underlined_and_named_and_nothing_is_sent(hv: Hv) -> None:
    before = entries(hv)
    ran = hv("log", SENTENCE, "--explain")
    assert ran.code == 0
    assert ran.out.splitlines()[3:] == [
        "",
        "  2h on Market yesterday: hero mockups",
        "  ──    ────── ─────────  ────────────",
        "  |     |      date       notes",
        "  |     project",
        "  quantity",
        "",
        'POST /time_entries {"project_id": 14307913, "task_id": 8083365, '
        '"spent_date": "2026-11-17", "hours": 2.0, "notes": "hero mockups"}',
        "Nothing sent",
    ]
    assert entries(hv) == before


def test_colour_only_adds_to_the_same_text(hv: Hv) -> None:
    plain = hv("log", SENTENCE, "--explain").out
    colored = hv("log", SENTENCE, "--explain", "--color", "always").out
    assert colored != plain
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain


def test_the_marks_are_ascii_where_the_stream_needs_it(hv: Hv) -> None:
    import io

    from harvest_cli.__main__ import run

    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    argv = ["log", SENTENCE, "--explain"]
    assert run(argv, hv.environ, io.StringIO(), out, io.StringIO()) == 0
    out.flush()
    assert b"  --    ------ ---------  ------------\n" in out.buffer.getvalue()


@pytest.mark.ux(32)
def test_the_document_holds_pieces_and_requests(hv: Hv) -> None:
    document = hv("log", SENTENCE, "--explain", "--json").json
    assert document["read"] == SENTENCE
    assert [span["kind"] for span in document["spans"] if span["kind"] != "filler"] == [
        "quantity",
        "project",
        "date",
        "notes",
    ]
    (request,) = document["requests"]
    assert (request["method"], request["path"]) == ("POST", "/time_entries")
    assert request["body"]["hours"] == 2.0


def test_several_entries_are_several_requests(hv: Hv) -> None:
    document = hv("log", "1h MW and 2h TF", "--explain", "--json").json
    assert [request["body"]["hours"] for request in document["requests"]] == [1.0, 2.0]


def test_a_document_without_explain_has_no_pieces(hv: Hv) -> None:
    document = hv("log", SENTENCE, "-n", "--json").json
    assert list(document) == ["text", "entries", "warnings", "inferences", "requests"]
    sent = hv("log", SENTENCE, "--json").json
    assert list(sent) == ["text", "entries", "warnings", "inferences"]


def test_the_document_tells_inferences_and_why_a_task_was_taken(hv: Hv) -> None:
    document = hv("log", SENTENCE, "-n", "--json").json
    assert document["inferences"] == [
        {"kind": "prefix", "text": '"Market" read as Marketing Website'}
    ]
    assert document["entries"][0]["assumed"] == "last used here"
    named = hv("log", "1h Research on MW", "-n", "--json").json
    assert (named["inferences"], named["entries"][0]["assumed"]) == ([], None)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("1h Research on Market", ['"Market" read as Marketing Website']),
        ("1h on MW", ["task Graphic Design (last used here)"]),
        ("9-5 Research on MW", ["9:00am to 5:00pm"]),
        ("1h Research on MW dec 30", ["2025"]),
        ("1h Market", ['"Market" read as Marketing Website', "task Graphic Design"]),
    ],
)
def test_strict_refuses_whatever_is_inferred(hv: Hv, sentence: str, said: list[str]) -> None:
    before = entries(hv)
    ran = hv("log", sentence, "--strict", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "inferred")
    told = ran.json["error"]["candidates"]
    assert len(told) == len(said)
    assert all(piece in text for piece, text in zip(said, told, strict=True))
    assert entries(hv) == before


@pytest.mark.parametrize(
    "argv",
    [
        ["1h Research on Marketing Website: x"],
        ["1h on MW", "--task", "Research"],
        ["1h on MW", "--task", "Research", "--round", "15m up"],
        ["9am-11am Research on MW yesterday"],
    ],
    ids=" ".join,
)
def test_strict_logs_what_says_everything(hv: Hv, argv: list[str]) -> None:
    assert hv("log", *argv, "--strict").code == 0


def test_strict_counts_a_default_project_and_assumed_times(hv: Hv) -> None:
    with_project = hv.with_(HV_PROJECT="TF")
    assert with_project("log", "1h Research", "--strict").code == 2
    hv("sandbox", "reset", "--timestamp")
    ran = hv("log", "1h Research on MW", "--strict")
    assert ran.code == 2
    assert "was assumed" in ran.err


LINES = "1h Research on MW: one\n2h on Nowhere\n\n25h on MW\n1h Research on TF: two\n"


def test_all_or_nothing_sends_nothing_when_a_line_is_not_understood(hv: Hv) -> None:
    before = entries(hv)
    ran = hv("log", "-", "--all-or-nothing", stdin=LINES)
    assert (ran.code, ran.out) == (2, "")
    assert "line 2: No project" in ran.err
    assert "line 4: " in ran.err
    assert ran.err.splitlines()[-1] == "Nothing was sent: 2 of 4 lines are not understood"
    assert entries(hv) == before


def test_all_or_nothing_has_a_document_per_line(hv: Hv) -> None:
    import json

    ran = hv("log", "-", "--all-or-nothing", "--json", stdin=LINES)
    documents = [json.loads(line) for line in ran.out.splitlines()]
    found = [each.get("line") or each["entries"][0]["state"] for each in documents if each]
    assert sorted(map(str, found)) == ["2", "4", "preview", "preview"]


def test_all_or_nothing_sends_all_when_every_line_is_understood(hv: Hv) -> None:
    before = entries(hv)
    lines = "1h Research on MW: one\n1h Research on TF: two\n"
    ran = hv("log", "-", "--all-or-nothing", stdin=lines)
    assert ran.code == 0
    assert ran.out.count("Logged 1:00") == 2
    assert entries(hv) == before + 2


def test_without_it_the_good_lines_are_sent(hv: Hv) -> None:
    before = entries(hv)
    assert hv("log", "-", stdin=LINES).code == 2
    assert entries(hv) == before + 2
