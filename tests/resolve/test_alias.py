"""`hv alias`: a word for a sentence, expanded once, kept in config.toml."""

from pathlib import Path

import pytest

from tests.running import Hv

STANDUP = "15m Project Management on TF: stand-up"


@pytest.fixture
def standup(hv: Hv) -> Hv:
    assert hv("alias", "set", "standup", STANDUP).code == 0
    return hv


def read_as(hv: Hv, *words: str) -> str:
    text: str = hv("parse", *words, "--json").json["text"]
    return text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("standup", STANDUP),
        ("standup yesterday", "15m Project Management on TF yesterday: stand-up"),
        ("standup 30m", "Project Management on TF 30m: stand-up"),
        ("standup 9-9:30am monday", "Project Management on TF 9-9:30am monday: stand-up"),
        ("standup: with Bob", "15m Project Management on TF: with Bob"),
        ("standup friday: with Bob", "15m Project Management on TF friday: with Bob"),
        ("standup Research", "15m on TF Research: stand-up"),
        ("standup, yesterday", "15m Project Management on TF, yesterday: stand-up"),
        ("1h on TF: standup", "1h on TF: standup"),
        ("standups yesterday 1h TF", "standups yesterday 1h TF"),
    ],
)
def test_what_is_typed_behind_the_word_goes_before_the_notes(
    standup: Hv, typed: str, meant: str
) -> None:
    document = standup("parse", typed, "--json").json
    assert document.get("text", typed) == meant


@pytest.mark.parametrize(
    ("sentence", "typed", "meant"),
    [
        ("1h TF, planning the week", "yesterday", "1h TF yesterday: planning the week"),
        ('1h TF "sprint: review"', "monday", "1h TF monday: sprint: review"),
        ("2h TF yesterday", "monday", "2h TF monday"),
        ("TF: calls", "45m", "TF 45m: calls"),
        ("log 1h on TF: x", "monday", "1h on TF monday: x"),
        ("1h on TF", "monday, calls", "1h on TF monday, calls"),
    ],
)
def test_notes_of_every_kind_and_days_give_way(
    hv: Hv, sentence: str, typed: str, meant: str
) -> None:
    assert hv("alias", "set", "mine", sentence).code == 0
    assert read_as(hv, "mine", typed) == meant


def test_the_answer_says_what_the_alias_stood_for(standup: Hv) -> None:
    ran = standup("log", "standup", "yesterday", "--json")
    document = ran.json
    assert document["text"] == "standup yesterday"
    assert document["entries"][0]["notes"] == "stand-up"
    assert document["entries"][0]["spent_date"] == "2026-11-17"
    assert document["inferences"][0] == {
        "kind": "alias",
        "text": "standup is 15m Project Management on TF yesterday: stand-up",
    }
    assert "read as: standup is 15m" in standup("log", "standup").out


def test_an_alias_is_no_inference(standup: Hv) -> None:
    assert standup("log", "standup", "--strict").code == 0


def test_explaining_an_alias_underlines_its_sentence(standup: Hv) -> None:
    document = standup("log", "standup", "--explain", "--json").json
    assert (document["text"], document["read"]) == ("standup", STANDUP)
    assert "".join(span["text"] for span in document["spans"]) == STANDUP
    assert standup("parse", "standup", "--json").json["typed"] == "standup"


def test_flags_and_lines_know_aliases(standup: Hv) -> None:
    (entry,) = standup("log", "standup", "--hours", "1", "-n", "--json").json["entries"]
    assert entry["hours"] == 1.0
    ran = standup("log", "-", "-n", stdin="standup yesterday\nstandup monday\n")
    assert ran.out.count("Would log 0:15") == 2


def test_a_refusal_points_into_the_expanded_sentence(standup: Hv) -> None:
    ran = standup("log", "standup feb 30")
    assert ran.code == 2
    assert "15m Project Management on TF feb 30: stand-up" in ran.err


def test_an_alias_is_expanded_once(hv: Hv, home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text('[alias]\nme = "me 1h"\nyou = "me on TF"\n')
    assert hv("log", "me", "-n").code == 2
    assert hv("log", "you", "-n", "--json").json["error"]["code"] == "no_duration"


def test_aliases_are_listed_shown_and_deleted(standup: Hv) -> None:
    standup("alias", "set", "call", "30m Research on MW")
    assert standup("alias").out == f"call\t30m Research on MW\nstandup\t{STANDUP}\n"
    assert standup("alias", "list", terminal=True).out.startswith("call     30m")
    assert standup("alias", "--json").json["aliases"][1] == {
        "name": "standup",
        "sentence": STANDUP,
    }
    assert standup("alias", "show", "standup").out == f"{STANDUP}\n"
    assert standup("alias", "delete", "standup").out == f"Deleted standup = {STANDUP}\n"
    missing = standup("alias", "show", "standup")
    assert (missing.code, "Unknown alias" in missing.err) == (4, True)
    assert standup("alias", "delete", "cal").err.splitlines()[-1] == "hint: Did you mean `call`?"


def test_no_alias_is_an_empty_list(hv: Hv) -> None:
    assert hv("alias", "--json").json == {"aliases": [], "favourites": []}
    ran = hv("alias")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("No aliases")


def test_setting_it_again_says_what_it_was(standup: Hv) -> None:
    ran = standup("alias", "set", "standup", "30m", "on", "TF")
    assert ran.out == f"standup = 30m on TF  (was: {STANDUP})\n"
    assert standup("alias", "set", "standup", "1h TF", "--json").json["before"] == "30m on TF"


def test_the_comments_of_the_file_stay(hv: Hv, home: Path) -> None:
    home.mkdir(exist_ok=True)
    before = '# mine\ntimeout = 20  # s\n\n[alias]\n# daily\nold = "1h TF" # keep\n'
    (home / "config.toml").write_text(before)
    hv("alias", "set", "standup", STANDUP)
    hv("alias", "delete", "standup")
    assert (home / "config.toml").read_text() == before


@pytest.mark.ux(7)
@pytest.mark.parametrize(
    "name",
    [
        *("log", "start", "Report", "alias", "sandbox"),
        *("monday", "today", "2h", "noon2 x", "on", "h", "", "-x", "a.b", "ü", "a\nb", "x" * 31),
        *("yesterday", "half", "nov"),
    ],
)
def test_names_that_mean_something_else_are_refused(hv: Hv, home: Path, name: str) -> None:
    ran = hv("alias", "set", "--", name, "1h TF")
    assert ran.code == 2
    assert not (home / "config.toml").exists()


@pytest.mark.parametrize("sentence", ["", "  ", "x" * 501, "1h TF\x1b[2J", "me 1h on TF", "me: x"])
def test_sentences_that_cannot_be_one_are_refused(hv: Hv, sentence: str) -> None:
    assert hv("alias", "set", "me", sentence).code == 2


@pytest.mark.parametrize(
    "content", ["alias = 1", "[alias]\nx = 2", "[alias]\nx = ['1h TF']", "[alias.x]\ny = '1h TF'"]
)
def test_a_table_that_is_none_is_a_configuration_error(hv: Hv, home: Path, content: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(content)
    for argv in (["alias"], ["log", "1h TF", "-n"]):
        assert hv(*argv).code == 78


def test_ten_thousand_aliases_are_no_burden(hv: Hv, home: Path) -> None:
    home.mkdir(exist_ok=True)
    rows = [f'a{number} = "1h TF: {number}"' for number in range(10_000)]
    (home / "config.toml").write_text("[alias]\n" + "\n".join(rows))
    assert read_as(hv, "a9999 yesterday") == "1h TF yesterday: 9999"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("standup", "Project Management on TF: stand-up"),
        ("standup at 9:15", "Project Management on TF at 9:15: stand-up"),
        ("standup 20m ago: with Bob", "Project Management on TF 20m ago: with Bob"),
    ],
)
def test_a_timer_takes_an_alias_without_its_length(standup: Hv, typed: str, meant: str) -> None:
    document = standup("parse", "--as", "start", typed, "--json").json
    assert (document["text"], document["typed"]) == (meant, typed)
    ran = standup("start", typed, "-n")
    assert ran.code == 0
    assert "Task Force › Project Management" in ran.out
    assert f"standup is {meant}" in ran.out


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("1h nope: x", 'No project is called "nope"'),
        ("25h MW", "24 hours"),
        ("1h MW feb 30", "30"),
        ("1h MW, Programming: x", None),
        ("MW Research", None),
        ("1h", None),
        ("log 15m TF: stand-up", None),
    ],
)
def test_a_sentence_that_cannot_be_read_is_kept_and_warned_of(
    hv: Hv, sentence: str, told: str | None
) -> None:
    hv("projects")
    ran = hv("alias", "set", "rev", *sentence.split(), HV_DEBUG="1")
    assert (ran.code, "GET" in ran.err) == (0, False)
    assert ("cannot read this sentence" in ran.err) == (told is not None)
    warnings = hv("alias", "set", "rev", sentence, "--json").json["warnings"]
    assert (
        [told in each for each in warnings] == [True] * (told is not None) if told else not warnings
    )


def test_an_alias_is_set_where_no_names_are_known(hv: Hv) -> None:
    ran = hv("alias", "set", "rev", "1h nope: x", HV_PROFILE="work")
    assert (ran.code, ran.err) == (0, "")


def test_an_alias_that_is_no_sentence_by_itself_takes_what_lacks(hv: Hv) -> None:
    hv("alias", "set", "ring", "on 123 Industries: call")
    assert hv("parse", "ring 1h OS1", "--json").json["text"] == "on 123 Industries 1h OS1: call"
    assert hv("parse", "ring 1h OS1: x", "--json").json["text"] == "on 123 Industries 1h OS1: x"
