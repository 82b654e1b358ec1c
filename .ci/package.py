#!/usr/bin/env python3
"""What strangers install: `hv.pyz`, and the recipes of Homebrew, Scoop, AUR, Nix and containers.

python3 .ci/package.py pyz dist        hv and its dependencies in one file, for Python >= 3.11
python3 .ci/package.py recipes dist    recipes for the sdist and hv.pyz that lie there
python3 .ci/package.py sums dist       SHA256SUMS of all that lies there
"""

import hashlib
import subprocess
import sys
import tempfile
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parent.parent
RECIPES = Path(__file__).resolve().parent / "recipes"
HOME = "https://github.com/harvest-cli/harvest-cli"
COMPILED = (".so", ".pyd", ".dylib")
LEFT_OUT = ("msgspec", "bin", "__pycache__")
"""msgspec is nothing without its compiled part, and long lists can be read without it."""
START = '''"""Unpacks itself once for each version, into a folder of this user, and runs hv."""

import os
import sys
import tempfile
import zipfile

NAME = "hv-{digest}"


def folder(environ):
    if environ.get("HV_HOME"):
        return os.path.join(os.path.abspath(os.path.expanduser(environ["HV_HOME"])), "cache")
    if os.name == "nt":
        base = environ.get("LOCALAPPDATA") or tempfile.gettempdir()
    else:
        base = environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")
    return os.path.join(base, "hv")


def unpacked(archive, parent):
    site = os.path.join(parent, NAME)
    if not os.path.isdir(site):
        os.makedirs(parent, mode=0o700, exist_ok=True)
        fresh = tempfile.mkdtemp(prefix=".hv-", dir=parent)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(fresh)
        try:
            os.rename(fresh, site)
        except OSError:  # another hv was quicker
            if not os.path.isdir(site):
                raise
    return site


if sys.version_info < (3, 11):
    sys.exit("hv: Python 3.11 or newer is needed, this is " + sys.version.split()[0])
sys.path[0] = unpacked(sys.path[0], folder(os.environ))
from harvest_cli.__main__ import main  # noqa: E402

main()
'''


def version() -> str:
    """The version that hv tells."""
    text = (ROOT / "harvest_cli" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


def pyz(folder: Path) -> Path:
    """Install hv and its dependencies into a folder, and make one file of it."""
    with tempfile.TemporaryDirectory() as made:
        site = Path(made, "site")
        command = [python_with_pip(Path(made, "venv")), "-m", "pip", "install", "--quiet"]
        done = subprocess.run([*command, "--target", str(site), str(ROOT)], check=False)
        if done.returncode:
            sys.exit("hv.pyz was not made: pip could not install hv, and says above why")
        return bundle(site, folder / "hv.pyz")


def python_with_pip(folder: Path) -> str:
    """This Python where it has pip, else one that is made there."""
    if find_spec("pip"):
        return sys.executable
    try:
        venv.create(folder, with_pip=True)
    except (OSError, subprocess.CalledProcessError):
        sys.exit(f"hv.pyz was not made: {sys.executable} has no pip and cannot make one: ensurepip")
    return str(folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


def bundle(site: Path, target: Path) -> Path:
    """One file from a folder of packages; what is compiled for one system is left out."""
    found = sorted(path for path in site.rglob("*") if path.is_file() and is_for_all(path, site))
    digest = hashlib.sha256()
    for path in found:
        digest.update(path.relative_to(site).as_posix().encode() + b"\0" + path.read_bytes())
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in found:
                archive.writestr(entry(path.relative_to(site).as_posix()), path.read_bytes())
            start = START.replace("{digest}", digest.hexdigest()[:16])
            archive.writestr(entry("__main__.py"), start)
    target.chmod(0o755)
    return target


def entry(name: str) -> zipfile.ZipInfo:
    """A file of the archive, with a moment that is always the same: so is the archive."""
    made = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made


def is_for_all(path: Path, site: Path) -> bool:
    """Whether a file of a package works on every system."""
    parts = path.relative_to(site).parts
    if path.suffix in (*COMPILED, ".pyc") or any(part in LEFT_OUT for part in parts):
        return False
    return not parts[0].startswith("msgspec-")


def recipes(folder: Path) -> list[Path]:
    """Fill in every template with the version and the sums of the files in a folder."""
    names = {"version": version(), "home": HOME, "releases": f"{HOME}/releases/download"}
    names["sdist"] = f"harvest_cli-{version()}.tar.gz"
    names["sdist_sha256"] = sum_of(folder / names["sdist"])
    names["pyz_sha256"] = sum_of(folder / "hv.pyz")
    made = []
    for template in sorted(RECIPES.iterdir()):
        target = folder / "recipes" / template.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Recipe(template.read_text(encoding="utf-8")).substitute(names))
        made.append(target)
    return made


class Recipe(Template):
    """`@@name@@`: marks that no shell, Ruby or Nix reads."""

    pattern = r"@@(?:(?P<escaped>@@)|(?P<named>\w+)@@|(?P<braced>\b\B)|(?P<invalid>))"


def sum_of(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sums(folder: Path) -> Path:
    """The sums of all files, as `sha256sum -c` reads them."""
    files = sorted(
        path for path in folder.iterdir() if path.is_file() and path.name != "SHA256SUMS"
    )
    target = folder / "SHA256SUMS"
    target.write_text("".join(f"{sum_of(path)}  {path.name}\n" for path in files))
    return target


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("pyz", "recipes", "sums"):
        sys.exit(__doc__)
    made = {"pyz": pyz, "recipes": recipes, "sums": sums}[sys.argv[1]](Path(sys.argv[2]))
    for each in made if isinstance(made, list) else [made]:
        print(each)
