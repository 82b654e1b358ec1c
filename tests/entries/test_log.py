"""`hv log`: one sentence becomes one entry, and the answer says all that was understood."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.rows import few
from tests.running import Hv

IDS = re.compile(r"#\d+")


def said(text: str) -> list[str]:
    """The lines of an answer, with ids that differ from run to run taken out."""
    return IDS.sub("#ID", text).splitlines()


def my_entries(hv: Hv, period: str = "today") -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = hv("entries", period, "--json").json["entries"]
    return entries


def test_a_sentence_becomes_an_entry(hv: Hv) -> None:
    ran = hv("log", "2h on Marketing Website yesterday: hero mockups")
    assert (ran.code, ran.err) == (0, "")
    first, total = said(ran.out)
    assert first == (
        "Logged 2:00  ABC Corp › Marketing Website › Graphic Design (last used here)  "
        'Tue 17 Nov  "hero mockups"   #ID'
    )
    assert re.fullmatch(r"Yesterday \d+:\d\d of 7:00", total)


def test_harvest_holds_what_was_said(hv: Hv) -> None:
    before = my_entries(hv)
    hv("log", "1h30 Research on TF: interviews, round 2")
    (made,) = [e for e in my_entries(hv) if e["id"] not in {b["id"] for b in before}]
    assert made["hours"] == 1.5
    assert made["project"]["code"] == "TF"
    assert made["task"]["name"] == "Research"
    assert made["notes"] == "interviews, round 2"
    assert made["spent_date"] == "2026-11-18"


def test_words_need_no_quotes(hv: Hv) -> None:
    quoted = said(hv("log", "45m TF: call").out)[0]
    assert said(hv("log", "45m", "TF:", "call").out)[0] == quoted


def test_the_total_counts_what_was_logged_since(hv: Hv) -> None:
    totals = [said(hv("log", "1h on TF").out)[-1] for _ in range(3)]
    assert totals == ["Today 1:00 of 7:00", "Today 2:00 of 7:00", "Today 3:00 of 7:00"]


def test_a_task_that_was_used_is_the_next_default(hv: Hv) -> None:
    hv("log", "1h Research on Marketing Website")
    assert "Research (last used here)" in hv("log", "1h on Marketing Website").out


@pytest.mark.parametrize(
    ("flags", "holds"),
    [
        (["--date", "yesterday"], {"spent_date": "2026-11-17"}),
        (["--hours", "0:45"], {"hours": 0.75}),
        (["--hours", "3"], {"hours": 3.0}),
        (["--project", "OS1"], {"code": "OS1"}),
        (["--project", "online-store-phase-1"], {"code": "OS1"}),
        (["--project", "14308069"], {"code": "OS1"}),
        (["--project", "Marketing Website", "--client", "ABC Corp"], {"code": "MW"}),
        (["--task", "research"], {"task": "Research"}),
        (["--note", "other notes: all of it"], {"notes": "other notes: all of it"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_flags_win_over_words(hv: Hv, flags: list[str], holds: dict[str, Any]) -> None:
    text = "2h Programming on TF today: as typed"
    (entry,) = hv("log", text, *flags, "--json", "--dry-run").json["entries"]
    found = {**entry, "code": entry["project"]["code"], "task": entry["task"]["name"]}
    assert holds.items() <= found.items()


def test_flags_alone_are_a_sentence(hv: Hv) -> None:
    ran = hv("log", "--project", "MW", "--from", "9:00", "--to", "10:30", "--note", "x", "--json")
    (entry,) = ran.json["entries"]
    assert (entry["hours"], entry["notes"]) == (1.5, "x")


def test_one_clock_flag_and_a_length_give_the_other_end(hv: Hv) -> None:
    begun = hv("log", "2h on TF", "--from", "9:15", "-n", "--json").json["entries"][0]
    assert (begun["started_time"], begun["ended_time"]) == ("09:15", "11:15")
    ended = hv("log", "2h on TF", "--to", "11:15", "-n", "--json").json["entries"][0]
    assert (ended["started_time"], ended["ended_time"]) == ("09:15", "11:15")


def test_a_reference_goes_along(hv: Hv) -> None:
    link = "https://github.com/acme/site/issues/17"
    (entry,) = hv("log", "1h on TF", "--ref", link, "--json").json["entries"]
    reference = entry["external_reference"]
    assert (reference["id"], reference["group_id"], reference["permalink"]) == ("17", "site", link)


def test_a_dry_run_sends_nothing(hv: Hv) -> None:
    before = my_entries(hv)
    ran = hv("log", "2h on TF: x", "--dry-run", HV_DEBUG="1")
    assert said(ran.out)[0].startswith("Would log 2:00  123 Industries › Task Force")
    assert said(ran.out)[-1] == "Nothing sent"
    assert "POST" not in ran.err
    assert my_entries(hv) == before


def test_a_warm_log_is_one_request(hv: Hv) -> None:
    hv("projects")
    ran = hv("log", "2h on Marketing Website: x", HV_DEBUG="1")
    requests = [line for line in ran.err.splitlines() if line.startswith(("GET", "POST"))]
    assert [line.split(" ")[0] for line in requests] == ["POST"]


def test_the_json_of_a_log_has_the_keys_of_the_contract(hv: Hv) -> None:
    document = hv("log", "2h on TF: x", "--json").json
    assert {"text", "entries", "warnings"} <= set(document)
    (entry,) = document["entries"]
    assert entry["state"] == "created"
    assert isinstance(entry["id"], int)
    for key, kind in (("client", "name"), ("project", "code"), ("task", "id")):
        assert kind in entry[key]


def test_several_entries_in_one_sentence_each_get_a_line(hv: Hv) -> None:
    ran = hv("log", "2h on TF and 1h on Marketing Website yesterday")
    assert ran.code == 0
    assert [line.split("  ")[0] for line in said(ran.out)[:2]] == ["Logged 2:00", "Logged 1:00"]


def test_quiet_prints_the_id_alone(hv: Hv) -> None:
    assert re.fullmatch(r"\d+\n", hv("log", "1h on TF", "-q").out)


@few(4)
@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("on Marketing Website", "no_duration"),
        ("25h on Marketing Website", "invalid_duration"),
        ("0h on Marketing Website", "invalid_duration"),
        ("-1h on Marketing Website", "invalid_duration"),
        ("1:75 on Marketing Website", "invalid_duration"),
        ("13:00-26:00 on Marketing Website", "invalid_time"),
        ("2h on Marketing Website feb 30", "invalid_date"),
        ("2h", "no_project"),
        ("2h on Marketing Webste", "unknown_project"),
        ("2h on Winter Campaign", "archived_project"),
        ("2h on TF #painting", "unknown_task"),
    ],
)
def test_what_is_not_understood_is_refused_and_nothing_is_sent(
    hv: Hv, sentence: str, code: str
) -> None:
    hv("projects")
    ran = hv("log", sentence, "--json", HV_DEBUG="1")
    assert ran.code == 2
    assert ran.json["error"]["code"] == code
    assert ran.json["error"]["message"]
    assert "POST" not in ran.err
    assert "Traceback" not in ran.err


def test_the_piece_at_fault_has_a_caret_under_it(hv: Hv) -> None:
    ran = hv("log", "90m on Marketing Webste")
    lines = ran.err.splitlines()
    sentence, carets = lines[1], lines[2]
    assert sentence[carets.index("^") : carets.rindex("^") + 1] == "Marketing Webste"
    assert "ABC Corp / Marketing Website" in ran.err
    assert ran.out == ""


def test_a_name_that_is_missed_is_looked_up_at_harvest_once(hv: Hv) -> None:
    hv("projects")
    ran = hv("log", "2h on Nowhere", HV_DEBUG="1")
    asked = [line.split(" ")[1].split("?")[0] for line in ran.err.splitlines() if "GET" in line]
    assert asked == ["/v2/users/me/project_assignments"]


def test_a_day_more_than_a_year_ago_must_be_meant(hv: Hv) -> None:
    ran = hv("log", "2h on TF 2024-01-02")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert hv("log", "2h on TF 2024-01-02", "--yes", "-n").code == 0


def test_to_before_from_is_refused(hv: Hv) -> None:
    ran = hv("log", "on TF", "--from", "11:00", "--to", "9:00")
    assert ran.code == 2
    assert "`--to` is not after `--from`" in ran.err


@pytest.mark.parametrize("flag", ["--hours", "--date", "--from", "--to"])
def test_a_flag_that_cannot_be_read_is_refused(hv: Hv, flag: str) -> None:
    ran = hv("log", "1h on TF", flag, "abc")
    assert ran.code == 2
    assert "abc" in ran.err


@pytest.mark.ux(18)
def test_lines_are_logged_one_by_one_and_a_bad_one_stops_no_other(hv: Hv) -> None:
    lines = "1h on TF: one\n\n2h on Nowhere\n30m on Marketing Website: two\n"
    ran = hv("log", "-", stdin=lines)
    assert ran.code == 2
    assert [line for line in said(ran.out) if line.startswith("Logged")] == [
        line for line in said(ran.out) if '"one"' in line or '"two"' in line
    ]
    assert len([line for line in said(ran.out) if line.startswith("Logged")]) == 2
    assert "line 3:" in ran.err


def test_lines_in_json_are_one_document_each(hv: Hv) -> None:
    import json

    ran = hv("log", "-", "--json", stdin="1h on TF: one\n2h on Nowhere\n")
    good, bad = [json.loads(line) for line in ran.out.splitlines()]
    assert good["entries"][0]["notes"] == "one"
    assert bad["text"] == "2h on Nowhere"
    assert bad["error"]["code"] == "unknown_project"


@pytest.mark.parametrize("stdin", ["", "\n \n"])
def test_empty_input_is_an_error(hv: Hv, stdin: str) -> None:
    assert hv("log", "-", stdin=stdin).code == 2


def test_a_terminal_as_input_is_helped_not_waited_for(hv: Hv) -> None:
    ran = hv("log", "-", terminal=True)
    assert ran.code == 2
    assert "hv log - <" in ran.err


def test_on_a_terminal_a_missing_task_is_asked_for_and_remembered(hv: Hv) -> None:
    ran = hv("log", "1h on lv-leave", stdin="1\n", terminal=True)
    assert ran.code == 0, ran.err
    again = hv("log", "1h on lv-leave")
    assert again.code == 0
    assert "last used here" in again.out


def test_an_account_with_start_and_end_gets_them(hv: Hv) -> None:
    hv("sandbox", "reset", "--timestamp", "--clock", "24h")
    (entry,) = hv("log", "9-11:30am on TF", "--json").json["entries"]
    assert (entry["started_time"], entry["ended_time"]) == ("09:00", "11:30")
    ran = hv("log", "2h on TF")
    assert "7:00 to 9:00 was assumed" in ran.out
    assert "7:00–9:00" in ran.out
    assert "was assumed, and is still ahead" in hv("log", "8h on TF").out


@pytest.mark.parametrize("role", ["member", "manager", "administrator"])
def test_every_role_can_log(hv: Hv, role: str) -> None:
    hv("sandbox", "reset", "--role", role)
    assert hv("log", "1h on TF: x").code == 0
    assert hv("projects").code == hv("entries").code == hv().code == hv("whoami").code == 0


def test_an_entry_that_harvest_refuses_is_told_in_its_words(hv: Hv) -> None:
    ran = hv("log", "1h on TF 2026-11-03")
    assert ran.code == 5
    assert ran.out == ""
    assert "Harvest" in ran.err


def test_notes_from_a_hostile_clipboard_are_stored_and_shown_clean(hv: Hv) -> None:
    ran = hv("log", "1h on TF: \x1b[2Jboo\x07 [bold]x[/bold] :smile:", terminal=True)
    assert ran.code == 0
    assert "\x1b[2J" not in ran.out
    assert "[bold]x[/bold] :smile:" in ran.out
    assert "\x1b[2Jboo" in my_entries(hv)[0]["notes"]


def test_nothing_is_kept_of_the_notes(hv: Hv, home: Path) -> None:
    hv("log", "1h on TF: a very secret matter")
    kept = [p for p in (home / "cache").rglob("*") if p.is_file()]
    assert kept
    assert not any(b"secret matter" in path.read_bytes() for path in kept)


@pytest.mark.parametrize("typed", ["the rest of the morning on TF: mails", "on TF: mails"])
def test_a_line_to_paste_where_the_length_is_missing_is_one_that_can_be_read(
    hv: Hv, typed: str
) -> None:
    refused = hv("log", typed)
    assert (refused.code, refused.err.splitlines()[0]) == (2, "hv: The duration is missing")
    for line in re.findall(r"`(1h30 .*)`", refused.err):
        assert hv("log", "-n", line).code == 0, line


def test_a_length_like_a_time_of_day_is_said_to_be_one(hv: Hv) -> None:
    ran = hv("log", "TF 14:30, Research: x")
    assert "read as: 14:30 is a length; `at 14:30` is a time" in ran.out
    assert hv("log", "TF 14:30, Research: x", "--strict").code == 2
    assert "read as" not in hv("log", "TF 1:30, Research: x").out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1h fix header on MW", "1h on MW: fix header"),
        ("1h call with Bob on MW", "1h on MW: call with Bob"),
        ("1h fix header for MW yesterday", "1h for MW yesterday: fix header"),
        ("fix header 1h on MW", "1h on MW: fix header"),
    ],
)
def test_words_in_front_of_the_project_may_be_notes(hv: Hv, typed: str, meant: str) -> None:
    refused = hv("log", typed)
    assert refused.code == 2
    assert f"`{meant}`" in refused.err
    assert hv("log", "-n", meant).code == 0
