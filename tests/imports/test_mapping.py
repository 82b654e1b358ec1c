"""Where the projects of a file go: rules, choices that are remembered, questions."""

import shlex
import tomllib
from pathlib import Path

import pytest

from tests.imports.test_import import verdicts
from tests.rows import for_each
from tests.running import CTRL_C, Hv, Ran

HEAD = "date,hours,client,project,task,notes"
ROWS = (
    "2026-11-12,1.5,Acme Inc,Site,Dev,nav",
    "2026-11-12,0.5,Acme Inc,Site,Dev,footer",
    "2026-11-13,2,,Private,,taxes",
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([HEAD, *ROWS]) + "\n", encoding="utf-8")
    return str(path)


def rules(home: Path, text: str) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    path = home / "import.toml"
    path.write_text(text, encoding="utf-8")
    return path


RULES = """
[[sheet.rule]]
client = "acme*"
project = "SITE"
to = { project = "MW", task = "Graphic Design" }
notes = "{description} [{tags}] ({task})"

[[rule]]
project = "Private"
skip = true
"""


def test_rules_say_where_names_go_and_what_is_skipped(hv: Hv, home: Path, file: str) -> None:
    rules(home, RULES)
    ran = hv("import", file, "-n", "--json")
    assert ran.code == 0, ran.err
    assert verdicts(ran) == ["new", "new", "skip"]
    made = [(e["project"]["code"], e["task"]["name"], e["notes"]) for e in ran.json["entries"]]
    assert made[0] == ("MW", "Graphic Design", "nav  (Dev)")


def test_another_file_of_rules_can_be_named(hv: Hv, home: Path, file: str, tmp_path: Path) -> None:
    rules(home, "[[rule]]\nskip = true\n")
    other = tmp_path / "other.toml"
    other.write_text(RULES, encoding="utf-8")
    assert verdicts(hv("import", file, "-n", "--json", "--map", str(other))).count("new") == 2
    missing = hv("import", file, "--map", str(tmp_path / "none.toml"))
    assert (missing.code, "There is no file" in missing.err) == (78, True)


def test_off_a_terminal_the_missing_rules_can_be_pasted(hv: Hv, home: Path, file: str) -> None:
    ran = hv("import", file, "--yes", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (8, "unmapped")
    assert verdicts(ran) == ["which"] * 3
    told = [(each["names"] if "names" in each else each["project"], each["rows"], each["hours"])
            for each in ran.json["missing"]]  # fmt: skip
    assert told == [("Site", 2, 2.0), ("Private", 1, 2.0)]
    assert len(tomllib.loads(ran.json["rules"])["sheet"]["rule"]) == 2
    completed = ran.json["rules"].replace('"PROJECT"', '"TF"').replace('"TASK"', '"Research"')
    rules(home, completed)
    assert verdicts(hv("import", file, "-n", "--json")) == ["new"] * 3


def test_names_with_signs_of_globs_and_quotes_can_be_pasted_too(hv: Hv, home: Path) -> None:
    text = HEAD + '\n2026-11-12,1,,"A*[b]? ""c"" \\d",,x\n'
    ran = hv("import", "-", "-y", "--json", stdin=text)
    completed = ran.json["rules"].replace('"PROJECT"', '"TF"').replace('"TASK"', '"Research"')
    rules(home, completed)
    assert verdicts(hv("import", "-", "-n", "--json", stdin=text)) == ["new"]
    other = text.replace("A*[b]", "Axb")
    assert verdicts(hv("import", "-", "-n", "--json", stdin=other)) == ["which"]


def answered(hv: Hv, file: str, *answers: str) -> Ran:
    stdin = "".join(f"{each}\n" for each in answers)
    return hv("import", file, stdin=stdin, terminal=True, COLUMNS="200")


def test_on_a_terminal_each_name_is_asked_for_once_and_remembered(hv: Hv, file: str) -> None:
    ran = answered(hv, file, "1", "1", "1", "1", "y")
    assert ran.code == 0, ran.err
    assert ran.err.count('"Acme Inc › Site › Dev" (2 rows, 2:00) mean?') == 2
    assert 'Which project does "Private" (1 row, 2:00) mean?' in ran.err
    again = hv("import", file, "-n", "--json")
    assert verdicts(again) == ["there"] * 3
    told = hv("projects", "--remembered", "--json").json
    words = [each["words"] for each in told["remembered"]]
    assert "sheet: acme inc › site › dev" in words
    assert hv("projects", "--forget", "sheet: acme inc › site › dev").code == 0
    assert verdicts(hv("import", file, "-n", "--json")) == ["which", "which", "there"]


def test_the_list_is_the_same_for_each_question_and_comes_after_what_is_wrong(
    hv: Hv, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    rows = ["2026-11-12,1,,Taks Force,,a", "2026-11-12,1,,Marketing Webiste,,b"]
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    ran = answered(hv, str(path), "1", "1", "1", "1", "n")
    lists = [part.split("Number")[0].partition("\n")[2] for part in ran.err.split("Which project")]
    assert len(lists) == 3
    assert lists[1] == lists[2]
    assert '"Taks Force" (1 row, 1:00) mean? (names like it: 1)' in ran.err
    assert '"Marketing Webiste" (1 row, 1:00) mean? (names like it: 2)' in ran.err
    path.write_text("\n".join([HEAD, *rows, "2026-11-12,lots,,TF,,c"]) + "\n", encoding="utf-8")
    ran = answered(hv, str(path), "1", "1")
    assert (ran.code, "Which project" in ran.err) == (2, False)
    assert "line 4, column 2: " in ran.err


@pytest.mark.parametrize(
    ("typed", "code", "asked_again"),
    [
        (("1", "1", CTRL_C), 130, 3),
        (("1", "1", "1", "1", CTRL_C), 130, 3),
        (("1", "1", "1", "1", "q"), 8, 3),
        (("1", "1", "q"), 8, 1),
    ],
)
def test_who_ends_the_questions_books_nothing(
    hv: Hv, file: str, typed: tuple[str, ...], code: int, asked_again: int
) -> None:
    """What is declined, or broken off, is not remembered: it may be what was wrong."""
    assert answered(hv, file, *typed).code == code
    assert hv("entries", "2026-11-12 to 2026-11-13", "--search", "nav").out == ""
    assert verdicts(hv("import", file, "-n", "--json")).count("which") == asked_again


def test_rows_can_be_skipped_when_asked(hv: Hv, file: str) -> None:
    asked = answered(hv, file, "")
    assert asked.code == 8
    skip = next(line.split()[0] for line in asked.err.splitlines() if "Skip these rows" in line)
    ran = answered(hv, file, skip, "1", "1", "y")
    assert ran.code == 0, ran.err
    assert "2 (2:00) skipped" in ran.err
    assert "skip: ignored" in ran.err
    assert verdicts(hv("import", file, "-n", "--json")) == ["skip", "skip", "there"]
    told = hv("projects", "--remembered", terminal=True, COLUMNS="100").out
    assert '"sheet: acme inc › site › dev" means rows to skip (you chose it)' in told
    assert hv("projects", "--forget", "sheet: acme inc › site › dev").code == 0
    assert verdicts(hv("import", file, "-n", "--json"))[:2] == ["which", "which"]


def test_a_file_of_a_namesake_says_whose_it_is_and_takes_them_for_me(
    hv: Hv, tmp_path: Path
) -> None:
    path = tmp_path / "last year.csv"
    row = "2026-11-12,1,,TF,Research,Robin Stone"
    path.write_text(f"date,hours,client,project,task,user\n{row}\n", encoding="utf-8")
    ran = hv("import", str(path), "-n")
    assert (ran.code, "no time of yours: Robin Stone's time" in ran.err) == (2, True), ran.err
    command = ran.err.partition("`hv ")[2].partition("`")[0]
    again = hv(*shlex.split(command), "-n", "--json")
    assert verdicts(again) == ["new"]


def test_only_the_same_name_is_taken_and_a_near_one_offered(hv: Hv) -> None:
    text = HEAD + "\n2026-11-12,1,,Marketing Webste,Programming,x\n"
    ran = hv("import", "-", "-y", "--json", stdin=text)
    assert ran.code == 8
    assert ran.json["missing"][0]["near"][0] == "Marketing Website"
    folded = HEAD + "\n2026-11-12,1,abc corp,marketing  WEBSITE,programming,x\n"
    assert verdicts(hv("import", "-", "-n", "--json", stdin=folded)) == ["new"]


def test_a_project_of_another_client_is_not_taken(hv: Hv) -> None:
    text = HEAD + "\n2026-11-12,1,Other Ltd,Marketing Website,Programming,x\n"
    assert verdicts(hv("import", "-", "-n", "--json", stdin=text)) == ["which"]


@for_each(
    ("account", "project", "task"),
    [
        ("ABC Corp:Marketing Website", "Marketing Website", "Graphic Design"),
        ("Marketing Website:Programming", "Marketing Website", "Programming"),
        ("MW:programming", "Marketing Website", "Programming"),
        ("Marketing Website:Juggling", None, None),
        ("Nobody:Programming", None, None),
    ],
)
def test_an_account_of_two_parts_lacks_its_client_or_its_task(
    hv: Hv, account: str, project: str | None, task: str | None
) -> None:
    text = f"i 2026-11-18 08:00 {account}\no 2026-11-18 09:00\n"
    ran = hv("import", "-", "-n", "--json", stdin=text)
    (row,) = ran.json["files"][0]["rows"]
    assert (row["project"], row["task"]) == (project, task)
    assert verdicts(ran) == ["new" if project else "which"]


def test_globs_of_rules_take_accounts_of_two_parts(hv: Hv, home: Path) -> None:
    rules(home, '[[timeclock.rule]]\nclient = "mark*"\nproject = "prog*"\nskip = true\n')
    text = "i 2026-11-18 08:00 Marketing Website:Programming\no 2026-11-18 09:00\n" * 2
    text += "i 2026-11-18 10:00 MW\no 2026-11-18 10:20\n"
    ran = hv("import", "-", "-n", "--json", stdin=text)
    assert verdicts(ran) == ["skip", "skip", "new"]


CODED = (
    "Date,Client,Project,Project Code,Task,Notes,Hours,First Name,Last Name\n"
    "2026-11-12,{},x,1,Kim,Allen\n"
)


@for_each(
    ("row", "place"),
    [
        ("ABC Corp,Marketing Website,MW,Programming", "Marketing Website"),
        ("ABC Corp,Renamed Since,MW,Programming", "Marketing Website"),
        ("123 Industries,Renamed Since,MW,Programming", None),
        ("ABC Corp,Marketing Website,TF,Programming", "Marketing Website"),
        (",Marketing Website,TF,Programming", None),
    ],
)
def test_a_code_counts_and_one_of_another_project_is_asked_about(
    hv: Hv, row: str, place: str | None
) -> None:
    ran = hv("import", "-", "-n", "--json", stdin=CODED.format(row))
    assert ran.json["files"][0]["rows"][0]["project"] == place
    assert verdicts(ran) == ["new" if place else "which"]


def test_a_task_that_the_project_has_not_is_asked_for_alone(hv: Hv) -> None:
    text = HEAD + "\n2026-11-12,1,,Marketing Website,Juggling,x\n"
    ran = hv("import", "-", "-y", "--json", stdin=text)
    assert ran.json["missing"][0]["known_project"] == "Marketing Website"
    assert 'project = "MW"' in ran.json["rules"]


def test_a_task_that_nobody_names_is_the_default_and_is_said(hv: Hv) -> None:
    text = HEAD + "\n2026-11-12,1,,Marketing Website,,x\n"
    ran = hv("import", "-", "-y", stdin=text)
    assert "(last used here)" in ran.out


@pytest.mark.parametrize("me", ['["robin stone"]', '["robin@example.test"]'])
def test_whose_rows_are_mine_can_be_said(hv: Hv, home: Path, me: str) -> None:
    rules(home, f"[sheet]\nme = {me}\n")
    text = "date,hours,project,task,user,email\n" + "".join(
        f"2026-11-12,{n},TF,Research,{who}\n"
        for n, who in enumerate(("Robin Stone,robin@example.test", "Pat,pat@example.test"), 1)
    )
    ran = hv("import", "-", "-n", "--json", stdin=text)
    assert verdicts(ran) == ["new", "skip"]


def test_the_columns_of_a_sheet_can_be_named(hv: Hv, home: Path) -> None:
    rules(home, '[columns]\nTag = "date"\nVon = "start"\nBis = "end"\nPause = "break"\n'
                'Projekt = "project"\nWas = "notes"\n')  # fmt: skip
    text = "Tag;Von;Bis;Pause;Projekt;Was\n12.11.2026;09:00;17:30;0:30;TF;Küche\n"
    ran = hv("import", "-", "-n", "--json", stdin=text)
    assert ran.code == 0, ran.err
    (entry,) = ran.json["entries"]
    assert (entry["spent_date"], entry["hours"], entry["notes"]) == ("2026-11-12", 8.0, "Küche")
    assert ran.json["files"][0]["date_order"] == "dmy"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[toggle]\n", "did you mean `toggl`"),
        ("[toggl]\nzone = 3\n", "Expected a zone"),
        ('[toggl]\ndates = "ymd"\n', "Expected `dmy` or `mdy`"),
        ('[columns]\nTag = "day of week"\n', "Expected one of date"),
        ('[[rule]]\nprojct = "a"\nskip = true\n', "did you mean `project`"),
        ('[[rule]]\nproject = "a"\n', "Expected `to`, `skip` or `notes`"),
        ('[[rule]]\nnotes = "{nots}"\n', "{nots}"),
        ('[[rule]]\nto = { projct = "MW" }\n', "Expected `{ project"),
        ('[[rule]]\nto = { project = "Nonesuch" }\n', "names no project of this account"),
        ('[[rule]]\nto = { project = "MW", task = "Juggling" }\n', 'no task "Juggling"'),
        ("[toggl\n", "line 1 is not valid TOML"),
    ],
)
def test_a_mistake_in_the_rules_is_named(
    hv: Hv, home: Path, file: str, text: str, said: str
) -> None:
    rules(home, text)
    ran = hv("import", file, "--yes")
    assert ran.code == 78
    assert said.casefold() in ran.err.casefold()
    assert ", line " in " ".join(ran.err.split())


def test_a_mistake_in_the_rules_has_line_column_and_caret(hv: Hv, home: Path, file: str) -> None:
    rules(home, '# mine\n[[toggl.rule]]\nskip = true\n\n[[toggl.rule]]\n  projct = "a"\n')
    ran = hv("import", file, "--yes", HV_WIDTH="200")
    assert ", line 6, column 3)" in " ".join(ran.err.split())
    assert '  projct = "a"' in ran.err
