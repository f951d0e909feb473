"""Small tables dealt by a column or at random, worked out by hand: which rows, and in which words it is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Column, Experiment, Split, Task, Training
from mtl_core.tables.splits.copies import Copies
from mtl_core.tables.splits.splitting import Parts, group_column, split, split_column
from mtl_core.tables.splits.subset import keep_labels, keep_share, order_spread


def asked(*tasks: Task, seed: int = 0, **settings: Any) -> Experiment:
    columns = {
        "y": Column(kind="category"),
        "z": Column(kind="category"),
        "n": Column(kind="numeric"),
        "when": Column(kind="date"),
        "who": Column(kind="category"),
        "step": Column(kind="numeric"),
    }
    chosen = tasks or (Task(column="y", kind="multiclass"),)
    return Experiment(columns=columns, tasks=chosen, split=Split(**settings), training=Training(seed=seed))


def by_step(steps: list[float | None], **settings: Any) -> Parts:
    frame = pd.DataFrame({"y": (["a", "b"] * len(steps))[: len(steps)], "step": steps})
    return split(frame, asked(by="time", column="step", **settings))


def rows(parts: Parts) -> tuple[list[int], list[int], list[int]]:
    return parts.train.tolist(), parts.validation.tolist(), parts.test.tolist()


class TestTime:
    def test_the_newest_judge_and_those_before_them_pick(self) -> None:
        assert rows(by_step(list(range(10)))) == ([0, 1, 2, 3, 4, 5, 6], [7], [8, 9])
        assert rows(by_step(list(range(10))[::-1])) == ([3, 4, 5, 6, 7, 8, 9], [2], [0, 1])

    def test_equal_times_stay_together_as_near_to_the_shares_as_they_can(self) -> None:
        assert rows(by_step([0, 0, 0, 0, 0, 0, 1, 2, 2, 2])) == ([0, 1, 2, 3, 4, 5], [6], [7, 8, 9])
        assert rows(by_step([0, 0, 1, 1, 1, 1, 1, 1, 1, 2])) == ([0, 1], [2, 3, 4, 5, 6, 7, 8], [9])

    def test_every_part_with_a_share_gets_a_time(self) -> None:
        assert rows(by_step([1, 2, 3])) == ([0], [1], [2])
        assert rows(by_step([1, 1, 1, 1, 1, 1, 1, 1, 2, 3])) == ([0, 1, 2, 3, 4, 5, 6, 7], [8], [9])
        assert rows(by_step([1, 2, 3, 3, 3, 3, 3, 3])) == ([0], [1], [2, 3, 4, 5, 6, 7])

    @pytest.mark.parametrize(
        ("shares", "expected"),
        [
            ({"test": 0.2, "validation": 0.0}, ([0, 1, 2, 3, 4, 5, 6, 7], [], [8, 9])),
            ({"test": 0.0, "validation": 0.3}, ([0, 1, 2, 3, 4, 5, 6], [7, 8, 9], [])),
            ({"test": 0.0, "validation": 0.0}, (list(range(10)), [], [])),
            ({"test": 0.5, "validation": 0.4}, ([0], [1, 2, 3, 4], [5, 6, 7, 8, 9])),
        ],
    )
    def test_a_part_without_a_share_gets_none(self, shares: dict[str, float], expected: Any) -> None:
        assert rows(by_step(list(range(10)), **shares)) == expected

    def test_rows_without_a_time_train(self) -> None:
        parts = by_step([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, None, None])
        assert rows(parts) == ([0, 1, 2, 3, 4, 5, 6, 10, 11], [7], [8, 9])
        assert parts.notes == ('Split by time: the training rows include 2 rows with no value in "step".',)

    def test_times_of_rows_without_a_label_do_not_count(self) -> None:
        frame = pd.DataFrame({"y": [*"abababab", None, None], "step": range(10)})
        parts = split(frame, asked(by="time", column="step", test=0.25, validation=0.25))
        assert rows(parts) == ([0, 1, 2, 3], [4, 5], [6, 7])

    @pytest.mark.parametrize(
        ("steps", "shares", "needed"),
        [([1, 1, 2, 2], {}, 3), ([1, 1, 1, 1], {"validation": 0.0}, 2), ([1, 2, 1, 2], {"validation": 0.0}, None)],
    )
    def test_as_many_times_as_parts_are_needed(
        self, steps: list[float | None], shares: dict[str, float], needed: int | None
    ) -> None:
        if needed is None:
            assert len(by_step(steps, **shares).test) == 2
            return
        with pytest.raises(ExperimentError) as refused:
            by_step(steps, **shares)
        assert str(refused.value) == (
            f'Column "step" cannot split by time: expected at least {needed} different values in the rows with a '
            f"label, received {len(set(steps))}; choose another column, or split at random."
        )


class TestGroups:
    def test_the_shares_are_met_as_near_as_groups_allow(self) -> None:
        who = [f"g{n // 10}" for n in range(100)]
        frame = pd.DataFrame({"y": ["a", "b"] * 50, "who": who})
        for seed in range(5):
            parts = split(frame, asked(by="group", column="who", seed=seed))
            assert [len(part) for part in (parts.train, parts.validation, parts.test)] == [70, 10, 20]
            assert all(len(part) % 10 == 0 for part in rows(parts))

    def test_one_large_group_leaves_the_others_to_judge(self) -> None:
        frame = pd.DataFrame({"y": ["a", "b"] * 50, "who": ["large"] * 70 + [f"g{n // 5}" for n in range(30)]})
        parts = split(frame, asked(by="group", column="who"))
        assert set(range(70)) <= set(parts.train)
        assert (len(parts.validation), len(parts.test)) == (10, 20)

    def test_rows_without_a_group_train(self) -> None:
        frame = pd.DataFrame({"y": ["a", "b"] * 10, "who": [*"aabbccddee", *[None] * 10]})
        parts = split(frame, asked(by="group", column="who"))
        assert set(range(10, 20)) <= set(parts.train)
        assert parts.notes == ('Split by group: the training rows include 10 rows with no value in "who".',)

    def test_which_column_splits(self) -> None:
        assert group_column(asked(by="group", column="who")) == "who"
        assert group_column(asked(by="time", column="step")) is None
        assert group_column(asked()) is None
        assert split_column(asked(by="group", column="who")) == "who"
        assert split_column(asked(by="time")) == "when"
        assert split_column(asked()) is None

    @pytest.mark.parametrize(
        ("settings", "said"),
        [
            (
                {"by": "group"},
                "The split by group needs a column, and none is set; set split.column to the column of groups, or "
                "split at random.",
            ),
            (
                {"by": "time", "column": "who"},
                'Column "who" cannot split by time: expected dates or numbers, received category; choose another, or '
                "split at random.",
            ),
        ],
    )
    def test_a_column_that_cannot(self, settings: dict[str, Any], said: str) -> None:
        with pytest.raises(ExperimentError) as refused:
            split_column(asked(**settings))
        assert str(refused.value) == said


class TestNotes:
    def test_parts_in_words(self) -> None:
        parts = Parts(np.arange(1_200), np.arange(1), np.arange(0))
        assert parts.sentence() == "1,200 rows to learn from, 1 row to pick the epoch, 0 rows to judge."

    def test_classes_of_one_row_and_classes_that_do_not_train(self) -> None:
        steps = list(range(20))
        frame = pd.DataFrame({"y": [*"ababababababab", "c", *"abd", *"dd"], "step": steps})
        parts = split(frame, asked(by="time", column="step"))
        assert parts.notes == (
            'Task "y": 1 of 4 classes stand in one row only, such as "c".',
            'Task "y": 2 of 4 classes are in no training row, such as "c".',
        )

    def test_a_task_without_labels_in_a_part(self) -> None:
        frame = pd.DataFrame({"y": ["a", "b"] * 10, "z": ["p", "q"] * 7 + [None] * 6, "step": range(20)})
        tasks = (Task(column="y", kind="multiclass"), Task(column="z", kind="binary"))
        parts = split(frame, asked(*tasks, by="time", column="step"))
        assert parts.notes == (
            'Task "z" has no label in the validation rows.',
            'Task "z" has no label in the test rows.',
        )

    def test_numbers_are_not_spoken_of_one_by_one(self) -> None:
        frame = pd.DataFrame({"n": np.arange(40.0), "step": range(40)})
        parts = split(frame, asked(Task(column="n", kind="regression"), by="time", column="step"))
        assert parts.notes == ()

    def test_parts_for_which_no_row_is_left(self) -> None:
        said = "too few rows are different, or too few have a label that comes again."
        frame = pd.DataFrame({"y": list("abcd")})
        assert split(frame, asked()).notes[:2] == (
            f"No row is left for the validation rows: {said}",
            f"No row is left for the test rows: {said}",
        )
        assert split(frame, asked(test=0.0, validation=0.0)).notes == (
            'Task "y": 4 of 4 classes stand in one row only, such as "a".',
        )

    def test_no_label_at_all_is_refused(self) -> None:
        with pytest.raises(ExperimentError) as refused:
            split(pd.DataFrame({"y": [None, None]}), asked())
        assert str(refused.value) == (
            "No row has a label of any task, so there is nothing to learn; choose other columns."
        )

    def test_a_share_of_the_training_rows(self) -> None:
        frame = pd.DataFrame({"y": ["a", "b"] * 1_000, "step": range(2_000)})
        parts = split(frame, asked(by="time", column="step", train_share=0.5))
        assert parts.notes == ("Only 700 of 1,400 training rows are learnt from, as the share of training rows asks.",)
        assert parts.train.tolist() == list(range(700, 1_400))


class TestCopies:
    def test_the_first_row_that_is_like_each(self) -> None:
        frame = pd.DataFrame({"a": [1.0, np.nan, 1.0, np.nan, 2.0, 1.0], "b": ["x", None, "x", None, "x", "y"]})
        copies = Copies.of(frame)
        assert copies.first.tolist() == [0, 1, 0, 1, 4, 5]
        assert copies.count == 2
        assert copies.note() == (
            "2 rows repeat an earlier row exactly; copies are dealt together, so that none is learnt from and judged "
            "by.",
        )

    def test_one_and_none(self) -> None:
        one = Copies.of(pd.DataFrame({"a": ["x", "y", "x"]}))
        assert one.note()[0].startswith("1 row repeats an earlier row exactly; ")
        assert (Copies.none(3).first.tolist(), Copies.none(3).count, Copies.none(3).note()) == ([0, 1, 2], 0, ())


class TestSubset:
    def test_whole_units_in_their_order_as_near_to_the_share_as_they_can(self) -> None:
        units = np.array([0, 0, 0, 1, 2, 2, 3, 3, 3, 3])
        order = np.array([3, 0, 2, 1])
        for share, kept in (
            (0.1, {3}),
            (0.5, {3}),
            (0.6, {3, 0}),
            (0.8, {3, 0}),
            (0.81, {3, 0, 2}),
            (1.0, {0, 1, 2, 3}),
        ):
            assert set(units[keep_share(units, order, share)]) == kept

    def test_the_first_row_of_each_label_in_that_order(self) -> None:
        codes = [np.array([0, 0, 1, -1, 1]), np.array([-1, 2, 2, -1, -1])]
        order = np.array([4, 3, 2, 1, 0])
        assert keep_labels(codes, order).tolist() == [False, True, True, False, True]
        assert keep_labels([], order).tolist() == [False] * 5

    def test_every_beginning_of_an_order_spreads_the_labels(self) -> None:
        codes = np.repeat([0, 1, 2, 3], 16)
        for seed in range(5):
            order = order_spread([codes], np.random.default_rng(seed))
            assert sorted(order) == list(range(64))
            for size in (4, 8, 16, 32):
                assert np.bincount(codes[order[:size]], minlength=4).tolist() == [size // 4] * 4
