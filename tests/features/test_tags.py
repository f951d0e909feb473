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


def likely(space: FeatureSpace, *tags: str) -> np.ndarray:
    """Probabilities [1, length, K] of which the likeliest are those; I-PER comes next everywhere, then O."""
    classes = target(space).classes
    output = np.zeros((1, target(space).length, len(classes)))
    for tag, chance in (("O", 0.2), ("I-PER", 0.3)):
        output[:, :, classes.index(tag)] = chance
    for token, tag in enumerate(tags):
        output[0, token, classes.index(tag)] = 0.5
    return output


def say(space: FeatureSpace, text: str | None, *tags: str) -> str:
    (found,) = target(space).answer_rows(likely(space, *tags), table([text], [None]))
    return str(found)


def test_an_answer_breaks_no_span() -> None:
    space = learnt(TEXTS, TAGS)
    assert target(space).shown == ()
    assert say(space, "Ann sang", "O", "I-PER") == "O O"
    assert say(space, "Ann sang here", "B-PER", "I-PER", "I-PER") == "B-PER I-PER I-PER"
    assert say(space, None) == ""
    assert say(space, "Ann Ray", "B-PER", "I-PER", "O", "I-PER") == "B-PER I-PER"  # behind a text nothing pulls
    assert say(space, "Ann sang here to us all", "O", "I-PER", "I-PER", "I-PER") == "O O O O O O"


def test_a_span_is_broken_as_training_rows_break_it() -> None:
    tags = ["I-PER O O", "O O I-PER I-PER", "O O", "O O I-PER B-PER"]
    space = learnt(["Ann sang here", "so did Bob Ray", "they left", "I saw Ann Bob"], [*tags[:3], "O O I-PER"])
    assert target(space).shown == ("O I-PER",)
    assert target(space).notes == (
        'Task "who": in training rows, tags next to each other break a span ("O I-PER"), so answers may, too; those '
        "that no training row has are never answered.",
    )
    assert say(space, "Ann sang", "O", "I-PER") == "O I-PER"


def test_more_pairs_that_break_a_span_are_counted() -> None:
    said = target(learnt(TEXTS, ["I-A O O", "I-B I-A B-C I-A", "O O", "O O I-C"])).notes[0]
    assert '("B-C I-A", "I-B I-A", "O I-A" and 2 more)' in said


def test_tags_that_mark_no_spans_are_each_the_likeliest() -> None:
    space = learnt(TEXTS, ["X Y Y", "X X Y X", "Y Y", "X Y X"])
    output = np.zeros((1, 4, 2))
    output[0, [0, 1], [1, 0]] = 1
    assert target(space).shown is None
    assert target(space).answer_rows(output, table(["they left"], [None])).tolist() == ["Y X"]


def test_what_was_learnt_before_answers_as_it_did() -> None:
    data = learnt(TEXTS, TAGS).to_dict()
    del data["targets"][0]["shown"]
    assert say(FeatureSpace.from_dict(data), "Ann sang", "O", "I-PER") == "O I-PER"


@pytest.mark.parametrize("tags", [TAGS, ["I-PER O O", "I-PER O O O", "O O", "O O O"]])
def test_state_goes_both_ways(tags: list[str]) -> None:
    space = learnt(TEXTS, tags)
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


@pytest.mark.parametrize(
    ("rest", "shown"), [("X", ()), ("O", ("O",)), ("O", ("O X-PER",)), ("O", ("O B-PER O",)), ("O", ("",))]
)
def test_damaged_state_is_refused(rest: str, shown: tuple[str, ...]) -> None:
    with pytest.raises(DataError, match='task "who" is damaged'):
        TagTarget("who", "tags", AS_WRITTEN, "said", AS_WRITTEN, 3, rest, ("B-PER", "O"), (), shown)
