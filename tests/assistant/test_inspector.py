"""The server as the protocol's own inspector sees it; skipped where that is not installed."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.child import HV, ROOT, run

pytest.importorskip("mcp", reason="the SDK is not installed: harvest-cli[mcp]")
INSPECTOR = shutil.which("mcp-inspector")
pytestmark = pytest.mark.skipif(INSPECTOR is None, reason="mcp-inspector is not installed (npm)")


def inspected(home: Path, *options: str) -> tuple[int, Any]:
    """Exit status and document of one look with the inspector."""
    variables = {"HV_HOME": str(home), "HV_NOW": "2026-11-18T09:00", "PYTHONPATH": str(ROOT)}
    given = [word for name, value in variables.items() for word in ("-e", f"{name}={value}")]
    argv = [str(INSPECTOR), "--cli", *HV, "--profile", "sandbox", "mcp", "--", *given, *options]
    done = run(argv)
    try:
        return done.returncode, json.loads(done.stdout)
    except ValueError:
        return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("era", ["modern", "legacy"])
def test_the_list_of_tools_is_right_in_both_eras(era: str, home: Path) -> None:
    look = ("--method", "tools/list", "--strict", "--format", "json", "-q")
    code, found = inspected(home, *look, "--protocol-era", era)
    assert (code, "warning" in str(found).lower()) == (0, False), found


def test_a_log_is_a_valid_result_and_a_refusal_an_error_of_the_tool(home: Path) -> None:
    for text, code in (("2h on MW", 0), ("hello", 5)):
        given = ("--tool-name", "log_time", "--tool-args-json", json.dumps({"text": text}))
        ended, said = inspected(home, "--method", "tools/call", *given, "--format", "json", "-q")
        assert ended == code, said


@pytest.mark.slow
def test_two_hundred_equal_calls_five_at_a_time_are_one_entry(home: Path) -> None:
    given = ("--tool-name", "log_time", "--tool-args-json", '{"text": "15m on MW: x"}')
    load = ("--load", "--load-requests", "200", "--load-concurrency", "5", "-q")
    code, said = inspected(home, "--method", "tools/call", *given, *load)
    assert code == 0, said
    listed = ("--tool-name", "list_entries", "--tool-args-json", '{"period": "today"}')
    _, found = inspected(home, "--method", "tools/call", *listed, "--format", "json", "-q")
    assert json.dumps(found).count('"notes": "x"') == 1
