"""What `hv doctor` prints: one line per finding, problems last and marked."""

from collections.abc import Mapping

from harvest_cli import __version__
from harvest_cli.actions.setup.findings import Examination, Finding, State
from harvest_cli.show.machine.json_text import write_json
from harvest_cli.show.terminal.columns import pad
from harvest_cli.show.terminal.output import Format, Output

COLORS = {State.OK: "green", State.INFO: "dim", State.WARNING: "yellow", State.PROBLEM: "red"}
MARKS = {State.OK: "ok", State.INFO: "-", State.WARNING: "warn", State.PROBLEM: "FAIL"}


def emit_examination(found: Examination, output: Output) -> None:
    """Everything that was found."""
    if output.format is Format.JSON:
        document = {
            "version": __version__,
            "exit_code": int(found.exit_code),
            "findings": [_record(finding) for finding in found.findings],
        }
        write_json(document, output)
    elif output.format is Format.HUMAN:
        _for_people(found, output)
    else:
        for each in found.findings:
            cells = (each.state.value, each.area, each.name, each.text, each.hint or "")
            output.line("\t".join(output.text(cell) for cell in cells))


def _for_people(found: Examination, output: Output) -> None:
    wide = max(len(finding.name) for finding in found.findings)
    area = ""
    for finding in found.findings:
        if finding.area != area:
            area = finding.area
            output.line(output.style(area, "bold"))
        mark = output.style(pad(MARKS[finding.state], 4), COLORS[finding.state])
        name = pad(output.text(finding.name), min(wide, 28))
        output.line(f"  {mark}  {name}  {output.text(finding.text)}")
        if finding.hint:
            first = output.text(finding.hint.split("\n")[0])
            output.line(f"        {output.style('hint:', 'cyan')} {first}")
    problems = [f for f in found.findings if f.state is State.PROBLEM]
    output.line("")
    if problems:
        names = ", ".join(output.text(f"{f.area} {f.name}") for f in problems)
        output.line(f"{len(problems)} to mend: {names}")
    else:
        output.line("Nothing to mend")


def _record(finding: Finding) -> dict[str, str | None]:
    return {
        "area": finding.area,
        "name": finding.name,
        "state": finding.state.value,
        "text": finding.text,
        "hint": finding.hint,
    }


def emit_paths(paths: Mapping[str, str], output: Output) -> None:
    """Where things lie, for uninstalling and backups."""
    if output.format is Format.JSON:
        write_json({"paths": dict(paths)}, output)
        return
    for name, path in paths.items():
        output.line(f"{name}\t{output.text(path)}")
