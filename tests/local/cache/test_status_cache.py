"""The status file: what is in it survives, damage counts as absence, prompts get it fast."""

import os
import sys
from pathlib import Path

import pytest

from harvest_cli.local.cache import status_cache
from harvest_cli.local.disk.files import places
from harvest_cli.local.disk.paths_fast import folders
from tests.child import PYTHON, REAL, run
from tests.rows import for_each

NOW = 1_790_000_000.0
FILE = {
    "mark": "",
    "running": "1",
    "read_at": f"{NOW:.0f}",
    "max_age": "60",
    "day_ends": f"{NOW + 3600:.0f}",
    "banked": "50",
    "since_at": f"{NOW - 1800:.0f}",
    "today_at": "250",
    "week_at": "1200",
    "target_at": "700",
    "target": "7:00",
    "capacity": "35:00",
    "counts": "yes",
    "since": "9:30am",
    "done": "4:00pm",
    "time_format": "hours_minutes",
    "project": "Marketing Website",
    "client": "ABC Corp",
    "task": "Graphic Design",
    "code": "MW",
    "notes": "hero",
    "id": "636718192",
}


@for_each("text", ["", "plain", "a\tb\nc\r\nd", "back\\slash \\n \\\\t", "ünïcödé ▶ \u202e", "\\"])
def test_any_text_survives(text: str) -> None:
    kept = status_cache.parsed(status_cache.composed({**FILE, "notes": text}))
    assert kept is not None
    assert kept["notes"] == text


def test_a_file_that_breaks_off_is_absent() -> None:
    whole = status_cache.composed(FILE)
    assert [n for n in range(len(whole)) if status_cache.parsed(whole[:n]) is not None] == []


@for_each("name", ["running", "read_at", "day_ends", "banked", "max_age"])
def test_a_file_that_lacks_something_is_absent(name: str) -> None:
    assert (
        status_cache.parsed(status_cache.composed({k: v for k, v in FILE.items() if k != name}))
        is None
    )
    assert status_cache.parsed(b"\xff\xfe") is None


@for_each(
    ("template", "text"),
    [
        ("{project} {hours}", "Marketing Website 1:00"),
        ("{client}/{code}/{task} {notes} #{id}", "ABC Corp/MW/Graphic Design hero #636718192"),
        ("{today} of {target}, {left} left", "2:30 of 7:00, 4:30 left"),
        ("{week}/{capacity} since {since} done {done}", "12:00/35:00 since 9:30am done 4:00pm"),
        ("{{{project}}}", "{Marketing Website}"),
        (r"a\tb\nc", "a\tb\nc"),
        ("[{unsent}]", "[]"),
        ("", ""),
        ("100%", "100%"),
    ],
)
def test_a_template_is_filled_in(template: str, text: str) -> None:
    assert status_cache.rendered(FILE, template, NOW) == text


def test_times_count_on_without_asking() -> None:
    text = status_cache.rendered(FILE, "{hours} {today} {week} {left}", NOW + 900)
    assert text == "1:15 2:45 12:15 4:15"


def test_decimal_accounts_get_decimals() -> None:
    told = {**FILE, "time_format": "decimal"}
    assert status_cache.rendered(told, "{hours} {today}", NOW) == "1.00 2.50"


def test_a_target_that_is_reached_has_no_end() -> None:
    assert status_cache.rendered(FILE, "{left}{done}", NOW + 5 * 3600) == "0:00"


@pytest.mark.ux(44)
@for_each(
    "template",
    ["{nope}", "{project", "{project.upper}", "{project!r}", "{project:>9}", "{}", "{0}"],
)
def test_only_known_fields_are_filled_in(template: str) -> None:
    assert status_cache.rendered(FILE, template, NOW) is None


def test_a_value_with_braces_is_not_filled_in_again() -> None:
    assert status_cache.rendered({**FILE, "notes": r"{id} \t {{"}, "{notes}", NOW) == r"{id} \t {{"


@for_each(
    ("later", "seconds", "fresh"),
    [
        (0, "", True),
        (60, "", True),
        (61, "", False),
        (-5, "", False),
        (61, "90", True),
        (1, "0.5", False),
    ],
)
def test_it_is_shown_while_it_is_young(later: int, seconds: str, fresh: bool) -> None:
    assert status_cache.is_fresh(FILE, NOW + later, seconds) == fresh


def test_the_day_it_tells_of_ends() -> None:
    over = {**FILE, "day_ends": f"{NOW + 10:.0f}"}
    assert not status_cache.is_fresh(over, NOW + 11)


# -- the way in ------------------------------------------------------------------------------


def stored(home: Path, environ: dict[str, str], profile: str = "", **changes: str) -> None:
    """Write a file as hv would for this environment, read just now."""
    import time

    now = time.time()
    told = {
        **FILE,
        "read_at": str(int(now)),
        "since_at": f"{now - 1800:.0f}",
        "day_ends": f"{now + 3600:.0f}",
        "mark": status_cache.mark(environ, profile, str(home), str(home / "cache")),
        **changes,
    }
    (home / "cache").mkdir(parents=True, exist_ok=True)
    (home / "cache" / status_cache.file_name(profile)).write_bytes(status_cache.composed(told))


@pytest.fixture
def environ(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    monkeypatch.chdir(tmp_path)
    return {"HV_HOME": str(home), "HARVEST_ACCESS_TOKEN": "1.pt.secret", "HARVEST_ACCOUNT_ID": "7"}


ASK = ["status", "--format", "{project}"]


def test_a_fresh_file_answers(home: Path, environ: dict[str, str]) -> None:
    stored(home, environ)
    assert status_cache.answered(ASK, environ) == (0, "Marketing Website")
    assert status_cache.answered(["--format={code}", "status"], environ) == (0, "MW")


def test_nothing_running_prints_nothing(home: Path, environ: dict[str, str]) -> None:
    stored(home, environ, running="0")
    assert status_cache.answered(ASK, environ) == (4, "")


@pytest.mark.parametrize(
    "argv",
    [
        ["status"],
        ["--format", "{project}"],
        ["status", "--format"],
        ["status", "--format", "{nope}"],
        ["status", "--json", "--format", "{id}"],
        ["start", "--format", "{id}"],
        ["status", "status", "--format", "{id}"],
        [],
    ],
)
def test_everything_else_is_for_hv_itself(
    home: Path, environ: dict[str, str], argv: list[str]
) -> None:
    stored(home, environ)
    assert status_cache.answered(argv, environ) is None


@pytest.mark.parametrize(
    "change",
    [
        {"HARVEST_ACCESS_TOKEN": "2.pt.other"},
        {"HARVEST_ACCOUNT_ID": "8"},
        {"HARVEST_API_URL": "http://127.0.0.1:1"},
        {"HV_PROFILE": "work"},
        {"HV_TIMEZONE": "Europe/Berlin"},
        {"HV_TIME_FORMAT": "decimal"},
        {"HV_NOW": "2026-11-18T10:30"},
        {"HV_STATUS_SECONDS": "x"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_was_kept_for_other_circumstances_is_not_shown(
    home: Path, environ: dict[str, str], change: dict[str, str]
) -> None:
    stored(home, environ)
    assert status_cache.answered(ASK, {**environ, **change}) is None


@pytest.mark.parametrize("name", ["config.toml", "credentials.toml"])
def test_a_changed_configuration_or_login_makes_it_stale(
    home: Path, environ: dict[str, str], name: str
) -> None:
    stored(home, environ)
    (home / name).write_text("")
    assert status_cache.answered(ASK, environ) is None


def test_a_folder_that_names_a_profile_is_for_hv_itself(
    home: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    stored(home, environ)
    (tmp_path / ".hv.toml").write_text('profile = "work"')
    assert status_cache.answered(ASK, environ) is None
    stored(home, environ, "sandbox")
    assert status_cache.answered(["--sandbox", *ASK], environ) == (0, "Marketing Website")


def test_a_value_that_would_steer_a_terminal_is_for_hv_itself(
    home: Path, environ: dict[str, str]
) -> None:
    stored(home, environ, project="\x1b[31mred")
    assert status_cache.answered(ASK, environ) is None


def test_a_link_in_its_place_is_not_read(home: Path, environ: dict[str, str]) -> None:
    stored(home, environ)
    path = home / "cache" / status_cache.file_name("")
    path.rename(home / "elsewhere")
    path.symlink_to(home / "elsewhere")
    assert status_cache.answered(ASK, environ) is None


@pytest.mark.parametrize(
    "more",
    [
        {"HV_HOME": "/x/y"},
        {"HV_HOME": "relative"},
        {"HV_HOME": "~/hv"},
        {"HOME": "/home/kim"},
        {"HOME": "/home/kim", "XDG_CACHE_HOME": "/c", "XDG_CONFIG_HOME": "/d"},
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
def test_its_folders_are_those_of_hv(more: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in more.items():
        monkeypatch.setenv(name, value)
    where = places(more)
    assert folders(more) == (str(where.config), str(where.cache))


def test_the_token_is_not_in_the_mark(environ: dict[str, str]) -> None:
    assert "secret" not in status_cache.mark(environ, "", "/x", "/y")


def test_a_prompt_loads_next_to_nothing(
    home: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    stored(home, environ)
    code = (
        "import sys; before = set(sys.modules)\n"
        "import harvest_cli.__main__ as m\n"
        f"sys.argv = ['hv', *{ASK!r}]\n"
        "try: m.main()\n"
        "except SystemExit as end: code = end.code\n"
        "print(code, *sorted(set(sys.modules) - before))"
    )
    own = {**environ, "PATH": os.environ.get("PATH", "")}
    done = run([PYTHON, "-c", code], own, now=REAL, cwd=tmp_path)
    text, loaded = done.stdout.splitlines()
    assert text == "Marketing Website"
    code_, *modules = loaded.split()
    assert code_ == "0"
    allowed = {"harvest_cli", "harvest_cli.__main__", "harvest_cli.local", "gc", "zlib"}
    allowed |= {"harvest_cli.local.cache", "harvest_cli.local.disk"}
    ours = {"harvest_cli.local.cache.status_cache", "harvest_cli.local.disk.paths_fast"}
    clock = {"harvest_cli.domain", "harvest_cli.domain.wall_clock"}
    assert set(modules) <= allowed | ours | clock
