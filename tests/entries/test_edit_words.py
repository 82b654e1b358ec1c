"""`hv edit` and `hv delete` in words: one entry, several of them, and those of days."""

import shlex

import pytest

from tests.rows import few
from tests.running import Hv


@pytest.fixture
def three(hv: Hv) -> Hv:
    """Three entries of today."""
    for line in ("1h MW Research: alpha", "2h TF Programming: ticket 45", "30m MW: gamma"):
        assert hv("log", line).code == 0
    return hv


def entries(hv: Hv, words: str = "today") -> list[tuple[float, str, str, str]]:
    found = hv("entries", words, "--json").json["entries"]
    return [(e["hours"], e["project"]["code"], e["task"]["name"], e["notes"]) for e in found]


ALPHA, TICKET, GAMMA = (
    (1.0, "MW", "Research", "alpha"),
    (2.0, "TF", "Programming", "ticket 45"),
    (0.5, "MW", "Research", "gamma"),
)


@few(4)
@pytest.mark.found("B4")
@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("last 1h30", (1.5, "MW", "Research", "gamma")),
        ("last + 15m", (0.75, "MW", "Research", "gamma")),
        ("last minus 10 minutes", (0.33, "MW", "Research", "gamma")),
        ("last 9-10:30", (1.5, "MW", "Research", "gamma")),
        ("last: better note", (0.5, "MW", "Research", "better note")),
        ("last TF", (0.5, "TF", "Research", "gamma")),
        # A noun is no beginning of "Task Force".
        ("last task Programming", (0.5, "MW", "Programming", "gamma")),
        ("last TF task Programming", (0.5, "TF", "Programming", "gamma")),
        ("last Programming TF", (0.5, "TF", "Programming", "gamma")),
        ("last Programming", (0.5, "MW", "Programming", "gamma")),
        ("last on Task Force, Programming: x", (0.5, "TF", "Programming", "x")),
        ("gamma 1h", (1.0, "MW", "Research", "gamma")),
    ],
)
def test_words_change_an_entry(three: Hv, words: str, after: tuple[object, ...]) -> None:
    preview = three("edit", words, "--dry-run", "--json").json
    changed = three("edit", words, "--json")
    assert changed.code == 0, changed.err
    assert changed.json["changes"] == preview["changes"]
    assert entries(three) == [ALPHA, TICKET, after]
    assert three("undo").code == 0
    assert entries(three) == [ALPHA, TICKET, GAMMA]


@pytest.mark.found("B4")
def test_a_day_moves_an_entry(three: Hv) -> None:
    assert three("edit", "last", "yesterday", "1h").code == 0
    assert (1.0, "MW", "Research", "gamma") in entries(three, "yesterday")


@pytest.mark.found("B4")
@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("last nonsense", "nonsense"),
        ("last 1h Resarch", "Resarch"),
        ("last by client", "by client"),
        ("last TF MW", "TF MW"),
    ],
)
def test_words_that_name_nothing_are_pointed_at(three: Hv, words: str, fault: str) -> None:
    ran = three("edit", words)
    assert ran.code == 2
    told, carets = ran.err.splitlines()[1:3]
    assert told[carets.index("^") : carets.rindex("^") + 1] == fault
    assert entries(three) == [ALPHA, TICKET, GAMMA]


@pytest.mark.found("B4")
def test_a_word_and_a_flag_for_one_field_are_refused(three: Hv) -> None:
    for line in ("edit last 1h --hours 2h", "edit last TF --project MW", "edit last: x --note y"):
        ran = three(*line.split())
        assert (ran.code, "give the same field" in ran.err) == (2, True)
    assert entries(three) == [ALPHA, TICKET, GAMMA]


# -- several -------------------------------------------------------------------------------------


@pytest.mark.found("B2", "B4", "F1")
def test_several_entries_are_one_command_and_one_undo(three: Hv) -> None:
    ran = three("edit", "last, ^2", "--task", "Research", "+15m", "--json")
    assert ran.code == 0, ran.err
    assert [each["after"]["hours"] for each in ran.json["entries"]] == [0.75, 2.25]
    assert three("undo").code == 0
    assert entries(three) == [ALPHA, TICKET, GAMMA]
    assert three("delete", "last", "and", "^2", "-y").code == 0
    assert entries(three) == [ALPHA]
    three("undo")
    assert sorted(entries(three)) == sorted([ALPHA, TICKET, GAMMA])


@pytest.mark.found("B2")
def test_rows_are_rows_and_never_words_of_notes(three: Hv) -> None:
    three("entries", "today", terminal=True)
    assert three("delete", "4", "5", "-y").code == 4
    assert three("delete", "45", "-y").code == 4
    assert three("delete", "ticket", "45", "-y").code == 4
    assert entries(three) == [ALPHA, TICKET, GAMMA]
    three("entries", "today", terminal=True)
    assert three("delete", "1", "3", "-y").code == 0
    assert entries(three) == [TICKET]


@pytest.mark.found("B4")
def test_a_run_of_rows_is_changed(three: Hv) -> None:
    three("entries", "today", terminal=True)
    ran = three("edit", "1-3", "--task", "Research")
    assert ran.code == 0, ran.err
    assert {task for _, _, task, _ in entries(three)} == {"Research"}


@pytest.mark.found("B4")
def test_entries_of_days_are_shown_before_one_question(three: Hv) -> None:
    line = ("edit", "today for MW", "--project", "TF", "--task", "Programming")
    off = three(*line)
    assert (off.code, "This would change 2 entries" in off.err) == (2, True)
    no = three(*line, stdin="\n", terminal=True)
    assert no.code == 8
    assert no.err.count("Would change") == 2
    assert entries(three) == [ALPHA, TICKET, GAMMA]
    assert three(*line, stdin="y\n", terminal=True).code == 0
    assert {(code, task) for _, code, task, _ in entries(three)} == {("TF", "Programming")}
    three("undo")
    assert entries(three) == [ALPHA, TICKET, GAMMA]


@pytest.mark.found("B4")
def test_a_deletion_of_days_asks_too(three: Hv) -> None:
    assert three("delete", "today").code == 2
    assert three("delete", "today", stdin="n\n", terminal=True).code == 8
    preview = three("delete", "today", "-n", "--json").json
    assert len(preview["entries"]) == 3
    assert three("delete", "today", "--yes").code == 0
    assert entries(three) == []


@pytest.mark.found("B4")
def test_what_is_to_be_changed_of_days_has_to_be_said(three: Hv) -> None:
    for words in ("today", "today TF"):
        ran = three("edit", words, "-y")
        assert (ran.code, "Nothing to change" in ran.err) == (2, True)


@pytest.mark.found("B4")
@pytest.mark.parametrize("clock", ["--timestamp", "--duration"])
def test_no_request_is_spent_on_words(hv: Hv, clock: str) -> None:
    hv("sandbox", "reset", clock)
    hv("log", "1h MW Research: alpha")
    ran = hv("edit", "last", "1h30", "yesterday", "TF", "Programming:", "x", HV_DEBUG="1")
    sent = [line.split()[0] for line in ran.err.splitlines() if line.split()[0].isupper()]
    assert [word for word in sent if word in {"GET", "POST", "PATCH"}] == ["GET", "PATCH"]


ISSUE, CARD = "https://github.com/acme/site/issues/17", "https://trello.com/c/AbC123/9-nav"


def links(hv: Hv) -> list[str | None]:
    entries = hv("entries", "--json").json["entries"]
    return [(each["external_reference"] or {}).get("permalink") for each in entries]


def test_a_reference_is_set_changed_and_removed(hv: Hv) -> None:
    hv("log", "1h MW: x", "--ref", ISSUE)
    changed = hv("edit", "last", "--ref", CARD, "--json").json["changes"]["external_reference"]
    assert changed == {"from": ISSUE, "to": "https://trello.com/c/AbC123"}
    assert hv("edit", "last", "--ref", CARD).out.startswith("Nothing to change")
    dry = hv("edit", "last", "--ref", "none", "--hours", "+15m", "-n")
    assert "PATCH" in dry.out
    assert "/external_reference" in dry.out
    ran = hv("edit", "last", "--ref", "none", "--hours", "+15m")
    assert "reference  " in ran.out
    assert links(hv) == [None]
    assert hv("undo").code == 0
    assert links(hv) == ["https://trello.com/c/AbC123"]
    assert hv("entries", "--json").json["totals"]["hours"] == 1


def test_the_mark_of_hv_is_no_reference(hv: Hv) -> None:
    hv("log", "1h MW: x")
    assert hv("edit", "last", "--ref", "none").out.startswith("Nothing to change")
    assert "reference  none" in hv("edit", "last", "--ref", ISSUE).out
    assert hv("undo").code == 0
    assert links(hv) == [None]


def test_references_of_several_entries(hv: Hv) -> None:
    for words in ("1h MW: x", "1h TF: y"):
        hv("log", words)
    assert hv("edit", "today", "--ref", ISSUE, "--yes").code == 0
    assert links(hv) == [ISSUE, ISSUE]
    assert hv("edit", "today", "for", "TF", "--ref", "none", "-y").code == 0
    assert sorted(filter(None, links(hv))) == [ISSUE]


def test_what_is_no_link_is_refused(hv: Hv) -> None:
    hv("log", "1h MW: x")
    assert hv("edit", "last", "--ref", "issue 17").code == 2


# -- one entry, or the entries of a day ------------------------------------------------------------


@pytest.fixture
def saturday(hv: Hv) -> Hv:
    """One entry of last Saturday, and one of today."""
    for line in ("1h MW Research last saturday: alpha", "30m TF Programming: beta"):
        assert hv("log", line).code == 0
    return hv


@pytest.mark.parametrize("words", ["last saturday", "saturday", "nov 14"])
def test_a_day_with_one_entry_is_that_entry(saturday: Hv, words: str) -> None:
    assert saturday("edit", *words.split(), "2h").code == 0
    assert saturday("edit", *words.split(), "+15m", "-y").code == 0
    assert entries(saturday, "14 nov") == [(2.25, "MW", "Research", "alpha")]
    assert entries(saturday) == [(0.5, "TF", "Programming", "beta")]


ONE_VALUE = ["2h", "9-10:30", "2h --append x", ": better", "--note better"]


@few(4)
@pytest.mark.parametrize(
    "words",
    [
        *(f"saturday {each}" for each in ONE_VALUE),
        "last saturday --project OS1",
        "last saturday +15m",
    ],
)
def test_a_yes_given_before_is_none_for_a_day_of_several(saturday: Hv, words: str) -> None:
    saturday("log", "3h TF Programming last saturday: gamma")
    before = entries(saturday, "14 nov")
    ran = saturday("edit", *words.split(), "-y")
    assert (ran.code, "may be one of 2 entries" in ran.err) == (2, True)
    assert entries(saturday, "14 nov") == before
    assert ran.err.count("Sat 14 Nov") == 2
    # Looked at, all of them can be meant.
    assert (
        saturday("edit", *words.split(), stdin="n\n", terminal=True).err.count("Would change") == 2
    )
    assert saturday("edit", *words.split(), "-n").code == 0
    pasted = shlex.split(ran.err.split("`hv ")[1].split("`")[0])
    assert saturday(*pasted).code == 0
    assert len(set(entries(saturday, "14 nov")) & set(before)) == 1


@pytest.mark.parametrize(
    "words", ["saturday +15m", "saturday --project TF --task Programming", "saturday to sunday 2h"]
)
def test_what_fits_several_is_done_to_all_of_a_day(saturday: Hv, words: str) -> None:
    saturday("log", "3h TF Research last saturday: gamma")
    assert saturday("edit", *words.split(), "-y").code == 0
    assert not {(1.0, "MW", "Research", "alpha"), (3.0, "TF", "Research", "gamma")} & set(
        entries(saturday, "14 nov")
    )


@pytest.mark.write("W26")
def test_what_is_added_is_added_to_what_is_there_after_the_question(
    saturday: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    saturday("log", "3h TF Programming last saturday: gamma")

    def meanwhile(*_: object) -> None:
        assert saturday("edit", "alpha", "+30m").code == 0
        assert saturday("log", "1h MW Research saturday: new").code == 0

    monkeypatch.setattr("harvest_cli.commands.verbs.edit.agreed", meanwhile)
    assert saturday("edit", "saturday", "+15m").code == 0
    assert [hours for hours, *_ in entries(saturday, "14 nov")] == [1.75, 3.25, 1.0]


@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_days_of_which_nothing_may_be_changed_are_refused_as_a_copy_to_them_is(
    hv: Hv, verb: str
) -> None:
    # The oldest week of the history is approved.
    asked = [verb, "nov 5", *(["+15m"] if verb == "edit" else []), "--yes"]
    ran = hv(*asked)
    assert (ran.code, ran.out) == (5, "")
    assert "Approved and Locked" in ran.err
    assert hv(*asked, "--dry-run").code == 0


def test_the_last_entry_is_the_one_that_was_changed_last_whatever_its_day(hv: Hv) -> None:
    old, far = "636718173", "636718192"
    for line in (
        "log 1h TF 2025-11-03 --yes",
        f"edit {far} 2h --yes",
        "log 1h MW",
        f"edit {old} +15m",
    ):
        assert hv(*line.split()).code == 0, line
    assert f"#{old}" in hv("edit", "last", "+15m").out
    assert f"#{far}" in hv("edit", f"{far}", "+15m", "--yes").out
    # What was taken back is where the person was last, too.
    lines = ("undo", "edit last +5m --yes", "delete last --yes")
    said = [hv(*line.split()).out for line in lines]
    assert all("Mon 3 Nov 2025" in each for each in said), said


def test_what_an_entry_is_moved_to_is_its_end_where_the_account_has_times(hv: Hv) -> None:
    hv("sandbox", "reset", "--timestamp", "--clock", "24h")
    hv("log", "9-10 TF Research: reading")
    after = hv("edit", "last to 14:30", "--json").json["after"]
    assert (after["started_time"], after["ended_time"], after["hours"]) == ("09:00", "14:30", 5.5)
    refused = hv("edit", "last to 1:30")
    assert refused.code == 2
    assert "`1h30`, or `until 1:30`" in refused.err
    assert hv("edit", "last to 1h30", "--json").json["after"]["hours"] == 1.5


@pytest.mark.parametrize("words", ["to 14:30", "14:30"])
def test_a_length_like_a_time_of_day_is_said_to_be_one(hv: Hv, words: str) -> None:
    hv("log", "1h TF Research: reading")
    ran = hv("edit", f"last {words}")
    assert "14:30 is a length; `at 14:30` is a time" in ran.out + ran.err
