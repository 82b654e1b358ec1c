"""`hv suggest` from timers that were started and undone: shown, never ticked."""

from tests.suggest.repositories import Home


def test_a_timer_that_was_undone_is_shown_and_not_ticked(at_home: Home) -> None:
    at_home.configure("")
    assert at_home.hv("start", "TF Research at 9:00: interviews").code == 0
    assert at_home.suggest().json["suggestions"] == []
    assert at_home.hv("undo").code == 0
    (row,) = at_home.suggest().json["suggestions"]
    assert (row["origin"], row["ticked"], row["estimated"]) == ("timer", False, False)
    assert (row["hours"], row["project"], row["notes"]) == (1.5, "Task Force", "interviews")
    assert "undone" in row["why"]
    assert at_home.hv("suggest", "--yes").out == ""
    ran = at_home.hv("suggest", terminal=True, stdin="1\n", NO_COLOR="1")
    assert ran.out.startswith("Logged 1:30")
    assert at_home.rows() == []


def test_a_slip_and_what_was_logged_since_are_not_shown(at_home: Home) -> None:
    at_home.configure("")
    at_home.hv("start", "TF Research at 10:27: slip")
    at_home.hv("undo")
    at_home.hv("start", "TF Research at 9:00: interviews")
    at_home.hv("undo")
    at_home.hv("log", "2h TF Research: all of it")
    document = at_home.suggest().json
    assert document["suggestions"] == []
    assert [each["why"] for each in document["left_out"]] == ["logged by hand already"]


def test_where_times_count_it_keeps_its_own(by_clock: Home) -> None:
    by_clock.configure("")
    by_clock.hv("start", "TF Research at 9:00: interviews")
    by_clock.hv("undo")
    (row,) = by_clock.suggest().json["suggestions"]
    assert (row["started_time"], row["ended_time"]) == ("09:00", "10:30")
    by_clock.hv("log", "9:15-9:45 MW today: call")
    document = by_clock.suggest().json
    assert document["suggestions"] == []
    assert document["left_out"][0]["why"] == "there is an entry at that time"


def test_without_anything_to_look_at_it_says_what_to_set(at_home: Home) -> None:
    at_home.configure("")
    ran = at_home.hv("suggest")
    assert (ran.code, ran.out) == (0, "")
    assert "hv config set suggest.folders" in ran.err
    document = at_home.suggest().json
    assert (document["suggestions"], document["entries"], document["remarks"]) == ([], [], [])


def test_what_can_be_set_is_shown_and_set(at_home: Home) -> None:
    at_home.configure("")
    ran = at_home.hv("config", "set", "suggest.folders", "~/src/*")
    assert ran.code == 0, ran.err
    at_home.repository("site")
    at_home.commit("site", "17 09:10", "A")
    assert at_home.rows() == ["17 0.5 Marketing Website: A"]
    assert at_home.hv("config", "set", "suggest.folders", '["~/src/*", "~/work/*"]').code == 0
    assert at_home.rows() == ["17 0.5 Marketing Website: A"]
    assert "suggest.folders" in at_home.hv("config", "list").out
    assert at_home.hv("config", "set", "suggest.folders", "src").code == 2
    assert at_home.hv("config", "set", "suggest.nothing", "src").code == 2
    assert at_home.hv("config", "unset", "suggest.folders").code == 0
    assert at_home.rows() == []
