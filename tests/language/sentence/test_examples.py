"""Example sentences: what people type, and what they mean by it."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest

from tests.language.samples import Fields, answer, judge, names, read
from tests.rows import for_each, parts, some, sweep, try_all

ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kolkata",
    "Australia/Perth",
    "America/New_York",
    "Europe/London",
)
GOALS = {"log easy": 100, "log medium": 95, "log trap": 97, "log hard": 75, "range": 95}


def means_what_it_says(example: Fields) -> None:
    got = answer(example)
    assert got == answer(example)
    wrong, _ = judge(example, got)
    assert not wrong, f"{wrong}: {got}"


@for_each("examples", parts(read("sentences.jsonl")), ids=lambda es: es[0]["text"])
def test_sentences_mean_what_they_say(examples: Sequence[Fields]) -> None:
    try_all(examples, means_what_it_says, lambda example: repr(example["text"]))


def test_the_examples_meet_every_goal() -> None:
    right: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    costly, refusals = [], Counter[bool]()
    for example in read("examples.jsonl"):
        wrong, silent = judge(example, answer(example))
        for group in ("all", example["kind"], f"{example['kind']} {example['split']}"):
            right[group][not wrong] += 1
        if silent:
            costly.append(example["text"])
        if "error" in example["expect"]:
            refusals[not wrong] += 1
    shares = {group: 100 * count[True] / count.total() for group, count in right.items()}
    assert not costly
    assert refusals[False] == 0
    assert shares["all"] >= 97
    assert {group: shares[group] for group, goal in GOALS.items() if shares[group] < goal} == {}


@sweep
def test_the_zone_changes_nothing_but_where_today_is() -> None:
    for example in some([*read("examples.jsonl"), *read("independent.jsonl")[::5]], 12):
        answers = [answer(example, zone) for zone in ZONES]
        assert all(got == answers[0] for got in answers), example["text"]


def test_every_refusal_points_at_a_piece_and_offers_one_thing_to_do() -> None:
    from harvest_cli.domain.errors import SentenceError
    from harvest_cli.language.sentence.log import parse_log
    from tests.language.samples import NOW, manner

    refused = 0
    for example in read("sentences.jsonl"):
        if example["kind"] != "log" or "error" not in example["expect"]:
            continue
        workspace, text = example["workspace"], example["text"]
        with pytest.raises(SentenceError) as caught:
            parse_log(text, NOW, names(workspace), manner(workspace))
        refused += 1
        assert caught.value.hint
        assert not caught.value.message.endswith((".", "!"))
        assert len(caught.value.candidates) <= 50
        if caught.value.span is not None:
            start, end = caught.value.span
            assert 0 <= start < end <= len(text)
    assert refused > 50
