"""Where hv keeps what, whom it talks to, how long it waits, and what its streams may carry."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest_cli.commands.help.pages import all_commands
from harvest_cli.show.terminal import output as channel
from tests import child
from tests.everywhere.test_faces import FINE, READS
from tests.rows import few
from tests.running import Hv

ROOT = Path(__file__).parent.parent.parent
SOURCES = [path for path in (ROOT / "harvest_cli").rglob("*") if path.suffix in (".py", ".j2")]
PALETTE = {"red", "green", "yellow", "cyan", "bold", "dim"}


# -- what a terminal is sent -------------------------------------------------------------------


@few(7)
@pytest.mark.ux(60, 63)
@pytest.mark.parametrize("verb", READS)
def test_a_terminal_is_sent_colours_of_the_palette_and_nothing_else(verb: str, hv: Hv) -> None:
    hv("start", "TF", "at", "10:00")
    ran = hv(*READS[verb], terminal=True, TERM="xterm", COLUMNS="200")
    assert ran.code in FINE
    codes = set(re.findall(r"\x1b\[([\d;]*)m", ran.out + ran.err))
    # Bold, dim, and the sixteen named colours in front; never a background, never a number.
    assert {part for code in codes for part in code.split(";")} <= {"", "0", *"12", *PLAIN}
    assert "\x1b]" not in ran.out, "no hyperlink, no title"
    assert "\x1b[" not in re.sub(r"\x1b\[[\d;]*m", "", ran.out), "nothing moves"


PLAIN = {str(number) for number in (*range(30, 38), *range(90, 98))}


@pytest.mark.ux(60)
def test_styles_have_names_of_the_palette() -> None:
    named = set()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"""style\([^()]*(?:\([^()]*\)[^()]*)*, "(\w+)"\)""", text))
        named |= set(re.findall(r"""style="(\w+)\"""", text))
    assert {"red", "bold", "dim"} <= named <= PALETTE
    assert all(channel.styled("x", name) != "x" for name in PALETTE)


@few(3)
@pytest.mark.ux(59)
@pytest.mark.parametrize("line", ["entries", "report --chart", "week", "status", "projects"])
def test_nothing_is_meant_by_colour_alone(line: str, hv: Hv) -> None:
    hv("log", "1h", "TF", "Research")
    hv("start", "MW", "Research")
    coloured = hv(*line.split(), terminal=True, TERM="xterm", COLUMNS="120").out
    plain = hv(*line.split(), "--no-color", terminal=True, TERM="xterm", COLUMNS="120").out
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).split() == plain.split()
    if line in ("entries", "status"):
        assert re.search("▶|since", plain)


@pytest.mark.ux(66)
def test_a_screen_reader_can_have_the_face_of_a_pipe(hv: Hv) -> None:
    for line in ("entries yesterday", "week", "report", "projects"):
        ran = hv(*line.split(), "--plain", terminal=True, TERM="xterm", COLUMNS="40")
        assert ran.out == hv(*line.split()).out


# -- templates ---------------------------------------------------------------------------------


@pytest.mark.ux(44)
def test_a_template_has_tabs_and_lines_and_only_the_known_fields(hv: Hv) -> None:
    hv("start", "TF", "Research", "at", "10:00")
    ran = hv("status", "--format", r"{project}\t{hours}\n{task}")
    assert ran.out == "Task Force\t0:30\nResearch\n"
    for template in ("{project.__class__}", "{0}", "{nope}", "{project!r}", "{hours:>9}"):
        refused = hv("status", "--format", template)
        assert refused.code == 2
        assert "Fields: id client project" in refused.err


# -- tracing -----------------------------------------------------------------------------------


@pytest.mark.ux(48)
def test_each_request_is_one_line_on_stderr(hv: Hv) -> None:
    hv("projects")
    ran = hv("log", "1h", "TF", "Research", HV_DEBUG="1")
    (line,) = ran.err.splitlines()
    assert re.match(r"POST /v2/time_entries 201 \d+ ms( |$)", line)
    assert hv("--version", HV_DEBUG="1").err == ""


# -- places ------------------------------------------------------------------------------------


def run(line: str, environ: dict[str, str]) -> str:
    """hv as a program of its own, with these variables alone."""
    done = child.run([*child.FORKED_HV, *line.split()], environ)
    assert (done.returncode, done.stderr) == (0, "")
    return str(done.stdout)


@pytest.mark.ux(67)
def test_configuration_state_and_cache_lie_apart(tmp_path: Path) -> None:
    environ = {
        "HOME": str(tmp_path),
        "HV_PROFILE": "sandbox",
        **{f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "STATE", "CACHE")},
    }
    run("log 1h TF Research: x", environ)
    run("config set round 15m", environ)

    def held(name: str) -> set[str]:
        files = (tmp_path / name).rglob("*")
        return {re.sub("-(wal|shm)$", "", path.name) for path in files if path.is_file()}

    assert held("CONFIG") == {"config.toml"}
    assert held("STATE") >= {"outbox-sandbox.sqlite", "outbox-sandbox.entries.log"}
    assert "sandbox.names" in held("CACHE")
    for path in (tmp_path / "CACHE").rglob("*"):
        path.unlink() if path.is_file() else None
    assert "\tcreated\t" in run("history", environ), "what is in the cache may vanish"


@pytest.mark.ux(69)
@pytest.mark.parametrize("given", ["relative/folder", ""])
def test_a_folder_that_is_relative_or_empty_is_not_used(given: str, tmp_path: Path) -> None:
    names = ("CONFIG", "STATE", "CACHE")
    odd = {f"XDG_{name}_HOME": given for name in names}
    usual = run("doctor --paths", {"HOME": str(tmp_path)})
    assert str(tmp_path) in usual
    assert run("doctor --paths", {"HOME": str(tmp_path), **odd}) == usual


@pytest.mark.ux(70, 85)
def test_no_command_writes_where_it_was_not_asked_to(tmp_path: Path) -> None:
    home, store = tmp_path / "home", tmp_path / "store"
    home.mkdir()
    start = {name: home / name for name in (".bashrc", ".zshrc", ".profile", ".bash_completion")}
    for path in start.values():
        path.write_text("mine\n")
    hv = Hv({"HOME": str(home), "HV_HOME": str(store), "HV_PROFILE": "sandbox"})
    for argv in (["completion", "bash"], ["completion", "zsh"], ["entries"], ["doctor"], ["help"]):
        assert hv(*argv).code == 0
    assert {path.name for path in home.iterdir()} == set(start)
    assert {path.read_text() for path in start.values()} == {"mine\n"}
    assert not (store / "config.toml").exists()


@pytest.mark.ux(75)
def test_what_is_kept_is_told_and_can_be_left(hv: Hv, home: Path) -> None:
    hv("log", "1h", "TF")
    told = dict(row.split("\t") for row in hv("doctor", "--paths").out.splitlines())
    assert set(told) == {"configuration", "logins", "state", "cache"}
    assert all(path.startswith(str(home)) for path in told.values())
    ran = hv("logout", "--everything")
    assert ran.code == 0
    assert list(Path(told["cache"]).glob("*.names")) == []


# -- whom it talks to --------------------------------------------------------------------------

OWN = {"api.harvestapp.com", "id.getharvest.com", "localhost", "127.0.0.1"}


@pytest.mark.ux(78, 79)
def test_no_other_host_is_named_in_the_program() -> None:
    """So there is no check for updates, no telemetry and no crash report."""
    hosts = set()
    for path in SOURCES:
        if "sandbox" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        hosts |= set(re.findall(r"https?://([\w.-]+)", text))
    known = {"github.com", "json-schema.org", "www.w3.org", "sandbox.invalid", "www.getharvest.com"}
    known |= {"help.getharvest.com"}
    assert {host for host in hosts if not host.endswith(".example.com")} <= OWN | known, hosts


@pytest.mark.ux(2, 79)
def test_a_command_makes_no_request_but_its_own(hv: Hv) -> None:
    hv("projects")
    for line, most in (("", 2), ("entries", 1), ("log 1h TF Research -n", 0), ("help", 0)):
        ran = hv(*line.split(), HV_DEBUG="1")
        assert ran.code == 0
        assert len(re.findall(r"(?m)^[A-Z]+ /v2/", ran.err)) <= most


# -- how long it waits -------------------------------------------------------------------------


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v2"
        server.shutdown(socket.SHUT_RDWR)
        for each in held:
            each.close()


@pytest.mark.ux(82)
@pytest.mark.parametrize("way", ["flag", "setting", "variable"])
def test_a_command_waits_no_longer_than_it_was_told(way: str, silent: str, home: Path) -> None:
    login = {"HARVEST_API_URL": silent, "HARVEST_ACCESS_TOKEN": "x", "HARVEST_ACCOUNT_ID": "1"}
    hv = Hv({"HV_HOME": str(home), **login})
    if way == "setting":
        assert hv("config", "set", "timeout", "0.3").code == 0
    if way == "variable":
        hv = hv.with_(HV_TIMEOUT="0.3")
    began = time.monotonic()
    ran = hv("whoami", *(["--timeout", "0.3"] if way == "flag" else []))
    assert ran.code == 7
    assert time.monotonic() - began < 20


# -- the same for all --------------------------------------------------------------------------


@few(14)
@pytest.mark.ux(16)
@pytest.mark.parametrize("verb", [each.path for each in all_commands()])
def test_every_command_takes_the_flags_of_all(verb: str, hv: Hv) -> None:
    words = verb.split()
    flags = ["--json", "--plain", "--no-color", "--no-input", "--no-pager", "-q", "--timeout", "5"]
    assert hv(*flags, *words, "-h") == hv(*words, *flags, "-h") == hv(*words, "-h")


@pytest.mark.ux(8)
def test_the_manual_page_is_one_that_man_can_show() -> None:
    import shutil

    if not shutil.which("man"):
        pytest.skip("man is not installed here")
    page = ROOT / "completions" / "hv.1"
    own = {"PATH": "/usr/bin:/bin", "MANWIDTH": "80", "LC_ALL": "C"}
    done = child.run(["man", "--warnings", "-l", str(page)], own)
    assert (done.returncode, done.stderr) == (0, "")
    for heading in ("SENTENCES", "PERIODS", "OUTPUT", "CRON", "EXIT CODES", "PRIVACY"):
        assert re.search(rf"(?m)^{heading}$", done.stdout)
