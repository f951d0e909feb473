"""What is said of inputs before training: word for word, and from where on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.tables.checks.experiment_checks import check, check_rows, require, require_rows
from mtl_core.tables.checks.input_checks import read_columns
from mtl_core.tables.findings import Finding
from mtl_core.tables.profile import Spelling, StandIn
from tests.tables.checks.test_experiment_checks import LABELS, NUMBERS, ROWS, Make, make

__all__ = ["make"]


def of(findings: list[Finding], column: str) -> list[Finding]:
    return [finding for finding in findings if finding.column == column]


def known(dataset: Any, name: str, **facts: Any) -> Any:
    """The dataset with more known of that column."""
    columns = tuple(
        profile.model_copy(update=facts) if profile.name == name else profile for profile in dataset.columns
    )
    return dataset.model_copy(update={"columns": columns})


class TestIdentifiers:
    SAID = (
        'Column "code" has a different value in almost every row, like an identifier; unless it measures something, '
        "leave it out."
    )

    @pytest.mark.parametrize(
        ("unique", "filled", "kind", "told"),
        [
            (190, 200, None, True),
            (189, 200, None, False),
            (20, 20, None, True),
            (19, 19, None, False),
            (190, 200, "text", False),  # texts differ
            (95, 100, None, True),  # of the cells that are filled
        ],
    )
    def test_nineteen_of_twenty_cells_differ(
        self, make: Make, unique: int, filled: int, kind: str | None, told: bool
    ) -> None:
        cells = [f"c{n % unique} or so and more of it" if n < filled else None for n in range(ROWS)]
        found = check(*make(kinds={"code": kind} if kind else None, code=cells))
        expected = [Finding("warning", "code", self.SAID, ("leave out",))]
        assert [f for f in of(found, "code") if "almost every row" in f.sentence] == (expected if told else [])

    def test_numbers_with_decimals_measure_something(self, make: Make) -> None:
        assert of(check(*make(code=np.random.default_rng(5).random(ROWS))), "code") == []
        assert of(check(*make(code=np.random.default_rng(5).permutation(ROWS))), "code") != []


class TestGiveaways:
    def test_the_sentence_names_the_task(self, make: Make) -> None:
        found = of(check(*make(y=LABELS, leak=np.where(LABELS == "yes", "J", "N"))), "leak")
        said = (
            'Column "leak" alone gives task "y" away: it tells nearly every label; if it is not known before the '
            "answer is, leave it out."
        )
        assert found == [Finding("warning", "leak", said, ("leave out",))]

    def test_of_two_tasks_each_is_told(self, make: Make) -> None:
        tasks = {"y": "binary", "t": "regression"}
        found = of(check(*make(tasks, y=LABELS, t=np.where(LABELS == "yes", 5.0, 1.0), leak=LABELS == "yes")), "leak")
        assert [finding.sentence.split('"')[3] for finding in found] == ["y", "t"]

    def test_an_input_that_is_left_out_is_not_spoken_of(self, make: Make) -> None:
        dataset, experiment = make(y=LABELS, leak=np.where(LABELS == "yes", "J", "N"))
        assert of(check(dataset, experiment.with_changes({"columns.leak.use": False})), "leak") == []


class TestCopies:
    @pytest.mark.parametrize(("differing", "told"), [(5, True), (4, False)])
    def test_five_rows_differ_from_the_commonest_value(self, make: Make, differing: int, told: bool) -> None:
        cells = ["b"] * differing + ["a"] * (ROWS - differing)
        dataset, experiment = make(y=cells, twin=cells)
        said = Finding("error", "twin", 'Column "twin" is a copy of task "y"; leave it out.', ("leave out",))
        assert [f for f in check(dataset, experiment) if "is a copy" in f.sentence] == ([said] if told else [])

    def test_one_cell_that_differs_makes_no_copy(self, make: Make) -> None:
        other = LABELS.copy()
        other[7] = "yes" if other[7] == "no" else "no"
        assert not [f for f in check(*make(y=LABELS, twin=other)) if "is a copy" in f.sentence]


class TestFacts:
    def test_infinite_numbers_are_counted(self, make: Make) -> None:
        numbers = np.array([np.inf, -np.inf, *np.arange(ROWS - 2.0)])
        found = [f.sentence for f in of(check(*make(size=numbers)), "size")]
        assert 'Column "size" holds 2 infinite numbers, taken as missing.' in found

    def test_spellings_of_labels(self, make: Make) -> None:
        dataset, experiment = make()
        spelt = known(dataset, "city", spellings=(Spelling(label="Rome", others=("ROME",)),))
        (finding,) = of(check(spelt, experiment), "city")
        assert finding == Finding(
            "warning",
            "city",
            'Column "city": "Rome" and "ROME" differ in capitals alone and count as 2 labels; if they mean the same, '
            "count them as one (columns.city.fold_case=true).",
            ("labels: fold case",),
        )
        assert of(check(spelt, experiment.with_changes({"columns.city.fold_case": True})), "city") == []

    def test_groups_that_are_an_input(self, make: Make) -> None:
        dataset, experiment = make(split={"by": "group", "column": "city"})
        said = (
            'Column "city" splits the rows into groups and is an input, yet every group of the test rows is new to the '
            "network; leave it out."
        )
        assert Finding("warning", "city", said, ("leave out",)) in check(dataset, experiment)
        unused = experiment.with_changes({"columns.city.use": False})
        assert of(check(dataset, unused), "city") == []

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (
                (),
                'Column "age": -999 stands 1,200 times and 99 stands 2 times far from all other numbers; if that means '
                "missing, count it as missing (columns.age.missing=[-999,99]).",
            ),
            (
                (99.0,),
                'Column "age": -999 stands 1,200 times far from all other numbers; if that means missing, count it as '
                "missing (columns.age.missing=[-999]).",
            ),
            ((-999.0, 99.0), None),
        ],
    )
    def test_numbers_that_may_mean_missing_are_asked_about(
        self, make: Make, asked: tuple[float, ...], said: str | None
    ) -> None:
        dataset, experiment = make()
        stand_ins = (StandIn(number=-999, cells=1_200), StandIn(number=99, cells=2))
        changed = experiment.with_changes({"columns.age.missing": list(asked)})
        found = of(check(known(dataset, "age", stand_ins=stand_ins), changed), "age")
        assert found == ([Finding("warning", "age", said, ("numbers: missing",))] if said else [])
        unused = changed.with_changes({"columns.age.use": False})
        assert of(check(known(dataset, "age", stand_ins=stand_ins), unused), "age") == []


class TestRows:
    @pytest.mark.parametrize(("rows", "told"), [(20, False), (19, True), (1, True)])
    def test_twenty_rows_are_needed(self, make: Make, rows: int, told: bool) -> None:
        few = {"age": np.arange(rows) / 7, "city": ["a"] * rows, "y": ["no", "yes"] * 10, "n": np.arange(rows) / 3}
        dataset, _ = make(**{name: list(cells)[:rows] for name, cells in few.items()})
        count = "1 row" if rows == 1 else f"{rows} rows"
        said = f"The table has {count}, expected at least 20 to learn from; bring a file with more rows."
        assert list(check_rows(dataset)) == ([Finding("error", "", said, ("another table",))] if told else [])
        if told:
            with pytest.raises(Exception, match="expected at least 20"):
                require_rows(dataset)
        else:
            require_rows(dataset)

    def test_columns_are_read_one_by_one_in_their_order(self, make: Make) -> None:
        dataset, _ = make()
        found = dict(read_columns(dataset, ["n", "age"]))
        assert list(found) == ["n", "age"]
        assert found["age"].tolist() == dataset.frame(["age"])["age"].tolist()
        assert dict(read_columns(dataset, [])) == {}


class TestSplit:
    def test_labels_that_are_all_one_among_the_training_rows(self, make: Make) -> None:
        days = pd.date_range("2024-01-01", periods=ROWS)
        cells = np.where(np.arange(ROWS) < 160, "no", "yes")
        dataset, experiment = make(y=cells, when=days, split={"by": "time", "column": "when", "validation": 0.0})
        (finding,) = [f for f in check(dataset, experiment) if f.level == "error"]
        assert finding == Finding(
            "error",
            "y",
            'Task "y" has 1 different label in the training rows of this split, expected at least 2; split at random, '
            "or do not predict it.",
            ("split: random", "drop task"),
        )
        require(dataset, experiment.with_changes({"split.by": "random", "split.column": None}))

    @pytest.mark.parametrize(
        ("test", "labelled", "said"),
        [
            (0.2, 200, None),
            (0.15, 197, None),
            (0.15, 196, "About 29 rows will judge"),
            (0.01, 100, "About 1 row will judge"),
            (0.01, 40, "About 0 rows will judge"),
        ],
    )
    def test_thirty_rows_judge(self, make: Make, test: float, labelled: int, said: str | None) -> None:
        some = np.where(np.arange(ROWS) < labelled, LABELS, None)
        found = [f.sentence for f in check(*make(y=some, split={"test": test})) if "will judge task" in f.sentence]
        assert found == (
            [
                f'{said} task "y", expected at least 30 to tell a result from chance; bring a file with more rows, or '
                "take its numbers as a hint."
            ]
            if said
            else []
        )

    def test_rows_whose_label_stands_alone_do_not_judge(self, make: Make) -> None:
        cells = [f"only{n}" if n % 4 else LABELS[n] for n in range(ROWS)]
        found = check(*make({"y": "multiclass"}, y=cells))
        assert [f.sentence[:24] for f in found if "will judge" in f.sentence] == ["About 10 rows will judge"]
        numbers = check(*make({"t": "regression"}, t=NUMBERS))
        assert not [f for f in numbers if "will judge" in f.sentence]
