"""What is given to strangers: the wheel, the sdist, the licences of what comes with them."""

import os
import re
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from harvest_cli import __version__
from tests.child import PYTHON, run

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LARGEST = 1_176_000
"""Bytes of a wheel."""
MOST_PACKAGES = 24
"""What `pip install harvest-cli` brings, hv among them."""
FREE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|0BSD|Unlicense)\b"
)
"""Licences that ask no more than to be named, or (MPL) bind their own files alone."""
NOT_SHIPPED = (".venv", "__pycache__", ".pyc")


def brought(requirements: list[str]) -> dict[str, Distribution]:
    """Every package that an installation of these brings here, by name."""
    found: dict[str, Distribution] = {}
    left = [Requirement(line) for line in requirements]
    while left:
        wanted = left.pop()
        if wanted.name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        found[wanted.name] = here = distribution(wanted.name)
        left += map(Requirement, here.requires or ())
    return found


def licence(package: Distribution) -> str:
    told = package.metadata
    classifiers = [line for line in told.get_all("Classifier") or () if "License ::" in line]
    return " ".join([told["License-Expression"] or "", *classifiers, told["License"] or ""])


def test_what_hv_brings_is_little_and_free() -> None:
    packages = brought(PROJECT["project"]["dependencies"])
    assert len(packages) + 1 <= MOST_PACKAGES, sorted(packages)
    assert [name for name, each in packages.items() if not FREE.search(licence(each))] == []


@pytest.mark.parametrize("extra", PROJECT["project"]["optional-dependencies"])
def test_what_an_extra_brings_is_free(extra: str) -> None:
    try:
        packages = brought(PROJECT["project"]["optional-dependencies"][extra])
    except PackageNotFoundError as missing:
        pytest.skip(str(missing))
    assert [name for name, each in packages.items() if not FREE.search(licence(each))] == []


def test_whoever_looks_it_up_finds_what_it_is_and_where() -> None:
    project = PROJECT["project"]
    assert {"Homepage", "Documentation", "Changelog", "Issues"} <= set(project["urls"])
    told = " ".join(project["classifiers"])
    assert all(f"Python :: {version}" in told for version in ("3.11", "3.12", "3.13", "3.14"))
    assert all(system in told for system in ("MacOS", "Windows", "Linux", "Development Status"))
    assert project["scripts"]["harvest-cli"] == project["scripts"]["hv"]
    assert set(PROJECT["dependency-groups"]) == {"test", "check"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist, as `python -m build` makes them."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    code = (
        "import sys; from hatchling import build; "
        "print(build.build_sdist(sys.argv[1]), build.build_wheel(sys.argv[1]))"
    )
    done = run([PYTHON, "-c", code, folder], cwd=ROOT)
    assert done.returncode == 0, done.stderr
    sdist, wheel = done.stdout.split()
    return folder / wheel, folder / sdist


def shipped(folder: str) -> set[str]:
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    names = {path.relative_to(ROOT).as_posix() for path in found}
    return {name for name in names if not any(part in name for part in NOT_SHIPPED)}


def test_the_wheel_holds_hv_and_nothing_else(built: tuple[Path, Path]) -> None:
    wheel, _ = built
    assert wheel.name == f"harvest_cli-{__version__}-py3-none-any.whl"
    assert wheel.stat().st_size <= LARGEST
    data, info = (f"harvest_cli-{__version__}.{kind}" for kind in ("data", "dist-info"))
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        about = opened.read(f"{info}/METADATA").decode()
    assert {name for name in names if not name.startswith((data, info))} == shipped("harvest_cli")
    share = {name.removeprefix(f"{data}/data/share/") for name in names if name.startswith(data)}
    assert share == {
        "bash-completion/completions/hv",
        "zsh/site-functions/_hv",
        "fish/vendor_completions.d/hv.fish",
        "man/man1/hv.1",
    }
    assert "License-Expression: MIT" in about
    assert "# hv" in about
    assert f"{info}/licenses/LICENSE" in names


def test_the_sdist_holds_all_that_its_tests_need(built: tuple[Path, Path]) -> None:
    _, sdist = built
    with tarfile.open(sdist) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    wanted = {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".ci/run"}
    wanted |= (
        shipped("harvest_cli") | shipped("tests") | shipped("completions") | shipped(".github")
    )
    assert wanted <= names
    assert not [name for name in names if any(part in name for part in NOT_SHIPPED)]


def test_a_fresh_environment_runs_the_first_command(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    """Installed from the wheel alone; dependencies are those of this environment."""
    pip = pytest.importorskip("pip").__file__
    fresh = tmp_path / "fresh"
    venv.create(fresh, with_pip=False)
    programs = fresh / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    quietly = ["-q", "--no-index", "--no-deps", "--no-cache-dir"]
    installed = run([PYTHON, "-m", "pip", "--python", python, "install", *quietly, built[0]])
    assert installed.returncode == 0, installed.stderr
    found = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    (Path(found.stdout.strip()) / "here.pth").write_text(
        str(Path(pip).parent.parent), encoding="utf-8"
    )
    environ = {"HV_HOME": str(tmp_path / "home"), "PYTHONPATH": ""}
    for program in ("hv", "harvest-cli"):
        done = run(
            [str(programs / program), "--sandbox", "log", "2h on Marketing Website yesterday: x"],
            environ,
        )
        assert (done.returncode, done.stdout[:11]) == (0, "Logged 2:00"), done.stderr
        assert run([str(programs / program), "--version"], environ).stdout == f"hv {__version__}\n"
    where = run(
        [str(python), "-c", "import harvest_cli; print(harvest_cli.__file__)"],
        environ,
        cwd=tmp_path,
    )
    assert str(fresh) in where.stdout
    for page in ("man/man1/hv.1", "bash-completion/completions/hv", "zsh/site-functions/_hv"):
        assert (fresh / "share" / page).is_file()
