"""One run: whom it may ask, which profile counts, and where its answers go."""

import io

import pytest

from harvest_cli.commands.cli.run import NO_FLAGS, GlobalFlags, Run, local_zone_name
from harvest_cli.commands.cli.wiring import chooser, may_ask
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.terminal.output import Format
from tests.rows import for_each
from tests.running import FakeTerminal


def a_run(
    flags: GlobalFlags = NO_FLAGS,
    stdin: bool = True,
    stdout: bool = True,
    stderr: bool = True,
    **environ: str,
) -> Run:
    """A run on terminals, except for the streams that are none."""
    kinds = [FakeTerminal() if there else io.StringIO() for there in (stdin, stdout, stderr)]
    run = Run({"HV_HOME": "/nonexistent/hv", **environ}, *kinds)
    run.flags = flags
    return run


@for_each(
    ("run", "may"),
    [
        (a_run(), True),
        (a_run(stdout=False), True),
        (a_run(stdin=False), False),
        (a_run(stderr=False), False),
        (a_run(NO_FLAGS._replace(no_input=True)), False),
        (a_run(CI="true"), False),
        (a_run(CI=""), True),
        (a_run(HV_NO_INPUT="true"), False),
    ],
    ids=["terminals", "> file", "< file", "2> file", "--no-input", "CI", "CI=", "HV_NO_INPUT"],
)
def test_somebody_is_asked_only_where_somebody_sits(run: Run, may: bool) -> None:
    assert may_ask(run) is may
    assert (chooser(run) is not None) is may


class Closed(io.StringIO):
    """A stream that was closed before hv began."""

    def isatty(self) -> bool:
        raise ValueError("I/O operation on closed file")


def test_a_closed_stream_is_no_terminal() -> None:
    run = a_run()
    run.stdin = Closed()
    assert not may_ask(run)
    run = a_run()
    run.stdout = Closed()
    assert run.output.format is Format.PLAIN


@for_each(
    ("flags", "environ", "profile"),
    [
        (NO_FLAGS, {}, None),
        (NO_FLAGS, {"HV_PROFILE": " work "}, "work"),
        (NO_FLAGS, {"HV_PROFILE": " "}, None),
        (NO_FLAGS._replace(profile="home"), {"HV_PROFILE": "work"}, "home"),
        (NO_FLAGS._replace(sandbox=True), {"HV_PROFILE": "work"}, "sandbox"),
        (NO_FLAGS._replace(sandbox=True, profile="home"), {}, "sandbox"),
    ],
)
def test_the_nearest_place_names_the_profile(
    flags: GlobalFlags, environ: dict[str, str], profile: str | None
) -> None:
    run = a_run(flags)
    run.environ = {**run.environ, **environ}
    assert run.profile == profile


@for_each("name", ["../../x", "a/b", "a b", "a\nb", "x" * 41, "ü"])
def test_a_profile_that_could_be_a_path_is_refused_wherever_it_is_named(name: str) -> None:
    for run in (a_run(NO_FLAGS._replace(profile=name)), a_run(HV_PROFILE=name)):
        with pytest.raises(UsageError, match="is not a valid profile name"):
            run.profile  # noqa: B018


def test_only_flags_count_as_flagged() -> None:
    assert a_run(HV_PROFILE="work").flagged_profile is None
    assert a_run(NO_FLAGS._replace(profile="work")).flagged_profile == "work"
    assert a_run(NO_FLAGS._replace(sandbox=True)).flagged_profile == "sandbox"


@for_each(
    ("flags", "stdout", "format"),
    [
        (NO_FLAGS, True, Format.HUMAN),
        (NO_FLAGS, False, Format.PLAIN),
        (NO_FLAGS._replace(plain=True), True, Format.PLAIN),
        (NO_FLAGS._replace(json=True), True, Format.JSON),
        (NO_FLAGS._replace(json=True, plain=True), False, Format.JSON),
    ],
)
def test_the_face_depends_on_stdout_and_flags_never_on_colour(
    flags: GlobalFlags, stdout: bool, format: Format
) -> None:
    for color in ("auto", "always", "never"):
        assert a_run(flags._replace(color=color), stdout=stdout).output.format is format


def test_closing_a_run_that_opened_nothing_does_nothing() -> None:
    a_run().close()


@pytest.mark.parametrize(
    ("environ", "name"),
    [({"TZ": "Europe/Berlin"}, "Europe/Berlin"), ({"TZ": ":Asia/Tokyo"}, "Asia/Tokyo")],
)
def test_the_zone_of_the_machine_is_that_of_the_variable(
    environ: dict[str, str], name: str
) -> None:
    assert local_zone_name(environ) == name
