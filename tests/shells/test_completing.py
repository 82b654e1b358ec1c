"""`hv __complete`: the right words at each place, slugs alone, and nothing at all on any damage."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harvest_cli.actions.resolve.query import groups_of
from harvest_cli.commands.cli.options import DAYS
from harvest_cli.commands.help.complete import FEW, answer
from harvest_cli.domain.totals import GROUPINGS
from tests.running import Hv
from tests.shells.conftest import assignment, offer, offered

MARKETING, TASK_FORCE = "marketing-website", "task-force"
APIS = ["123-industries-api", "abc-corp-api"]


def test_names_come_with_those_used_last_in_front(environ: dict[str, str]) -> None:
    assert offered(environ, "log --project ") == [TASK_FORCE, *APIS, MARKETING]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("log 1h mark", [MARKETING]),
        ("log 1h MARK", [MARKETING]),
        ("log --project=mark", [f"--project={MARKETING}"]),
        ("log --project mark", [MARKETING]),
        ("log --sandbox --project mark", [MARKETING]),
        ("--profile sandbox log --project mark", [MARKETING]),
        ("log 1h @mark", [f"@{MARKETING}"]),
        ("log '1h mark", [MARKETING]),
        ("log --note mark", []),
        ("log --client abc", ["abc-corp"]),
        ("start task", [TASK_FORCE]),
        ("entries last ", ["week", "month", "quarter", "year", *DAYS.split()]),
        ("report last month by c", ["client"]),
        ("report last month for abc", ["abc-corp", "abc-corp-api"]),
        ("report --by p", ["project", "person"]),
        ("report --from y", ["yesterday"]),
        ("log --from 9", ["9:00"]),
        ("edit 63", ["636718192"]),
        ("restart la", ["last"]),
        ("config get timez", ["timezone"]),
        ("completion p", ["powershell"]),
        ("config set week_start ", ["monday", "sunday", "saturday"]),
        ("config set --profile work week_start s", ["sunday", "saturday"]),
        ("config set project mark", [MARKETING]),
        ("config set task res", ["research"]),
        ("config set week_start monday ", []),
        ("config set timeout ", []),
        ("config get week_start ", []),
        ("help sent", ["sentences"]),
        ("help entr", ["entries"]),
        ("--color a", ["auto", "always"]),
        ("log --csv mark", []),
        ("entries --csv this", ["this"]),
        ("nonsense ", []),
    ],
)
def test_each_place_gets_what_fits_there(
    typed: str, words: list[str], environ: dict[str, str]
) -> None:
    assert offered(environ, typed) == words


@pytest.mark.parametrize("typed", ["report --by ", "report last month by ", "entries by "])
def test_every_grouping_of_reports_is_offered_and_read(typed: str, environ: dict[str, str]) -> None:
    words = offered(environ, typed)
    assert [groups_of(word) for word in words] == [(key,) for key in GROUPINGS]


def test_the_first_word_of_a_sentence_is_a_length_a_project_or_a_day(
    environ: dict[str, str],
) -> None:
    words = offered(environ, "log ")
    places_of = [words.index(word) for word in ("15m", "30m", "1h", TASK_FORCE, "today")]
    assert places_of == sorted(places_of)


@pytest.mark.parametrize(
    "typed",
    [
        "log --project task-force --task ",
        "log --project=TF --task ",
        "log 1h tf --task ",
        "log --task ",
    ],
)
def test_tasks_are_those_of_the_project_that_was_chosen(
    typed: str, environ: dict[str, str]
) -> None:
    words = offered(environ, typed)
    assert {"research", "person-sick-carers-leave"} <= set(words)
    assert ("graphic-design" in words) == (typed == "log --task ")


def test_a_sentence_with_a_project_goes_on_with_its_tasks(environ: dict[str, str]) -> None:
    words = offered(environ, "log 1h task-force ")
    assert words[:2] == ["person-sick-carers-leave", "research"]
    assert MARKETING not in words


def test_descriptions_are_the_names_with_their_client(environ: dict[str, str]) -> None:
    assert offered(environ, "log --project mark", "zsh") == [
        f"{MARKETING}\tMarketing Website (ABC Corp)"
    ]
    assert offered(environ, "edit 63", "fish") == [
        "636718192\tTue 17 Nov 1:30 Task Force › Research"
    ]


def test_a_quoted_sentence_is_completed_as_one_word(environ: dict[str, str]) -> None:
    assert answer(["zsh", "log", '"1h mark'], environ).startswith(f"1h {MARKETING}\t")


def test_an_empty_word_survives_powershell(environ: dict[str, str]) -> None:
    assert offered(environ, "completion =", "powershell")[0].startswith("bash\t")


def test_profiles_and_aliases_are_read_from_the_configuration(environ: dict[str, str]) -> None:
    home = Path(environ["HV_HOME"])
    (home / "config.toml").write_text(
        'default_profile = "work"\n[profile.work]\nround = "none"\n'
        '[alias]\n# no = "comment"\nstandup = "15m TF: stand-up"\n"$(touch x)" = "1h"\n'
    )
    offer(home, assignment(7, "Secret Work", "Acme", None, ("Any",)), profile="work")
    assert offered(environ, "--profile ") == ["sandbox", "work"]
    assert offered(environ, "log stand", "zsh") == ["standup\t15m TF: stand-up"]
    assert offered(environ, "--profile work log --project ") == ["secret-work"]
    del environ["HV_PROFILE"]
    assert offered(environ, "log --project ") == ["secret-work"]
    assert "touch" not in answer(["zsh", "log", ""], environ)


def test_the_profile_of_a_folder_counts(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(environ["HV_HOME"])
    offer(home, assignment(7, "Secret Work", "Acme", None, ("Any",)), profile="work")
    (tmp_path / ".hv.toml").write_text('profile = "work"\n')
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    assert offered(environ, "log --project ") != ["secret-work"]
    del environ["HV_PROFILE"]
    assert offered(environ, "log --project ") == ["secret-work"]
    (tmp_path / "deep" / ".git").mkdir()
    assert offered(environ, "log --project ") == []


# -- safety ------------------------------------------------------------------------------------


def test_the_values_of_a_setting_are_those_that_it_takes() -> None:
    from harvest_cli.local.config.settings import BY_NAME

    for setting in BY_NAME.values():
        for value in setting.offers.split():
            assert value[0] == "$" or setting.text(value) is not BY_NAME


def test_no_setting_with_fixed_values_is_left_out() -> None:
    from harvest_cli.local.config.settings import BY_NAME, SETTINGS

    fixed: dict[str, set[str]] = {}
    for setting in SETTINGS:
        try:
            setting.text("zork")
        except ValueError as wanted:
            told = str(wanted).replace(" or ", " ").replace(",", "").split()
            if all(takes(setting.text, word) for word in told):
                fixed[setting.name] = set(told)
    assert len(fixed) >= 6
    for name, words in fixed.items():
        assert set(BY_NAME[name].offers.split()) == words


def takes(read: Callable[[str], object], word: str) -> bool:
    try:
        read(word)
    except ValueError:
        return False
    return True


def test_only_a_look_full_of_entries_is_offered_before_an_id_is_begun(hv: Hv) -> None:
    assert hv("entries", "last 2 weeks").code == 0
    told = answer(["zsh", "edit", ""], hv.environ).splitlines()
    ids = [line for line in told if line[:1].isdigit()]
    assert len(ids) == FEW
    assert all(" " in line.split("\t")[1] for line in ids), "with what they are"
    begun = ids[0][:5]
    assert len(answer(["zsh", "edit", begun], hv.environ).splitlines()) > FEW
