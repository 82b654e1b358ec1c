"""README and topics are run: examples answer as they say, the two commands are the real ones."""

import re
import shlex

import pytest

from harvest_cli import __version__
from harvest_cli.commands.help.pages import commands
from harvest_cli.domain.errors import ExitCode
from tests.documents import NUMBERS, README, ROOT, TOPICS, WRITTEN, blocks, steps
from tests.readme import PICTURE, filled, picture
from tests.rows import few, for_each
from tests.running import Hv

CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
GITHUB = ROOT / ".github"
WORKFLOW = (GITHUB / "workflows" / "ci.yml").read_text(encoding="utf-8")
EXAMPLES = [
    text for topic in TOPICS.values() for language, text in blocks(topic) if language == "console"
]
SHELL = [text.strip() for language, text in blocks(README) if language == "sh"]
LINES = 260


def test_the_readme_shows_what_its_examples_print_from_the_top_in_one_account() -> None:
    assert filled(README) == README, "run: python -m tests.readme"


def test_the_picture_shows_a_session_as_it_is() -> None:
    assert picture() == PICTURE.read_text(encoding="utf-8"), "run: python -m tests.readme"
    assert f"]({PICTURE.relative_to(ROOT).as_posix()})" in README
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", picture()), "a picture fetches nothing"


def test_the_readme_is_read_in_one_sitting() -> None:
    assert len(README.splitlines()) <= LINES
    assert "export HV_PROFILE=sandbox" in README
    assert "Not affiliated with Harvest" in README


def test_its_links_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.*)", README, re.MULTILINE)
    anchors = {f"#{heading.lower().replace(' ', '-')}" for heading in headings}
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target in anchors or target.startswith("https:") or (ROOT / target).exists(), target


@few(6)
@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: block.splitlines()[0][:60])
def test_an_example_of_a_topic_prints_what_it_says(block: str, hv: Hv) -> None:
    assert steps(block)
    for command, said in steps(block):
        program, *argv = shlex.split(command)
        assert program == "hv"
        ran = hv(*argv)
        printed = NUMBERS.sub("#ID", ran.out + ran.err).strip("\n").splitlines()
        wanted = NUMBERS.sub("#ID", "\n".join(said)).strip("\n").splitlines()
        if wanted:
            assert printed == wanted
        else:
            assert ran.code == 0, printed


READERS = {
    **dict.fromkeys(("days", "weeks", "longer", "ranges", "some", "compare"), "report {}"),
    "group": "report october by {}",
    "states": "report october {}",
    "several": "log {}",
    **dict.fromkeys(("length", "times", "breaks", "day"), "log MW {}"),
    "notes": "log {}",
    "timers": "start {}",
}
"""What reads the words of a row of the two topics that teach words."""


def _taught() -> list[str]:
    """The command lines of the two topics, and those that the words of their rows make."""
    text = TOPICS["periods"] + TOPICS["sentences"]
    found = re.findall(r"^  hv (.*)", text, re.MULTILINE)
    for name, told in re.findall(r"^(\w+) {2,}(\S.*(?:\n {9,}.*)*)", text, re.MULTILINE):
        plain = told.partition(";")[0].partition(" (")[0].replace(" or ", ", ")
        listed = name in ("group", "states", "breaks")
        words = re.findall(r'"([^"]+)"', told) + re.sub(r'"[^"]+"', "", plain).split()
        words = plain.removeprefix("by ").replace("\n", "").split(", ") if listed else words
        if name == "notes":
            words = re.findall(r'"([^"]+)"', told)
        more = {"breaks": "9-5, ", "day": "2h "}.get(name, "")
        found += [READERS[name].format(more + each) for each in words if name in READERS]
    return found


@for_each("line", _taught())
def test_what_a_topic_teaches_is_read(line: str, hv: Hv) -> None:
    argv = shlex.split(line) if '"' in line else line.split()
    ran = hv(*argv, "--dry-run") if argv[0] in ("log", "start") else hv(*argv)
    assert ran.code in (0, 8), ran.err


def newcomer() -> str:
    """The README's first command: everything from nothing to a logged entry."""
    return str(next(text for text in SHELL if "--sandbox log" in text))


def checks() -> str:
    """The README's second command."""
    return str(next(text for text in SHELL if "pytest" in text))


def test_ci_runs_the_test_command_as_the_readme_has_it() -> None:
    assert checks() in CI
    assert CI.index(checks()) < CI.index(".ci/optional")


def test_the_workflow_runs_it_on_every_system_and_python() -> None:
    assert f"run: {checks()}\n" in WORKFLOW
    on_windows = checks().replace("python3 -m", "python -m").replace("/bin/", "/Scripts/")
    assert f"run: {on_windows}\n" in WORKFLOW
    assert "run: .ci/run\n" in WORKFLOW
    assert "hv completion powershell | Out-String | Invoke-Expression" in WORKFLOW
    for name in ("ubuntu", "macos", "windows", '"3.11"', '"3.12"', '"3.13"', '"3.14"'):
        assert name in WORKFLOW
    assert "permissions:\n  contents: read\n" in WORKFLOW
    assert all(re.search(r"@v\d+$", line) for line in re.findall(r"uses: .*", WORKFLOW))


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md"])
def test_what_a_page_for_contributors_names_is_there(page: str) -> None:
    """Files, folders and modules in code marks; rooms stand there without the package's name."""
    text = (GITHUB / page).read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"`([a-z_.]+/[\w./-]*)`", text)
    modules = re.findall(r"python -m (tests[\w.]*)", text)
    named += [name.replace(".", "/") for name in modules]
    assert named or page == "SECURITY.md"
    for name in named:
        found = [ROOT / name, ROOT / "harvest_cli" / name]
        found += [path.with_suffix(".py") for path in found]
        assert any(path.exists() for path in found), name


def test_both_commands_are_one_line_with_all_their_set_up() -> None:
    for command in (newcomer(), checks()):
        assert "\n" not in command
        assert "python3 -m venv" in command
        assert re.search(r"pip (--python \S+ )?install", command)
        assert re.fullmatch(r"\.venv[-\w]*", command.split()[4])


def test_the_first_command_makes_nothing_that_it_does_not_need() -> None:
    """A copy of pip, and bytecode of modules that nobody loads, take longer than all the rest."""
    assert "venv --without-pip .venv && python3 -m pip --python .venv install" in newcomer()
    assert "--no-compile" in newcomer()


def test_the_first_command_ends_with_a_logged_entry(hv: Hv) -> None:
    program, *argv = shlex.split(newcomer().split("&&")[-1])
    assert program.endswith("/hv")
    ran = hv.with_(HV_PROFILE="")(*argv)
    assert ran.code == 0
    assert ran.out.startswith("Logged 2:00")


@for_each("verb", [each.path for each in commands()])
def test_every_command_stands_in_the_readme_or_a_topic(verb: str) -> None:
    assert re.search(rf"hv (--sandbox )?{verb}\b", WRITTEN) or verb == "status"


def test_every_exit_status_stands_in_its_topic() -> None:
    told = {int(number) for number in re.findall(r"\b(\d+)\b", TOPICS["exit-codes"])}
    assert {int(code) for code in ExitCode} <= told


def test_what_is_not_verified_is_listed() -> None:
    assert len(re.findall(r"^- ", TOPICS["unverified"], re.MULTILINE)) >= 5


def test_every_unverified_mark_in_the_code_names_a_fact() -> None:
    marks = [
        line.strip()
        for path in (ROOT / "harvest_cli").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "# Unverified" in line
    ]
    assert marks
    assert all(re.search(r"# Unverified: \S.{10,}", mark) for mark in marks), marks


def test_the_project_speaks_of_itself_alone() -> None:
    strange = re.compile(r"/(work|root)/|\.library|subagent|pypi\.org|files\.pythonhosted")
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *GITHUB.rglob("*.*")]
    for path in [*pages, *(ROOT / "harvest_cli").rglob("*.py")]:
        assert not strange.search(path.read_text(encoding="utf-8")), path


def test_the_changelog_has_lines_for_what_one_can_do() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(__version__)} - 20\d\d-\d\d-\d\d$", changelog, re.MULTILINE)
    assert len(re.findall(r"^- .*`hv", changelog, re.MULTILINE)) >= 8
