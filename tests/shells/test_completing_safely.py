"""Completion of hostile names and damaged files, and the file of names that it reads."""

import os
from pathlib import Path

import pytest

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import FILE
from harvest_cli.commands.help.complete import TypedLine, answer
from harvest_cli.language.names.index import Names
from harvest_cli.local.cache.completion_cache import LONGEST_DESCRIPTION, is_safe
from harvest_cli.local.config.settings import SETTINGS
from harvest_cli.local.disk.files import places
from tests.child import HV, PYTHON, run
from tests.running import Hv
from tests.shells.conftest import hostile, offer, offered, plain


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize(
    "typed", ["log ", "log --project ", "log --client ", "log --task ", "edit ", "report for "]
)
def test_no_name_is_offered_as_a_word(shell: str, typed: str, home: Path) -> None:
    offer(home, *plain(), *hostile())
    environ = {"HV_HOME": str(home), "HV_PROFILE": "sandbox"}
    for line in offered(environ, typed, shell):
        word, _, text = line.partition("\t")
        assert is_safe(word)
        assert text.isprintable()
        assert len(text) <= LONGEST_DESCRIPTION


@pytest.mark.ux(23)
def test_every_slug_that_is_offered_names_its_project(home: Path) -> None:
    projects = [*plain(), *hostile()]
    offer(home, *projects)
    names = Names(projects)
    environ = {"HV_HOME": str(home), "HV_PROFILE": "sandbox"}
    lines = [line.split("\t") for line in offered(environ, "log --project ", "zsh")]
    assert len(lines) == len(projects) - 1, "all but the one whose name is too long"
    for slug, text in lines:
        found = names.project(slug)
        assert text.split(" (")[0].split()[:1] == found.project.name.translate(CLEAN).split()[:1]


CLEAN = dict.fromkeys((*range(32), *range(127, 160), 0x202E, 0x202C), " ")


def test_the_words_of_a_sentence_are_read_as_the_project_they_stand_for(hv: Hv) -> None:
    hv("projects")
    words = offered(dict(hv.environ), "log 1h ")
    slugs = words[: words.index("today")]
    assert len(slugs) == 4
    for slug in slugs:
        ran = hv("log", "1h", slug, "-n", "--json")
        assert ran.code == 0
        listed = hv("projects", "--json").json["projects"]
        row = next(each for each in listed if each["slug"] == slug)
        assert ran.json["entries"][0]["project"]["name"] == row["project"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 100,
        b"hv-names 2\tx\np\ta\ta\t\tA\t\n",
        b"hv-names 1\tx\np\n\t\t\np\t\t\t\t\t\nq\ta\tb\np\t$(x)\t$(x)\t\tA\t\n",
    ],
    ids=["empty", "junk", "a newer form", "wrong rows"],
)
def test_a_damaged_file_offers_nothing(content: bytes, environ: dict[str, str], home: Path) -> None:
    (home / "cache" / "sandbox.names").write_bytes(content)
    assert offered(environ, "log --project ") == []


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are of POSIX")
@pytest.mark.parametrize("make", ["link", "pipe", "folder"])
def test_a_file_that_is_none_offers_nothing(make: str, environ: dict[str, str], home: Path) -> None:
    path = home / "cache" / "sandbox.names"
    path.rename(home / "other")
    if make == "link":
        path.symlink_to(home / "other")
    elif make == "pipe":
        os.mkfifo(path)
        os.mkfifo(home / "config.toml")
    else:
        path.mkdir()
    assert offered(environ, "log --project ") == []
    assert offered(environ, "log 1h tod") == ["today"]


@pytest.mark.parametrize(
    "argv",
    [[], ["bash"], ["bash", ""], ["nope", "log", ""], ["zsh", "log", "--project", "\udcff"]],
    ids=repr,
)
def test_whatever_is_asked_there_is_no_error(argv: list[str], home: Path) -> None:
    done = run([*HV, "__complete", *argv], {"HV_HOME": str(home)}, text=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_any_home_there_is_no_error() -> None:
    assert answer(["bash", "log", "--project", ""], {}) == ""


# -- the file ----------------------------------------------------------------------------------


def test_hv_keeps_the_names_with_its_catalogue(hv: Hv, home: Path) -> None:
    hv("projects")
    assert "marketing-website" in offered(dict(hv.environ), "log --project ")
    assert places(hv.environ).cache == home / "cache"


def test_an_entry_is_offered_once_it_is_logged_and_not_when_it_is_deleted(hv: Hv) -> None:
    hv("projects")
    made = str(hv("log", "1h MW: secret", "--json").json["entries"][0]["id"])
    lines = offered(dict(hv.environ), f"edit {made}", "zsh")
    assert lines == [f"{made}\tWed 18 Nov 1:00 Marketing Website › Graphic Design"]
    hv("delete", made, "--yes")
    assert offered(dict(hv.environ), f"edit {made}") == []


@pytest.mark.ux(86)
def test_no_note_is_kept_in_it(hv: Hv, home: Path) -> None:
    hv("projects")
    hv("log", "1h MW: secret")
    assert "secret" not in (home / "cache" / "sandbox.names").read_text(encoding="utf-8")


def test_it_follows_the_login_of_a_profile(hv: Hv, home: Path) -> None:
    hv("projects")
    offer(home, *plain())
    hv("log", "1h MW", "-n")
    assert "online-store-phase-1" in offered(dict(hv.environ), "log --project ")


def test_only_its_owner_may_read_it(hv: Hv, home: Path) -> None:
    hv("projects")
    assert (home / "cache" / "sandbox.names").stat().st_mode & 0o077 == 0


def test_a_cache_that_cannot_be_written_stops_no_command(hv: Hv, home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("")
    assert hv("projects").code == 0


# -- what is declared --------------------------------------------------------------------------


def test_lists_that_are_offered_exist() -> None:
    declared = [each for command in COMMANDS.values() for each in command.flags]
    texts = [flag.offers for flag in declared]
    texts += [f"{a.offers} {a.then}" for command in COMMANDS.values() for a in command.arguments]
    texts += [setting.offers for setting in SETTINGS]
    kinds = {word for text in texts for word in text.split() if word.startswith("$")}
    assert kinds >= {"$projects", "$clients", "$tasks", "$entries", "$aliases"}
    assert all(hasattr(TypedLine, f"_{kind[1:]}") for kind in kinds - {FILE})


def test_only_flags_with_a_value_offer_some() -> None:
    for command in COMMANDS.values():
        assert all(flag.takes_value for flag in command.flags if flag.offers or flag.metavar)
        assert all(flag.metavar for flag in command.flags if flag.takes_value)


@pytest.mark.ux(81)
def test_completion_loads_next_to_nothing(environ: dict[str, str]) -> None:
    code = (
        "import os, sys; before = set(sys.modules)\n"
        "import harvest_cli.__main__ as m\n"
        "sys.argv = ['hv', '__complete', 'bash', 'log', '--project', 'mark']\n"
        "os._exit = lambda code: print(code, *sorted(set(sys.modules) - before))\n"
        "try: m.main()\n"
        "except SystemExit: pass"
    )
    done = run([PYTHON, "-c", code], environ)
    word, loaded = done.stdout.splitlines()[:2]
    assert word == "marketing-website"
    code_, *modules = loaded.split()
    assert code_ == "0"
    assert {name for name in modules if not name.startswith("harvest_cli")} <= {"gc"}
    assert "harvest_cli.app" not in modules
