"""Nothing of a file is booked twice, and nothing is lost: whatever happens between two runs."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harvest_cli.actions.imports.imported_rows import keys_of
from harvest_cli.domain.errors import Outcome, Refused, Unreachable
from harvest_cli.harvest.client import Harvest
from harvest_cli.language.trackers.recognise import read_text
from tests.imports.reading import asked
from tests.imports.test_import import verdicts
from tests.rows import few
from tests.running import Hv, Ran

HEAD = "date,project,task,hours,notes"
DAYS = "from 2026-11-12 to 2026-11-14"


def rows_of(*notes: str) -> list[str]:
    return [f"2026-11-13,Task Force,Research,1,{note}" for note in notes]


def run(hv: Hv, *notes: str, argv: tuple[str, ...] = (), **more: Any) -> Ran:
    text = "\n".join([HEAD, *rows_of(*notes)]) + "\n"
    return hv("import", "-", "--yes", "--json", *argv, stdin=text, **more)


def there(hv: Hv, days: str = DAYS) -> Counter[str]:
    found = hv("entries", days, "--json").json["entries"]
    return Counter(each["notes"] for each in found if len(each["notes"] or "") == 1)


def numbers(hv: Hv) -> dict[str, int]:
    found = hv("entries", DAYS, "--json").json["entries"]
    return {each["notes"]: each["id"] for each in found if each["notes"]}


def test_a_second_run_sends_nothing(hv: Hv) -> None:
    assert verdicts(run(hv, "a", "b", "b")) == ["new"] * 3
    assert verdicts(run(hv, "a", "b", "b")) == ["there"] * 3
    assert there(hv) == Counter("abb")


@pytest.mark.parametrize(
    ("again", "wanted"), [("cba", "abc"), ("abbcd", "abbcd"), ("ddab", "abddc"), ("bb", "abbc")]
)
def test_other_orders_and_longer_files_send_what_is_new(hv: Hv, again: str, wanted: str) -> None:
    run(hv, *"abc")
    assert run(hv, *again).code == 0
    assert there(hv) == Counter(wanted)


def test_an_edited_entry_is_that_row_still(hv: Hv) -> None:
    run(hv, *"ab")
    assert hv("edit", str(numbers(hv)["a"]), "--hours", "2:00", "--note", "z").code == 0
    assert verdicts(run(hv, *"ab")) == ["there", "there"]
    assert there(hv) == Counter("zb")


def test_one_that_was_moved_away_is_found_too(hv: Hv) -> None:
    run(hv, *"ab")
    assert hv("edit", str(numbers(hv)["a"]), "--date", "2026-11-16").code == 0
    assert verdicts(run(hv, *"ab")) == ["imported_before", "there"]
    assert there(hv) == Counter("b")


def test_one_that_was_deleted_stays_so_unless_again_is_said(hv: Hv) -> None:
    run(hv, *"ab")
    assert hv("delete", str(numbers(hv)["a"]), "--yes").code == 0
    assert verdicts(run(hv, *"ab")) == ["gone_since", "there"]
    assert there(hv) == Counter("b")
    assert verdicts(run(hv, *"ab", argv=("--again",))) == ["new", "there"]
    assert there(hv) == Counter("ab")
    assert verdicts(run(hv, *"ab", argv=("--again",))) == ["there", "there"]


def test_undo_takes_back_all_of_it_but_what_was_changed(hv: Hv) -> None:
    run(hv, *"abc")
    assert hv("edit", str(numbers(hv)["b"]), "--hours", "3:00").code == 0
    number = hv("history", "--json").json["history"]
    assert hv("undo", "--json").code == 0, number
    assert hv("undo", "--json").code == 0
    assert there(hv) == Counter()


def test_what_was_taken_back_can_be_imported_again(hv: Hv) -> None:
    run(hv, *"abc")
    assert len(hv("undo", "--json").json["undone"]) == 3
    assert there(hv) == Counter()
    assert verdicts(run(hv, *"abc")) == ["new"] * 3
    assert there(hv) == Counter("abc")
    assert len(hv("undo", "--json").json["undone"]) == 3


def test_another_machine_sees_what_was_imported(hv: Hv, home: Path, tmp_path: Path) -> None:
    run(hv, *"ab")
    for path in home.glob("**/outbox-*"):
        path.unlink()
    assert hv("edit", str(numbers(hv)["a"]), "--hours", "2:00").code == 0
    assert verdicts(run(hv, *"ab")) == ["there", "there"]


def test_an_account_that_keeps_no_marks_has_the_table_of_this_machine(hv: Hv) -> None:
    bare = hv.with_(HV_REFERENCE="off")
    assert verdicts(run(bare, *"ab")) == ["new", "new"]
    assert bare("edit", str(numbers(bare)["a"]), "--hours", "2:00").code == 0
    assert verdicts(run(bare, *"ab")) == ["imported_before", "imported_before"]
    assert bare("delete", str(numbers(bare)["b"]), "--yes").code == 0
    assert verdicts(run(bare, *"ab")) == ["imported_before", "gone_since"]


def test_a_row_that_was_discarded_while_it_waited_is_new(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    hv("projects")
    with monkeypatch.context() as patch:
        patch.setattr(Harvest, "create_time_entry", _away)
        run(hv, *"ab")
    first, second = (row["key"] for row in hv("outbox", "--json").json["outbox"])
    assert hv("outbox", "drop", first, "--yes").code == 0
    rows = run(hv, *"ab", argv=("-n",)).json["files"][0]["rows"]
    assert {row["key"]: row["verdict"] for row in rows} == {first: "new", second: "there"}


def test_entries_that_were_typed_by_hand_are_found_by_likeness(hv: Hv) -> None:
    hv("log", "1h TF Research 2026-11-13: b")
    assert verdicts(run(hv, *"abb")) == ["new", "there", "new"]
    assert there(hv) == Counter("abb")


@few(3)
@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("request_", [1, 2, 3])
def test_a_run_that_broke_is_gone_on_with(
    hv: Hv, monkeypatch: pytest.MonkeyPatch, request_: int, *, arrived: bool
) -> None:
    hv("projects")
    create, sent = Harvest.create_time_entry, [0]

    def breaks(self: Harvest, *args: Any, **more: Any) -> Any:
        sent[0] += 1
        if sent[0] == request_:
            message = "Harvest cannot be reached"
            if arrived:
                create(self, *args, **more)
            raise Unreachable(message, outcome=Outcome.UNKNOWN if arrived else Outcome.NOT_SENT)
        return create(self, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Harvest, "create_time_entry", breaks)
        run(hv, *"abc")
    assert run(hv, *"abc").code in (0, 75)
    later = hv.with_(HV_NOW="2026-11-18T11:30:00")
    assert later("sync").code == 0
    assert run(later, *"abc").code == 0
    assert there(later) == Counter("abc")
    assert len(later("undo", "--json").json["undone"]) == 3


@pytest.mark.parametrize("request_", [1, 2, 3])
def test_two_runs_at_once_are_one(hv: Hv, monkeypatch: pytest.MonkeyPatch, request_: int) -> None:
    hv("projects")
    create, sent, came = Harvest.create_time_entry, [0], []

    def creates(self: Harvest, *args: Any, **more: Any) -> Any:
        sent[0] += 1
        if sent[0] == request_:
            came.append(run(hv, *"abc"))
        return create(self, *args, **more)

    monkeypatch.setattr(Harvest, "create_time_entry", creates)
    first = run(hv, *"abc")
    assert (first.code, came[0].code) == (0, 0)
    assert there(hv) == Counter("abc")


def test_a_refused_row_is_sent_once_it_may_be(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        message = "Harvest refused"
        raise Refused(message, outcome=Outcome.REJECTED)

    with monkeypatch.context() as patch:
        patch.setattr(Harvest, "create_time_entry", refused)
        assert run(hv, *"ab").code == 5
    assert verdicts(run(hv, *"ab")) == ["new", "new"]
    assert there(hv) == Counter("ab")


def test_another_map_does_not_make_it_another_row(hv: Hv, tmp_path: Path) -> None:
    run(hv, *"ab")
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nproject = "Task*"\nto = { project = "MW", task = "Programming" }\n')
    ran = run(hv, *"ab", argv=("--map", str(rules)))
    assert verdicts(ran) == ["there", "there"]


def test_a_plan_that_was_looked_at_is_the_one_that_is_sent(hv: Hv) -> None:
    looked_at = run(hv, "a", argv=("--dry-run",)).json["plan"]
    other = run(hv, "a", "b", argv=("--expect", looked_at))
    assert (other.code, looked_at in other.err) == (8, True)
    assert there(hv) == Counter()
    assert run(hv, "a", argv=("--expect", looked_at)).code == 0
    assert run(hv, "a", argv=("--expect", looked_at)).code == 8, "nothing is left to send"


@pytest.mark.parametrize(
    "text",
    [
        'inc 20261112T080000Z - 20261112T090000Z # Research Site x # "why"\n',
        '[{"id": 1, "start": "20261112T080000Z", "end": "20261112T090000Z", '
        '"tags": ["Site", "x"]}]',
    ],
)
def test_names_that_an_account_gets_later_do_not_make_it_another_row(text: str) -> None:
    user, account = SimpleNamespace(id=1), SimpleNamespace(account_id=2)
    context: Any = SimpleNamespace(credentials=account, account=SimpleNamespace(data=None))
    context.account.data = SimpleNamespace(user=user)
    known = asked()._replace(is_project="Site".__eq__, is_task="x".__eq__)
    rows = [read_text(text, "2026-11.data", each).rows for each in (asked(), known)]
    assert [each[0].project for each in rows] != ["Site", "Site"]
    assert keys_of(context, "timewarrior", rows[0]) == keys_of(context, "timewarrior", rows[1])


@pytest.mark.parametrize("then", ["delete", "undo"])
def test_rows_that_only_the_backup_log_kept_are_rows_of_that_file(
    hv: Hv, home: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    hv("projects")
    with monkeypatch.context() as patch:
        patch.setattr(Harvest, "create_time_entry", _away)
        run(hv, *"ab")
    (file,) = home.glob("state/outbox-*.sqlite")
    with closing(sqlite3.connect(file)) as db, db:
        # As a kill between the log and the database leaves them.
        db.execute("DELETE FROM outbox")
        db.execute("DROP TABLE imports")
        db.execute("UPDATE facts SET value = '0' WHERE name = 'trail'")
    assert hv.with_(HV_QUIET_SECONDS="0.001")("sync").code == 0
    assert there(hv) == Counter("ab")
    if then == "undo":
        assert hv("undo").code == 0
        assert there(hv) == Counter()
        return
    assert hv("delete", str(numbers(hv)["a"]), "--yes").code == 0
    assert verdicts(run(hv, *"ab")) == ["gone_since", "there"]


def _away(*_: Any, **__: Any) -> None:
    message = "Harvest cannot be reached"
    raise Unreachable(message, outcome=Outcome.NOT_SENT)


WATSON_CSV = """id,start,stop,project,tags
0f3c2b1,2026-11-12 09:00:00,2026-11-12 10:30:00,marketing-website,"programming, footer"
1a2b3c4,2026-11-12 12:30:00,2026-11-12 13:00:29,task-force,
"""


@pytest.mark.parametrize("csv_first", [True, False])
def test_a_time_is_the_same_in_watson_s_frames_and_in_its_csv(
    hv: Hv, tmp_path: Path, csv_first: bool
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(WATSON_CSV, encoding="utf-8")
    frames = Path(__file__).parent / "examples" / "watson-frames"
    files = (file, frames) if csv_first else (frames, file)
    for each in files:
        ran = hv("import", str(each), "--yes", HV_TIMEZONE="UTC")
        assert ran.code == 0, ran.err
    assert "Logged 0 entries, 0:00; 2 skipped (2 there already)" in ran.err
