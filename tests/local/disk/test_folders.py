"""Where hv keeps things."""

from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.local.disk.files import places


def test_hv_home_holds_everything(tmp_path: Path) -> None:
    found = places({"HV_HOME": str(tmp_path / "hv")})
    assert found.config == tmp_path / "hv"
    assert {found.state.parent, found.cache.parent} == {tmp_path / "hv"}
    assert found.config_file == tmp_path / "hv" / "config.toml"


def test_a_relative_hv_home_counts_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert places({"HV_HOME": "mine"}).config == tmp_path / "mine"


def test_without_hv_home_the_platform_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    found = places({"HOME": str(tmp_path)})
    assert len({found.config, found.state, found.cache}) == 3
    assert all(folder.is_relative_to(tmp_path) for folder in (found.config, found.state))


def test_without_home_the_password_file_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    assert places({}).cache == Path.home() / ".cache" / "hv"


def test_without_any_home_hv_home_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(ConfigurationError) as refused:
        places({"HV_HOME": " "})
    assert "HV_HOME" in str(refused.value.hint)
    assert refused.value.exit_code == 78
