"""What is said of classes and of numbers to predict before they are learnt: from where on, and in which words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Task
from mtl_core.tables.checks.task_checks import check_task
from mtl_core.tables.findings import Finding

CLASSES = Task(column="y", kind="multiclass")
YES_NO = Task(column="y", kind="binary")
NUMBER = Task(column="y", kind="regression")


def found(task: Task, cells: Any) -> list[Finding]:
    return list(check_task(task, pd.DataFrame({"y": cells})))


def said(task: Task, cells: Any) -> list[tuple[str, str]]:
    return [(finding.level, finding.sentence) for finding in found(task, cells)]


def of(**counts: int) -> list[str]:
    return [label for label, count in counts.items() for _ in range(count)]


class TestRareClasses:
    @pytest.mark.parametrize(
        ("cells", "sentence"),
        [
            (of(a=10, b=10, c=5), None),
            (
                of(a=10, b=10, c=4),
                'Task "y": 1 of 3 classes have fewer than 5 rows, such as "c".',
            ),
            (
                of(a=20, b=4, c=2, d=3),
                'Task "y": 3 of 4 classes have fewer than 5 rows, such as "b".',
            ),
            (
                of(a=20, b=4, c=1),
                'Task "y": 1 of 3 classes stand in one row only, such as "c"; they train but cannot be judged.',
            ),
            (
                of(a=20, b=1, c=1),
                'Task "y": 2 of 3 classes stand in one row only, such as "b"; they train but cannot be judged.',
            ),
        ],
    )
    def test_fewer_than_five_rows_are_told_and_one_row_before_that(
        self, cells: list[str], sentence: str | None
    ) -> None:
        assert said(CLASSES, cells) == ([("warning", sentence)] if sentence else [])

    def test_a_long_label_is_cut(self) -> None:
        (finding,) = found(CLASSES, [*of(a=10, b=10), "x" * 61])
        assert f'such as "{"x" * 59}…"' in finding.sentence
        (finding,) = found(CLASSES, [*of(a=10, b=10), "x" * 60])
        assert f'such as "{"x" * 60}"' in finding.sentence


class TestImbalance:
    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            (of(a=90, b=10), False),  # a tenth of all, of two classes
            (of(a=91, b=9), True),
            (of(a=45, b=49, c=6), True),  # a fifth of an even share: 33.3 rows / 5 = 6.7
            (of(a=45, b=48, c=7), False),
            (of(a=94, b=3, c=3), False),  # these are rare in themselves, and the first has not 95%
            (of(a=95, b=3, c=2), True),
            (of(a=50, b=50), False),
        ],
    )
    def test_a_fifth_of_an_even_share_or_nearly_all_in_one_class(self, cells: list[str], told: bool) -> None:
        assert any("accuracy says little" in sentence for _, sentence in said(CLASSES, cells)) is told

    def test_the_sentence_names_the_rarest_class_the_commonest_and_both_shares(self) -> None:
        (finding,) = found(YES_NO, of(sick=30, well=970))
        assert finding == Finding(
            "warning",
            "y",
            'Task "y": label "sick" stands in 30 of 1,000 labelled rows (3.0%), "well" in 97.0%, so accuracy says '
            'little; go by the other metrics, and bring a file with more rows of "sick".',
            ("another table",),
        )

    def test_missing_labels_are_no_rows(self) -> None:
        told = said(YES_NO, [*of(a=91, b=9), *[None] * 900])
        assert [sentence[:60] for _, sentence in told] == [
            'Task "y": label "b" stands in 9 of 100 labelled rows (9.0%),'
        ]


class TestTooManyClasses:
    def test_two_hundred_are_learnt(self) -> None:
        assert said(CLASSES, [f"c{n}" for n in range(200) for _ in range(5)]) == []

    @pytest.mark.parametrize(
        ("cells", "sentence", "remedies"),
        [
            (
                [f"c{n}" for n in range(201) for _ in range(5)],
                'Task "y" has 201 classes for 1,005 labelled rows, expected at most 200; merge rare classes in the '
                "file and bring it again, or do not predict it.",
                ("another table", "drop task"),
            ),
            (
                [n for n in range(201) for _ in range(5)],
                'Task "y" has 201 classes for 1,005 labelled rows, expected at most 200; predict a number, or merge '
                "rare classes in the file and bring it again, or do not predict it.",
                ("task: regression", "another table", "drop task"),
            ),
        ],
    )
    def test_more_are_an_error_and_numbers_may_be_predicted(
        self, cells: list[Any], sentence: str, remedies: tuple[str, ...]
    ) -> None:
        assert found(CLASSES, cells) == [Finding("error", "y", sentence, remedies)]

    @pytest.mark.parametrize(("labels", "faulty"), [("ab", False), ("abc", True), ("abcd", True)])
    def test_yes_no_has_two(self, labels: str, faulty: bool) -> None:
        told = found(YES_NO, list(labels) * 20)
        sentence = (
            f'Task "y" cannot be yes-no: expected 2 labels, received {len(labels)} such as "a", "b" and "c"; '
            "predict classes."
        )
        assert told == ([Finding("error", "y", sentence, ("task: multiclass",))] if faulty else [])


class TestAmounts:
    @pytest.mark.parametrize(
        ("cells", "told"),
        [([0.5, 1.5] * 20, True), ([1.0, 2.0] * 20, False), ([1, 2] * 20, False), (["0.5", "1.5"] * 20, False)],
    )
    def test_numbers_with_decimals_as_classes_are_amounts_perhaps(self, cells: list[Any], told: bool) -> None:
        sentence = 'Task "y" has numbers with decimals as classes; predict a number if they are amounts.'
        expected = [Finding("warning", "y", sentence, ("task: regression",))]
        assert found(CLASSES, cells) == (expected if told else [])


class TestEnoughLabels:
    @pytest.mark.parametrize("task", [CLASSES, NUMBER])
    @pytest.mark.parametrize(("labelled", "faulty"), [(20, False), (19, True)])
    def test_twenty_rows_have_one(self, task: Task, labelled: int, faulty: bool) -> None:
        cells = [n % 2 for n in range(labelled)] + [None] * 30
        sentence = (
            'Task "y" has 19 labelled rows, expected at least 20; add labels to the file and bring it again, or do not '
            "predict it."
        )
        expected = [Finding("error", "y", sentence, ("another table", "drop task"))]
        assert found(task, pd.array(cells, dtype="Int64").to_numpy(float, na_value=np.nan)) == (
            expected if faulty else []
        )

    @pytest.mark.parametrize("task", [CLASSES, YES_NO, NUMBER])
    def test_no_label_and_one_value_are_errors_of_their_own(self, task: Task) -> None:
        sentence = (
            'Task "y" has no labels: every cell is empty; fill them into the file and bring it again, or do not '
            "predict it."
        )
        assert found(task, [np.nan] * 30) == [Finding("error", "y", sentence, ("another table", "drop task"))]
        same = 'Task "y" cannot be learnt: every labelled row has the same value, "5"; do not predict it.'
        assert found(task, [5.0] * 30) == [Finding("error", "y", same, ("drop task",))]


class TestNumbers:
    def test_any_two_numbers_are_learnt(self) -> None:
        assert said(NUMBER, [0.0, *[1.0] * 30]) == []
        assert said(NUMBER, [1e30, -1e30] * 20) == []

    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            ([1.0, np.inf] * 20, "holds 20 infinite numbers, expected finite ones only; correct or empty such cells"),
            ([1.0, -np.inf, *[2.0] * 30], "holds 1 infinite number, expected finite ones only;"),
            ([1.0, 2.0, -1.1e30] * 20, "holds -1.1e+30, expected numbers within ±1e30; correct or empty it in the"),
        ],
    )
    def test_numbers_that_are_none_to_learn_from(self, cells: list[float], told: str) -> None:
        (finding,) = found(NUMBER, cells)
        assert finding.sentence.startswith(f'Task "y" {told}')
        assert (finding.level, finding.remedies) == ("error", ("another table", "drop task"))

    def test_a_spread_that_answers_of_seven_digits_cannot_tell(self) -> None:
        (finding,) = found(NUMBER, [1e9 + n % 2 for n in range(40)])
        assert finding.sentence == (
            'Task "y" holds numbers from 1000000000 to 1000000001, expected a spread of at least 2.6e+02 around '
            "numbers so large, as answers have 7 digits; subtract the same number from all of them in the file and "
            "bring it again, or do not predict it."
        )
        assert finding.remedies == ("another table", "drop task")

    @pytest.mark.parametrize(("spread", "faulty"), [(256.0, False), (255.0, True)])
    def test_a_step_of_float32_may_be_a_quarter_of_the_spread(self, spread: float, faulty: bool) -> None:
        # float32 has steps of 64 at 1e9, and the deviation of two equally common numbers is half their distance
        cells = [1e9 + n % 2 * 2 * spread for n in range(40)]
        assert bool(found(NUMBER, cells)) is faulty


class TestSpellings:
    @pytest.mark.parametrize(
        ("cells", "sentence", "remedies"),
        [
            (
                of(Rome=20, ROME=20, Oslo=20),
                'Task "y": "ROME" and "Rome" differ in capitals alone and count as 2 labels; if they mean the same, '
                "count them as one (columns.y.fold_case=true).",
                ("labels: fold case",),
            ),
            (
                of(Rome=20, ROME=20, Oslo=20, oslo=20, OSLO=20, Bern=20),
                'Task "y": "OSLO", "Oslo" and "oslo" (and 1 other label likewise) differ in capitals alone and '
                "count as 5 labels; if they mean the same, count them as one (columns.y.fold_case=true).",
                ("labels: fold case",),
            ),
        ],
    )
    def test_labels_in_several_spellings(self, cells: list[str], sentence: str, remedies: tuple[str, ...]) -> None:
        assert found(CLASSES, cells) == [Finding("warning", "y", sentence, remedies)]

    def test_three_spellings_of_a_label_are_shown(self) -> None:
        (finding,) = found(CLASSES, of(ab=20, aB=20, Ab=20, AB=20))
        assert finding.sentence.startswith('Task "y": "AB", "Ab" and "aB" differ in capitals alone and count as 4 ')

    def test_they_are_told_beside_an_error(self) -> None:
        levels = [level for level, _ in said(YES_NO, of(yes=10, Yes=10, no=10))]
        assert levels == ["error", "warning"]
