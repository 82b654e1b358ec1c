"""`hv export --since-last`: a folder that is kept up, one file a month."""

import csv
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.rows import few
from tests.running import Hv, Ran

KINDS = ["csv", "jsonl", "parquet"]


def export(hv: Hv, folder: Path, to: str = "jsonl", *more: str) -> Ran:
    if to == "parquet":
        pytest.importorskip("duckdb")
    return hv("export", "--to", to, "--since-last", "-o", str(folder), *more)


def read(folder: Path) -> list[tuple[str, int, float]]:
    """File, id and hours of every row, in the order of the files."""
    found = []
    for path in sorted(folder.glob("year=*/month=*/entries.*")):
        name = f"{path.parent.parent.name[5:]}-{path.parent.name[6:]}"
        if path.suffix == ".csv":
            with path.open(newline="") as file:
                rows = [(int(r["id"]), float(r["hours"])) for r in csv.DictReader(file)]
        elif path.suffix == ".jsonl":
            records = [json.loads(line) for line in path.read_text().splitlines()]
            rows = [(record["id"], record["hours"]) for record in records]
        else:
            duckdb = pytest.importorskip("duckdb")
            table = duckdb.sql(f"SELECT id, hours FROM read_parquet('{path}')")
            rows = [(row[0], float(row[1])) for row in table.fetchall()]
        found += [(name, *row) for row in rows]
    return found


def there(hv: Hv, *argv: str) -> list[tuple[str, int, float]]:
    """The same as Harvest has it."""
    entries = hv("entries", "2000 to 2030", *argv, "--json").json["entries"]
    rows = sorted((e["spent_date"], e["id"], e["hours"]) for e in entries)
    return [(day[:7], number, hours) for day, number, hours in rows]


@pytest.mark.parametrize("to", KINDS)
def test_entries_that_are_new_changed_moved_and_gone(hv: Hv, tmp_path: Path, to: str) -> None:
    folder = tmp_path / "hours"
    assert export(hv, folder, to).code == 0
    assert read(folder) == there(hv) != []
    ids = [number for _, number, _ in there(hv)]
    hv("edit", str(ids[-1]), "2026-10-05", "--yes")
    hv("edit", str(ids[-2]), "+15m")
    assert hv("delete", str(ids[-3]), str(ids[-4]), "--yes").code == 0
    hv("log", "1h MW, Programming on 2026-09-01: old", "--yes")
    assert read(folder) != there(hv)
    ran = export(hv, folder, to, "--json")
    assert ran.json["gone"] == 2
    assert not ran.json["whole"]
    assert read(folder) == there(hv)


def test_what_changed_costs_what_changed(hv: Hv, tmp_path: Path) -> None:
    export(hv, tmp_path / "hours")
    ran = export(hv.with_(HV_DEBUG="1", HV_NOW="2026-11-18T11:30:00"), tmp_path / "hours")
    asked = [line for line in ran.err.splitlines() if "/time_entries" in line]
    assert len(asked) == 2, ran.err
    assert "0 entries changed since the last export, 0 gone" in ran.out


def test_what_is_asked_for_again_has_not_changed_by_that(hv: Hv, tmp_path: Path) -> None:
    hv("log", "1h MW, Programming: new")
    export(hv.with_(HV_NOW="2026-11-18T10:31:00"), tmp_path / "hours")
    ran = export(hv.with_(HV_NOW="2026-11-18T10:32:00"), tmp_path / "hours")
    assert "0 entries changed since the last export, 0 gone" in ran.out


@pytest.mark.parametrize("argv", [("entries",), ("export", "--to", "csv"), ("report",)])
def test_a_member_is_told_that_everyone_is_themselves(hv: Hv, argv: tuple[str, ...]) -> None:
    hv("sandbox", "reset", "--role", "member")
    ran = hv(*argv, "this week", "--everyone")
    assert ran.code == 0, ran.err
    assert "Harvest shows a Member their own time only" in ran.err


def test_a_folder_of_an_administrator_is_not_kept_up_by_who_sees_less(
    hv: Hv, tmp_path: Path
) -> None:
    folder = tmp_path / "hours"
    assert export(hv, folder, "csv", "--everyone").code == 0
    before = read(folder)
    hv("sandbox", "reset", "--role", "member")
    ran = export(hv, folder, "csv", "--everyone")
    assert (ran.code, ran.out) == (2, "")
    assert f"{folder} was filled by an administrator" in ran.err
    assert read(folder) == before
    other = ran.err.partition("Use another folder: `hv ")[2].partition("`")[0]
    assert hv(*other.split()).code == 0
    assert read(Path(f"{folder}-2")) == there(hv)
    assert export(hv, Path(f"{folder}-2"), "csv", "--everyone").code == 0, "by the same Member"
    assert read(Path(f"{folder}-2")) == there(hv)


@pytest.mark.parametrize(
    ("loses", "what"),
    [
        ("UPDATE user_assignments SET is_project_manager = 0 WHERE rowid = ({})", "1 project"),
        ("DELETE FROM teammates", "people"),
        ("DELETE FROM projects WHERE 0", ""),
    ],
)
def test_a_manager_who_sees_a_project_or_person_no_more_loses_no_rows(
    hv: Hv, home: Path, tmp_path: Path, loses: str, what: str
) -> None:
    hv("sandbox", "reset", "--role", "manager")
    folder = tmp_path / "hours"
    assert export(hv, folder, "jsonl", "--everyone").code == 0
    assert export(hv, folder, "jsonl", "--everyone").code == 0
    before = read(folder)
    assert before == there(hv, "--everyone")
    managed = "SELECT min(rowid) FROM user_assignments WHERE is_project_manager AND user_id = {}"
    me = hv("whoami", "--json").json["user"]["id"]
    with closing(sqlite3.connect(home / "state" / "sandbox.sqlite")) as db, db:
        db.execute(loses.format(managed.format(me)))
    ran = export(hv, folder, "jsonl", "--everyone")
    assert ran.code == (2 if what else 0), ran.err
    assert not what or f"{what} of {folder}" in ran.err
    assert read(folder) == before


def test_an_administrator_who_becomes_a_manager_loses_no_rows(hv: Hv, tmp_path: Path) -> None:
    folder = tmp_path / "hours"
    assert export(hv, folder, "jsonl", "--everyone").code == 0
    before = read(folder)
    hv("sandbox", "reset", "--role", "manager")
    assert "was filled by an administrator" in export(hv, folder, "jsonl", "--everyone").err
    assert read(folder) == before


def test_an_entry_that_leaves_the_filter_leaves_the_files(hv: Hv, tmp_path: Path) -> None:
    folder = tmp_path / "hours"
    export(hv, folder, "csv", "--project", "MW")
    assert read(folder) == there(hv, "--project", "MW")
    moved = there(hv, "--project", "MW")[-1][1]
    hv("edit", str(moved), "--project", "TF", "--task", "Research")
    export(hv, folder, "csv", "--project", "MW")
    assert read(folder) == there(hv, "--project", "MW")
    assert moved not in [number for _, number, _ in read(folder)]


@pytest.mark.parametrize("damage", ["", "no csv", "id,spent_date\r\n"])
def test_a_file_that_is_missing_or_damaged_is_made_anew(
    hv: Hv, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "hours"
    export(hv, folder, "csv")
    file = next(folder.glob("year=2026/month=11/*"))
    if damage:
        file.write_text(damage)
        hv("log", "1h MW, Programming")
    else:
        file.unlink()
    assert export(hv, folder, "csv").code == 0
    assert read(folder) == there(hv)


@pytest.mark.parametrize("lost", ["10", "11"])
@pytest.mark.parametrize("damage", ["", "{"])
def test_what_changed_beside_a_lost_file_is_kept(
    hv: Hv, tmp_path: Path, lost: str, damage: str
) -> None:
    folder = tmp_path / "hours"
    export(hv, folder)
    for day in ("2026-10-05", "2026-11-17"):
        hv("log", f"1h MW, Programming on {day}: more", "--yes")
    file = next(folder.glob(f"year=2026/month={lost}/*"))
    file.unlink()
    if damage:
        file.write_text(damage)
    assert export(hv, folder).code == 0
    assert read(folder) == there(hv)


@few(3)
@pytest.mark.parametrize("to", KINDS)
@pytest.mark.parametrize("killed", [0, 1, 2])
def test_a_run_that_is_killed_leaves_whole_files_and_the_next_mends_them(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: int, to: str
) -> None:
    folder = tmp_path / "hours"
    hv("log", "1h MW, Programming on 2026-09-01: old", "--yes")
    export(hv, folder, to)
    number = there(hv)[-1][1]
    hv("edit", str(number), "2026-10-05", "--yes")
    before = read(folder)
    replaced = Counter[str]()

    def replace(self: Path, target: Path) -> Path:
        if replaced.total() == killed:
            raise KeyboardInterrupt
        replaced["files"] += 1
        return real(self, target)

    real = Path.replace
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        export(hv, folder, to)
    assert {row for row in read(folder) if row[1] != number} == {
        row for row in before if row[1] != number
    }
    assert [*folder.glob("**/.*entries*")] == []
    hv("edit", str(number), "2026-09-07", "--yes")
    assert export(hv, folder, to).code == 0
    assert read(folder) == there(hv)


def test_what_a_killed_run_left_beside_its_files_goes(hv: Hv, tmp_path: Path) -> None:
    folder = tmp_path / "hours"
    export(hv, folder)
    left = next(folder.glob("year=*/month=11/*")).with_name(".entries.jsonl.123")
    left.write_text("half a row")
    export(hv, folder)
    assert not left.exists()


def test_a_first_run_that_is_killed_is_made_anew(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hours"
    hv("log", "1h MW, Programming on 2026-09-01: old", "--yes")

    def replace(_self: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        export(hv, folder)
    assert export(hv, folder).code == 0
    assert read(folder) == there(hv)


def test_a_folder_of_something_else_is_refused(hv: Hv, tmp_path: Path) -> None:
    folder = tmp_path / "hours"
    export(hv, folder)
    assert "an export of something else" in export(hv, folder, "csv").err
    assert export(hv, folder, "jsonl", "--everyone").code == 2
    other = tmp_path / "other/year=2026/month=01"
    other.mkdir(parents=True)
    (other / "entries.jsonl").write_text("mine")
    assert "did not write" in export(hv, tmp_path / "other").err
    assert (other / "entries.jsonl").read_text() == "mine"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["this", "month", "-o", "x"], "omit the period"),
        (["--to", "klog", "-o", "x"], "not klog"),
        ([], "needs a folder"),
        (["--bom", "-o", "x"], "ISO days"),
    ],
)
def test_what_cannot_be_kept_up_is_refused(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = hv("export", "--since-last", *argv)
    assert ran.code == 2
    assert said.lower() in ran.err.lower()
    assert not [*tmp_path.glob("x/year*")]


@pytest.mark.parametrize("what", ["project", "task", "client"])
def test_what_has_another_name_has_it_in_all_files(hv: Hv, tmp_path: Path, what: str) -> None:
    folder = tmp_path / "hours"
    assert export(hv, folder).code == 0
    first = hv("entries", "2000 to 2030 on TF", "--json").json["entries"][0]
    named = f"{what}s/{first[what]['id']}"
    assert hv("api", "patch", named, "name=Another").code == 0
    hv("projects", "--refresh")
    ran = export(hv, folder)
    assert ran.code == 0, ran.err
    texts = [path.read_text() for path in sorted(folder.glob("year=*/month=*/*.jsonl"))]
    found = [json.loads(line)[what] for text in texts for line in text.splitlines()]
    assert {e["name"] for e in found if e["id"] == first[what]["id"]} == {"Another"}
    assert read(folder) == there(hv)
