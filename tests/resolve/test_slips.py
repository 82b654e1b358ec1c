"""One wrong letter in a word of the language: read, said, and refused where nothing may be."""

import pytest

from tests.running import Hv


@pytest.mark.parametrize(
    ("argv", "day", "said"),
    [
        (["log", "2h MW yesteday", "--dry-run"], "2026-11-17", '"yesteday" read as yesterday'),
        (["log", "2 huors MW", "--dry-run"], "2026-11-18", '"huors" read as hours'),
        (["log", "2h MW", "--date", "firday", "-n"], "2026-11-13", '"firday" read as friday'),
        (["parse", "2h fro MW"], "2026-11-18", '"fro" read as for'),
        (["parse", "--as", "start", "MW sinec 9"], "2026-11-18", '"sinec" read as since'),
    ],
)
def test_a_slip_is_read_and_said(hv: Hv, argv: list[str], day: str, said: str) -> None:
    answer = hv(*argv, "--json").json
    (entry,) = answer.get("entries", [answer])
    assert entry["spent_date"] == day
    assert {"kind": "spelling", "text": said} in answer["inferences"]
    ran = hv(*argv, terminal=True)
    assert said in ran.out + ran.err


def test_a_slip_in_a_period_is_said(hv: Hv) -> None:
    report = hv("report", "last mnoth by clinet", "--json").json
    assert (report["from"], report["groups"]) == ("2026-10-01", ["client"])
    assert [said["text"] for said in report["inferences"]][:2] == [
        '"mnoth" read as month',
        '"clinet" read as client',
    ]


def test_strict_refuses_a_slip(hv: Hv) -> None:
    ran = hv("log", "2h Programming on MW yesteday", "--strict", "--dry-run", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "inferred")
    assert '"yesteday" read as yesterday' in ran.out.replace('\\"', '"')


@pytest.mark.parametrize("sentence", ["2h Marketing Wbsite", "2h MW reserach", "2h Tsak Force"])
def test_a_slip_in_a_name_is_only_proposed(hv: Hv, sentence: str) -> None:
    ran = hv("log", sentence, "--json")
    assert ran.code == 2
    assert "Did you mean" in ran.json["error"]["hint"]


@pytest.mark.parametrize("rule", ["15m up", "up 15m", "up to the quarter hour", "up 15 min"])
def test_a_rule_of_rounding_is_read_in_any_order(hv: Hv, rule: str) -> None:
    ran = hv("log", "MW", "--hours", "1:07", "--round", rule, "--dry-run", "--json")
    assert ran.json["entries"][0]["hours"] == 1.25


@pytest.mark.parametrize("rule", ["nearest 15", "15", "to the nearest quarter of an hour", "6 min"])
def test_the_nearest_step_is_meant_where_no_direction_is_said(hv: Hv, rule: str) -> None:
    ran = hv("log", "MW", "--hours", "1:07", "--round", rule, "--dry-run", "--json")
    assert ran.json["entries"][0]["hours"] == (1.1 if rule == "6 min" else 1.0)


@pytest.mark.parametrize("rule", ["down 15", "15 5", "up", "-15", "500", "15 up up"])
def test_what_is_no_rule_is_refused(hv: Hv, rule: str) -> None:
    assert hv("log", "MW", "--hours", "1:07", f"--round={rule}", "--dry-run").code == 2


@pytest.mark.parametrize("typed", ["1½", "1 1/2", "1 ½", "1.5"])
def test_a_bare_part_behind_the_flag_is_of_an_hour(hv: Hv, typed: str) -> None:
    ran = hv("log", "MW", "--hours", typed, "--dry-run", "--json")
    assert ran.json["entries"][0]["hours"] == 1.5
