"""Tags of tokens: told from words and lemmas, and called by what they look like."""

from __future__ import annotations

import pytest

from mtl_core.tables.labels.tag_sets import are_tags, name


@pytest.mark.parametrize(
    ("tags", "called"),
    [
        (["O", "B-PER", "I-PER", "B-LOC"], "entities"),
        (["O", "B-per", "I-loc"], "entities"),
        (["O", "S-ORG", "E-MISC"], "entities"),
        (["O", "B-PER", "B-drug"], "entities"),
        (["O", "B-PER", "B-drug", "B-dose"], "tags"),
        (["O", "B-drug"], "tags"),
        (["B-NP", "I-NP", "O", "B-VP"], "chunks"),
        (["B-NP", "B-PP", "B-SBAR"], "chunks"),
        (["B-NP", "B-XP"], "tags"),
        (["NOUN", "VERB", "ADJ"], "pos"),
        (["NN", "VBZ", "."], "pos"),
        (["NN", "VBZ", "JJ", "DT", "foo"], "pos"),
        (["NN", "VBZ", "JJ", "foo"], "tags"),
        (["NOUN"], "tags"),
        (["a", "b"], "tags"),
        (["NOUN", "VERB", "B-PER"], "entities"),
    ],
)
def test_a_layer_is_called_by_its_tags(tags: list[str], called: str) -> None:
    assert name(tags) == called


@pytest.mark.parametrize(
    ("tags", "words", "told"),
    [
        (["O", "B-X", "I-X"], 1, True),
        (["NOUN", "VERB"], 2, True),
        (["a", "b"], 4, True),
        (["a", "b"], 3, False),
        (["a", "a"], 100, False),
        (["NOUN", "NOUN"], 100, False),
        ([f"t{n}" for n in range(200)], 400, True),
        ([f"t{n}" for n in range(201)], 4_000, False),
        ([f"t{n}" for n in range(200)], 399, False),
        (["NN", "VBZ", "JJ", "DT", "see"], 2, True),
        (["NN", "VBZ", "JJ", "see"], 2, False),
    ],
)
def test_tags_are_few_or_known(tags: list[str], words: int, told: bool) -> None:
    assert are_tags(tags, words) is told
