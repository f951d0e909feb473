"""The judgement of tags of tokens, on the examples of seqeval's documentation and on hand-made cases."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from mtl_core.evaluation.judges.tags import JUDGE
from mtl_core.plan import OutputTask
from mtl_core.records.results import Judgement


def column(*rows: str) -> np.ndarray:
    found = np.empty(len(rows), dtype=object)
    for place, row in enumerate(rows):
        found[place] = tuple(row.split())
    return found


def judged(true: np.ndarray, said: np.ndarray, classes: str, train: np.ndarray | None = None) -> Judgement:
    """The judgement of the tags ``said``, of which the network saw as many as the longest row has."""
    names = tuple(classes.split())
    output = np.zeros((len(said), max(map(len, said)), len(names)))
    for row, tags in enumerate(said):
        for place, tag in enumerate(tags):
            output[row, place, names.index(tag)] = 1
    task = OutputTask(id="t0", name="slots", kind="tags", outputs=len(names), classes=names, text="c0")
    return JUDGE.judge(task, true, output, true if train is None else train)


TRUE = column("O O O B-MISC I-MISC I-MISC O", "B-PER I-PER O")
SAID = column("O O B-MISC I-MISC I-MISC I-MISC O", "B-PER I-PER O")
SPANS = "B-MISC B-PER I-MISC I-PER O"


def test_entities_as_seqeval_documents_them() -> None:
    judgement = judged(TRUE, SAID, SPANS)
    assert judgement.metrics == {
        "entity_f1": 0.5,
        "entity_precision": 0.5,
        "entity_recall": 0.5,
        "token_accuracy": pytest.approx(0.8),
    }
    assert [(score.label, score.rows, score.precision, score.recall, score.f1) for score in judgement.labels] == [
        ("MISC", 1, 0, 0, 0),
        ("PER", 1, 1, 1, 1),
    ]


def test_the_guess_is_the_commonest_tag_of_the_training_rows() -> None:
    judgement = judged(TRUE, SAID, SPANS)
    assert judgement.baseline == {
        "entity_f1": 0.0,
        "entity_precision": 0.0,
        "entity_recall": 0.0,
        "token_accuracy": pytest.approx(0.5),
    }
    assert judgement.baseline_rule == 'Always answers "O", the commonest tag of the training rows.'
    assert judgement.sentence == "Finds whole entities with an F1 of 0.5; guessing would have 0."


def test_tags_that_mark_no_entities_are_judged_one_by_one() -> None:
    true, said = column("DET NOUN VERB", "NOUN VERB"), column("DET NOUN NOUN", "NOUN VERB")
    judgement = judged(true, said, "DET NOUN VERB")
    flat = ["DET", "NOUN", "VERB", "NOUN", "VERB"], ["DET", "NOUN", "NOUN", "NOUN", "VERB"]
    assert judgement.metrics == {
        "token_accuracy": pytest.approx(0.8),
        "macro_f1": pytest.approx(f1_score(*flat, average="macro")),
    }
    assert [(score.label, score.rows) for score in judgement.labels] == [("DET", 1), ("NOUN", 2), ("VERB", 2)]


def test_what_is_beyond_the_kept_tokens_is_only_guessed_and_told() -> None:
    judgement = judged(column("B-PER O O B-PER", "O"), column("B-PER O", "O O"), "B-PER I-PER O")
    assert judgement.metrics["token_accuracy"] == pytest.approx(0.8)
    assert judgement.notes == (
        "Texts longer than the 2 tokens that are kept: 1; their 2 tokens beyond are not read, only guessed.",
    )


def test_a_tag_that_training_never_saw_counts_as_wrong() -> None:
    judgement = judged(column("B-ORG O"), column("O O"), "B-PER I-PER O", train=column("B-PER I-PER O O"))
    assert judgement.metrics["entity_recall"] == 0
    assert judgement.notes == ('Tokens with a tag that no training row has ("B-ORG"): 1; they count as wrong.',)


def test_where_there_is_no_entity_nothing_is_measured() -> None:
    judgement = judged(column("O O"), column("O O"), "B-PER I-PER O")
    assert (judgement.metrics["entity_f1"], judgement.metrics["token_accuracy"], judgement.labels) == (None, 1.0, ())


def test_a_tag_that_is_never_said_is_never_found() -> None:
    judgement = judged(column("DET NOUN VERB"), column("DET DET DET"), "DET NOUN VERB")
    assert [(score.label, score.rows, score.precision, score.recall, score.f1) for score in judgement.labels] == [
        ("DET", 1, pytest.approx(1 / 3), 1, 0.5),
        ("NOUN", 1, 0, 0, 0),
        ("VERB", 1, 0, 0, 0),
    ]
    assert judgement.metrics["macro_f1"] == pytest.approx(0.5 / 3)


def test_an_entity_that_is_said_and_not_there_is_counted_with_none() -> None:
    judgement = judged(column("B-PER O"), column("B-PER B-LOC"), "B-PER B-LOC O")
    assert [(score.label, score.rows, score.precision, score.recall, score.f1) for score in judgement.labels] == [
        ("LOC", 0, 0, 0, 0),
        ("PER", 1, 1, 1, 1),
    ]
    assert (judgement.metrics["entity_precision"], judgement.metrics["entity_recall"]) == (0.5, 1)


def test_no_tokens_at_all_have_nothing_to_measure_and_that_is_said() -> None:
    judgement = judged(column("", ""), column("O", "O"), "B-PER I-PER O", train=column("O B-PER"))
    assert set(judgement.metrics.values()) == {None}
    assert judgement.notes[-1].endswith("because the rows with tags have no token.")
    assert judgement.labels == ()
    plain = judged(column("", ""), column("NOUN", "NOUN"), "DET NOUN", train=column("DET NOUN"))
    assert (set(plain.metrics.values()), plain.labels) == ({None}, ())
    entities = judged(column("O O"), column("O O"), "B-PER I-PER O", train=column("O B-PER"))
    assert entities.notes == (
        "Not defined here: entity_f1, entity_precision, entity_recall, because the rows with tags have no entity.",
    )


def test_at_most_five_unseen_tags_are_named() -> None:
    true = column("B-G B-F B-E B-D B-C B-B O")
    judgement = judged(true, column("O O O O O O O"), "B-PER I-PER O", train=column("O B-PER"))
    assert judgement.notes == (
        'Tokens with a tag that no training row has ("B-B", "B-C", "B-D", "B-E", "B-F"): 6; they count as wrong.',
    )
