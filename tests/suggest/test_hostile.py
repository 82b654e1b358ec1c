"""Repositories that anybody may have made: nothing in them is run, and their words are notes."""

import os
import time
from pathlib import Path

import pytest

from harvest_cli.local import repositories
from tests.child import PYTHON
from tests.rows import few
from tests.suggest.repositories import EMAIL, Home

SETTINGS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"),
    *("core.alternateRefsCommand", "core.gitProxy", "gpg.program", "gpg.ssh.program"),
    *("gpg.x509.program", "diff.external", "sequence.editor", "credential.helper"),
    *("uploadpack.packObjectsHook", "remote.origin.uploadpack", "pager.log", "pager.config"),
    *("filter.x.clean", "filter.x.smudge", "diff.x.textconv", "diff.x.command"),
    *("alias.log", "alias.config", "interactive.diffFilter"),
)


@pytest.fixture
def trap(at_home: Home) -> Path:
    """A program that leaves a trace when it is run."""
    program = at_home.path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch {at_home.path}/TRAPPED\ncat\n")
    program.chmod(0o755)
    return program


def is_trapped(home: Home) -> bool:
    return (home.path / "TRAPPED").exists()


def sign(home: Home, folder: Path) -> None:
    """Give the last commit a signature, which git would have a program look at."""
    head, _, text = home.git(folder, "cat-file", "commit", "HEAD").partition("\n\n")
    mark = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    body = home.path / "signed"
    body.write_text(f"{head}\n{mark}\n\n{text}\n")
    made = home.git(folder, "hash-object", "-t", "commit", "-w", str(body))
    home.git(folder, "update-ref", "refs/heads/main", made)


def test_settings_of_a_repository_run_no_program(at_home: Home, trap: Path) -> None:
    folder = at_home.repository("site")
    (folder / ".gitattributes").write_text("* filter=x diff=x\n")
    at_home.git(folder, "add", ".")
    at_home.commit("site", "17 09:10", "A")
    sign(at_home, folder)
    with (folder / ".git" / "config").open("a") as file:
        for name in SETTINGS:
            section, _, key = name.rpartition(".")
            first, _, second = section.partition(".")
            head = f'[{first} "{second}"]' if second else f"[{first}]"
            value = f"!{trap}" if first in ("alias", "credential") else str(trap)
            file.write(f'{head}\n\t{key} = "{value}"\n')
        file.write("[log]\n\tshowSignature = true\n\tdiffMerges = on\n[core]\n\thooksPath = .\n")
        file.write('[color]\n\tui = always\n[format]\n\tpretty = "%GG"\n[log]\n\tdecorate = full\n')
    for hook in ("post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (folder / ".git" / "hooks" / hook).write_text(trap.read_text())
        (folder / ".git" / "hooks" / hook).chmod(0o755)
    assert at_home.rows() == ["17 0.5 Marketing Website: A"]
    assert not is_trapped(at_home)


@pytest.mark.parametrize("address", ["ext::{trap}", "{home}/other", "ssh://x@127.0.0.1/a"])
def test_missing_objects_are_fetched_from_nowhere(at_home: Home, trap: Path, address: str) -> None:
    folder = at_home.repository("site")
    at_home.commit("site", "17 09:10", "A")
    at_home.commit("site", "17 09:30", "B")
    parent = at_home.git(folder, "rev-parse", "HEAD~1")
    (folder / ".git" / "objects" / parent[:2] / parent[2:]).unlink()
    url = address.format(trap=trap, home=at_home.path)
    with (folder / ".git" / "config").open("a") as file:
        file.write("[extensions]\n\tpartialClone = origin\n[protocol]\n\tallow = always\n")
        file.write('[protocol "ext"]\n\tallow = always\n[protocol "file"]\n\tallow = always\n')
        file.write(f"[core]\n\trepositoryformatversion = 1\n\tsshCommand = {trap}\n")
        file.write(f'[remote "origin"]\n\turl = {url}\n\tpromisor = true\n')
        file.write(f"\tuploadpack = {trap}\n\tpartialclonefilter = tree:0\n")
    document = at_home.suggest().json
    assert "~/src/site" in document["remarks"][0]
    assert not is_trapped(at_home)


@few(3)
@pytest.mark.parametrize(
    ("subject", "notes"),
    [
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07done", "red done"),
        ("feat(nav): a: b; c", "feat(nav): a: b; c"),
        ("2h on MW yesterday: --yes", "2h on MW yesterday: --yes"),
        ("caf\udcc3\udca9", "café"),
        ("=cmd|' /C calc'!A1", "=cmd|' /C calc'!A1"),
        ("tab\there", "tab here"),
    ],
)
def test_subjects_come_out_as_plain_notes(at_home: Home, subject: str, notes: str) -> None:
    at_home.repository("site")
    at_home.commit("site", "17 09:10", subject)
    (row,) = at_home.suggest().json["suggestions"]
    assert row["notes"] == notes
    assert "\x1b" not in at_home.hv("suggest").out
    assert at_home.hv("suggest", "--yes").code == 0
    (entry,) = at_home.hv("entries", "this week", "--json").json["entries"]
    assert (entry["notes"], entry["spent_date"]) == (notes, "2026-11-17")


def test_bytes_that_are_no_text_stop_nothing(at_home: Home) -> None:
    at_home.repository("site")
    at_home.commit("site", "17 09:10", "Nav \udcff\udcfe\udce9 bar")
    (row,) = at_home.suggest().json["suggestions"]
    assert row["notes"].startswith("Nav ")
    assert row["notes"].endswith(" bar")


def test_a_long_subject_is_cut_at_a_word_and_many_are_counted(at_home: Home) -> None:
    at_home.repository("site")
    at_home.commit("site", "17 09:10", "word " * 2000)
    for minute in range(11, 31):
        at_home.commit("site", f"17 09:{minute}", f"{minute} and so on and on and on and on")
    (row,) = at_home.suggest().json["suggestions"]
    assert len(row["notes"]) < 700
    assert "word word…;" in row["notes"]
    assert row["notes"].endswith(" more")


def test_without_git_it_says_so(at_home: Home) -> None:
    at_home.repository("site")
    ran = at_home.hv("suggest", PATH="/nonexistent")
    assert ran.code == 0
    assert "git is not installed" in ran.err


def test_a_git_in_the_folder_where_one_is_is_not_run(
    at_home: Home, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = at_home.repository("site")
    trap.rename(folder / "git")
    monkeypatch.chdir(folder)
    assert "git is not installed" in at_home.suggest(PATH=".").json["remarks"][0]
    assert not is_trapped(at_home)


@few(2)
@pytest.mark.parametrize("name", ["a\x1b[31mb", "tab\there", "caf\udce9", "two\nlines", "=1+1"])
def test_names_of_folders_steer_nothing(at_home: Home, name: str) -> None:
    at_home.repository(name, None)
    at_home.commit(name, "17 09:10", "A")
    (row,) = at_home.suggest().json["suggestions"]
    assert row["notes"] == "A"
    for terminal in (False, True):
        ran = at_home.hv("suggest", "-n", terminal=terminal, NO_COLOR="1")
        assert ran.code == 0
        assert not {"\x1b", "\x9b"} & set(ran.out + ran.err)
    assert at_home.hv("suggest").out.count("\n") == 1
    ran = at_home.hv("suggest", terminal=True, stdin="1\n1\n1\n", NO_COLOR="1")
    assert ran.code == 0, ran.err
    assert at_home.rows() == []
    at_home.commit(name, "18 09:10", "B")
    (row,) = at_home.suggest().json["suggestions"]
    assert row["ticked"] is True


def test_folders_that_are_none_are_named(at_home: Home) -> None:
    (at_home.path / "src").mkdir()
    at_home.configure('[suggest]\nfolders = ["~/src/*", "~/gone/*", "~/src"]\n')
    told = at_home.suggest().json["remarks"]
    assert told == ["~/src/* is not a folder", "~/gone/* is not a folder"]


def test_a_folder_and_its_children_are_looked_into(at_home: Home) -> None:
    at_home.repository("acme/site")
    at_home.commit("acme/site", "17 09:10", "A")
    for pattern in ("~/src/acme/site", "~/src/acme", "~/src/*", str(at_home.folder("acme"))):
        at_home.configure(f'[suggest]\nfolders = ["{pattern}"]\n')
        assert at_home.rows() == ["17 0.5 Marketing Website: A"]


def test_clones_and_worktrees_count_once(at_home: Home) -> None:
    folder = at_home.repository("site")
    at_home.commit("site", "17 09:10", "A")
    at_home.git(folder, "worktree", "add", "-q", str(at_home.folder("site-2")), "-b", "two")
    at_home.git(folder, "clone", "-q", str(folder), str(at_home.folder("site-3")))
    assert at_home.rows() == ["17 0.5 Marketing Website: A"]


def test_a_broken_repository_and_one_of_nobody_stop_no_other(at_home: Home) -> None:
    at_home.repository("site")
    at_home.commit("site", "17 09:10", "A")
    broken = at_home.repository("broken")
    (broken / ".git" / "HEAD").write_text("nonsense")
    at_home.repository("empty")
    (at_home.folder("file")).mkdir()
    (at_home.folder("file") / ".git").write_text("gitdir: /nowhere\n")
    nobody = at_home.repository("nobody")
    at_home.git(nobody, "config", "user.email", "")
    document = at_home.suggest().json
    assert [each["notes"] for each in document["suggestions"]] == ["A"]
    told = "\n".join(document["remarks"])
    assert all(name in told for name in ("~/src/broken", "~/src/file", "~/src/nobody"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give files away")
def test_what_belongs_to_somebody_else_is_not_read(at_home: Home) -> None:
    folder = at_home.repository("site")
    at_home.commit("site", "17 09:10", "A")
    for each in (folder, *folder.rglob("*")):
        os.chown(each, 12345, 12345)
    document = at_home.suggest().json
    assert document["suggestions"] == []
    assert "belongs to somebody else" in document["remarks"][0]


def test_variables_of_git_lead_nowhere_else(at_home: Home) -> None:
    at_home.repository("site")
    other = at_home.repository("../elsewhere")
    at_home.commit("site", "17 09:10", "A")
    at_home.commit("../elsewhere", "17 09:50", "B")
    names = {"GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other), "GIT_PAGER": "false"}
    assert at_home.rows(**names) == ["17 0.5 Marketing Website: A"]


def fake_git(home: Home, body: str) -> dict[str, str]:
    folder = home.path / "bin"
    folder.mkdir()
    program = folder / "git"
    program.write_text(f"#!{PYTHON}\n{body}")
    program.chmod(0o755)
    return {"PATH": str(folder)}


def test_a_git_that_hangs_is_left_behind(at_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repositories, "GIT_SECONDS", 0.2)
    at_home.repository("site")
    path = fake_git(at_home, "import time\ntime.sleep(60)\n")
    document = at_home.suggest(**path).json
    assert "did not answer" in document["remarks"][0]


def test_a_disk_that_hangs_is_left_behind(at_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repositories, "SECONDS", 0.3)
    at_home.repository("site")
    at_home.commit("site", "17 09:10", "A")

    def stuck(_git: str, folder: Path, *_: object) -> repositories.History:
        time.sleep(5)
        return repositories.History(folder)

    monkeypatch.setattr(repositories, "history_of", stuck)
    document = at_home.suggest().json
    assert document["remarks"] == ["~/src/site does not answer; left out"]


def test_endless_output_is_cut(at_home: Home) -> None:
    at_home.repository("site")
    body = (
        "import sys\n"
        f"if 'config' in sys.argv: print('user.email\\n{EMAIL}\\0', end=''); sys.exit()\n"
        f"one = '1795000000\\0{EMAIL}\\0main\\0' + 'x' * 100000 + '\\0'\n"
        "while True: sys.stdout.write(one)\n"
    )
    document = at_home.suggest(**fake_git(at_home, body)).json
    assert "the last count" in document["remarks"][0]


def test_many_repositories_are_capped(at_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repositories, "MOST_REPOSITORIES", 2)
    for number in range(4):
        at_home.repository(f"site-{number}")
        at_home.commit(f"site-{number}", f"17 1{number}:10", "A")
        mark = 1_700_000_000 + number
        for each in (at_home.folder(f"site-{number}") / ".git").rglob("*"):
            os.utime(each, (mark, mark))
        os.utime(at_home.folder(f"site-{number}") / ".git", (mark, mark))
    document = at_home.suggest().json
    assert [each["source"] for each in document["suggestions"]] == ["~/src/site-2", "~/src/site-3"]
    assert "2 more are not" in document["remarks"][0]


@few(3)
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('folders = "src"', "a whole path"),
        ("folders = 3", "a list of paths"),
        ('folders = ["/a\\u0000b"]', "a whole path"),
        ('calendars = ["x.ics"]', "a whole path"),
        ('issues = "https://acme.test/browse"', "{key}"),
        ('issues = "ftp://acme.test/{key}"', "{key}"),
        ('folder = "~/src"', "one of folders, calendars, issues"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_line(at_home: Home, line: str, told: str) -> None:
    at_home.configure(f"[suggest]\n{line}\n")
    ran = at_home.hv("suggest")
    assert ran.code == 78
    assert told in ran.err
    assert "line 2" in ran.err
    assert told in at_home.hv("doctor").out
