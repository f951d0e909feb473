"""How the targets of a table relate: by value, and for every kind of task."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.figures import relations
from mtl_core.preparation.experiment_request import request_experiment
from mtl_core.tables.checks.experiment_checks import check
from mtl_core.tables.checks.task_relations import TaskRelations, measure_relations
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in

ROWS = 400


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    rng = np.random.default_rng(0)
    size = rng.normal(size=ROWS)
    frame = pd.DataFrame(
        {
            "size": size,
            "weight": np.round(np.exp(size + rng.normal(scale=0.3, size=ROWS)), 4),
            "kind": np.where(size > 0, "large", "small"),
            "coin": rng.choice(["heads", "tails"], ROWS),
            "marks": ["|".join(rng.permutation(["red", "blue", "green"])[: rng.integers(1, 4)]) for _ in range(ROWS)],
            "words": ["a b c"] * ROWS,
            "rare": [str(row) if row < 5 else "" for row in range(ROWS)],
            "note": rng.normal(size=ROWS),
        }
    )
    frame.loc[:99, "kind"] = ""
    file: Path = tmp_path_factory.mktemp("related") / "things.csv"
    frame.to_csv(file, index=False)
    return take_in(file, file.name, tmp_path_factory.mktemp("workspace"))


def related(table: Dataset, targets: list[str]) -> TaskRelations:
    return measure_relations(table, request_experiment(table, targets, [], None, [], []))


def test_related_targets_are_found_over_their_common_rows(table: Dataset) -> None:
    known = related(table, ["weight", "kind", "coin"])
    assert known.strength[1][0] == known.strength[0][1]
    assert known.strength[1][0] == pytest.approx(0.83, abs=0.05)
    assert max(known.strength[2][:2]) < 0.15
    assert (known.common[0][0], known.common[1][0], known.common[2][0]) == (1.0, 0.75, 1.0)
    assert known.sentence().startswith('Strongest: "weight" and "kind" go together clearly (0.8')


def test_sets_of_labels_are_compared_too(table: Dataset) -> None:
    known = related(table, ["weight", "marks:multilabel"])
    assert known.strength[1][0] is not None
    assert known.strength[1][0] < 0.25


def test_targets_without_common_rows_are_not_compared(table: Dataset) -> None:
    known = related(table, ["weight", "rare:regression"])
    assert known.strength[1][0] is None
    assert known.sentence() == ("No two targets have labels in the same rows often enough to say how they go together.")
    assert relations.figure(known, dark=False).data[0].z[0][0] is None


def test_an_input_that_stands_out_is_asked_about(table: Dataset) -> None:
    experiment = request_experiment(table, ["weight", "coin"], [], None, [], [])
    asked = [finding for finding in check(table, experiment) if "alone tells" in finding.sentence]
    assert [finding.column for finding in asked] == ["size"]
    left = request_experiment(table, ["weight", "coin"], ["size", "kind"], None, [], [])
    assert not [finding for finding in check(table, left) if "alone tells" in finding.sentence]


@pytest.mark.parametrize(
    ("strengths", "said"),
    [
        ((0.05, 0.02, None), 'No two targets go together: at most 0.05 of 1, "a" and "b".'),
        ((0.1, 0.02, 0.09), 'Strongest: "a" and "b" go together somewhat (0.10 of 1).'),
        ((0.1, 0.499, 0.09), 'Strongest: "a" and "c" go together somewhat (0.50 of 1).'),
        ((0.1, 0.2, 0.5), 'Strongest: "b" and "c" go together clearly (0.50 of 1).'),
        ((None, None, 0.7), 'Strongest: "b" and "c" go together clearly (0.70 of 1).'),
        (
            (None, None, None),
            "No two targets have labels in the same rows often enough to say how they go together.",
        ),
    ],
)
def test_the_strongest_pair_in_words(strengths: tuple[float | None, ...], said: str) -> None:
    ab, ac, bc = strengths
    strength = ((1.0, ab, ac), (ab, 1.0, bc), (ac, bc, 1.0))
    assert TaskRelations(("a", "b", "c"), strength, ((1.0,) * 3,) * 3).sentence() == said


@pytest.mark.parametrize(("common", "known"), [(10, True), (9, False)])
def test_ten_rows_with_both_labels_tell(tmp_path: Path, common: int, known: bool) -> None:
    rows = [f"{n},{n * n if n < common else ''},{n % 7}" for n in range(40)]
    dataset = take_in(("a,b,x\n" + "\n".join(rows)).encode(), "t.csv", tmp_path)
    found = related(dataset, ["a:regression", "b:regression"])
    assert (found.strength[0][1] is not None) is known
    assert found.common == ((1.0, common / 40), (common / 40, common / 40))


def test_the_picture_has_each_pair_once_and_no_markup_of_names() -> None:
    names = ("<b>a</b>", "%{x}", "c")
    strength = ((1.0, 0.2, None), (0.2, 1.0, 0.7), (None, 0.7, 1.0))
    chart = relations.figure(TaskRelations(names, strength, ((1.0,) * 3,) * 3), dark=True)
    assert [list(row) for row in chart.data[0].z] == [[0.2, None], [None, 0.7]]
    assert list(chart.data[1].text) == ["0.20", "0.70"]
    assert "<b>" not in str(chart.to_json())
