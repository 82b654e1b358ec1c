"""`hv suggest` from commits: whose, when, how long, and for which project."""

import pytest

from tests.rows import few
from tests.suggest.repositories import Home


def test_commits_become_one_estimate_a_day_with_their_subjects(at_home: Home) -> None:
    at_home.repository("site", 'project = "MW"\ntask = "Programming"')
    at_home.commit("site", "17 09:10", "Fix nav")
    at_home.commit("site", "17 10:05", "Footer")
    at_home.commit("site", "17 15:00", "Hero")
    (row,) = at_home.suggest().json["suggestions"]
    assert row["ticked"] is True
    assert (row["hours"], row["notes"]) == (1.92, "Fix nav; Footer; Hero")
    assert (row["project"], row["task"]) == ("Marketing Website", "Programming")
    assert (row["source"], row["commits"], row["estimated"]) == ("~/src/site", 3, True)


@few(3)
@pytest.mark.parametrize(
    ("times", "hours"),
    [
        (["17 09:10"], 0.5),
        (["17 09:10", "17 09:40"], 1.0),
        (["17 09:10", "17 11:10"], 2.5),
        (["17 09:10", "17 11:11"], 1.0),
        (["17 00:10"], 0.17),
        (["17 09:10", "17 09:10"], 0.5),
    ],
)
def test_the_rule_of_the_estimate(at_home: Home, times: list[str], hours: float) -> None:
    at_home.repository("site")
    for time in times:
        at_home.commit("site", time)
    assert [row["hours"] for row in at_home.suggest().json["suggestions"]] == [hours]


def test_a_commit_elsewhere_in_between_takes_its_time(at_home: Home) -> None:
    at_home.repository("site")
    at_home.repository("shop", 'project = "OS1"')
    at_home.commit("site", "17 09:00", "A")
    at_home.commit("shop", "17 09:40", "B")
    at_home.commit("site", "17 10:00", "C")
    assert sorted(at_home.rows()) == [
        "17 0.67 Online Store - Phase 1: B",
        "17 0.83 Marketing Website: A; C",
    ]


def test_only_my_own_commits_count_and_no_merges(at_home: Home) -> None:
    folder = at_home.repository("site")
    at_home.commit("site", "17 09:00", "Mine", "KIM@example.test")
    at_home.commit("site", "17 10:00", "Jane's", "jane@example.test")
    at_home.git(folder, "checkout", "-q", "-b", "side", "HEAD~1")
    at_home.commit("site", "17 11:30", "Aside")
    at_home.git(folder, "checkout", "-q", "main")
    when = "2026-11-17T12:00:00-05:00"
    at_home.git(
        folder, "merge", "-q", "--no-ff", "side", GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when
    )
    assert at_home.rows() == ["17 1 Marketing Website: Mine; Aside"]
    at_home.git(folder, "config", "user.email", "jane@example.test")
    assert at_home.rows() == ["17 0.5 Marketing Website: Jane's"]


def test_days_are_those_of_my_zone(at_home: Home) -> None:
    at_home.repository("site")
    at_home.commit("site", "2026-11-18T03:30:00+00:00", "Late")
    assert at_home.rows() == ["17 0.5 Marketing Website: Late"]
    assert at_home.rows("17 november") == ["17 0.5 Marketing Website: Late"]
    assert at_home.rows("today") == []


def test_what_is_to_come_or_of_other_days_is_left_out(at_home: Home) -> None:
    at_home.repository("site")
    at_home.commit("site", "13 09:00", "Before")
    at_home.commit("site", "18 10:00", "Now")
    at_home.commit("site", "18 16:00", "To come")
    assert at_home.rows() == ["18 0.5 Marketing Website: Now"]


def test_a_day_gets_no_more_than_it_lacks(at_home: Home) -> None:
    at_home.repository("site", 'project = "MW"\ntask = "Programming"')
    at_home.hv("log", "6h TF Research yesterday: interviews")
    at_home.commit("site", "17 09:10", "A")
    at_home.commit("site", "17 10:40", "B")
    assert at_home.rows() == ["17 1 Marketing Website: A; B"]
    at_home.hv("log", "1h TF Research yesterday: more")
    ran = at_home.suggest()
    assert ran.json["suggestions"] == []
    assert [each["why"] for each in ran.json["left_out"]] == ["nothing is missing that day"]


def test_nothing_is_proposed_on_days_off(at_home: Home) -> None:
    at_home.configure('[suggest]\nfolders = ["~/src/*"]\n[holidays]\n2026-11-17 = "Founding day"\n')
    at_home.repository("site")
    for day in ("14", "16", "17"):
        at_home.commit("site", f"{day} 09:00", "Work")
    at_home.hv("log", "sick monday", "-y")
    document = at_home.suggest("nov 14-18").json
    assert document["suggestions"] == []
    assert [each["date"][-2:] for each in document["off"]] == ["16", "17"]
    assert document["left_out"][0]["why"] == "nothing is due that day"


def test_hours_logged_by_hand_on_the_same_task_are_taken_off(at_home: Home) -> None:
    at_home.repository("site", 'project = "MW"\ntask = "Programming"')
    at_home.commit("site", "17 09:10", "A")
    at_home.commit("site", "17 10:40", "B")
    at_home.hv("log", "45m MW Programming yesterday: nav")
    at_home.hv("log", "45m MW Graphic Design yesterday: nav")
    assert at_home.rows() == ["17 1.25 Marketing Website: A; B"]


def test_lengths_are_rounded_as_the_person_or_the_folder_says(at_home: Home) -> None:
    at_home.repository("site")
    at_home.commit("site", "17 09:10", "A")
    at_home.commit("site", "17 09:21", "B")
    assert at_home.rows(HV_ROUND="15m up") == ["17 0.75 Marketing Website: A; B"]
    (at_home.folder("site") / ".hv.toml").write_text('project = "MW"\nround = "30m up"')
    assert at_home.rows(HV_ROUND="15m up") == ["17 1 Marketing Website: A; B"]


@few(3)
@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (None, "no project known"),
        ('task = "Programming"', "no project known"),
        ('project = "Nowhere"', "Nowhere"),
        ('project = "MW"\ntask = "Knitting"', "Knitting"),
        ("project = [", "no project known"),
    ],
)
def test_an_unknown_project_is_not_ticked_and_says_what_mends_it(
    at_home: Home, settings: str | None, why: str
) -> None:
    at_home.repository("site", settings)
    at_home.commit("site", "17 09:10", "A")
    (row,) = at_home.suggest().json["suggestions"]
    assert (row["ticked"], row["project"], row["notes"]) == (False, None, "A")
    assert why in row["why"]
    assert "~/src/site/.hv.toml" in row["mend"]
    assert at_home.hv("suggest", "--yes").out == ""
    assert at_home.hv("entries", "this week", "--json").json["entries"] == []


def test_the_file_of_the_folder_where_one_is_does_not_count(
    at_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home.repository("site", None)
    at_home.repository("shop", 'project = "OS1"\nround = "4h up"')
    at_home.commit("site", "17 09:10", "A")
    monkeypatch.chdir(at_home.folder("shop"))
    assert at_home.rows() == ["? 17 0.5 None: A"]


def test_a_folder_of_another_profile_is_left_out(at_home: Home) -> None:
    at_home.repository("site", 'project = "MW"\nprofile = "acme"')
    at_home.commit("site", "17 09:10", "A")
    document = at_home.suggest().json
    assert document["suggestions"] == []
    assert "profile acme" in document["remarks"][0]


@few(3)
@pytest.mark.parametrize(
    ("branch", "subject", "remote", "notes", "link"),
    [
        ("SITE-17-nav", "Fix nav", "", "SITE-17: Fix nav", "https://acme.test/browse/SITE-17"),
        ("main", "SITE-17 nav", "", "SITE-17 nav", "https://acme.test/browse/SITE-17"),
        ("17-nav", "Nav", "git@github.com:acme/site.git", "#17: Nav", "acme/site/issues/17"),
        ("x", "Fixes #9: a", "https://u:p@gitlab.com/a/b/c.git", "Fixes #9: a", "b/c/-/issues/9"),
        ("17-nav", "Nav", "ssh://git@example.test/a.git", "Nav", None),
        ("main", "Use UTF-8 and SHA-256", "", "Use UTF-8 and SHA-256", None),
        ("2026-11-24-fix", "Nav", "git@github.com:acme/site.git", "Nav", None),
    ],
)
def test_an_issue_is_named_and_linked(
    at_home: Home, branch: str, subject: str, remote: str, notes: str, link: str | None
) -> None:
    page = 'issues = "https://acme.test/browse/{key}"\n'
    at_home.configure(f'[suggest]\nfolders = ["~/src/*"]\n{page}')
    folder = at_home.repository("site")
    at_home.git(folder, "checkout", "-q", "-b", branch)
    if remote:
        at_home.git(folder, "remote", "add", "origin", remote)
    at_home.commit("site", "17 09:10", subject)
    (row,) = at_home.suggest().json["suggestions"]
    assert row["notes"] == notes
    assert (row["reference"] or "").endswith(link or "")
    assert (row["reference"] is None) == (link is None)
    assert "u:p" not in str(row)
    assert at_home.hv("suggest", "--yes").code == 0
    (entry,) = at_home.hv("entries", "this week", "--json").json["entries"]
    assert (entry["external_reference"] or {}).get("permalink") == row["reference"] or link is None


def test_two_issues_are_two_entries(at_home: Home) -> None:
    at_home.repository("site")
    at_home.commit("site", "17 09:10", "SITE-1 a")
    at_home.commit("site", "17 09:40", "SITE-2 b")
    at_home.commit("site", "17 10:00", "SITE-1 c")
    assert at_home.rows() == [
        "17 0.83 Marketing Website: SITE-1 a; SITE-1 c",
        "17 0.5 Marketing Website: SITE-2 b",
    ]


def test_what_is_left_out_alike_is_said_once(at_home: Home) -> None:
    at_home.repository("site", 'project = "MW"\ntask = "Programming"')
    at_home.commit("site", "14 09:10", "SITE-1 A")
    at_home.commit("site", "14 12:10", "SITE-2 B")
    told = at_home.hv("suggest", "14 nov").err
    assert "site, Sat 14 Nov (2 times): nothing is due that day" in told
