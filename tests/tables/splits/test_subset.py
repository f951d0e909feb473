"""A share of the training rows: nested, dealt as the split is, and nothing else moves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, Task
from mtl_core.tables.splits.splitting import Parts, split

ROWS = 600
SHARES = (0.1, 0.25, 0.5)
EXPERIMENT = Experiment(
    columns={
        "x": Column(kind="numeric"),
        "who": Column(kind="category"),
        "sort": Column(kind="category"),
        "y": Column(kind="numeric"),
    },
    tasks=(Task(column="sort", kind="multiclass"), Task(column="y", kind="regression")),
)


def frame() -> pd.DataFrame:
    random, row = np.random.default_rng(0), np.arange(ROWS)
    sort = np.where(row < 6, "rare", np.where(row % 4 == 0, "some", "most"))
    return pd.DataFrame(
        {"x": row * 1.0, "who": [f"w{n}" for n in row % 60], "sort": sort, "y": random.normal(size=ROWS)}
    )


def deal(by: str, share: float) -> Parts:
    column = {"random": None, "group": "who", "time": "x"}[by]
    return split(frame(), EXPERIMENT.with_changes({"split.by": by, "split.column": column, "split.train_share": share}))


@pytest.mark.parametrize("by", ["random", "group", "time"])
def test_shares_are_nested_and_the_rows_that_judge_stay(by: str) -> None:
    whole = deal(by, 1.0)
    dealt = [*(deal(by, share) for share in SHARES), whole]
    for smaller, larger in pairwise(dealt):
        assert set(smaller.train) < set(larger.train)
        assert smaller.validation.tolist() == whole.validation.tolist()
        assert smaller.test.tolist() == whole.test.tolist()
    for share, parts in zip(SHARES, dealt, strict=False):
        assert len(parts.train) / len(whole.train) == pytest.approx(share, abs=0.02)  # whole groups, one of each label
        assert f"Only {len(parts.train)} of {len(whole.train)} training rows are learnt from" in parts.notes[-1]


def test_every_label_is_spread_and_none_is_lost() -> None:
    whole, some = (frame()["sort"].iloc[deal("random", share).train] for share in (1.0, 0.1))
    assert set(some) == {"rare", "some", "most"}
    for label in ("some", "most"):
        assert (some == label).mean() == pytest.approx((whole == label).mean(), abs=0.05)  # of 42 rows, about two


def test_groups_stay_whole_and_of_time_the_newest_are_kept() -> None:
    who = frame()["who"]
    whole, some = (deal("group", share).train for share in (1.0, 0.25))
    sizes, kept = who.iloc[whole].value_counts(), who.iloc[some].value_counts()
    assert (kept == sizes[kept.index]).sum() >= len(kept) - 1  # the rare label may bring one row of another group
    newest = deal("time", 0.25).train
    assert len(set(newest) & set(deal("time", 1.0).train[-len(newest) :])) >= len(newest) - 1


def test_a_task_alone_is_learnt_from_the_same_rows() -> None:
    both = EXPERIMENT.with_changes({"split.train_share": 0.25})
    data = both.model_dump() | {"tasks": [both.tasks[0].model_dump()]}
    data["split"]["tasks"] = [task.model_dump() for task in both.tasks]
    assert split(frame(), Experiment.model_validate(data)).train.tolist() == split(frame(), both).train.tolist()
