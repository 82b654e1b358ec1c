"""The hook, scripts, aliases and jobs, run as topics have them on the embedded Harvest."""

import configparser
import os
import plistlib
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import child
from tests.documents import WRITTEN, blocks
from tests.rows import few, some, sweep
from tests.running import Hv, Ran

BLOCKS = blocks(WRITTEN)


def block(language: str, holding: str) -> str:
    """The recipe in a language that holds some words."""
    (found,) = (text for name, text in BLOCKS if name == language and holding in text)
    return str(found)


@pytest.fixture
def machine(tmp_path: Path) -> Mapping[str, str]:
    """Next to no variables: a home with `hv` in it, on the embedded Harvest."""
    folder = tmp_path / ".local" / "bin"
    folder.mkdir(parents=True)
    script = folder / "hv"
    python = f"PYTHONPATH={shlex.quote(str(child.ROOT))} exec {shlex.quote(child.PYTHON)}"
    script.write_text(f'#!/bin/sh\n{python} -m harvest_cli --sandbox "$@"\n')
    script.chmod(0o700)
    return {
        "HOME": str(tmp_path),
        "HV_HOME": str(tmp_path / ".hv"),
        "PATH": f"{folder}:{os.environ.get('PATH', '/usr/bin:/bin')}",
    }


def run(command: list[str], environ: Mapping[str, str], folder: Path | None = None) -> child.Done:
    """A program without a terminal and with nothing to read."""
    return child.run(command, environ, cwd=folder)


def entries(machine: Mapping[str, str]) -> list[dict[str, object]]:
    """What is on Harvest today."""
    found: list[dict[str, object]] = here(machine, "entries", "--json").json["entries"]
    return found


def here(machine: Mapping[str, str], *argv: str) -> Ran:
    """What `hv` of that machine does, in this process."""
    ran = Hv({**machine, "HV_PROFILE": "sandbox", "HV_NOW": child.NOW})(*argv)
    assert ran.code == 0, ran.err
    return ran


# -- git ---------------------------------------------------------------------------------------


@pytest.fixture
def repository(machine: Mapping[str, str], tmp_path: Path) -> Path:
    """A repository with the hook, a project for its folder, and a first commit."""
    if not shutil.which("git"):
        pytest.skip("git is not installed here")
    folder = tmp_path / "site"
    folder.mkdir()
    git = ["git", "-c", "init.defaultBranch=main"]
    run([*git, "init", "-q"], machine, folder)
    run(["git", "remote", "add", "origin", "git@github.com:acme/site.git"], machine, folder)
    (folder / ".hv.toml").write_text('project = "MW"\ntask = "Programming"\n')
    commit(machine, folder, "Begin", "2026-11-18T09:00:00Z")
    hook = folder / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(block("sh", "git symbolic-ref"))
    hook.chmod(0o700)
    return folder


def commit(machine: Mapping[str, str], folder: Path, message: str, moment: str) -> None:
    people = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Kim"), ("EMAIL", "kim@example.com"), ("DATE", moment))
    }
    done = run(
        ["git", "commit", "-q", "--allow-empty", "-m", message], {**machine, **people}, folder
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_git_hook_logs_to_the_issue_of_the_branch(
    machine: Mapping[str, str], repository: Path
) -> None:
    run(["git", "checkout", "-q", "-b", "17-footer"], machine, repository)
    message = 'Fix the footer: $(touch x) "2h" yesterday'
    commit(machine, repository, message, "2026-11-18T09:45:00Z")
    (entry,) = entries(machine)
    assert (entry["hours"], entry["notes"]) == (0.75, message)
    assert entry["external_reference"] == {
        "id": "17",
        "group_id": "site",
        "account_id": None,
        "permalink": "https://github.com/acme/site/issues/17",
        "service": "github.com",
    }
    assert not (repository / "x").exists()


@pytest.mark.parametrize(
    ("branch", "moment"),
    [
        ("main", "2026-11-18T09:45:00Z"),
        ("17-footer", "2026-11-18T09:01:00Z"),
        ("17-footer", "2026-11-18T19:00:00Z"),
    ],
    ids=["no issue", "too short", "overnight"],
)
def test_the_git_hook_logs_nothing_where_it_cannot_know(
    branch: str, moment: str, machine: Mapping[str, str], repository: Path
) -> None:
    run(["git", "checkout", "-q", "-B", branch], machine, repository)
    commit(machine, repository, "Something", moment)
    assert entries(machine) == []


# -- scripts and aliases -----------------------------------------------------------------------


def test_the_script_that_reads_json(machine: Mapping[str, str]) -> None:
    here(machine, "log", "2h TF")
    script = block("sh", "json.load").replace("python3", shlex.quote(child.PYTHON))
    done = run(["sh", "-c", script], machine)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert any(line.endswith(" Task Force") for line in lines)
    hours = [float(line.split()[0]) for line in lines]
    assert hours == sorted(hours, reverse=True)


@pytest.mark.ux(25)
@sweep
@pytest.mark.parametrize("shell", some(["bash", "zsh"], 2))
def test_the_aliases_take_a_sentence_without_quotes(shell: str, machine: Mapping[str, str]) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed here")
    aliases = block("sh", "alias standup")
    words = "w 2h marketing website: fix nav\nstandup\nt TF\noff : done for today\n"
    ready = "shopt -s expand_aliases" if shell == "bash" else "setopt aliases"
    done = run(
        [shell, "-c", f"{ready}\neval {shlex.quote(aliases)}\neval {shlex.quote(words)}"], machine
    )
    assert done.returncode == 0, done.stderr
    first, *_ = done.stdout.splitlines()
    assert "Marketing Website" in first
    assert first.startswith("Logged 2:00")
    assert '"fix nav"' in first
    assert '"stand-up"' in done.stdout
    assert '"done for today"' in done.stdout


# -- jobs --------------------------------------------------------------------------------------


@pytest.fixture
def job(machine: Mapping[str, str], tmp_path: Path) -> Mapping[str, str]:
    """A file with the login, as the recipes want it, and an hv that does nothing without it."""
    login = tmp_path / ".hv-login"
    login.write_text("HARVEST_ACCESS_TOKEN=x\nHARVEST_ACCOUNT_ID=1\n")
    login.chmod(0o600)
    program = tmp_path / ".local" / "bin" / "hv"
    there = '[ "$HARVEST_ACCESS_TOKEN$HARVEST_ACCOUNT_ID" = x1 ] || exit 3\n'
    program.write_text(program.read_text().replace("#!/bin/sh\n", f"#!/bin/sh\n{there}"))
    return {"HOME": machine["HOME"], "PATH": "/usr/bin:/bin"}


*SETTINGS, _, _, _ = CRONTAB = block("crontab", "hv-login").splitlines()
JOBS = {line.split("; hv ")[1].split()[0]: line.split(None, 5)[5] for line in CRONTAB[2:]}


@few(2)
@pytest.mark.ux(84)
@pytest.mark.parametrize("verb", ["log", "report", "gaps"])
def test_cron(
    verb: str, job: Mapping[str, str], machine: Mapping[str, str], tmp_path: Path
) -> None:
    given = dict(line.replace("/home/kim", str(tmp_path)).split("=") for line in SETTINGS)
    done = run(["/bin/sh", "-c", JOBS[verb]], {**job, **given})
    assert (done.returncode, done.stderr) == (0, "")
    if verb == "log":
        assert re.fullmatch(r"\d+\n", done.stdout), "the id alone: cron mails what is printed"
        assert [entry["notes"] for entry in entries(machine)] == ["review"]
    elif verb == "report":
        assert (tmp_path / "w.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    else:
        assert done.stdout.startswith("1:45 missing on 4 days: Thu 12 Nov")


@pytest.mark.ux(84)
def test_systemd(job: Mapping[str, str], machine: Mapping[str, str], tmp_path: Path) -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(block("systemd", "[Timer]").replace("%h", str(tmp_path)))
    service = unit["Service"]
    assert (tmp_path / ".hv-login").samefile(service["EnvironmentFile"])
    login = dict(
        line.split("=", 1) for line in Path(service["EnvironmentFile"]).read_text().splitlines()
    )
    environ = {**job, **login, "HV_HOME": machine["HV_HOME"]}
    done = run(shlex.split(service["ExecStart"]), environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(entries(machine)) == 1
    assert service["SuccessExitStatus"] == "75"


@pytest.mark.ux(84)
def test_launchd(job: Mapping[str, str], machine: Mapping[str, str]) -> None:
    agent = plistlib.loads(block("xml", "plist").encode())
    done = run(agent["ProgramArguments"], {**job, "HV_HOME": machine["HV_HOME"]})
    assert (done.returncode, done.stderr) == (0, "")
    assert len(entries(machine)) == 1
    assert agent["StartCalendarInterval"] == {"Weekday": 5, "Hour": 17, "Minute": 0}


@pytest.mark.ux(68)
def test_an_empty_environment_and_a_home_are_enough(
    machine: Mapping[str, str], tmp_path: Path
) -> None:
    if not shutil.which("env"):
        pytest.skip("env is not installed here")
    program = str(Path(machine["HOME"]) / ".local" / "bin" / "hv")
    place = f"HV_HOME={tmp_path / 'elsewhere'}"
    for argv in (["log", "1h TF"], ["report"], ["doctor"]):
        done = run([shutil.which("env") or "env", "-i", place, program, *argv], machine)
        assert done.returncode == 0, done.stderr
        assert "\x1b" not in done.stdout
    assert (tmp_path / "elsewhere" / "cache").is_dir()
