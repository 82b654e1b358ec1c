"""What `hv config` and `hv doctor` print.

Settings are in TOML's own spelling, so that a line can be pasted back. Findings are one a line,
problems marked and counted last.
"""

from collections.abc import Iterator, Mapping

from harvest_cli.actions.setup.doctor import Examination, Grade
from harvest_cli.actions.setup.settings import ProfileRow, SettingChange, SettingValue
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import at_home, counted
from harvest_cli.show.machine.renderer import USUAL, Layout, Lines, Renderer, Rows, nothing
from harvest_cli.show.machine.setup import (
    CONFIG_PATH,
    DOCTOR,
    PATHS,
    PROFILES,
    SETTING,
    SETTING_CHANGE,
    SETTINGS,
    finding_text,
)
from harvest_cli.show.machine.text import json_text
from harvest_cli.show.terminal.columns import display_width, pad, wrapped
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.table import Column, Row, fitted, grid_lines, unfolded

UNSET = "-"
WIDEST_VALUE = 40
_DESCRIPTION = 20


class SettingList(NamedTuple):
    """Every setting."""

    rows: tuple[SettingValue, ...]


class ConfigPath(NamedTuple):
    """Where the file is, whether or not it is there yet."""

    path: str
    exists: bool


class ProfileList(NamedTuple):
    """Every profile."""

    rows: tuple[ProfileRow, ...]


def _profile_lines(profiles: ProfileList, output: Output, _layout: Layout) -> Lines:
    """Mark, name, account and server, in columns or tab-separated."""
    rows = [
        Row(("*" * each.is_used, *map(output.text, (each.name, *_whose(each)))))
        for each in profiles.rows
    ]
    if output.format is not Format.HUMAN:
        return ("\t".join(row.cells) for row in rows)
    columns = (Column(""), Column("Profile"), Column("Account"), Column("Server", squeeze=1))
    return grid_lines(fitted(columns, rows, output.width), rows, output)


def _whose(profile: ProfileRow) -> tuple[str, str]:
    return str(profile.account_id or ""), profile.api_url or profile.without


def setting_lines(settings: SettingList, output: Output, layout: Layout = USUAL) -> Iterator[str]:
    """Every setting, one a line; `origin` adds where each value comes from."""
    rows = settings.rows
    values = [output.text(_text(row.value) or UNSET) for row in rows]
    if output.format is not Format.HUMAN:
        for row, value in zip(rows, values, strict=True):
            yield "\t".join([row.name, value, *([output.text(row.origin)] * layout.origin)])
        return
    cells = [
        Row((row.name, value, output.text(row.origin if layout.origin else row.help)))
        for row, value in zip(rows, values, strict=True)
    ]
    longest = max(display_width(word) for value in values for word in value.split(" "))
    columns = (
        Column("Setting"),
        Column("Value", floor=min(longest, WIDEST_VALUE), squeeze=1, wraps=True),
        Column("For", style="dim", floor=_DESCRIPTION, squeeze=2, wraps=True),
    )
    places = fitted(columns, cells, output.width)
    yield from grid_lines(places, unfolded(places, cells), output)


def _setting_lines(row: SettingValue, output: Output, layout: Layout) -> Lines:
    """The bare value of one setting, for scripts and people alike."""
    after = f"\t{output.text(row.origin)}" if layout.origin else ""
    yield output.text(_text(row.value)) + after


def _change_lines(changed: SettingChange, output: Output, _layout: Layout) -> Lines:
    """What was written into the file."""
    text = "unset" if changed.value is None else f"= {_text(changed.value)}"
    path = at_home(changed.path) if output.format is Format.HUMAN else changed.path
    yield output.text(f"{changed.key} {text}  ({path})")


def _overridden(changed: SettingChange, output: Output) -> None:
    if changed.wins:
        output.warn(f"{changed.wins} is set and overrides the file")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return json_text(value) if isinstance(value, bool | list) else str(value)


COLORS = {Grade.OK: "green", Grade.INFO: "dim", Grade.WARNING: "yellow", Grade.PROBLEM: "red"}
MARKS = {Grade.OK: "ok", Grade.INFO: "-", Grade.WARNING: "warn", Grade.PROBLEM: "FAIL"}
_WIDEST_NAME = 28


class Paths(NamedTuple):
    """Where things lie, for uninstalling and backups."""

    paths: Mapping[str, str]


def _finding(head: str, column: int, said: str, output: Output) -> Iterator[str]:
    """A finding beside its name, or below it where a path is too long for that."""
    room = output.width and output.width - column
    beside = wrapped(said, room)
    if room is None or max(map(display_width, beside)) <= room:
        yield head + beside[0]
        yield from (" " * column + line for line in beside[1:])
    else:
        yield head.rstrip()
        yield from wrapped(" " * 8 + said, output.width)


def doctor_lines(found: Examination, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """The findings by area, then the problems."""
    wide = min(max(len(finding.name) for finding in found.findings), _WIDEST_NAME)
    area = ""
    for finding in found.findings:
        if finding.area != area:
            area = finding.area
            yield output.style(area, "bold")
        mark = output.style(pad(MARKS[finding.state], 4), COLORS[finding.state])
        head = f"  {mark}  {pad(output.text(finding.name), wide)}  "
        yield from _finding(
            head, wide + len("  FAIL    "), output.text(finding_text(finding)), output
        )
        if finding.hint:
            first, *_ = finding.hint.splitlines()
            yield f"        {output.style('hint:', 'cyan')} {output.text(first)}"
    yield ""
    problems = [f"{f.area} {f.name}" for f in found.findings if f.state is Grade.PROBLEM]
    if problems:
        yield f"{counted(len(problems), 'problem')} found: {output.text(', '.join(problems))}"
    else:
        yield "No problems found"


def _rows(found: Examination, _output: Output, _layout: Layout) -> Rows:
    return (), [
        (each.state.value, each.area, each.name, finding_text(each), each.hint)
        for each in found.findings
    ]


RENDERERS = {
    SettingList: Renderer(SETTINGS, setting_lines),
    SettingValue: Renderer(SETTING, _setting_lines),
    SettingChange: Renderer(SETTING_CHANGE, _change_lines, quiet=nothing, remarks=_overridden),
    ProfileList: Renderer(PROFILES, _profile_lines),
    ConfigPath: Renderer(CONFIG_PATH, lambda each, output, _: [output.text(each.path)]),
    Examination: Renderer(DOCTOR, doctor_lines, _rows),
    Paths: Renderer(
        PATHS,
        lambda each, output, _: (f"{k}\t{output.text(path)}" for k, path in each.paths.items()),
    ),
}
