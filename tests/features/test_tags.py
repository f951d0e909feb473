"""Tags become class numbers, one a token; what is beyond the kept tokens is told and answered all the same."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError, ExperimentError
from mtl_core.experiment import Column, Experiment, Task, Text, parse_experiment
from mtl_core.features.column_format import AS_WRITTEN
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.tags import TagTarget, commonest, fit_to_count, split

TEXTS = ["Ann sang here", "so did Bob Ray", "they left", "I saw Ann"]
TAGS = ["B-PER O O", "O O B-PER I-PER", "O O", "O O B-PER"]


def experiment(**text: Any) -> Experiment:
    return Experiment(
        columns={"said": Column(kind="text"), "who": Column(kind="text", use=False)},
        tasks=(Task(column="who", kind="tags"),),
        text=Text(min_count=1, encoder="lstm", **text),
    )


def learnt(texts: list[Any], tags: list[Any], **text: Any) -> FeatureSpace:
    return fit(table(texts, tags), experiment(**text))


def table(texts: list[Any], tags: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({"said": pd.Series(texts, dtype=object), "who": pd.Series(tags, dtype=object)})


def target(space: FeatureSpace) -> TagTarget:
    (found,) = space.targets
    assert isinstance(found, TagTarget)
    return found


def test_tags_stand_between_blanks() -> None:
    assert split(np.array(["B-PER  O", None, " ", "O\tO"], dtype=object)).tolist() == [
        ("B-PER", "O"),
        None,
        (),
        ("O", "O"),
    ]


def test_answers_are_as_many_as_tokens() -> None:
    assert fit_to_count(("A", "B", "C"), 2, "O") == ("A", "B")
    assert fit_to_count(("A",), 3, "O") == ("A", "O", "O")


def test_the_rest_is_outside_or_the_commonest() -> None:
    assert commonest(split(np.array(["NOUN VERB", "NOUN"], dtype=object))) == "NOUN"
    assert commonest(split(np.array(["B-PER B-PER O"], dtype=object))) == "O"


def test_each_token_has_its_class_and_the_others_are_masked() -> None:
    space = learnt(TEXTS, TAGS)
    rows = table(["Bob left", "Ann sang", None, "so it was", "Ann"], ["B-PER O", None, None, "O B-NEW O", "O O"])
    (values,), (mask,) = space.encode_targets(rows)
    assert target(space).classes == ("B-PER", "I-PER", "O")
    assert values.tolist() == [[0, 2, 0, 0], [0] * 4, [0] * 4, [2, 0, 2, 0], [0] * 4]
    assert mask.tolist() == [
        [True, True, False, False],
        [False] * 4,
        [False] * 4,
        [True, False, True, False],
        [False] * 4,
    ]


def test_a_row_is_the_shares_of_its_tags() -> None:
    shares, known = target(learnt(TEXTS, TAGS)).per_row(table(["Bob left", "Ann"], ["B-PER O", None]))
    assert shares.tolist() == [[0.5, 0, 0.5], [0, 0, 0]]
    assert known.tolist() == [[True] * 3, [False] * 3]


def test_tokens_and_tags_stand_at_the_same_places() -> None:
    space = learnt(TEXTS, TAGS)
    tokens = space.transform(table(["Ann SANG here", "said-so , did!"], [None, None]))["c0"]
    assert (tokens > 0).sum(axis=1).tolist() == [3, 3]
    assert space.columns[0].cutting == "spaces"  # type: ignore[attr-defined]


@pytest.mark.parametrize("token", ["\u00a8", "\u200b", "\ufdfa", "ﬁ½", "\ufeff", "\u3000x", "e\u0301"])
def test_odd_signs_stay_one_token(token: str) -> None:
    space = learnt(TEXTS, TAGS)
    rows = table([f"a {token} b"], [None])
    count = target(space).counts(rows)[0]
    assert count == (space.transform(rows)["c0"] > 0).sum()


def test_texts_longer_than_what_is_kept_are_told_and_answered() -> None:
    space = learnt(TEXTS, TAGS, longest=2)
    assert target(space).notes == (
        'Task "who": 3 training texts have more than the 2 tokens that are kept; their 4 tags beyond do not train, and '
        'such tokens are answered "O".',
    )
    values, mask = target(space).encode(table(TEXTS, TAGS))
    assert values.shape == mask.shape == (4, 2)
    answers = np.empty(1, dtype=object)
    answers[0] = ("B-PER", "O")
    assert target(space).to_cells(answers, table(["Ann sang a song"], [None])).tolist() == ["B-PER O O O"]
    assert target(space).to_cells(answers, table(["Ann"], [None])).tolist() == ["B-PER"]
    assert target(space).to_cells(answers, table([None], [None])).tolist() == [""]


def test_state_goes_both_ways() -> None:
    space = learnt(TEXTS, TAGS)
    assert FeatureSpace.from_dict(space.to_dict()) == space


@pytest.mark.parametrize(
    ("texts", "tags", "words"),
    [
        (TEXTS, ["O O O", "O O O O", None, None], "different tags in its training rows: 1, expected at least 2"),
        (["same"] * 4, ["B-PER", "O", "O", "O"], "expected two or more different texts"),
    ],
)
def test_what_cannot_be_learnt_is_refused(texts: list[str], tags: list[Any], words: str) -> None:
    extra = table(texts, tags).assign(age=[1.0, 2.0, 3.0, 4.0])
    beside = parse_experiment(
        {**experiment().model_dump(), "columns": {**experiment().model_dump()["columns"], "age": {"kind": "numeric"}}}
    )
    with pytest.raises(ExperimentError, match=words):
        fit(extra, beside)


def test_damaged_state_is_refused() -> None:
    with pytest.raises(DataError, match='task "who" is damaged'):
        TagTarget("who", "tags", AS_WRITTEN, "said", AS_WRITTEN, 3, "X", ("B-PER", "O"), ())
