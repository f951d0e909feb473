from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from mtl_core.comparison.comparing import (
    SINGLE,
    Done,
    Entry,
    Mean,
    entries,
    gains,
    headlines,
    lines,
    list_twins,
    means,
    report,
    tell_best,
    title,
)
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.records.summary import PartRows, RunSummary
from mtl_core.tables.splits.splitting import split


@pytest.fixture
def experiment() -> Experiment:
    columns = {"age": "numeric", "note": "category", "sick": "yes_no", "days": "numeric"}
    return Experiment(
        columns={name: Column(kind=kind) for name, kind in columns.items()},  # type: ignore[arg-type]
        tasks=(Task(column="sick", kind="binary"), Task(column="days", kind="regression")),
    ).with_changes({"balancing.weights.days": 2.0, "training.epochs": 7})


def test_a_comparison_has_the_methods_the_lines_to_beat_and_single_tasks(experiment: Experiment) -> None:
    found = entries(experiment, ["upgrad", "stch", "equal"], [3, 5])
    groups = ["equal", "rlw", "upgrad", "stch", SINGLE, SINGLE]
    assert [entry.group for entry in found] == groups * 2
    assert [entry.seed for entry in found] == [3] * 6 + [5] * 6
    assert [entry.experiment.training.seed for entry in found] == [entry.seed for entry in found]
    assert {entry.experiment.training.epochs for entry in found} == {7}
    assert [entry.experiment.balancing.kind for entry in found[:4]] == groups[:4]
    assert {entry.experiment.balancing.weight("days") for entry in found[:4]} == {2.0}
    assert [entry.name for entry in found[3:5]] == ["Worst task first, seed 3", "sick alone, seed 3"]


def test_a_single_task_does_not_see_the_others_labels(experiment: Experiment) -> None:
    sick, days = (entry.experiment for entry in entries(experiment, ["mgda"], [0])[-2:])
    assert (sick.task_names, days.task_names) == (("sick",), ("days",))
    assert sick.input_names == days.input_names == ("age", "note")
    assert sick.balancing.weights == {}


@pytest.mark.parametrize(
    ("kinds", "seeds", "word"),
    [(["magic"], [0], '"magic"'), ([], [0], "0"), (["mgda"], [], "seeds"), (["mgda"], list(range(11)), "10 seeds")],
)
def test_what_cannot_be_compared_is_refused(
    experiment: Experiment, kinds: list[str], seeds: list[int], word: str
) -> None:
    with pytest.raises(ExperimentError, match=word):
        entries(experiment, kinds, seeds)


def test_one_task_cannot_be_compared(experiment: Experiment) -> None:
    alone = entries(experiment, ["mgda"], [0])[-1].experiment
    with pytest.raises(ExperimentError, match="another task"):
        entries(alone, ["mgda"], [0])


@pytest.mark.parametrize("by", ["random", "group"])
def test_single_tasks_have_the_same_rows(experiment: Experiment, by: str) -> None:
    rows = np.arange(120)
    frame = pd.DataFrame({"age": rows * 1.0, "note": [f"n{row % 9}" for row in rows]})
    frame["sick"] = pd.Series([("yes", "no", None)[row % 3] for row in rows], dtype=object)
    frame["days"] = [float("nan") if row % 5 == 0 else row % 7 for row in rows]
    asked = experiment.with_changes({"split.by": by, **({"split.column": "note"} if by == "group" else {})})
    together, *_, sick, days = (split(frame, entry.experiment) for entry in entries(asked, ["upgrad"], [3]))
    assert len(together.train) < 100
    for part in ("train", "validation", "test"):
        assert np.array_equal(getattr(sick, part), getattr(together, part))
        assert np.array_equal(getattr(days, part), getattr(together, part))


def test_without_validation_rows_nothing_is_compared(experiment: Experiment) -> None:
    with pytest.raises(ExperimentError, match="validation rows"):
        entries(experiment.with_changes({"split.validation": 0.0}), ["upgrad"], [0])


def test_means_have_students_interval(experiment: Experiment) -> None:
    values = [0.70, 0.74, 0.78]
    done = [
        (entry, summary({"sick": {"auc": value}, "days": {"mae": None}}))
        for entry, value in zip(of_group(experiment, "upgrad"), values, strict=True)
    ]
    found = means(done, {"sick": "auc", "days": "mae"})
    assert set(found["upgrad"]) == {"sick"}
    mean = found["upgrad"]["sick"]
    half = stats.sem(values) * stats.t.ppf(0.975, 2)
    assert (mean.mean, mean.runs) == (pytest.approx(0.74), 3)
    assert mean.interval == pytest.approx(half, rel=1e-3)
    assert means(done[:1], {"sick": "auc", "days": "mae"})["upgrad"]["sick"] == Mean(0.70, None, 1)


def test_gains_are_differences_within_a_seed(experiment: Experiment) -> None:
    """Seeds differ by far more than the methods do, yet each seed agrees on who is better."""
    levels = [1.0, 5.0, 9.0]
    done: list[Done] = []
    for entry, level in zip(of_group(experiment, "upgrad"), levels, strict=True):
        done.append((entry, summary({"sick": {"auc": level + 0.1}, "days": {"mae": level + 0.1}})))
    for number, entry in enumerate(of_group(experiment, SINGLE)):
        level, task = levels[number // 2], entry.experiment.task_names[0]
        done.append((entry, summary({task: {"auc": level, "mae": level}})))
    found = gains(done, {"sick": "auc", "days": "mae"})
    assert set(found) == {"upgrad"}
    assert found["upgrad"]["sick"].mean == pytest.approx(0.1)
    assert {task: mean.sign for task, mean in found["upgrad"].items()} == {"sick": 1, "days": -1}
    assert gains(done[:2], {"sick": "auc", "days": "mae"}) == {"upgrad": {}}


def test_the_report_and_the_table_of_text_say_the_same(experiment: Experiment) -> None:
    done: list[Done] = [
        (entry, summary({task: {"auc": 0.7 + entry.seed / 100} for task in entry.experiment.task_names}))
        for entry in (*of_group(experiment, "upgrad"), *of_group(experiment, SINGLE))
    ]
    found = json.loads(json.dumps(report(done)))
    assert found["metrics"] == {"sick": "auc", "days": "auc"}
    assert found["validation"]["upgrad"]["sick"] == found["test"]["upgrad"]["sick"]
    assert found["validation"]["upgrad"]["sick"]["mean"] == pytest.approx(0.71)
    assert found["gains"]["upgrad"]["days"]["mean"] == 0
    assert len(found["runs"]) == 9
    head, first, last = lines(done)
    assert head.split() == ["validation", "sick", "(auc)", "days", "(auc)"]
    assert first.startswith("No task may get worse  0.71 ± 0.025")
    assert last.startswith("Each task alone")
    assert "alone" not in first


@pytest.mark.parametrize(
    ("mean", "sign"),
    [(Mean(0.2, 0.1, 3), 1), (Mean(-0.2, 0.1, 3), -1), (Mean(0.2, 0.3, 3), 0), (Mean(9.0, None, 1), 0)],
)
def test_a_sign_needs_the_whole_interval(mean: Mean, sign: int) -> None:
    assert mean.sign == sign


def test_the_first_metric_of_each_task_is_compared(experiment: Experiment) -> None:
    entry = of_group(experiment, "upgrad")[0]
    told = RunSummary(validation={"sick": {"auc": 0.5, "f1": 0.1}, "days": {"mae": None, "r2": 0.1}})
    assert headlines([(entry, told)]) == {"sick": "auc", "days": "mae"}
    assert headlines([]) == {}


def of_group(experiment: Experiment, group: str) -> list[Entry]:
    return [entry for entry in entries(experiment, ["upgrad"], [0, 1, 2]) if entry.group == group]


def test_single_tasks_stand_in_one_group(experiment: Experiment) -> None:
    first, second = entries(experiment, ["upgrad"], [0])[-2:]
    done: list[Done] = [
        (first, summary({"sick": {"auc": 0.9}})),
        (second, summary({"days": {"mae": 2.0}})),
    ]
    found = means(done, {"sick": "auc", "days": "mae"}, part="test")
    assert {task: mean.mean for task, mean in found[SINGLE].items()} == {"sick": 0.9, "days": 2.0}


def summary(metrics: dict[str, dict[str, float | None]]) -> RunSummary:
    return RunSummary(test=metrics, validation=metrics)


def test_twins_differ_from_a_run_by_their_tasks_alone(experiment: Experiment) -> None:
    """Same rows, seed and budget; the other tasks' labels are no inputs."""
    twins = list_twins(experiment)
    assert [tuple(entry.experiment.task_names) for entry in twins] == [("sick",), ("days",)]
    for entry in twins:
        assert entry.group == SINGLE
        assert entry.experiment.training == experiment.training
        assert entry.experiment.dealt == experiment.tasks
        assert not {"sick", "days"} & set(entry.experiment.input_names)
    assert list_twins(twins[0].experiment) == ()


def test_gains_over_seeds_that_deal_other_rows_have_the_corrected_interval(experiment: Experiment) -> None:
    """S √(1/J + n₂/n₁) instead of S / √J (Nadeau & Bengio, 2003): trainings have rows in common."""
    done: list[Done] = []
    gained = [0.1, 0.3, 0.2]
    for seed, gain in enumerate(gained):
        for entry in entries(experiment, ["upgrad"], [seed]):
            value = 0.5 if entry.group == SINGLE else 0.5 + gain
            told = summary({task: {"auc": value} for task in entry.experiment.task_names})
            done.append((entry, told.model_copy(update={"rows": PartRows(train=60, validation=15, test=25)})))
    found = gains(done, {"sick": "auc"})["upgrad"]["sick"]
    spread = stats.t.ppf(0.975, 2) * np.std(gained, ddof=1)
    assert found.mean == pytest.approx(0.2)
    assert found.interval == pytest.approx(spread * np.sqrt(1 / 3 + 15 / 60))
    assert gains(done, {"sick": "auc"}, "test")["upgrad"]["sick"].interval == pytest.approx(
        spread * np.sqrt(1 / 3 + 25 / 60)
    )


def test_a_group_that_lacks_a_task_has_a_dash_and_what_is_better_than_alone_says_so(experiment: Experiment) -> None:
    """Three seeds, each a tenth better than alone, but for a hundredth of chance."""
    done: list[Done] = [
        (entry, summary({"sick": {"auc": 0.7 + entry.seed / 100}})) for entry in of_group(experiment, "upgrad")
    ]
    alone = [entry for entry in of_group(experiment, SINGLE) if entry.experiment.task_names == ("sick",)]
    done += [(entry, summary({"sick": {"auc": 0.6}})) for entry in alone]
    equal = of_group(experiment, "equal")[0]
    done.append((equal, summary({"days": {"mae": 3.0}})))
    _, upgrad, single, plain = lines(done)
    assert upgrad == "No task may get worse  0.71 ± 0.025 better than alone  –"
    assert single.split() == ["Each", "task", "alone", "0.6", "±", "0", "–"]
    assert plain.split()[-2:] == ["–", "3"]


def test_large_errors_are_told_in_full(experiment: Experiment) -> None:
    done: list[Done] = [
        (entry, summary({"days": {"mae": 17_623.4 + 1_000 * entry.seed}})) for entry in of_group(experiment, "upgrad")
    ]
    _, upgrad = lines(done)
    assert upgrad.split()[-3:] == ["18623", "±", "2484"]


def test_what_is_worse_than_alone_says_so(experiment: Experiment) -> None:
    done: list[Done] = []
    for entry in (*of_group(experiment, "upgrad"), *of_group(experiment, SINGLE)):
        value = 2.0 if entry.group == SINGLE else 3.0 + entry.seed / 100
        done.append((entry, summary({task: {"mae": value} for task in entry.experiment.task_names})))
    assert lines(done)[1].count("worse than alone") == 2


def test_candidates_that_none_beats_on_all_tasks_are_told(experiment: Experiment) -> None:
    def done(group: str, auc: float, mae: float) -> list[Done]:
        return [(entry, summary({"sick": {"auc": auc}, "days": {"mae": mae}})) for entry in of_group(experiment, group)]

    metrics = {"sick": "auc", "days": "mae"}
    beaten = [*done("equal", 0.7, 3.0), *done("rlw", 0.6, 3.0), *done("upgrad", 0.8, 3.5)]
    (told,) = tell_best(beaten, metrics)
    assert f"beaten by none on all tasks: “{title('equal')}” and “{title('upgrad')}”." in told
    (all_told,) = tell_best([*done("equal", 0.7, 3.0), *done("upgrad", 0.8, 3.5)], metrics)
    assert "none of these 2 is beaten on all tasks" in all_told
