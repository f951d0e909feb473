"""A feature space learns from training rows alone, reads typed and text cells alike, and travels."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtl_core.errors import DataError, ExperimentError
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features import plan_shapes
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.columns.numeric import NumericColumn
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.plan import plan
from mtl_core.tables.splits.splitting import split

ROOT = Path(__file__).parents[2]
GERMAN = ColumnFormat(decimal=",", thousands=".", date="%d.%m.%Y")


def same(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert left.keys() == right.keys() >= {"numbers", "categories"}
    for name in left:
        np.testing.assert_array_equal(left[name], right[name])


def written(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Typed cells as a German file writes them."""
    return pd.Series([None if pd.isna(cell) else cell_written(cell) for cell in values], dtype=object)


def cell_written(cell: Any) -> str:
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, float):
        return f"{cell:,}".translate(str.maketrans(",.", ".,"))
    return str(cell)


def test_arrays_have_the_shapes_of_the_plan(table: pd.DataFrame, experiment: Experiment) -> None:
    space = fit(table, experiment)
    encoded = space.transform(table)
    numbers, categories = encoded["numbers"], encoded["categories"]
    assert (numbers.dtype, categories.dtype) == (np.float32, np.int32)
    assert [column.id for column in plan_shapes.inputs(space)] == [f"c{place}" for place in range(8)]
    names = ["age", "rooms", "city", "floor", "member", "paid", "since", "note"]
    assert [column.name for column in plan_shapes.inputs(space)] == names
    text = plan_shapes.inputs(space)[7]
    assert (encoded["c7"].dtype, encoded["c7"].shape) == (np.int32, (len(table), text.length))
    assert encoded["c7"].max() < text.tokens
    assert numbers.shape == (len(table), sum(column.numbers for column in plan_shapes.inputs(space)))
    vocabularies = [column.vocabulary for column in plan_shapes.inputs(space) if column.vocabulary]
    assert categories.shape == (len(table), len(vocabularies))
    assert (categories.max(axis=0) < vocabularies).all()
    assert [(task.id, task.outputs, task.classes) for task in plan_shapes.tasks(space)] == [
        ("t0", 1, ("no", "yes")),
        ("t1", 3, ("blue", "green", "red")),
        ("t2", 1, ()),
    ]
    blocks = {block.id: block for block in plan(experiment, plan_shapes.inputs(space), plan_shapes.tasks(space)).blocks}
    assert blocks["inputs"].units == sum(c.width for c in plan_shapes.inputs(space)) + blocks["inputs_c7"].units


def test_numbers_stand_in_the_order_of_the_columns(table: pd.DataFrame, experiment: Experiment) -> None:
    space = fit(table, experiment)
    numbers, start = space.transform(table)["numbers"], 0
    for column in space.columns:
        if column.numbers:
            own = column.encode(table[column.name]).astype(np.float32)
            np.testing.assert_array_equal(numbers[:, start : start + column.numbers], own)
            start += column.numbers


def test_column_that_tells_nothing_is_left_out_visibly(table: pd.DataFrame, experiment: Experiment) -> None:
    left_out = fit(table, experiment).left_out
    assert [column.name for column in left_out] == ["always"]
    assert 'Column "always" is not used: read as numeric' in left_out[0].reason


def test_no_column_left_is_an_error(table: pd.DataFrame) -> None:
    columns = {"always": Column(kind="numeric"), "ill": Column(kind="yes_no")}
    alone = Experiment(columns=columns, tasks=(Task(column="ill", kind="binary"),))
    with pytest.raises(ExperimentError, match="No column is left to learn from: of 1 input columns"):
        fit(table, alone)


CELLS = st.one_of(st.none(), st.floats(), st.text(max_size=4), st.sampled_from(["yes", "red", "1e308", "2024-01-01"]))


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_nothing_is_learnt_from_rows_that_do_not_train(
    data: st.DataObject, table: pd.DataFrame, experiment: Experiment
) -> None:
    parts = split(table, experiment)
    cells = table.astype(object)
    others = np.setdiff1d(np.arange(len(table)), parts.train)
    for name in experiment.input_names:  # the labels stay, because they decide which rows train
        place = cells.columns.get_loc(name)
        cells.iloc[others, place] = data.draw(st.lists(CELLS, min_size=len(others), max_size=len(others)))
    after = split(cells, experiment)
    np.testing.assert_array_equal(after.train, parts.train)
    space = fit(cells.take(after.train), experiment)
    assert space.to_dict() == fit(table.take(parts.train), experiment).to_dict()
    assert np.isfinite(space.transform(cells)["numbers"]).all()


@given(rows=st.lists(st.lists(CELLS, min_size=12, max_size=12), min_size=1, max_size=20))
@settings(max_examples=50, deadline=None)
def test_arrays_are_finite_whatever_later_rows_hold(
    rows: list[list[Any]], table: pd.DataFrame, experiment: Experiment
) -> None:
    space = fit(table, experiment)
    later = pd.DataFrame(rows, columns=table.columns, dtype=object)
    values, mask = space.encode_targets(later)
    assert np.isfinite(space.transform(later)["numbers"]).all()
    for answers, known in zip(values, mask, strict=True):
        assert np.isfinite(answers).all()
        assert (answers[~known] == 0).all()


def test_text_gives_the_same_arrays_as_typed_cells(table: pd.DataFrame, experiment: Experiment) -> None:
    space = fit(table, experiment, dict.fromkeys(table.columns, GERMAN))
    text = pd.DataFrame({name: written(table[name]) for name in table.columns})
    assert text["age"].str.contains(",").any()
    same(space.transform(text), space.transform(table))
    for typed, as_text in zip(space.encode_targets(table), space.encode_targets(text), strict=True):
        for one, other in zip(typed, as_text, strict=True):
            np.testing.assert_array_equal(one, other)
    for target in space.targets:
        pd.testing.assert_series_equal(pd.Series(target.truth(text)), pd.Series(target.truth(table)))


def test_text_of_training_rows_fixes_the_date_format() -> None:
    dates = [f"{month}/{day}/2024" for month in (1, 2, 3) for day in (5, 17, 29)]
    frame = pd.DataFrame({"when": dates, "y": [0.0, 1.0, 2.0] * 3})
    experiment = Experiment(
        columns={"when": Column(kind="date"), "y": Column(kind="numeric")},
        tasks=(Task(column="y", kind="regression"),),
    )
    space = fit(frame, experiment)
    one = space.transform(pd.DataFrame({"when": ["2/5/2024"]}))["numbers"]
    np.testing.assert_array_equal(one, space.transform(frame)["numbers"][3:4])


def test_space_survives_json(table: pd.DataFrame, experiment: Experiment) -> None:
    space = fit(table, experiment, {"age": GERMAN})
    again = FeatureSpace.from_dict(json.loads(json.dumps(space.to_dict(), allow_nan=False)))
    assert again == space
    same(again.transform(table), space.transform(table))


def test_damaged_description_is_refused(table: pd.DataFrame, experiment: Experiment) -> None:
    state = fit(table, experiment).to_dict()
    kind = {**state["columns"][0], "kind": "picture"}
    for broken in ({}, {**state, "columns": None}, {**state, "targets": [1]}, {**state, "columns": [kind]}):
        with pytest.raises(DataError, match=r"^What is stored about .* is damaged: .*; export the bundle again\.$"):
            FeatureSpace.from_dict(broken)


class Broken(NumericColumn):
    """An encoder with a fault."""

    def encode(self, values: "pd.Series[Any]") -> Any:
        return np.full((len(values), self.numbers), np.inf)


def test_number_that_is_not_finite_is_never_handed_on(table: pd.DataFrame) -> None:
    space = FeatureSpace((Broken("age", ColumnFormat(), 0.0, 1.0, False),), ())
    with pytest.raises(DataError, match='Column "age" gives numbers that are not finite'):
        space.transform(table)


def test_missing_column_is_named(table: pd.DataFrame, experiment: Experiment) -> None:
    with pytest.raises(DataError, match='Column "city" is missing from this table, which has "age", "rooms"'):
        fit(table, experiment).transform(table.drop(columns="city"))


def test_order_and_further_columns_do_not_matter(table: pd.DataFrame, experiment: Experiment) -> None:
    space = fit(table, experiment)
    shuffled = table.assign(more=1)[["more", *reversed(table.columns)]]
    same(space.transform(shuffled), space.transform(table))


def test_no_rows_give_no_rows(table: pd.DataFrame, experiment: Experiment) -> None:
    space = fit(table, experiment)
    encoded = space.transform(table[:0])
    assert encoded["numbers"].shape == (0, sum(column.numbers for column in space.columns))
    assert encoded["categories"].shape == (0, 2)


def test_only_numbers_or_only_categories_leave_the_other_array_empty(table: pd.DataFrame) -> None:
    for name, kind, shapes in (("age", "numeric", (2, 0)), ("city", "category", (0, 1))):
        columns = {name: Column(kind=kind), "ill": Column(kind="yes_no")}
        space = fit(table, Experiment(columns=columns, tasks=(Task(column="ill", kind="binary"),)))
        encoded = space.transform(table)
        assert (encoded["numbers"].shape[1], encoded["categories"].shape[1]) == shapes


def test_encoding_travels_without_the_project(table: pd.DataFrame, experiment: Experiment, tmp_path: Path) -> None:
    space = fit(table, experiment)
    package = tmp_path / "mtl_core"
    for room in ("column_kinds", "features", "task_kinds"):
        shutil.copytree(ROOT / "mtl_core" / room, package / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("errors.py", "families.py", "text_encoders.py", "wording.py"):
        shutil.copy(ROOT / "mtl_core" / name, package)
    (package / "__init__.py").touch()
    (tmp_path / "space.json").write_text(json.dumps(space.to_dict()), "utf-8")
    table.to_csv(tmp_path / "table.csv", index=False)
    code = (
        "import json, sys, numpy, pandas\n"
        "from mtl_core.features.space import FeatureSpace\n"
        "space = FeatureSpace.from_dict(json.load(open('space.json', encoding='utf-8')))\n"
        "frame = pandas.read_csv('table.csv', dtype=str, keep_default_na=False, na_values=[''])\n"
        "numpy.savez('arrays.npz', **space.transform(frame))\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'pydantic', 'tensorflow', 'sklearn'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
    with np.load(tmp_path / "arrays.npz") as arrays:
        same(dict(arrays), space.transform(table))
