"""Sentences and the meaning the grammar gives them, most written before the parser was asked."""

from collections.abc import Sequence

from tests.language.samples import Fields, answer, judge, kind_of, read
from tests.rows import for_each, parts, some, sweep, try_all


def is_understood(example: Fields) -> None:
    wrong, _ = judge(example, got := answer(example))
    assert not wrong, f"{example['text']!r} {wrong}: {got}"


@sweep
@for_each(
    "examples", parts(some(read("independent.jsonl"), 2, kind_of)), ids=lambda es: es[0]["id"]
)
def test_the_sentences_of_the_independent_set_are_understood(examples: Sequence[Fields]) -> None:
    try_all(examples, is_understood, lambda example: example["id"])


def test_the_independent_set_covers_every_kind() -> None:
    kinds = [(e["kind"], e["split"]) for e in read("independent.jsonl")]
    assert len(kinds) > 1000
    for kind in ("log", "start", "range"):
        for split in ("easy", "medium", "hard", "trap"):
            assert (kind, split) in kinds
