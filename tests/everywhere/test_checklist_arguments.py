"""Flags and words: one name for one thing, any order, names or numbers, nothing sent on a slip."""

import re
import shlex
from pathlib import Path

import pytest

from harvest_cli.commands.cli.declaration import Command
from harvest_cli.commands.help.pages import all_commands, global_flags
from tests.rows import few, for_each
from tests.running import Hv

VERBS = all_commands()
BY_NAME = {verb.path: verb for verb in VERBS}
WRITES = ["log", "start", "stop", "restart", "edit", "delete", "copy", "undo"]
PROJECTS = [
    *("14307913", "MW", "mw", "Marketing Website", "marketing website", "marketing-website"),
    *("@marketing-website", "ABC Corp / Marketing Website", "abc corp/marketing website", "mark"),
]


def names_of(verb: Command) -> set[str]:
    return {name for flag in verb.flags for name in flag.names}


# -- names -------------------------------------------------------------------------------------


@pytest.mark.ux(14)
def test_the_flags_of_every_command_have_their_usual_names() -> None:
    spelled = {name for flag in global_flags() for name in flag.names}
    usual = {*("-q", "--quiet", "-o", "--output", "--json", "--no-color", "--no-input")}
    assert spelled >= {*usual, "--profile", "--timeout", "-V", "--version", "-h", "--help"}
    assert "-v" not in spelled


@pytest.mark.ux(14)
@for_each("verb", WRITES)
def test_what_writes_can_be_tried_first(verb: str) -> None:
    assert names_of(BY_NAME[verb]) >= {"-n", "--dry-run"}


@pytest.mark.ux(14)
@for_each("verb", ["log", "edit", "delete", "copy", "outbox drop"])
def test_what_asks_can_be_answered_by_a_flag(verb: str) -> None:
    assert names_of(BY_NAME[verb]) >= {"-y", "--yes"}


@pytest.mark.ux(14)
@pytest.mark.parametrize("verb", ["entries", "week", "report"])
def test_tables_can_be_had_as_csv(verb: str) -> None:
    assert "--csv" in names_of(BY_NAME[verb])


@pytest.mark.ux(14)
def test_one_letter_stands_for_one_flag_everywhere() -> None:
    meanings: dict[str, set[str]] = {}
    for flags in (global_flags(), *(verb.flags for verb in VERBS)):
        for flag in flags:
            for name in flag.names:
                if not name.startswith("--"):
                    meanings.setdefault(name, set()).add(flag.long)
    assert {name for name, longs in meanings.items() if len(longs) > 1} == set()


@pytest.mark.ux(21)
def test_what_takes_a_side_has_both_sides() -> None:
    for verb in ("entries", "report"):
        assert names_of(BY_NAME[verb]) >= {"--billable", "--no-billable"}


@pytest.mark.ux(21)
def test_both_sides_of_billable_divide_the_whole(hv: Hv) -> None:
    def ids(*flags: str) -> set[str]:
        out = hv("entries", "this month", "--fields", "id", *flags).out
        return set(out.split())

    assert ids("--billable")
    assert ids("--no-billable")
    assert ids("--billable") | ids("--no-billable") == ids()
    assert not ids("--billable") & ids("--no-billable")


@pytest.mark.ux(15)
@for_each("verb", ["log", "start", "stop", "edit", "entries", "report", "parse"])
def test_a_sentence_is_the_one_thing_that_has_no_flag(verb: str) -> None:
    assert BY_NAME[verb].arguments


# -- order -------------------------------------------------------------------------------------

PLACES = [
    ("entries yesterday", "--profile sandbox"),
    ("entries yesterday", "--json"),
    ("log 1h MW -n", "--plain"),
    ("report this month", "--quiet"),
    ("week", "--timeout 5"),
    ("alias list", "--json"),
    ("config get timeout", "--json"),
    ("config list", "--profile sandbox"),
    ("outbox list", "--json"),
    ("help output", "--json"),
    ("completion bash", "--json"),
    ("status", "--no-input --no-pager --no-color"),
    ("parse 1h MW", "--color=never"),
]


@pytest.mark.ux(16)
@pytest.mark.parametrize(("line", "flags"), PLACES)
def test_flags_of_every_command_stand_anywhere(line: str, flags: str, hv: Hv) -> None:
    words, given = line.split(), flags.split()
    behind = hv(*words, *given)
    assert behind.code == 0, behind.err
    assert hv(*given, *words) == behind
    assert hv(words[0], *given, *words[1:]) == behind


@pytest.mark.ux(16)
def test_flags_of_a_command_stand_among_its_words(hv: Hv) -> None:
    ran = hv("log", "1h", "-n", "MW", "Research")
    assert ran.code == 0
    assert hv("log", "-n", "1h", "MW", "Research") == ran
    assert hv("log", "1h", "MW", "Research", "-n") == ran


@pytest.mark.ux(17)
@pytest.mark.parametrize("words", [": -x was missing", ": --fix the flag", ": -1h of sleep"])
def test_behind_two_dashes_everything_is_a_word(words: str, hv: Hv) -> None:
    ran = hv("log", "-n", "2h", "MW", "--", *words.split())
    assert ran.code == 0
    assert f'"{words.removeprefix(": ")}"' in ran.out


@pytest.mark.ux(17)
@pytest.mark.parametrize(
    "line",
    ["log -1h MW", "log -90m MW", "log -1:30 MW", "log -1.5h MW", "log -- -1h MW", "start -1h MW"],
)
def test_a_length_with_a_dash_is_told_what_is_wrong_with_it(line: str, hv: Hv) -> None:
    ran = hv(*line.split())
    assert ran.code == 2
    assert "Time cannot be negative" in ran.err
    assert "^" in ran.err


# -- given again, given none -------------------------------------------------------------------


@pytest.mark.ux(20)
@pytest.mark.parametrize(
    "line",
    [
        "log 1h --project MW --project TF",
        "log 1h MW --note a --note=b",
        "entries --timeout 3 --timeout 4",
        "--profile a entries --profile b",
        "start MW --at 9 --at 10",
        "report --by client --by week",
        "status --format a --format b",
        "edit last --hours 1h --hours 2h",
        "projects --forget a --forget b",
    ],
)
def test_what_has_one_value_is_given_once(line: str, hv: Hv) -> None:
    ran = hv(*line.split())
    assert ran.code == 2
    assert "given twice" in ran.err


@pytest.mark.ux(20)
@pytest.mark.parametrize("verb", ["entries", "week", "report", "copy"])
def test_where_it_may_be_repeated_help_says_so(verb: str, hv: Hv) -> None:
    assert re.search(r"--project .*(again|more|repeat|several)", hv(verb, "-h").out)


@pytest.mark.ux(19)
@pytest.mark.parametrize("line", ["log 1h MW --task none -n", "log 1h MW --round none -n"])
def test_none_is_said_with_a_word(line: str, hv: Hv) -> None:
    hv("config", "set", "round", "15m", "up")
    ran = hv(*line.split())
    assert '"none"' not in ran.err
    assert ran.code in (0, 2)
    if "--round" in line:
        assert "rounded" not in hv("log", "50m", "MW", "--round", "none", "-n").out


# -- secrets -----------------------------------------------------------------------------------


@pytest.mark.ux(22)
@pytest.mark.parametrize("line", ["login --token SECRET1", "--token=SECRET1 status", "log --token"])
def test_a_token_on_the_command_line_is_refused_and_not_repeated(line: str, hv: Hv) -> None:
    ran = hv(*line.split())
    assert ran.code == 2
    assert "SECRET1" not in ran.out + ran.err
    assert "--with-token" in ran.err
    assert not [verb for verb in VERBS if "--token" in names_of(verb)]


# -- names and numbers -------------------------------------------------------------------------


@few(5)
@pytest.mark.ux(23)
@pytest.mark.parametrize("project", PROJECTS)
def test_a_project_is_named_in_any_way_that_is_known(project: str, hv: Hv) -> None:
    named = hv("log", "1h", "--project", project, "-n", "--json").json["entries"][0]["project"]
    assert named["id"] == 14307913
    for argv in (["entries", "this week"], ["week"], ["report"], ["copy", "yesterday", "-n"]):
        ran = hv(*argv, "--project", project, "--json")
        assert ran.code == 0, ran.err
        assert "Task Force" not in ran.out
    assert hv("log", "1h", "MW", "-q").code == 0
    moved = hv("edit", "last", "--project", project, "--json")
    assert moved.json["after"]["project"]["id"] == 14307913


@pytest.mark.ux(23)
@pytest.mark.parametrize("task", ["8083366", "Programming", "programming", "prog"])
def test_a_task_is_named_in_any_way_that_is_known(task: str, hv: Hv) -> None:
    logged = hv("log", "1h", "MW", "--task", task, "-n", "--json").json["entries"][0]
    assert logged["task"]["id"] == 8083366


# -- all is checked before anything is sent ----------------------------------------------------

WRONG = [
    "log 25h MW",
    "log 1h nowhere",
    "log 1h MW --date nope",
    "log MW --hours abc",
    "log 1h MW --from 99",
    "log 1h MW --round zork",
    "log 1h MW --ref zork",
    "log 3h on MW and 2h on nowhere",
    "log 1h MW zork, Research and Programming --task none-such",
    "start nowhere",
    "start MW at 25:00",
    "stop at 25:00",
    "copy nope",
    "entries nope",
    "entries --from nope",
    "report by zork",
    "report --compare zork",
    "week zork",
    "undo 0",
]


@few(6)
@pytest.mark.ux(24)
@pytest.mark.parametrize("line", WRONG)
def test_a_slip_sends_nothing(line: str, hv: Hv) -> None:
    hv("projects")
    ran = hv(*shlex.split(line), HV_DEBUG="1")
    assert ran.code == 2, ran
    writes = [said for said in ran.err.splitlines() if re.match("(POST|PATCH|PUT|DELETE) ", said)]
    assert writes == []


@few(4)
@pytest.mark.ux(24)
@pytest.mark.parametrize(
    "line",
    [
        *("log 25h MW", "log 1h MW --date nope", "log MW --hours abc", "log 1h MW --round zork"),
        # A name that nothing here has may be an archived project or a person: Harvest is asked.
        *("start MW at 25:00", "stop at 25:00", "report --by zork"),
        *("edit last --hours abc", "edit last --date nope", "edit last --from 99"),
    ],
)
def test_what_can_be_read_here_is_read_before_harvest_is_asked(line: str, hv: Hv) -> None:
    hv("log", "1h", "MW")
    ran = hv(*line.split(), HV_DEBUG="1")
    assert ran.code == 2
    assert re.findall("(?m)^(?:GET|POST|PATCH|DELETE) .*", ran.err) == []


@pytest.mark.ux(24)
def test_a_file_is_checked_whole_before_its_first_line_is_sent(hv: Hv, tmp_path: Path) -> None:
    rows = ["2026-11-10,1.25,ABC Corp,Marketing Website,Programming,x"]
    rows += ["nope,1,ABC Corp,Marketing Website,Programming,y", "2026-11-11,zork,,nowhere,,z"]
    path = tmp_path / "rows.csv"
    path.write_text("\r\n".join(["spent_date,hours,client,project,task,notes", *rows]))
    ran = hv("log", "--csv", str(path), HV_DEBUG="1")
    assert ran.code == 2
    assert "POST" not in ran.err
    assert all(f"line {number}" in ran.err for number in (3, 4)), "every wrong line at once"


@pytest.mark.ux(24)
def test_lines_are_checked_whole_where_that_is_asked_for(hv: Hv) -> None:
    lines = "1h MW: a\n1h nowhere\n3h\n"
    ran = hv("log", "-", "--all-or-nothing", stdin=lines, HV_DEBUG="1")
    assert ran.code == 2
    assert "POST" not in ran.err
    assert all(f"line {number}" in ran.err for number in (2, 3))


# -- no quotes ---------------------------------------------------------------------------------


@pytest.mark.ux(25)
@pytest.mark.parametrize(
    "sentence",
    [
        "2h mw: fix nav",
        "1h30 TF yesterday, Research: interviews",
        "9-11:30am Programming on Online Store - Phase 1",
        "mon-wed 2h Programming on OS1",
        "90m  MW   Research:   what?",
    ],
)
def test_a_sentence_may_come_in_any_number_of_words(sentence: str, hv: Hv) -> None:
    whole = hv("log", " ".join(sentence.split()), "-n")
    assert whole.code == 0, whole.err
    assert hv("log", *sentence.split(), "-n") == whole
    first, *rest = sentence.split()
    assert hv("log", first, " ".join(rest), "-n") == whole


@pytest.mark.ux(25)
def test_help_says_which_characters_need_quotes(hv: Hv) -> None:
    text = " ".join(hv("log", "-h").out.split())
    assert re.search(r"Quotes are needed only for[^.]*' ! \* # &", text)
