"""`hv projects --all`: every project of the account, with its ids and its state."""

from tests.running import Hv


def test_every_project_is_listed_with_its_ids_for_those_who_manage(hv: Hv) -> None:
    needed = ("is_billable=true", "bill_by=none", "budget_by=none")
    made = hv("api", "post", "projects", "client_id=5735776", "name=Apollo", *needed).json
    hv("api", "patch", f"projects/{made['id']}", "is_active=false")
    rows = hv("projects", "--all", "--json").json["projects"]
    apollo = next(row for row in rows if row["project"] == "Apollo")
    assert (apollo["is_active"], apollo["project_id"], apollo["client_id"]) == (
        False,
        made["id"],
        5735776,
    )
    force = next(row for row in rows if row["code"] == "TF")
    assert (force["is_active"], len(force["task_ids"])) == (True, 4)
    assert 8083369 in force["task_ids"]
    assert "Apollo (archived)" in hv("projects", "--all", terminal=True, COLUMNS="120").out
    assert [row["code"] for row in hv("projects", "--all", "force", "--json").json["projects"]] == [
        "TF"
    ]
    assert "Apollo" not in hv("projects", terminal=True).out


def test_a_member_is_told_so(hv: Hv) -> None:
    hv("sandbox", "reset", "--role", "member")
    hv("projects")
    ran = hv("projects", "--all")
    assert (ran.code, "you are a member" in ran.err) == (5, True)
