"""The file of choices: private, per account, and never in the way."""

from pathlib import Path

from harvest_cli.local.cache.choices import Choices


def test_choices_are_kept_per_account(tmp_path: Path) -> None:
    mine = Choices(tmp_path, "https://api.harvestapp.com/v2", 7)
    mine.projects["web"] = 1
    mine.tasks["1 design"] = 2
    mine.defaults["1"] = 99
    mine.save()
    again = Choices(tmp_path, "https://api.harvestapp.com/v2", 7)
    assert (again.projects, again.tasks, again.defaults) == (
        {"web": 1},
        {"1 design": 2},
        {"1": 99},
    )
    assert Choices(tmp_path, "https://api.harvestapp.com/v2", 8).projects == {}
    assert Choices(tmp_path, "http://localhost:1/v2", 7).projects == {}


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    mine = Choices(tmp_path / "state", "x", None)
    mine.projects["ü \u202e"] = 1
    mine.save()
    assert mine.path.stat().st_mode & 0o777 == 0o600
    assert Choices(tmp_path / "state", "x", None).projects == {"ü \u202e": 1}


def test_values_of_another_kind_are_left_out(tmp_path: Path) -> None:
    mine = Choices(tmp_path, "x", 1)
    mine.path.write_text('{"projects": {"a": 1, "b": "2", "c": true, "d": null}, "tasks": []}')
    assert (mine.projects, mine.tasks) == ({"a": 1}, {})


def test_reading_makes_no_file(tmp_path: Path) -> None:
    assert Choices(tmp_path / "none", "x", 1).projects == {}
    assert not (tmp_path / "none").exists()
