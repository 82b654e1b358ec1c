"""`hv.pyz` and the recipes of packagers, as `.ci/package.py` makes them."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from harvest_cli import __version__
from harvest_cli.harvest.http import paging
from tests import child
from tests.running import Hv
from tests.test_package import PROJECT, brought

ROOT = Path(__file__).parent.parent
WORKFLOW = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


def tool() -> Any:
    """The program, as a module."""
    spec = importlib.util.spec_from_file_location("package", ROOT / ".ci" / "package.py")
    assert spec is not None
    assert spec.loader is not None
    found = ModuleType("package")
    found.__dict__.update(__file__=str(ROOT / ".ci" / "package.py"))
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, made of hv as it stands and of the packages of this environment."""
    site = tmp_path_factory.mktemp("site")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "harvest_cli", site / "harvest_cli", ignore=ignored)
    for package in brought(PROJECT["project"]["dependencies"]).values():
        for each in package.files or ():
            if ".." not in each.parts and "__pycache__" not in each.parts:
                (site / each).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(str(package.locate_file(each)), site / each)
    return Path(tool().bundle(site, tmp_path_factory.mktemp("dist") / "hv.pyz"))


def run(one_file: Path, home: Path, *argv: str) -> child.Done:
    """Run it with nothing of this environment in reach."""
    environ = {"HV_HOME": str(home), "PYTHONPATH": ""}
    return child.run([child.PYTHON, "-S", "-E", one_file, *argv], environ)


def test_one_file_logs_lists_and_helps(one_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    said = run(one_file, home, "--sandbox", "log", "2h on Marketing Website yesterday: mockups")
    assert said.stdout.startswith("Logged 2:00"), said.stderr
    assert "mockups" in run(one_file, home, "--sandbox", "entries", "yesterday").stdout
    assert run(one_file, home, "help", "sentences").stdout.startswith("Sentences: ")
    assert run(one_file, home, "log", "--help").returncode == 0
    assert run(one_file, home, "--version").stdout == f"hv {__version__}\n"


def test_it_unpacks_once_and_for_its_user_alone(one_file: Path, tmp_path: Path) -> None:
    cache = tmp_path / "home" / "cache"
    for _ in range(2):
        assert run(one_file, tmp_path / "home", "--version").returncode == 0
    (unpacked,) = cache.iterdir()
    assert unpacked.name.startswith("hv-")
    if os.name == "posix":
        assert unpacked.stat().st_mode & 0o077 == 0
    assert not [path for path in unpacked.rglob("*") if path.suffix in tool().COMPILED]


def test_a_python_without_pip_makes_one_or_says_that_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tool()
    assert package.python_with_pip(tmp_path) == child.PYTHON
    monkeypatch.setattr(package, "find_spec", lambda _name: None)
    monkeypatch.setattr("venv.create", lambda *_args, **_options: None)
    assert package.python_with_pip(tmp_path).startswith(str(tmp_path))

    def fails(*_args: object, **_options: object) -> None:
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr("venv.create", fails)
    with pytest.raises(SystemExit, match="has no pip and cannot make one"):
        package.python_with_pip(tmp_path)


def test_it_is_the_same_file_whenever_it_is_made(one_file: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "harvest_cli").mkdir(parents=True)
    (site / "harvest_cli" / "__init__.py").write_text("x = 1\n")
    first, second = (tool().bundle(site, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == second
    assert first.startswith(b"#!/usr/bin/env python3\n")


def test_without_the_fast_reader_long_lists_are_read_all_the_same(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = hv("report", "last year").out, hv("entries", "this month").out
    monkeypatch.setattr(paging, "LARGE", 0)
    monkeypatch.setattr(paging, "decodes_fast", lambda: False)
    assert (hv("report", "last year").out, hv("entries", "this month").out) == wanted


@pytest.fixture
def recipes(tmp_path: Path) -> dict[str, str]:
    """The recipes for two files that lie there, by their names."""
    (tmp_path / "hv.pyz").write_bytes(b"pyz")
    (tmp_path / f"harvest_cli-{__version__}.tar.gz").write_bytes(b"sdist")
    return {path.name: path.read_text() for path in tool().recipes(tmp_path)}


def test_every_recipe_is_filled_in(recipes: dict[str, str]) -> None:
    assert set(recipes) == {"hv.rb", "hv.json", "PKGBUILD", "package.nix", "Containerfile"}
    pyz, sdist = (hashlib.sha256(content).hexdigest() for content in (b"pyz", b"sdist"))
    for name, text in recipes.items():
        assert "@@" not in text
        assert __version__ in text
        assert name == "Containerfile" or (pyz if name.startswith("hv.") else sdist) in text


def test_scoop_reads_its_manifest(recipes: dict[str, str]) -> None:
    manifest = json.loads(recipes["hv.json"])
    assert manifest["version"] == __version__
    assert manifest["url"].endswith(f"/v{__version__}/hv.pyz")


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_a_shell_reads_the_recipe_of_arch(recipes: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "PKGBUILD").write_text(recipes["PKGBUILD"])
    done = child.run(["bash", "-c", '. ./PKGBUILD && echo "$source"'], cwd=tmp_path)
    assert done.stdout.strip().endswith(f"/v{__version__}/harvest_cli-{__version__}.tar.gz")


@pytest.mark.parametrize(
    ("name", "opens", "closes"),
    [
        ("hv.rb", r"^ *(class|def|test do)\b|<<~", r"^ *(end|SH)\b"),
        ("package.nix", r"[\[{]", r"[\]}]"),
    ],
)
def test_what_opens_in_a_recipe_is_closed(
    recipes: dict[str, str], name: str, opens: str, closes: str
) -> None:
    text = recipes[name]
    if program := shutil.which({"hv.rb": "ruby", "package.nix": "nix-instantiate"}[name]):
        check = {"hv.rb": ["-c", "-"], "package.nix": ["--parse", "-"]}[name]
        assert child.run([program, *check], given=text).returncode == 0
    assert len(re.findall(opens, text, re.MULTILINE)) == len(re.findall(closes, text, re.MULTILINE))


def test_nix_and_arch_name_every_dependency(recipes: dict[str, str]) -> None:
    names = {re.split(r"[<>=]", line)[0] for line in PROJECT["project"]["dependencies"]}
    for name in names:
        assert re.search(rf"^    {name}$", recipes["package.nix"], re.MULTILINE), name
        arch = {"jinja2": "jinja", "tzdata": "python"}.get(name, name)
        assert arch in recipes["PKGBUILD"]


def test_sums_are_those_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "hv.pyz").write_bytes(b"pyz")
    assert tool().sums(tmp_path).read_text() == f"{hashlib.sha256(b'pyz').hexdigest()}  hv.pyz\n"


def test_a_release_is_tested_built_proven_and_published() -> None:
    order = [".ci/run", "python -m build", ".ci/package.py pyz", ".ci/package.py recipes"]
    order += [".ci/package.py sums", "attest-build-provenance", "gh-action-pypi-publish"]
    places = [WORKFLOW.index(step) for step in order]
    assert places == sorted(places)
    assert 'tags: ["v*"]' in WORKFLOW
    assert "id-token: write" in WORKFLOW
    assert "permissions:\n  contents: read\n" in WORKFLOW
    assert all(
        re.search(r"@(v\d+|release/v1)$", line) for line in re.findall(r"uses: .*", WORKFLOW)
    )


@pytest.mark.parametrize("name", ["ci", "release"])
def test_a_workflow_is_what_is_run(name: str) -> None:
    yaml = pytest.importorskip("yaml")
    path = ROOT / ".github" / "workflows" / f"{name}.yml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    jobs = document["jobs"]
    for job in jobs.values():
        assert {job["needs"]} <= set(jobs) if "needs" in job else True
        assert all(("uses" in step) != ("run" in step) for step in job["steps"])
        commands = [step["run"] for step in job["steps"] if "run" in step]
        assert all(isinstance(each, str) for each in commands)
