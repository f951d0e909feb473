"""Every labelled row is in exactly one part, shares hold, labels are spread, nothing crosses a border."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Column, Experiment, Split, Task, Training
from mtl_core.tables.splits.splitting import Parts, split, split_column

LABELS = {
    "binary": ["no", "yes"],
    "multiclass": list("abcde"),
    "multilabel": ["a", "a;b", "b;c", "[]"],
    "regression": [0.0, 1.5, 2.0, 1e30],
}


def asked(kinds: dict[str, str] | None = None, seed: int = 0, **settings: Any) -> Experiment:
    """An experiment on tasks y0, y1 … of those kinds, split as asked."""
    kinds = kinds or {"y": "multiclass"}
    columns = {name: Column(kind="numeric" if kind == "regression" else "category") for name, kind in kinds.items()}
    more = {"when": Column(kind="date"), "who": Column(kind="category"), "step": Column(kind="numeric")}
    tasks = tuple(Task(column=name, kind=kind) for name, kind in kinds.items())
    return Experiment(columns=columns | more, tasks=tasks, split=Split(**settings), training=Training(seed=seed))


def all_rows(parts: Parts) -> npt.NDArray[np.int64]:
    return np.concatenate([parts.train, parts.validation, parts.test])


def shares(parts: Parts) -> list[float]:
    sizes = np.array([len(parts.train), len(parts.validation), len(parts.test)])
    return list(sizes / sizes.sum())


@st.composite
def tables(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, str]]:
    kinds = draw(st.lists(st.sampled_from(sorted(LABELS)), min_size=1, max_size=4))
    rows = draw(st.integers(1, 60))
    cells = {
        f"y{place}": draw(st.lists(st.sampled_from([*LABELS[kind], None]), min_size=rows, max_size=rows))
        for place, kind in enumerate(kinds)
    }
    frame = pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in cells.items()})
    return frame, {f"y{place}": kind for place, kind in enumerate(kinds)}


@given(tables(), st.sampled_from([(0.2, 0.1), (0.0, 0.0), (0.8, 0.1), (0.0, 0.3), (0.5, 0.0)]), st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_labelled_rows_are_dealt_once_and_every_class_trains(
    table: tuple[pd.DataFrame, dict[str, str]], wanted: tuple[float, float], seed: int
) -> None:
    frame, kinds = table
    labelled = np.flatnonzero(frame.notna().any(axis=1))
    experiment = asked(kinds, seed, test=wanted[0], validation=wanted[1])
    if not len(labelled):
        with pytest.raises(ExperimentError, match="No row has a label of any task"):
            split(frame, experiment)
        return
    parts = split(frame, experiment)
    assert sorted(all_rows(parts)) == list(labelled)
    for rows in (parts.train, parts.validation, parts.test):
        assert rows.dtype == np.int64
        assert (np.diff(rows) > 0).all()
    for share, rows in zip(wanted, (parts.test, parts.validation), strict=True):
        assert share > 0 or not len(rows)
    for name, kind in kinds.items():
        if kind != "regression":
            cells = frame[name] if kind != "multilabel" else frame[name].str.split(";").explode()
            assert set(cells.dropna()) == set(cells[cells.index.isin(parts.train)].dropna())


@given(st.integers(60, 3000), st.integers(0, 100), st.sampled_from([(0.2, 0.1), (0.8, 0.1), (0.1, 0.5), (0.3, 0.0)]))
@settings(max_examples=40, deadline=None)
def test_shares_hold_for_the_rows_and_for_each_common_label(rows: int, seed: int, wanted: tuple[float, float]) -> None:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "a": rng.choice(["x", "y"], rows, p=[0.8, 0.2]),
            "b": rng.choice(list("pqr"), rows),
            "n": rng.normal(size=rows),
        }
    )
    frame["b"] = frame["b"].mask(rng.random(rows) < 0.5)
    kinds = {"a": "binary", "b": "multiclass", "n": "regression"}
    parts = split(frame, asked(kinds, seed, test=wanted[0], validation=wanted[1]))
    assert shares(parts) == pytest.approx([1 - sum(wanted), wanted[1], wanted[0]], abs=6 / rows + 0.01)
    for name in ("a", "b"):
        for label, count in frame[name].value_counts().items():
            tested = (frame[name].iloc[parts.test] == label).sum()
            # Of three tasks each row has labels of, a rare one may lack some rows that the others have filled.
            assert tested / count == pytest.approx(wanted[0], abs=9 / count + 0.01)


def test_each_of_several_labels_is_spread() -> None:
    rng = np.random.default_rng(0)
    held = rng.random((2000, 3)) < [0.5, 0.2, 0.03]
    cells = [";".join(np.array(["a", "b", "c"])[row]) or "[]" for row in held]
    parts = split(pd.DataFrame({"y": cells}), asked({"y": "multilabel"}, test=0.3, validation=0.1))
    for rows, share in ((parts.test, 0.3), (parts.validation, 0.1)):
        assert held[rows].sum(0) / held.sum(0) == pytest.approx([share] * 3, abs=0.03)
        assert len(rows) / 2000 == pytest.approx(share, abs=0.01)
    assert parts.notes == ()


def test_numbers_are_spread_too() -> None:
    frame = pd.DataFrame({"n": np.r_[np.zeros(900), np.full(100, 50.0)]})
    parts = split(frame, asked({"n": "regression"}))
    assert frame["n"].iloc[parts.test].mean() == pytest.approx(frame["n"].mean(), rel=0.05)


def test_many_small_classes_leave_the_shares_as_asked() -> None:
    frame = pd.DataFrame({"y": np.repeat(np.arange(150), 4).astype(str)})
    assert shares(split(frame, asked(test=0.1, validation=0.1))) == pytest.approx([0.8, 0.1, 0.1], abs=0.01)


def test_same_seed_same_parts_other_seed_other_parts() -> None:
    frame = pd.DataFrame({"y": list("ab") * 100})
    first, again, other = (split(frame, asked(seed=seed)).test.tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_class_seen_once_trains_and_is_noted() -> None:
    frame = pd.DataFrame({"y": ["rare", *"ab" * 50]})
    parts = split(frame, asked(test=0.8, validation=0.1))
    assert 0 in parts.train
    assert parts.notes == ('Task "y": 1 of 3 classes stand in one row only, such as "rare".',)


def test_part_without_labels_of_a_task_is_noted() -> None:
    frame = pd.DataFrame({"y": list("ab") * 50, "z": ["p", "q", *[None] * 98]})
    notes = split(frame, asked({"y": "binary", "z": "binary"})).notes
    assert 'Task "z" has no label in the test rows.' in notes


def test_time_tests_on_the_last_rows_and_keeps_equal_dates_together() -> None:
    days = np.random.default_rng(0).permutation(np.repeat(pd.date_range("2024-01-01", periods=100).to_numpy(), 5))
    frame = pd.DataFrame({"y": list("ab") * 250, "when": days})
    parts = split(frame, asked(by="time"))
    when = frame["when"]
    assert when.iloc[parts.train].max() < when.iloc[parts.validation].min()
    assert when.iloc[parts.validation].max() < when.iloc[parts.test].min()
    assert shares(parts) == pytest.approx([0.7, 0.1, 0.2])


def test_time_may_be_a_number_or_text() -> None:
    frame = pd.DataFrame(
        {"y": list("ab") * 10, "step": np.arange(20)[::-1], "when": [f"{d}/1/2024" for d in range(1, 21)]}
    )
    assert split(frame, asked(by="time", column="step")).test.tolist() == [0, 1, 2, 3]
    assert split(frame, asked(by="time", column="when")).test.tolist() == [16, 17, 18, 19]


def test_rows_without_a_date_train_and_are_noted() -> None:
    when = pd.Series(pd.date_range("2024-01-01", periods=20)).where(np.arange(20) != 19)
    parts = split(pd.DataFrame({"y": list("ab") * 10, "when": when}), asked(by="time"))
    assert 19 in parts.train
    assert 'Split by time: the training rows include 1 row with no value in "when".' in parts.notes


@given(st.integers(3, 60), st.integers(0, 50), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_group_is_in_two_parts(groups: int, seed: int, missing: bool) -> None:
    rng = np.random.default_rng(seed)
    who = np.r_[np.arange(groups), rng.integers(0, groups, 5 * groups)].astype(str).astype(object)
    if missing:
        who[rng.random(len(who)) < 0.2] = None
        who[:groups] = np.arange(groups).astype(str)
    frame = pd.DataFrame({"y": rng.choice(["a", "b"], len(who)), "who": who})
    parts = split(frame, asked(seed=seed, by="group", column="who"))
    sets = [set(frame["who"].iloc[rows].dropna()) for rows in (parts.train, parts.validation, parts.test)]
    assert all(sets)
    assert sum(map(len, sets)) == len(set.union(*sets)) == groups
    assert len(all_rows(parts)) == len(frame)


def test_many_groups_hold_the_shares() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"y": rng.choice(["a", "b"], 5000), "who": rng.integers(0, 800, 5000)})
    assert shares(split(frame, asked(by="group", column="who"))) == pytest.approx([0.7, 0.1, 0.2], abs=0.02)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"by": "group"},
            "The split by group needs a column, and none is set; set split.column to the column of groups",
        ),
        ({"by": "time", "column": "who"}, 'Column "who" cannot split by time: expected dates or numbers, received cat'),
        ({"by": "group", "column": "who"}, 'Column "who" cannot split by group: expected at least 3 different values'),
        ({"by": "time"}, r'Column "when" cannot split by time: expected .* label, received 1; choose another column'),
    ],
)
def test_impossible_split_is_refused(settings: dict[str, str], said: str) -> None:
    frame = pd.DataFrame({"y": list("ab") * 10, "when": pd.Timestamp("2024-01-01"), "who": ["x", "y"] * 10})
    with pytest.raises(ExperimentError, match=said) as refused:
        split(frame, asked(**settings))
    assert str(refused.value).endswith("or split at random.")  # the button beside it


def test_time_needs_a_column_if_several_hold_dates() -> None:
    experiment = asked(by="time")
    assert split_column(experiment) == "when"
    two = experiment.model_copy(update={"columns": experiment.columns | {"then": Column(kind="date")}})
    with pytest.raises(ExperimentError, match=r"set split\.column to the column of dates, or split"):
        split_column(two)
    assert split_column(asked()) is None


@given(tables(), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_a_task_alone_is_dealt_as_among_the_others(table: tuple[pd.DataFrame, dict[str, str]], seed: int) -> None:
    frame, kinds = table
    together = asked(kinds, seed)
    if not frame.notna().any(axis=None):
        return
    whole = split(frame, together)
    for task in together.tasks:
        data = together.model_dump() | {"tasks": [task.model_dump()]}
        data["split"]["tasks"] = together.model_dump()["tasks"]
        alone = split(frame, Experiment.model_validate(data))
        for part in ("train", "validation", "test"):
            assert np.array_equal(getattr(alone, part), getattr(whole, part))
        assert all(f'"{task.column}"' in note or note in whole.notes for note in alone.notes)


@given(st.integers(20, 200), st.integers(1, 6), st.integers(0, 50), st.sampled_from(["random", "time", "group"]))
@settings(max_examples=60, deadline=None)
def test_copies_of_a_row_are_never_in_two_parts(rows: int, times: int, seed: int, by: Any) -> None:
    rng = np.random.default_rng(seed)
    once = pd.DataFrame(
        {
            "y": rng.choice(["a", "b", None], rows),
            "when": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 9, rows), "D"),
            "who": rng.choice([*"pqrstu", None], rows),
            "step": rng.choice([0.5, 1.5, np.nan], rows),
        }
    )
    frame = once.iloc[rng.integers(0, rows, rows * times)].reset_index(drop=True)
    parts = split(frame, asked(seed=seed, by=by, column={"random": None, "time": "when", "group": "who"}[by]))
    part = pd.Series("", frame.index)
    for name in ("train", "validation", "test"):
        part.iloc[getattr(parts, name)] = name
    dealt = frame[part != ""].astype(object).where(frame.notna(), "missing")
    assert dealt.assign(part=part).groupby(list(frame.columns)).part.nunique().max() == 1
    repeated = int(dealt.duplicated().sum())
    assert (f"{repeated:,} row" in " ".join(parts.notes)) == (repeated > 0)


def test_copies_leave_the_shares_of_rows_as_asked_on_average() -> None:
    rng = np.random.default_rng(0)
    once = pd.DataFrame({"y": rng.choice(["a", "b"], 60), "step": rng.normal(size=60)})
    frame = once.iloc[np.repeat(np.arange(60), np.r_[np.full(4, 20), np.ones(56, int)])]
    unused = {"columns.when.use": False, "columns.who.use": False}
    dealt = [split(frame, asked(seed=seed).with_changes(unused)) for seed in range(40)]
    # A group of 20 rows tests with a chance of 0.2: the mean of 40 deals is off by 0.01 (one deviation).
    assert np.mean([shares(parts) for parts in dealt], axis=0) == pytest.approx([0.7, 0.1, 0.2], abs=0.05)
    assert dealt[0].notes == ("76 rows repeat an earlier row exactly; " + SAID,)


def test_a_table_without_copies_is_dealt_as_if_nobody_had_looked_for_them() -> None:
    frame = pd.DataFrame({"y": list("ab") * 50, "step": np.arange(100.0), "when": "2024-01-01", "who": "p"})
    assert np.array_equal(split(frame, asked()).test, split(frame[["y"]], asked()).test)


def test_a_label_of_copies_alone_has_training_rows() -> None:
    frame = pd.DataFrame(
        {"y": [*"ab" * 40, *"cccc"], "step": [*range(80), *[0.5] * 4], "when": "2024-01-01", "who": "p"}
    )
    for seed in range(10):
        parts = split(frame, asked(seed=seed))
        assert {80, 81, 82, 83} <= set(parts.train)


def test_a_part_for_which_no_row_is_left_is_noted() -> None:
    frame = pd.DataFrame({"y": ["a", "b"] * 20, "step": [0.0, 1.0] * 20, "when": "2024-01-01", "who": "p"})
    parts = split(frame, asked())
    assert len(parts.train) == 40
    assert any(note.startswith("No row is left for the test rows: too few rows are different") for note in parts.notes)


SAID = "copies are dealt together, so that none is learnt from and judged by."


def test_a_number_that_differs_from_all_others_trains() -> None:
    for seed in range(5):
        frame = pd.DataFrame({"y": [*np.zeros(59), 5.5]})
        experiment = Experiment(
            columns={"y": Column(kind="numeric"), "x": Column(kind="numeric")},
            tasks=(Task(column="y", kind="regression"),),
            training=Training(seed=seed),
        )
        assert 59 in split(frame, experiment).train
