"""The map of the rooms in CONTRIBUTING is that of the code."""

from pathlib import Path

from tests.rooms import PAGE, ROOMS, drawing, drawn, title
from tests.test_architecture import INSIDE


def test_the_drawing_of_the_rooms_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == drawn(page), "out of date: run `python -m tests.rooms`"


def test_the_drawing_names_every_room_from_the_top_to_the_bottom() -> None:
    assert set(ROOMS) == set(INSIDE)
    for number, room in enumerate(ROOMS):
        assert INSIDE[room] <= set(ROOMS[number + 1 :]), room


def test_the_drawing_says_what_a_shelf_holds_and_imports_within_100_columns() -> None:
    lines = drawing().splitlines()
    assert all(len(line) <= 100 for line in lines)
    shelf = next(line for line in lines if line.startswith("  terminal/"))
    assert "The terminal: streams" in shelf
    assert lines[lines.index(shelf) + 1].split() == ["└", "domain"]


def test_a_folder_without_a_source_is_no_shelf(tmp_path: Path) -> None:
    (tmp_path / "balance" / "__pycache__").mkdir(parents=True)
    (tmp_path / "balance.py").write_text('"""What is owed."""')
    assert title(tmp_path / "balance") == "What is owed"
