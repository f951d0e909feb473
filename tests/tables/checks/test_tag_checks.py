"""What is said of tags of tokens before they are learnt."""

from typing import Any

import pandas as pd
import pytest

from mtl_core.experiment import Task
from mtl_core.tables.checks.task_checks import check_task

TASK = Task(column="who", kind="tags", tokens="said")


def said(texts: list[Any], tags: list[Any]) -> list[tuple[str, str]]:
    frame = pd.DataFrame({"said": pd.Series(texts, dtype=object), "who": pd.Series(tags, dtype=object)})
    return [(found.level, found.sentence) for found in check_task(TASK, frame)]


def test_sound_tags_give_nothing_to_say() -> None:
    assert said(["Ann sang", "they left", "so"] * 20, ["B-PER O", "O O", None] * 20) == []


@pytest.mark.parametrize(
    ("texts", "tags", "words"),
    [
        (["Ann sang"] * 30, [None] * 30, "has no labels"),
        (["Ann sang"] * 30, ["O O"] * 30, 'has the same value, "O"'),
        (
            ["Ann sang"] * 30,
            ["B-PER O"] * 28 + ["B-PER", "O O O"],
            'Task "who": row 29 has 1 tag for the 2 tokens of "said", expected one for each; correct that row in the '
            "file or empty its cell and bring it again, or do not predict it.",
        ),
        ([None, *["Ann sang"] * 30], ["O", *["B-PER O"] * 30], 'row 1 has 1 tag for the 0 tokens of "said"'),
        (
            [" ".join("abcdefghij")] * 30,
            [" ".join(f"t{k}{n}" for k in range(10)) for n in range(30)],
            "300 different tags",
        ),
    ],
)
def test_tags_that_cannot_be_learnt(texts: list[Any], tags: list[Any], words: str) -> None:
    ((level, sentence),) = said(texts, tags)
    assert level == "error"
    assert words in sentence


def test_two_hundred_tags_are_learnt() -> None:
    texts = [" ".join("abcdefghij")] * 100
    assert said(texts, [" ".join(f"t{k}{n % 20}" for k in range(10)) for n in range(100)]) == []
    ((level, sentence),) = said(
        [*texts, "a"], [*(" ".join(f"t{k}{n % 20}" for k in range(10)) for n in range(100)), "x"]
    )
    assert (level, sentence) == (
        "error",
        'Task "who" has 201 different tags, expected at most 200, so it looks like a text; do not predict it.',
    )


@pytest.mark.parametrize(("times", "told"), [(5, False), (4, True)])
def test_a_tag_of_five_tokens_is_not_rare(times: int, told: bool) -> None:
    found = said(["Ann sang"] * (30 + times), ["B-PER O"] * 30 + ["B-LOC O"] * times)
    assert bool(found) is told


def test_rare_tags_are_told() -> None:
    ((level, sentence),) = said(["Ann sang"] * 31, ["B-PER O"] * 30 + ["B-LOC O"])
    assert level == "warning"
    assert sentence == 'Task "who": 1 of 3 tags are given to fewer than 5 tokens, such as "B-LOC".'
