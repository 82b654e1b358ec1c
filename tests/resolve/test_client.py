"""`--client` beside a sentence: it tells projects of one name apart, and must agree with words."""

from pathlib import Path
from typing import Any

import pytest

from harvest_cli.sandbox.example import MARKETING_WEBSITE, ONLINE_STORE
from tests.child import NOW
from tests.running import Hv
from tests.served import Served


def placed(hv: Hv, *argv: str) -> Any:
    ran = hv(*argv, "-n", "--json")
    assert ran.code == 0, ran.err
    document = ran.json
    return (document.get("entries") or [document.get("entry")])[0]["project"]["id"]


@pytest.fixture
def support(there: Served, home: Path) -> Hv:
    """Two clients have a project of one name."""
    for project in (MARKETING_WEBSITE, ONLINE_STORE):
        sql = "UPDATE projects SET name = 'Support', code = NULL WHERE id = ?"
        there.account.db.execute(sql, (project,))
    return Hv({**there.token_environ, "HV_HOME": str(home), "HV_NOW": NOW})


@pytest.mark.parametrize("verb", [["log", "1h"], ["start"]])
@pytest.mark.parametrize("words", ["support", "@support", "Support, Programming: a fix"])
def test_it_tells_projects_of_one_name_apart(support: Hv, verb: list[str], words: str) -> None:
    assert placed(support, *verb, words, "--client", "ABC Corp") == MARKETING_WEBSITE
    assert placed(support, *verb, words, "--client", "123 Industries") == ONLINE_STORE


def test_the_short_word_of_a_project_is_the_one_that_is_shown(support: Hv) -> None:
    slugs = {row["client"]: row["slug"] for row in support("projects", "--json").json["projects"]}
    assert slugs["ABC Corp"] == "abc-corp-support"
    found = placed(support, "log", "1h", f"@{slugs['ABC Corp']}", "--client", "ABC Corp")
    assert found == MARKETING_WEBSITE


@pytest.mark.parametrize("client", ["ABC Corp", "abc", "abc corp"])
def test_it_may_agree_with_what_is_clear_already(hv: Hv, client: str) -> None:
    for words in ("Marketing Website", "MW", "mark", "ABC Corp / Marketing Website"):
        assert placed(hv, "log", "1h", words, "--client", client) == MARKETING_WEBSITE


def test_flags_still_win_over_words(hv: Hv) -> None:
    flags = ("--project", "MW", "--client", "ABC Corp")
    assert placed(hv, "log", "1h on OS1", *flags) == MARKETING_WEBSITE


@pytest.mark.parametrize(
    "argv",
    [
        ["log", "1h", "Marketing Website"],
        ["log", "1h", "MW, Programming: a fix"],
        ["log", "1h", "ABC Corp / Marketing Website"],
        ["log", "2h on MW and 1h on OS1"],
        ["log", "1h", "--project", "MW"],
        ["start", "MW"],
    ],
)
def test_where_they_disagree_nothing_is_sent(hv: Hv, argv: list[str]) -> None:
    ran = hv(*argv, "--client", "123 Industries", HV_DEBUG="1")
    assert ran.code == 2
    assert "POST" not in ran.err
    assert "123 Industries" in ran.err
    assert "Marketing Website" in ran.err


@pytest.mark.parametrize("argv", [["log", "1h"], ["log", "1h: a call"], ["start"]])
def test_it_names_no_project_by_itself(hv: Hv, argv: list[str]) -> None:
    ran = hv(*argv, "--client", "ABC Corp", "--json")
    error = ran.json["error"]
    assert (ran.code, error["code"]) == (2, "no_project")
    assert "`--client`" in error["message"]
    assert "--project" in error["hint"]


def test_the_project_of_the_settings_has_to_agree_too(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".hv.toml").write_text('project = "MW"\n')
    assert placed(hv, "log", "1h: x", "--client", "ABC Corp") == MARKETING_WEBSITE
    ran = hv("log", "1h: x", "--client", "123 Industries")
    assert ran.code == 2
    assert "Marketing Website" in ran.err


def test_a_client_that_is_none_is_told_so(hv: Hv) -> None:
    ran = hv("log", "1h", "MW", "--client", "ABC Crop", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "unknown_project")
    assert ran.json["error"]["hint"] == 'Did you mean "ABC Corp"?'


def test_a_project_that_its_client_lacks_is_told_with_the_client(hv: Hv) -> None:
    ran = hv("log", "1h", "zork", "--client", "ABC Corp")
    assert ran.code == 2
    assert "zork" in ran.err
    assert "ABC Corp" in ran.err


def test_what_was_chosen_for_words_is_not_asked_beside_a_client(support: Hv) -> None:
    chosen = support("log", "1h on support", "-n", stdin="2\n", terminal=True)
    assert "Which one" in chosen.err + chosen.out
    for client, place in (("ABC Corp", MARKETING_WEBSITE), ("123 Industries", ONLINE_STORE)):
        assert placed(support, "log", "1h on support", "--client", client) == place
