"""What `hv doctor` prints: one line per finding, problems marked and counted last."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from harvest_cli.actions.setup.doctor import Examination, State
from harvest_cli.domain.wording import counted
from harvest_cli.show.machine.renderer import USUAL, Layout, Lines, Renderer, Rows
from harvest_cli.show.machine.setup import DOCTOR, PATHS, finding_text
from harvest_cli.show.terminal.columns import pad
from harvest_cli.show.terminal.output import Output

COLORS = {State.OK: "green", State.INFO: "dim", State.WARNING: "yellow", State.PROBLEM: "red"}
MARKS = {State.OK: "ok", State.INFO: "-", State.WARNING: "warn", State.PROBLEM: "FAIL"}
_WIDEST_NAME = 28


class Paths(NamedTuple):
    """Where things lie, for uninstalling and backups."""

    paths: Mapping[str, str]


def doctor_lines(found: Examination, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """The findings by area, then the problems."""
    wide = min(max(len(finding.name) for finding in found.findings), _WIDEST_NAME)
    area = ""
    for finding in found.findings:
        if finding.area != area:
            area = finding.area
            yield output.style(area, "bold")
        mark = output.style(pad(MARKS[finding.state], 4), COLORS[finding.state])
        said = output.text(finding_text(finding))
        yield f"  {mark}  {pad(output.text(finding.name), wide)}  {said}"
        if finding.hint:
            first, *_ = finding.hint.splitlines()
            yield f"        {output.style('hint:', 'cyan')} {output.text(first)}"
    yield ""
    problems = [f"{f.area} {f.name}" for f in found.findings if f.state is State.PROBLEM]
    if problems:
        yield f"{counted(len(problems), 'problem')} found: {output.text(', '.join(problems))}"
    else:
        yield "No problems found"


def _rows(found: Examination, _output: Output, _layout: Layout) -> Rows:
    return (), [
        (each.state.value, each.area, each.name, finding_text(each), each.hint)
        for each in found.findings
    ]


def _paths(each: Paths, output: Output, _layout: Layout) -> Lines:
    return (f"{name}\t{output.text(path)}" for name, path in each.paths.items())


RENDERERS = {
    Examination: Renderer(DOCTOR, doctor_lines, _rows),
    Paths: Renderer(PATHS, _paths),
}
