"""Without a terminal hv never asks: it stops at once, and names the flag that answers."""

import os
import re
import signal
from io import StringIO
from pathlib import Path

import pytest

from harvest_cli.commands.help.pages import all_commands, global_flags
from tests import child
from tests.rows import few
from tests.running import FakeTerminal, Hv
from tests.terminal import Terminal

ROOT = Path(__file__).parent.parent.parent
KNOWN = {name for verb in all_commands() for flag in verb.flags for name in flag.names}
KNOWN |= {name for flag in global_flags() for name in flag.names}

PROMPTS = [
    # what is run first, the line that would ask, a flag that answers
    ([], "start", "--project"),
    ([], "log 1h", "--project"),
    (["projects", "projects --forget-all"], "log 1h LV", "--task"),
    ([], "log 1h Marketing Website, Research and Programming", "--task"),
    (["log 1h MW"], "delete last", "--yes"),
    (["log 1h MW"], "edit last -e", "--note"),
    ([], "copy yesterday", "--yes"),
    ([], "log 1h MW 2025-01-01", "--yes"),
    ([], "status --watch", "--json"),
]


def asked(hv: Hv, scene: list[str], line: str, *flags: str, terminal: bool = False) -> str:
    for before in scene:
        assert hv(*before.split()).code == 0
    ran = hv(*line.split(), *flags, terminal=terminal)
    assert ran.code == 2, ran
    return ran.err


@pytest.mark.ux(26, 27)
@pytest.mark.parametrize(("scene", "line", "flag"), PROMPTS, ids=lambda value: str(value)[:40])
def test_a_prompt_becomes_a_refusal_that_names_the_flag(
    scene: list[str], line: str, flag: str, hv: Hv
) -> None:
    said = asked(hv, scene, line)
    assert flag in said
    assert set(re.findall(r"`(--[a-z-]+)", said)) <= KNOWN


@few(8)
@pytest.mark.ux(28)
@pytest.mark.parametrize("way", ["flag", "CI", "variable", "setting"])
@pytest.mark.parametrize(
    ("scene", "line", "flag"),
    [p for p in PROMPTS if "watch" not in p[1]],
    ids=lambda value: str(value)[:40],
)
def test_questions_can_be_forbidden_on_a_terminal(
    way: str, scene: list[str], line: str, flag: str, hv: Hv
) -> None:
    if way == "setting":
        hv("config", "set", "no_input", "true")
    forbidden = {"CI": hv.with_(CI="1"), "variable": hv.with_(HV_NO_INPUT="yes")}.get(way, hv)
    flags = ["--no-input"] if way == "flag" else []
    said = asked(forbidden, scene, line, *flags, terminal=True)
    assert flag in said


@pytest.mark.ux(26)
def test_where_somebody_sits_there_hv_asks(hv: Hv) -> None:
    hv("log", "1h", "MW")
    ran = hv("delete", "last", stdin="y\n", terminal=True)
    assert (ran.code, "[y/N] " in ran.err) == (0, True)


def test_login_needs_somebody_or_a_pipe(home: Path) -> None:
    hv = Hv({"HV_HOME": str(home)})
    ran = hv("login")
    assert ran.code == 2
    assert "--with-token" in ran.err
    assert hv("login", "--with-token", terminal=True).code == 2
    assert hv("entries").code == 3


@pytest.mark.ux(18)
def test_a_terminal_as_stdin_is_not_waited_for(hv: Hv) -> None:
    ran = hv("log", "-", terminal=True, stdin="1h MW\n")
    assert ran.code == 2
    assert "hv log - < day.txt" in ran.err


@pytest.mark.ux(18)
def test_stdin_is_read_only_where_it_is_asked_for(hv: Hv) -> None:
    class Untouched(FakeTerminal):
        def isatty(self) -> bool:
            return False

        def readline(self, *_args: object) -> str:  # type: ignore[override]
            raise AssertionError("stdin was read")

        read = readline

    from harvest_cli.__main__ import run

    for line in (
        "log 1h MW",
        "entries",
        "start TF",
        "stop",
        "delete last --yes",
        "report",
        "login",
    ):
        out, err = StringIO(), StringIO()
        run(line.split(), hv.environ, Untouched(), out, err)
        assert "went wrong" not in err.getvalue()


@pytest.mark.ux(29)
def test_candidates_are_listed_one_per_line_and_in_the_document(hv: Hv) -> None:
    hv("projects", "--forget-all")
    ran = hv("log", "1h LV", "--json")
    error = ran.json["error"]
    assert error["candidates"] == ["Annual Leave", "Person (Sick/Carer's) Leave"]
    said = hv("log", "1h LV").err
    assert "\n  Annual Leave\n" in said


@pytest.mark.ux(29)
def test_projects_that_fit_are_listed_with_their_clients(hv: Hv) -> None:
    ran = hv("log", "1h on 123 Industries", "--json")
    names = [f"123 Industries / {name}" for name in ("Online Store - Phase 1", "Task Force")]
    assert sorted(ran.json["error"]["candidates"]) == names
    said = hv("log", "1h on 123 Industries")
    assert said.out == ""
    slugs = ("online-store-phase-1", "task-force")
    for slug, name in zip(slugs, names, strict=True):
        assert f"\n  {slug}  {name}\n" in said.err
        assert hv("log", "1h", "--project", slug, "--task", "Research", "-n").code == 0
    assert "`--project" in said.err
    for name in names:
        assert hv("log", "1h", "--project", name, "--task", "Research", "-n").code == 0


# -- jitter ------------------------------------------------------------------------------------


def test_jitter_waits_once_for_a_part_of_it(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("harvest_cli.commands.cli.wiring.time.sleep", waited.append)
    ran = hv("entries", "--jitter", "60s")
    assert ran.code == 0
    assert len(waited) == 1
    assert 0 <= waited[0] <= 60
    hv("log", "1h TF", "--jitter", "2m")
    assert 0 <= waited[1] <= 120


@pytest.mark.parametrize("line", ["log --nope", "lgo", "--help", "help cron", "--version"])
def test_jitter_delays_nothing_that_needs_no_harvest(
    line: str, hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_seconds: float) -> None:
        raise AssertionError("it waited")

    monkeypatch.setattr("harvest_cli.commands.cli.wiring.time.sleep", never)
    assert hv(*line.split(), "--jitter", "60s").code in (0, 2)


@pytest.mark.parametrize("value", ["-1", "61m", "1h", "abc", "", "1.5", "٣s", "99999"])
def test_a_jitter_that_makes_no_sense_is_refused(value: str, hv: Hv) -> None:
    ran = hv("entries", f"--jitter={value}")
    assert ran.code == 2
    assert "60s" in ran.err


@pytest.mark.ux(27)
def test_a_real_process_without_a_terminal_stops(hv: Hv) -> None:
    hv("projects")
    environ = {**hv.environ, "PATH": os.environ["PATH"]}
    for line in ("log 1h", "copy yesterday", "login"):
        done = child.run([*child.FORKED_HV, *line.split()], environ)
        assert done.returncode == 2


# -- questions ---------------------------------------------------------------------------------

ENDS = ("stdin", "stdout", "stderr")


@pytest.mark.ux(26)
@pytest.mark.parametrize("piped", ["stdin", "stdout", "stderr"])
def test_a_question_needs_both_ends_and_leaves_stdout_alone(piped: str, hv: Hv) -> None:
    from harvest_cli.__main__ import run

    hv("log", "1h", "MW")
    kinds = {name: StringIO if name == piped else FakeTerminal for name in ENDS}
    entered, out, err = kinds["stdin"]("y\n"), kinds["stdout"](), kinds["stderr"]()
    code = run(["delete", "last"], hv.environ, entered, out, err)
    asks = piped == "stdout"
    assert ("? [y/N] " in err.getvalue()) == asks
    assert code == (0 if asks else 2)
    assert "[y/N]" not in out.getvalue()
    assert out.getvalue().startswith("Deleted") == asks


@pytest.mark.ux(36)
def test_ctrl_c_at_a_question_begins_a_line_of_its_own(hv: Hv) -> None:
    hv("log", "1h", "MW")
    environ = {**hv.environ, "PATH": os.environ["PATH"], "TERM": "dumb", "PYTHONPATH": str(ROOT)}
    with Terminal([*child.FORKED_HV, "delete", "last"], environ) as terminal:
        terminal.expect("? [y/N] ")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.end() == 130
        assert re.search(r"(?m)^hv: Interrupted\r?$", terminal.seen)
    assert hv("entries").out
