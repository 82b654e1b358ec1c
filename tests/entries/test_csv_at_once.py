"""Two runs that write the same many entries at once make each of them once."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.session.account import entries_of
from harvest_cli.domain.errors import Outcome, Refused
from harvest_cli.harvest.client import Harvest
from tests.running import Hv, Ran

HEAD = "date,project,task,hours,notes"
ROWS = ["a", "b", "b", "c"]


def file_of(*notes: str) -> str:
    rows = [f"2026-11-13,Task Force,Research,1,{note}" for note in notes]
    return "\n".join([HEAD, *rows]) + "\n"


def there(hv: Hv, day: str = "2026-11-13") -> Counter[str]:
    found = hv("entries", day, "--json").json["entries"]
    return Counter(each["notes"] for each in found if each["notes"] in ROWS)


def amid(monkeypatch: pytest.MonkeyPatch, request: int, run: Callable[[], Any]) -> list[Any]:
    """Do something just before the create of that number is sent; what came of it."""
    create, came = Harvest.create_time_entry, []
    sent = [0]

    def creates(self: Harvest, *args: Any, **more: Any) -> Any:
        sent[0] += 1
        if sent[0] == request:
            came.append(run())
        return create(self, *args, **more)

    monkeypatch.setattr(Harvest, "create_time_entry", creates)
    return came


def after_looking(monkeypatch: pytest.MonkeyPatch, run: Callable[[], Any]) -> None:
    """Do something once the next run has compared its entries with what is there."""
    runs = [run]

    def entries(*args: Any) -> Any:
        found = entries_of(*args)
        if runs:
            runs.pop()()
        return found

    monkeypatch.setattr("harvest_cli.actions.entries.comparing.entries_of", entries)


@pytest.mark.write("W20")
@pytest.mark.parametrize("request_", [1, 2, 3, 4])
def test_one_file_at_once_is_booked_once(
    hv: Hv, monkeypatch: pytest.MonkeyPatch, request_: int
) -> None:
    def run() -> Ran:
        return hv("log", "--csv", "-", "--json", stdin=file_of(*ROWS))

    hv("projects")
    came = amid(monkeypatch, request_, run)
    first = run()
    (second,) = came
    assert (first.code, second.code) == (0, 0)
    made = [len(each.json["entries"]) for each in (first, second)]
    assert sum(made) == len(ROWS)
    assert [len(each.json["skipped"]) for each in (first, second)] == [4 - n for n in made]
    assert there(hv) == Counter(ROWS)
    assert run().json["entries"] == []


@pytest.mark.write("W20")
def test_a_copy_at_once_is_one_copy(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    hv("log", "--csv", "-", stdin=file_of(*ROWS))
    amid(monkeypatch, 2, lambda: hv("copy", "2026-11-13 to 2026-11-18", "--yes"))
    assert hv("copy", "2026-11-13 to 2026-11-18", "--yes").code == 0
    assert there(hv, "2026-11-18") == Counter(ROWS)


@pytest.mark.write("W20")
def test_files_that_only_share_lines_lose_none(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    after_looking(monkeypatch, lambda: hv("log", "--csv", "-", stdin=file_of("b", "b", "b")))
    assert hv("log", "--csv", "-", stdin=file_of("a", "b")).code == 0
    assert there(hv) == Counter({"a": 1, "b": 3})


@pytest.mark.write("W20")
def test_what_the_other_run_was_refused_is_still_made(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        message = "Harvest refused"
        raise Refused(message, outcome=Outcome.REJECTED)

    def run() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Harvest, "create_time_entry", refused)
            assert hv("log", "--csv", "-", stdin=file_of("b", "c")).code == 5

    after_looking(monkeypatch, run)
    assert hv("log", "--csv", "-", stdin=file_of("a", "b", "c")).code == 0
    assert there(hv) == Counter("abc")


@pytest.mark.write("W20")
def test_a_file_can_be_booked_again_after_it_was_taken_back(hv: Hv) -> None:
    assert hv("log", "--csv", "-", stdin=file_of("a", "b")).code == 0
    assert hv("undo").code == 0
    assert there(hv) == Counter()
    assert hv("log", "--csv", "-", stdin=file_of("a", "b")).code == 0
    assert there(hv) == Counter("ab")


@pytest.mark.write("W20")
def test_a_file_is_logged_again_where_that_is_said_or_agreed_to(hv: Hv, tmp_path: Path) -> None:
    path = tmp_path / "time.csv"
    path.write_text(file_of("a", "b"))
    argv = ("log", "--csv", str(path))
    assert hv(*argv).code == 0
    assert "logged before; `--again` logs it" in hv(*argv).err
    assert "Log it again? [y/N]" in hv(*argv, stdin="n\n", terminal=True).err
    assert there(hv) == Counter("ab")
    assert hv(*argv, "--again").code == 0
    assert there(hv) == Counter("aabb")
    assert hv(*argv, stdin="y\n", terminal=True).code == 0
    assert there(hv) == Counter("aaabbb")
    ran = hv("log", "1h MW", "--again")
    assert (ran.code, "`--again` is for `--csv`" in ran.err) == (2, True)


@pytest.mark.promise("P9")
def test_a_damaged_row_stops_no_log_and_no_file(hv: Hv) -> None:
    assert hv("log", "--csv", "-", stdin=file_of("a")).code == 0
    (path,) = Path(hv.environ["HV_HOME"]).glob("state/outbox-*.sqlite")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE outbox SET body_json = '{', state = 'unknown', next_at = 4e9")
    ran = hv("log", "1h TF, Research, 13 nov: b")
    assert (ran.code, there(hv)["b"]) == (0, 1), ran
    assert hv("log", "--csv", "-", stdin=file_of("c")).code == 0
