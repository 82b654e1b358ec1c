"""Help of every command: examples that run, 80 columns, each flag explained; and what was meant."""

import io
import re
import shlex
from pathlib import Path

import pytest

from harvest_cli.commands.cli.declaration import Command, Flag
from harvest_cli.commands.help import pages
from harvest_cli.commands.help.overview_text import overview as shown
from harvest_cli.commands.help.pages import all_commands, commands, global_flags, subcommands
from harvest_cli.commands.help.topics import topics
from harvest_cli.show.setup.help_text import topic_lines
from harvest_cli.show.terminal.output import Output
from tests.child import NOW
from tests.documents import TOPICS, examples
from tests.rows import few, for_each, try_all
from tests.running import Hv

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VERBS = all_commands()
NAMES = [each.path for each in commands()]
GROUPS = [each.path for each in commands() if each.is_group]
FLAGS = [(verb.path, flag) for verb in VERBS for flag in verb.flags]
FLAGS += [("hv", flag) for flag in global_flags()]
EXAMPLES = [(verb.path.split()[0], example) for verb in VERBS for example in examples(verb)]
SCENES: dict[str, list[str]] = {
    "stop": ["start TF at 18:00"],
    "edit": ["log 1h MW: x", "start TF at 9:00: y"],
    "delete": ["log 1h MW: x", "log 1h TF: y"],
    "restart": ["log 1h Marketing Website: x", "log 1h TF: y"],
    "undo": ["log 1h MW: x", "log 1h MW: y", "log 1h MW: z"],
    "history": ["log 1h MW: x"],
    "alias": ["alias set standup '15m Project Management on TF: stand-up'"],
    "config": ["config set round 15m up"],
    "projects": ["projects"],
    "status": ["start TF"],
    "tasks": ["projects", "api post tasks name='Business Development'"],
    "log": ["alias set standup '15m TF: x'"],
}
"""What has to be there before the examples of a command make sense."""
NOT_HERE = {
    "login": "needs a token: tests/setup/test_login.py",
    "logout": "needs a login: tests/setup/test_login.py",
}
YESTERDAY = "2026-11-17T18:00"
UNFIT = (
    *("serve", "mcp --read-only", "config edit", "--watch", "FILE", "--with-token", "-e"),
    "--editor",
)
"""Examples that wait for somebody, or name a file that is not there."""
ANSWERS = {"gaps": {0, 4, 8}, "doctor": {0}}


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which examples may write."""
    monkeypatch.chdir(tmp_path)


def test_enough_examples_are_run() -> None:
    assert len(EXAMPLES) >= 2 * len(NAMES)


@pytest.mark.ux(3)
@for_each("verb", VERBS, ids=lambda verb: verb.path)
def test_help_opens_with_examples(verb: Command) -> None:
    lines = verb.help.splitlines()
    first = next(line for line in lines[1:] if line.strip() not in ("", "\b"))
    assert first.startswith("  hv"), "after one sentence come the examples"
    assert 2 <= len(examples(verb)) <= 4
    named = f"hv {verb.path}"
    assert any(named in example or example == "hv" for example in examples(verb))


@few(14)
@pytest.mark.ux(11)
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.path)
def test_help_ends_with_where_more_is_said(verb: Command, hv: Hv) -> None:
    last = hv(*verb.path.split(), "-h").out.splitlines()[-1]
    topic = last.removeprefix("  Flags of every command: hv --help. More: hv help ").rstrip(".")
    assert topic in {each.name for each in topics()}, last


@pytest.mark.ux(11)
def test_topics_are_in_ascii_so_that_any_terminal_shows_them() -> None:
    """What commands print stands there as they print it, and is shown in ASCII where need be."""
    fenced = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
    assert [name for name, text in TOPICS.items() if not fenced.sub("", text).isascii()] == []
    for topic in topics():
        shown = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        output = Output(shown, io.StringIO(), {}, stdout_terminal=True, stderr_terminal=False)
        assert "\\u" not in "".join(topic_lines(topic, output)), topic.name
    known = {topic.name for topic in topics()}
    assert known >= {"sentences", "environment", "exit-codes", "output", "cron", "privacy"}


def runnable(example: str) -> str:
    """The command of an example, without what a shell would do with it."""
    return re.split(r" (?:>>?|<|\|\|?|&&) ", example)[0]


@few(8)
@pytest.mark.ux(3)
@pytest.mark.parametrize(("verb", "example"), EXAMPLES)
def test_an_example_runs(verb: str, example: str, hv: Hv, there: None) -> None:
    if verb in NOT_HERE:
        pytest.skip(NOT_HERE[verb])
    if "3f9c" in example:
        pytest.skip("needs a row that waits: tests/outbox, tests/reliability")
    if any(word in example for word in UNFIT):
        pytest.skip("waits for somebody, or for a file")
    if example == "hv start":
        pytest.skip("asks on a terminal: tests/timers/test_start.py")
    for line in SCENES.get(verb, []):
        moment = YESTERDAY if verb == "stop" else NOW
        assert hv(*shlex.split(line), HV_NOW=moment).code == 0
    if verb in ("restart", "edit", "delete"):
        hv("entries", "yesterday", terminal=True)  # so that rows can be named
    program, *argv = shlex.split(runnable(example))
    assert program.rstrip(":") == "hv"
    sure = ["--yes"] if verb in ("delete", "copy") and "--yes" not in argv else []
    ran = hv(*argv, *sure)
    assert ran.code in ANSWERS.get(verb, {0}), ran.err


@pytest.mark.ux(10)
@for_each("verb", VERBS, ids=lambda verb: verb.path)
def test_help_fits_80_columns_without_boxes_or_colour(verb: Command, hv: Hv) -> None:
    ran = hv(*verb.path.split(), "--help", FORCE_COLOR="1", COLUMNS="200")
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.out.isascii()
    assert "\x1b" not in ran.out
    for flag in verb.flags:
        assert all(name in ran.out for name in flag.names)


@pytest.mark.ux(1)
@pytest.mark.parametrize(
    "argv",
    ["log --nope -h", "log -h 2h MW --project", "-h log", "log 2h on --help", "edit 2 -n -h"],
)
def test_help_is_shown_whatever_else_stands_there(argv: str, hv: Hv) -> None:
    verb = next(word for word in argv.split() if word in NAMES)
    assert hv(*argv.split()) == hv(verb, "--help")


def test_help_that_is_a_value_or_behind_dashes_is_a_word(hv: Hv) -> None:
    ran = hv("log", "1h MW", "--note=--help", "-n")
    assert '"--help"' in ran.out
    assert "Usage" not in hv("log", "1h MW", "-n", "--", ": -h").out


@pytest.mark.parametrize("group", GROUPS)
def test_help_reaches_into_groups(group: str, hv: Hv) -> None:
    verb = next(verb for verb in commands() if verb.name == group)
    for own in subcommands(verb):
        assert f"hv {group} {own.name}" in hv(group, own.name, "-h").out
        assert hv("help", group, own.name).code == 0


def test_a_group_that_needs_a_verb_shows_its_help(hv: Hv) -> None:
    assert hv("sandbox") == hv("sandbox", "--help")


# -- the registry ------------------------------------------------------------------------------


@pytest.mark.ux(13)
def test_every_flag_has_a_long_form_and_help() -> None:
    try_all(FLAGS, has_a_long_form_and_help)


def has_a_long_form_and_help(named: tuple[str, Flag]) -> None:
    _, flag = named
    assert flag.long.startswith("--")
    assert 3 < len(flag.help) <= 60
    assert flag.help[0].isupper() or " or " in flag.help
    assert not flag.help.endswith(".") or flag.long == "--help"


def documented() -> str:
    """Everything that is written for people: README, topics, help."""
    parts = [README, *(topic.text for topic in topics()), *(verb.help for verb in VERBS)]
    return "\n".join(parts)


def test_every_flag_stands_somewhere_besides_its_own_help() -> None:
    text = documented()

    def stands_there(flag: str) -> None:
        assert re.search(rf"{flag}(?![-\w])", text), "it is named nowhere"

    try_all(sorted({flag.long for _, flag in FLAGS}), stands_there)


def flags_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![-\w/.])--[a-z][-a-z]*", text))


FOREIGN = {
    # of other programs, or named because hv does not have them
    *("--upgrade-deps", "--without-pip", "--python", "--no-compile"),
    *("--token", "--jq", "--template", "--verbose", "--no-verify", "--shell"),
    *("--norc", "--user", "--now", "--quiet", "--git-dir", "--show-toplevel", "--abbrev-ref"),
    *("--format", "--short", "--skip", "--dist", "--scope", "--group"),
}


def test_every_flag_that_is_named_exists() -> None:
    known = {name for _, flag in FLAGS for name in flag.names} | FOREIGN
    sources = [*(ROOT / "harvest_cli").rglob("*.py"), *(ROOT / "harvest_cli").rglob("*.txt")]
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *sources]:
        # What is given to shells and to git has flags of its own.
        if "shells" in path.parts or path.name == "repositories.py":
            continue
        strange = flags_in(path.read_text(encoding="utf-8")) - known
        assert not strange, f"{path.name} names {strange}"


# -- hv --help ---------------------------------------------------------------------------------


def test_the_help_of_hv_is_the_one_made_from_the_commands() -> None:
    assert pages.FILE.read_text(encoding="ascii") == pages.overview(), (
        "run: python -m tests.shells.ship"
    )


@pytest.mark.ux(4, 9)
@pytest.mark.parametrize("argv", [["--help"], ["-h"], ["--json", "-h"], ["--help", "--nope"]])
def test_the_help_of_hv_names_all_commands_in_groups(argv: list[str], hv: Hv) -> None:
    ran = hv(*argv)
    assert (ran.code, ran.err) == (0, "")
    text = ran.out
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 80
    assert text.index("\nTrack\n") < text.index("\nLook\n") < text.index("\nSet up\n")
    for verb in commands():
        assert re.search(rf"^  {verb.name} ", text, re.MULTILINE)
    for flag in global_flags():
        assert flag.long in text
    assert "hv doctor" in text.splitlines()[-1]


@pytest.mark.parametrize("columns", [30, 60, 79])
def test_the_help_of_hv_is_broken_at_spaces_on_a_narrow_terminal(hv: Hv, columns: int) -> None:
    narrow = hv("--help", terminal=True, COLUMNS=str(columns)).out
    wide = hv("--help").out
    assert max(map(len, narrow.splitlines())) <= columns
    assert narrow.split() == wide.split()
    assert all(f"{topic.name}," in wide or f"{topic.name}." in wide for topic in topics())
    assert narrow.count("\n\n") == wide.count("\n\n")


def test_the_examples_of_hv_run(hv: Hv) -> None:
    lines = [line.split("  (")[0] for line in pages.EXAMPLES.splitlines() if "  hv" in line]
    assert len(lines) >= 4
    for line in lines:
        assert hv(*shlex.split(line)[1:]).code == 0


def test_my_aliases_are_part_of_the_help(hv: Hv) -> None:
    assert "Aliases" not in hv("--help").out
    hv("alias", "set", "standup", "15m TF: Besprechung über alles")
    text = hv("--help").out
    assert re.search(
        r"^Aliases\n  standup +15m TF: Besprechung \\xfcber alles$", text, re.MULTILINE
    )
    assert text.index("Aliases") < text.index("hv help TOPIC")


def test_many_aliases_do_not_bury_the_help(tmp_path: Path) -> None:
    lines = "\n".join(f'a{number} = "1h MW"' for number in range(40))
    (tmp_path / "config.toml").write_text(f"[alias]\n{lines}\n")
    assert "and 30 more: hv alias" in shown({"HV_HOME": str(tmp_path)}, io.StringIO())


# -- what was meant ----------------------------------------------------------------------------


@pytest.mark.ux(6, 43)
@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ("lgo 2h", "`hv log`"),
        ("entires", "Did you mean `hv entries`?"),
        ("rep", "Did you mean `hv report`?"),
        ("acme 2h", "To log time: `hv log acme 2h`"),
        ("2h", "To log time: `hv log 2h`"),
        ("xyzzy", "`hv --help` lists the commands"),
        ("log --projct MW 1h", "--project"),
        ("config set timout 3", "Did you mean `timeout`?"),
        ("config sett timeout 3", "set"),
        ("help sentence", "Did you mean `hv help sentences`?"),
        ("log 1h MW --jq .x", "hv … --json | jq …"),
        ("-v", "`-V` prints the version"),
        ("log --token x", "hv login"),
        ("log --project", "needs a value"),
        ("entries --csv --json", "cannot be combined"),
        ("log -1h MW", "cannot be negative"),
        ("log --hours abc MW", "abc"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(argv: str, said: str, hv: Hv) -> None:
    ran = hv(*argv.split())
    assert ran.code == (4 if argv.startswith("help") else 2)
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 10


@pytest.mark.ux(6)
@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ("projects webiste", "did you mean `hv projects Website`?"),
        ("projects --forget webiste", 'Did you mean "Website"?'),
        ("entries for ABC Crop", 'Did you mean "ABC Corp"?'),
        ("report --client 'ABC Crop'", 'Did you mean "ABC Corp"?'),
        ("log 1h MW Programing", 'Did you mean "MW Programming"?'),
        ("log 1h MW --task Programing", 'Did you mean "Programming"?'),
        ("log 1h Marketing Webiste", 'Did you mean "ABC Corp / Marketing Website"?'),
        ("start webiste", 'Did you mean "Website"?'),
    ],
)
def test_a_slip_in_a_name_is_proposed_and_not_taken(argv: str, said: str, hv: Hv) -> None:
    ran = hv(*shlex.split(argv), HV_DEBUG="1")
    assert ran.code == (0 if argv == "projects webiste" else 2)
    assert said in ran.err
    assert ran.out == ""
    assert "POST" not in ran.err


@pytest.mark.parametrize("argv", ["log 1h zork", "projects zork", "entries for zork", "start zork"])
def test_what_resembles_nothing_is_met_without_a_proposal(argv: str, hv: Hv) -> None:
    assert "id you mean" not in hv(*argv.split()).err


@pytest.mark.ux(7)
@for_each("verb", NAMES)
def test_no_beginning_of_a_command_is_taken_for_it(verb: str, hv: Hv) -> None:
    begun = verb[:-1]
    if begun not in NAMES:
        assert hv(begun).code == 2
