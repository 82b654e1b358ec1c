"""What `hv doctor` prints: findings, then what to mend."""

import json

from harvest_cli.actions.setup.doctor import Examination
from harvest_cli.domain.errors import ExitCode
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.setup.settings_text import Paths
from tests.show.samples import an_output, block, written


def examined() -> Examination:
    found = Examination()
    found.ok("paths", "state", "~/.local/state/hv (mode 0700)")
    found.info("settings", "profile", "default")
    found.warn("clock", "skew", "+300 s against Harvest", "Correct this machine's clock")
    found.problem("login", "token", "refused", "Run `hv login`\nor wait", ExitCode.NOT_LOGGED_IN)
    return found


def test_people_see_areas_marks_hints_and_what_to_mend() -> None:
    output = an_output(width=100)
    render(examined(), output)
    assert block(written(output)).splitlines() == [
        "paths",
        "  ok    state    ~/.local/state/hv (mode 0700)",
        "settings",
        "  -     profile  default",
        "clock",
        "  warn  skew     +300 s against Harvest",
        "        hint: Correct this machine's clock",
        "login",
        "  FAIL  token    refused",
        "        hint: Run `hv login`",
        "",
        "1 problem found: login token",
    ]


def test_without_a_problem_nothing_is_to_mend() -> None:
    found = Examination()
    found.ok("paths", "state", "there")
    output = an_output(width=100)
    render(found, output)
    assert written(output).endswith("\nNo problems found\n")


def test_programs_get_five_cells_a_finding() -> None:
    output = an_output()
    render(examined(), output)
    rows = [line.split("\t") for line in written(output).splitlines()]
    assert {len(row) for row in rows} == {5}
    assert [row[0] for row in rows] == ["ok", "info", "warning", "problem"]


def test_the_document_has_version_status_and_findings() -> None:
    output = an_output(as_json=True)
    render(examined(), output)
    document = json.loads(written(output))
    assert list(document) == ["version", "exit_code", "findings"]
    assert document["exit_code"] == 3
    assert list(document["findings"][0]) == ["area", "name", "state", "text", "hint"]


def test_paths_are_names_and_places() -> None:
    plain, document = an_output(width=80), an_output(as_json=True)
    for output in (plain, document):
        render(Paths({"state": "/s", "cache": "/c"}), output)
    assert written(plain) == "state\t/s\ncache\t/c\n"
    assert json.loads(written(document)) == {"paths": {"state": "/s", "cache": "/c"}}
