"""Profile and settings put together: which place wins, and what is warned of."""

from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError, FileMistake
from harvest_cli.domain.safe_text import Secret
from harvest_cli.local.login.profiles import configured
from harvest_cli.local.login.token_store import StoredLogin, TokenStore


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    (folder / "work").mkdir(parents=True)
    folder.chmod(0o700)
    monkeypatch.chdir(folder / "work")
    return folder


def environ(home: Path, **more: str) -> dict[str, str]:
    return {"HV_HOME": str(home), "HOME": str(home), **more}


def test_every_place_beats_the_one_below(home: Path) -> None:
    path = home / "config.toml"
    path.write_text('round = "5m"\n[profile.work]\nround = "10m"\n')

    def counts(**more: str) -> tuple[str, str]:
        value, origin = configured(environ(home, **more), "work").settings.value("round")
        return str(value), origin

    assert configured(environ(home), None).settings.value("round")[1] == str(path)
    assert counts() == ("10m nearest", f"[profile.work] in {path}")
    folder = home / "work" / ".hv.toml"
    folder.write_text('round = "15m"\n')
    assert counts() == ("15m nearest", str(folder))
    assert counts(HV_ROUND="20m up") == ("20m up", "HV_ROUND")


@pytest.mark.parametrize(
    ("named", "folder", "default", "profile"),
    [
        ("a", "b", "c", "a"),
        (None, "b", "c", "b"),
        (None, None, "c", "c"),
        (None, None, None, "default"),
        (None, "unknown", "c", "c"),
        (None, "sandbox", None, "default"),
    ],
)
def test_the_profile_of_the_nearest_place_counts(
    home: Path, named: str | None, folder: str | None, default: str | None, profile: str
) -> None:
    head = f'default_profile = "{default}"\n' if default else ""
    (home / "config.toml").write_text(head + "[profile.a]\n[profile.b]\n[profile.c]\n")
    if folder:
        (home / "work" / ".hv.toml").write_text(f'profile = "{folder}"\n')
    found = configured(environ(home), named)
    assert found.profile == profile
    unknown = folder in {"unknown", "sandbox"}
    assert any("unknown profile" in warning for warning in found.settings.warnings) == unknown


def test_profiles_of_the_logins_count_too(home: Path) -> None:
    TokenStore(home / "credentials.toml").put("work", StoredLogin(1, 2, Secret("x" * 30)))
    (home / "config.toml").write_text("[profile.home]\n")
    assert configured(environ(home), None).profiles == ("home", "work")


@pytest.mark.ux(71)
def test_unknown_keys_are_told_with_what_was_meant(home: Path) -> None:
    (home / "config.toml").write_text(
        'tiemout = 3\nfrobnicate = 1\n[profile.work]\nweekstart = "monday"\n'
        '[alias]\na = "log 1h"\n[leave]\nsick = "x"\n'
    )
    told = "\n".join(configured(environ(home), None).settings.warnings)
    assert "unknown setting `tiemout`; did you mean `timeout`?" in told
    assert "`profile.work.weekstart`" in told
    assert "week_start" in told
    assert "alias" not in told
    assert "leave" not in told
    (home / "config.toml").write_text('[[recuring]]\nwhen = "mon"\n')
    (table,) = configured(environ(home), None).settings.warnings
    assert "unknown setting `recuring`; did you mean `recurring`?" in table


def test_many_unknown_keys_are_counted(home: Path) -> None:
    (home / "config.toml").write_text("\n".join(f"zzz{n} = 1" for n in range(50)))
    warnings = configured(environ(home), None).settings.warnings
    assert len(warnings) == 4
    assert "47 more unknown settings" in warnings[-1]


def test_ten_thousand_aliases_are_tolerated(home: Path) -> None:
    lines = [f'a{n} = "log 1h"' for n in range(10_000)]
    (home / "config.toml").write_text("[alias]\n" + "\n".join(lines))
    assert configured(environ(home), None).settings.warnings == ()


@pytest.mark.parametrize(
    ("text", "line", "piece"),
    [
        ('timeout = "fast"\n', 1, '"fast"'),
        ('# x\n\ntimeout   =   "fast"\n', 3, '"fast"'),
        ('[profile.work]\ntimeout = "fast"\n', 2, '"fast"'),
        ('[profile."work"]\r\n"timeout" = true\r\n', 2, "true"),
    ],
)
def test_a_wrong_type_is_told_with_line_and_piece(
    home: Path, text: str, line: int, piece: str
) -> None:
    (home / "config.toml").write_text(text, newline="")
    settings = configured(environ(home), "work").settings
    with pytest.raises(FileMistake) as refused:
        settings.get("timeout")
    assert f"line {line}" in refused.value.message
    assert refused.value.span is not None
    start, end = refused.value.span
    assert refused.value.text[start:end] == piece


@pytest.mark.parametrize(
    ("content", "line", "at"),
    [
        (b"timeout = \n", 1, 10),
        (b"timeout = 1\ntimeout = 2\n", 2, 11),
        (b"[a]\n[b]\n[a]\n", 3, 2),
        (b"ok = 1\nx = [1,\n", 3, 0),
    ],
)
def test_broken_toml_is_told_with_line_and_column(
    home: Path, content: bytes, line: int, at: int
) -> None:
    (home / "config.toml").write_bytes(content)
    with pytest.raises(FileMistake) as refused:
        configured(environ(home), None)
    assert f"line {line}" in refused.value.message
    assert refused.value.span is not None
    assert refused.value.span[0] == at


@pytest.mark.parametrize(
    "content",
    [
        b"\x00",
        b"a = \xff",
        b"#" * 2_000_000,
        b"a = " + b"[" * 3000,
        b"a = " + b"9" * 5000,
        b"[[" * 3000,
    ],
    ids=["nul", "latin-1", "2 MB", "deep", "huge number", "tables"],
)
def test_a_file_that_cannot_be_read_is_named_and_left_alone(home: Path, content: bytes) -> None:
    path = home / "config.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"config\.toml"):
        configured(environ(home), None)
    assert path.read_bytes() == content


def test_no_home_and_no_folder_leave_the_environment(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    gone = home / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    found = configured({"HV_TIMEOUT": "7"}, None)
    assert found.settings.get("timeout") == 7
