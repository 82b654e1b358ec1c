"""Long lists go through a pager on a terminal, and nowhere else."""

import os
import subprocess
from functools import partial
from pathlib import Path

import pytest

from tests.child import FORKED_HV
from tests.rows import few, some, sweep
from tests.running import Hv
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")


@pytest.fixture
def environ(hv: Hv, tmp_path: Path) -> dict[str, str]:
    """Variables with a pager that says that it is one."""
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "paged with LESS=$LESS $*"; cat\n')
    pager.chmod(0o700)
    names = {"PAGER": f"{pager} -x", "TERM": "xterm", "PATH": os.environ["PATH"]}
    return {**hv.environ, **names}


def seen(argv: list[str], environ: dict[str, str], **elsewhere: int) -> str:
    """What is on a terminal of 12 lines in the end."""
    with Terminal([*FORKED_HV, *argv], environ, (12, 100), **elsewhere) as terminal:
        assert terminal.end() == 0
        return terminal.seen


LONG = ["entries", "this month"]


@pytest.mark.ux(64)
@pytest.mark.parametrize("argv", [LONG, ["report", "this month by day", "--calendar"]])
def test_what_is_longer_than_the_terminal_is_paged(
    argv: list[str], environ: dict[str, str]
) -> None:
    text = seen(argv, environ)
    assert text.count("paged with LESS=FRX -x") == 1
    assert len(text.splitlines()) > 12


PRINTED = [
    (["entries", "1999-01-01"], {}),
    (LONG, {"PAGER": "cat"}),
    ([*LONG, "--no-pager"], {}),
    ([*LONG, "--plain"], {}),
    (LONG, {"PAGER": "/no/such/program"}),
    ([*LONG, "--json"], {}),
    ([*LONG, "--csv"], {}),
    (LONG, {"HV_PAGER": "cat"}),
    (LONG, {"PAGER": "'"}),
    (LONG, {"PAGER": "false"}),
]


@few(2)
@sweep
@pytest.mark.ux(64)
@pytest.mark.parametrize(("argv", "more"), some(PRINTED, 2), ids=str)
def test_everything_else_is_printed(
    argv: list[str], more: dict[str, str], environ: dict[str, str]
) -> None:
    assert "paged" not in seen(argv, {**environ, **more})


@pytest.mark.ux(64)
def test_a_pager_that_is_missing_costs_no_line(environ: dict[str, str]) -> None:
    # A slow machine is told on stderr what it waits for.
    answer = partial(seen, stderr=subprocess.DEVNULL)
    plain = answer([*LONG, "--no-pager"], environ)
    assert answer(LONG, {**environ, "PAGER": "/no/such/program"}) == plain


@pytest.mark.ux(64)
def test_the_persons_own_flags_for_less_stay(environ: dict[str, str]) -> None:
    assert "paged with LESS=R" in seen(LONG, {**environ, "LESS": "R"})


@pytest.mark.ux(58)
def test_forced_colour_brings_no_pager_into_a_pipe(hv: Hv) -> None:
    assert "paged" not in hv(*LONG, FORCE_COLOR="1", PAGER="echo paged").out
