"""Entities, on the examples of seqeval's documentation and of the CoNLL shared tasks."""

from __future__ import annotations

import pytest

from mtl_core.tables.labels.entities import Entity, counts, entities, pieces


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-PER I-PER O B-LOC", [("PER", 0, 2), ("LOC", 3, 4)]),
        ("B-PER B-PER", [("PER", 0, 1), ("PER", 1, 2)]),
        ("I-PER I-PER O I-LOC", [("PER", 0, 2), ("LOC", 3, 4)]),
        ("I-PER I-LOC", [("PER", 0, 1), ("LOC", 1, 2)]),
        ("I-PER B-PER", [("PER", 0, 1), ("PER", 1, 2)]),
        ("B-PER I-PER E-PER S-LOC O", [("PER", 0, 3), ("LOC", 3, 4)]),
        ("B-PER I-PER L-PER U-LOC O", [("PER", 0, 3), ("LOC", 3, 4)]),
        ("E-PER E-PER", [("PER", 0, 1), ("PER", 1, 2)]),
        ("B-date-time I-date-time", [("date-time", 0, 2)]),
        ("O NOUN X-PER", []),
        ("", []),
    ],
)
def test_entities_in_every_way_of_marking(tags: str, expected: list[Entity]) -> None:
    assert list(entities(tags.split())) == expected


def test_tags_that_mark_no_spans_are_pieces_of_one_token() -> None:
    tags = ["NOUN", "VERB", "O", "NOUN"]
    assert pieces(tags, spans=False) == [("NOUN", 0, 1), ("VERB", 1, 2), ("NOUN", 3, 4)]
    assert pieces(tags, spans=True) == []
    spans = ["B-PER", "I-PER", "O", "B-LOC"]
    assert pieces(spans, spans=True) == [("PER", 0, 2), ("LOC", 3, 4)]
    assert pieces(spans, spans=False) == [("B-PER", 0, 1), ("I-PER", 1, 2), ("B-LOC", 3, 4)]


def test_only_whole_entities_of_the_right_type_count() -> None:
    true, said = (
        ("O O O B-MISC I-MISC I-MISC O", "B-PER I-PER O"),
        ("O O B-MISC I-MISC I-MISC I-MISC O", "B-PER I-PER O"),
    )
    there, given, right = counts([tags.split() for tags in true], [tags.split() for tags in said])
    assert there == given == {"MISC": 1, "PER": 1}
    assert right == {"PER": 1}
