"""Completion in the shells themselves: words, narrowing, and the worst of names without effect."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from harvest_cli.local.cache.completion_cache import NamesFile
from tests import child
from tests.rows import for_each
from tests.shells.conftest import HOSTILE, ROOT
from tests.terminal import Terminal

COMPLETIONS = ROOT / "completions"
TAB = "\t"
TOUCHING = (901, 902, 903, 905, 906)
"""Numbers of the projects whose names would run `touch` in a careless shell."""
LINES = [
    ("hv lo", ["log", "login", "logout"]),
    ("hv log --dr", ["--dry-run"]),
    ("hv entries --dr", []),
    ("hv config un", ["unset"]),
    ("hv config set --no-i", ["--no-input"]),
    ("hv log --project mark", ["marketing-website"]),
    ("hv --sandbox log --json --project mark", ["marketing-website"]),
    ("hv log 1:30 mark", ["marketing-website"]),
    ("hv log --project task-force --task re", ["research"]),
    ("hv log --note --dry-run mark", ["marketing-website"]),
    ("hv log 1h task-force: fix; hv stop", None),
    ("hv log --project client-touch", [f"client-touch-x-touch-x-{n}" for n in TOUCHING]),
    ("hv report last mon", ["month", "monday"]),
    ("hv completion f", ["fish"]),
    ("hv config set week_start s", ["sunday", "saturday"]),
]
"""Lines, and the words that each shell offers; None where it may be anything."""


def needs(shell: str) -> pytest.MarkDecorator:
    """Skips a test where the shell is not installed."""
    return pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed here")


def run(argv: list[str], machine: Mapping[str, str]) -> child.Done:
    """A program in the machine's working folder."""
    return child.run(argv, machine, cwd=machine["PWD"])


def untouched(machine: Mapping[str, str]) -> bool:
    """Whether nothing was run or written where the shell stood."""
    return not list(Path(machine["PWD"]).iterdir())


# -- bash --------------------------------------------------------------------------------------

BASH = """
source {script}
line=$1
COMP_LINE=$line COMP_POINT=${{#line}}
# As readline takes a line apart: at blanks, and around = and :
apart=${{line//=/ = }}
apart=${{apart//:/ : }}
read -r -a COMP_WORDS <<< "$apart"
[[ $line == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_hv
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def in_bash(line: str, machine: Mapping[str, str], *options: str) -> list[str]:
    script = BASH.format(script=COMPLETIONS / "hv.bash")
    done = run(["bash", "--norc", *options, "-c", script, "bash", line], machine)
    assert done.stderr == ""
    return [word for word in done.stdout.splitlines() if word]


@pytest.mark.ux(85)
@needs("bash")
@for_each(("line", "words"), LINES)
def test_bash_offers(line: str, words: list[str] | None, machine: Mapping[str, str]) -> None:
    found = in_bash(line, machine)
    assert words is None or sorted(found) == sorted(words)
    assert untouched(machine)


@needs("bash")
def test_bash_goes_on_behind_its_own_word_breaks(machine: Mapping[str, str]) -> None:
    assert in_bash("hv log --project=mark", machine) == ["marketing-website"]
    assert in_bash("hv log --project=", machine)[0] == "task-force"
    assert in_bash("hv log 1h @mark", machine) == ["@marketing-website"]


@needs("bash")
def test_bash_offers_files_where_a_file_belongs(machine: Mapping[str, str]) -> None:
    odd = Path(machine["PWD"]) / "day $(touch x).csv"
    odd.write_text("")
    assert in_bash("hv log --csv day", machine) == ["day\\ \\$\\(touch\\ x\\).csv"]
    assert [each.name for each in odd.parent.iterdir()] == [odd.name]


@needs("bash")
def test_bash_minds_no_strictness_of_the_shell(machine: Mapping[str, str]) -> None:
    assert in_bash("hv log --project mark", machine, "-u", "-e") == ["marketing-website"]
    assert in_bash("hv", machine, "-u") == []


@needs("bash")
def test_bash_without_hv_stays_silent(machine: Mapping[str, str], tmp_path: Path) -> None:
    (tmp_path / "bin" / "hv").unlink()
    assert in_bash("hv log --project mark", {**machine, "PATH": "/usr/bin:/bin"}) == []


def test_the_bash_script_needs_nothing_newer_than_bash_3() -> None:
    script = (COMPLETIONS / "hv.bash").read_text(encoding="utf-8")
    newer = ("mapfile", "readarray", "declare -A", "local -A", "local -n", "compopt", ";;&", "|&")
    assert not [word for word in (*newer, "&>>", "${word,,}", "eval ", "^^}") if word in script]


# -- fish --------------------------------------------------------------------------------------


def in_fish(line: str, machine: Mapping[str, str]) -> list[str]:
    source = f"source {COMPLETIONS / 'hv.fish'}; complete -C $argv[1]"
    done = run(["fish", "--no-config", "-c", source, line], machine)
    assert done.stderr == ""
    return str(done.stdout).splitlines()


@pytest.mark.ux(85)
@needs("fish")
@for_each(("line", "words"), LINES)
def test_fish_offers(line: str, words: list[str] | None, machine: Mapping[str, str]) -> None:
    found = [each.split("\t")[0] for each in in_fish(line, machine)]
    # It shows what contains the word where nothing begins with it.
    begun = [word for word in found if word.startswith(line.split(" ")[-1])]
    assert words is None or sorted(begun) == sorted(words)
    assert untouched(machine)


@needs("fish")
def test_fish_shows_the_names(machine: Mapping[str, str]) -> None:
    offered = in_fish("hv log --project=mark", machine)
    assert offered == ["--project=marketing-website\tMarketing Website (ABC Corp)"]
    assert in_fish("hv log --csv no", machine) == []


# -- zsh ---------------------------------------------------------------------------------------


@pytest.fixture
def zsh(machine: Mapping[str, str], tmp_path: Path) -> Iterator[Terminal]:
    """An interactive zsh that has loaded the script the usual way."""
    folder = tmp_path / "functions"
    folder.mkdir()
    (folder / "_hv").write_text((COMPLETIONS / "_hv").read_text(encoding="utf-8"))
    environ = {**machine, "ZDOTDIR": str(tmp_path), "PS1": "> "}
    (tmp_path / ".zshrc").write_text(
        f"fpath=({folder} $fpath); autoload -U compinit; compinit -u -D\n"
        "setopt extended_glob interactive_comments no_beep; unsetopt auto_menu\n"
        f"LISTMAX=10000; cd {machine['PWD']}; echo ready\n"
    )
    with Terminal(["zsh", "-i"], environ) as shell:
        shell.expect("ready")
        yield shell


@pytest.mark.ux(85)
@needs("zsh")
@for_each(
    ("typed", "ran"),
    [
        ("hv doc", "<doctor>"),
        ("hv log --dry", "<log><--dry-run>"),
        ("hv log --project mark", "<log><--project><marketing-website>"),
        ("hv log --project=mark", "<log><--project=marketing-website>"),
        ("hv log 1:30 mark", "<log><1:30><marketing-website>"),
        ("hv log --project task-force --task re", "<--task><research>"),
        ("hv config uns", "<config><unset>"),
        ("hv config get timez", "<config><get><timezone>"),
        ("hv edit 636", "<edit><636718192>"),
        ("hv log 1h @project-91", None),
        ('hv log "1h mark', "<log><1h marketing-website>"),
        ("hv log --project client-touch-x-touch-x-901", "<client-touch-x-touch-x-901>"),
    ],
)
def test_zsh_completes_on_the_line(
    typed: str, ran: str | None, zsh: Terminal, machine: Mapping[str, str]
) -> None:
    zsh.seen = ""
    zsh.press(typed + TAB)
    zsh.type("")
    zsh.expect("ran:")
    zsh.type("echo over'-and-'out")
    zsh.expect("over-and-out\r\n")
    assert ran is None or ran in zsh.seen
    assert untouched(machine)


@needs("zsh")
def test_zsh_lists_the_newest_entry_first(zsh: Terminal, home: Path) -> None:
    file = NamesFile(home / "cache", "sandbox", "test")
    for number in (636718201, 636718203, 636718202):
        file.add(("e", str(number), f"Wed 18 Nov 1:00 Task Force {number}"))
    zsh.press("hv edit 636718" + TAB)
    for shown in ("192", "201", "202", "203"):
        zsh.expect(f"636718{shown}  --")
    places = [zsh.seen.index(f"6367182{end}") for end in ("02", "03", "01")]
    assert places == sorted(places)
    assert zsh.seen.index("636718192") > places[-1]


@needs("zsh")
def test_zsh_lists_the_worst_of_names_as_they_are(
    zsh: Terminal, machine: Mapping[str, str]
) -> None:
    zsh.press("hv log --project " + TAB)
    zsh.expect("Client $(touch x)")
    zsh.expect("%F{red} %(?.a.b)")
    zsh.type("")
    zsh.type("echo over'-and-'out")
    zsh.expect("over-and-out\r\n")
    assert "\x1b]0" not in zsh.seen
    assert untouched(machine)


# -- every name, to the end --------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_any_word_offered_reaches_hv_as_it_is(shell: str, machine: Mapping[str, str]) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed here")
    listed = run(["hv", "__complete", "bash", "log", "--project", ""], machine)
    words = listed.stdout.split()
    assert len(words) > len(HOSTILE)
    done = run([shell, "-c", f"hv log --project {' '.join(words)}"], machine)
    assert done.stdout == "ran:<log><--project>" + "".join(f"<{word}>" for word in words) + "\n"
    assert untouched(machine)


@needs("bash")
def test_bash_completes_on_the_line_and_enter_runs_just_that(
    machine: Mapping[str, str], tmp_path: Path
) -> None:
    start = tmp_path / "start"
    start.write_text(f"source {COMPLETIONS / 'hv.bash'}; cd {machine['PWD']}; echo ready\n")
    with Terminal(["bash", "--noprofile", "--rcfile", str(start), "-i"], machine) as shell:
        shell.expect("ready")
        for typed, ran in (
            ("hv log --project=mark", "ran:<log><--project=marketing-website>"),
            ('hv log "1h mark', "ran:<log><1h marketing-website>"),
            ("hv log 1h @mark", "ran:<log><1h><@marketing-website>"),
            ("hv log --client client-rf", "ran:<log><--client><client-rf>"),
        ):
            shell.press(typed + TAB)
            shell.type("")
            shell.expect(ran)
        shell.press("hv log --project " + TAB + TAB)
        shell.expect("marketing-website")
        shell.type("")
    assert untouched(machine)
