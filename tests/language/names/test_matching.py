"""Names for flags and completion: every level of matching, refusals, slugs and search."""

import re

import pytest

from harvest_cli.domain.company import Client, Project, ProjectAssignment
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names.index import Names
from tests.language.samples import assignments, names
from tests.rows import for_each


def _refused(words: str, client: str | None = None, workspace: str = "B") -> SentenceError:
    with pytest.raises(SentenceError) as caught:
        names(workspace).project(words, client)
    return caught.value


@for_each(
    ("words", "project"),
    [
        ("1003", "Mobile App"),
        ("ACM-03", "Mobile App"),
        ("acm-03", "Mobile App"),
        ("Mobile App", "Mobile App"),
        ("mobile app", "Mobile App"),
        ("mobile-app", "Mobile App"),
        ("zurich cafe", "Zürich Café"),
        ("bill and pay portal", "Bill & Pay Portal"),
        ("Acme Corp / Mobile App", "Mobile App"),
        ("acme/mobile app", "Mobile App"),
        ("import/export tracker", "Import/Export Tracker"),
        ("vandelay / import/export tracker", "Import/Export Tracker"),
        ("nucl", "Nucleus"),
        ("fac tour", "Factory Tour Site"),
        ("dw", "Data Warehouse"),
        ("東京サイト", "東京サイト"),
        ("acme-corp-website", "Website"),
        ("goldenticket", "Golden Ticket"),
    ],
)
def test_every_level_of_a_match(words: str, project: str) -> None:
    assert names("B").project(words).project.name == project


def test_a_client_settles_a_name_that_two_have() -> None:
    assert names("B").project("website", "globex").client.name == "Globex"
    assert names("B").project("Website", "Acme Corp").client.name == "Acme Corp"


def test_refusals_name_what_could_be_meant() -> None:
    error = _refused("website")
    assert error.code == "ambiguous_project"
    assert error.candidates == ("Acme Corp / Website", "Globex / Website")
    error = _refused("Marketing Webste")
    assert (error.code, error.candidates) == ("unknown_project", ("Acme Corp / Marketing Website",))
    assert _refused("Latex Catalogue").code == "archived_project"
    assert _refused("zzz").code == "unknown_project"
    assert _refused("nucleus", "initech").code == "unknown_project"
    many = _refused("hazel", workspace="C")
    assert "matches 51 projects" in many.message
    assert len(many.candidates) == 50


def test_every_candidate_can_be_pasted_back() -> None:
    for error in (_refused("website"), _refused("mobile"), _refused("portal"), _refused("nexus")):
        for candidate in error.candidates:
            client, _, project = candidate.partition(" / ")
            found = names("B").project(candidate)
            assert (found.client.name, found.project.name) == (client, project)


def test_aliases_name_a_project_by_name_code_or_slug() -> None:
    aliases = {"standup": "INT", "web": "globex / website", "shop": "online-store", "x": "no such"}
    known = Names(assignments("B"), aliases)
    assert known.project("standup").project.code == "INT"
    assert known.project("WEB").client.name == "Globex"
    assert known.project("shop").project.name == "Online Store"
    with pytest.raises(SentenceError):
        known.project("x")


def test_tasks_by_name_id_and_beginning() -> None:
    nucleus = names("B").project("Nucleus")
    qa = names("B").task(nucleus, "qa")
    assert names("B").task(nucleus, str(qa.id)) == qa
    assert names("B").task(nucleus, "deploy").name == "Deployment"
    with pytest.raises(SentenceError) as caught:
        names("B").task(nucleus, "copywriting")
    assert caught.value.code == "unknown_task"
    assert "Deployment" in caught.value.candidates
    with pytest.raises(SentenceError) as caught:
        names("B").task(nucleus, "de")
    assert caught.value.code == "unknown_task"
    with pytest.raises(SentenceError) as caught:
        names("B").task(names("B").project("LV"), "leave")
    assert caught.value.code == "ambiguous_task"


def test_clients_by_name_and_beginning() -> None:
    assert names("B").client("acme") == "Acme Corp"
    assert names("B").client("cafe zurich ag") == "Café Zürich AG"
    with pytest.raises(SentenceError) as caught:
        names("B").client("nobody")
    assert caught.value.code == "unknown_project"
    with pytest.raises(SentenceError) as caught:
        names("C").client("barton")
    assert caught.value.code == "ambiguous_project"


@pytest.mark.parametrize("workspace", ["A", "B", "C"])
def test_slugs_are_safe_unique_and_name_their_project(workspace: str) -> None:
    known = names(workspace)
    slugs = [known.slug(a) for a in known.assignments]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug) for slug in slugs)
    for assignment, slug in list(zip(known.assignments, slugs, strict=True))[:100]:
        if assignment.is_active:
            assert known.project(slug) == assignment


def test_slugs_stay_unique_when_client_and_name_are_the_same() -> None:
    made = [
        ProjectAssignment(None, Project(number, name), Client(client, "Acme"))
        for number, name, client in ((1, "Web", 1), (2, "Web", 1), (3, "Acme Web 1", 2), (4, "", 1))
    ]
    slugs = [Names(made).slug(a) for a in made]
    assert len(set(slugs)) == 4
    assert slugs[3] == "project-4"


def test_search_finds_words_anywhere_and_ranks_names_first() -> None:
    found = names("B").search("web")
    assert {a.project.name for a in found[:4]} == {
        "Website",
        "Website Redesign",
        "Marketing Website",
    }
    assert [a.project.name for a in names("B").search("globex brand")] == ["Brand Refresh"]
    assert names("B").search("acm-03")[0].project.name == "Mobile App"
    assert names("B").search("print liaison")[0].project.name == "Annual Report 2026"
    assert names("B").search("zzz") == []
    assert len(names("B").search("")) == len(assignments("B"))
    assert not names("B").search("latex")[-1].is_active


def test_typos_are_proposed_and_never_taken() -> None:
    for typo in ("Nuclues", "Paywalll", "Loyaltyy", "Golden Tickett", "Datta Warehouse"):
        error = _refused(typo)
        assert error.code == "unknown_project"
