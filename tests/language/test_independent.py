"""Sentences and the meaning the grammar gives them, most written before the parser was asked."""

import pytest

from tests.language.samples import Fields, answer, judge, read


@pytest.mark.parametrize("example", read("independent.jsonl"), ids=lambda e: e["id"])
def test_a_sentence_of_the_independent_set_is_understood(example: Fields) -> None:
    wrong, _ = judge(example, got := answer(example))
    assert not wrong, f"{example['text']!r} {wrong}: {got}"


def test_the_independent_set_covers_every_kind() -> None:
    kinds = [(e["kind"], e["split"]) for e in read("independent.jsonl")]
    assert len(kinds) > 1000
    for kind in ("log", "start", "range"):
        for split in ("easy", "medium", "hard", "trap"):
            assert (kind, split) in kinds
