"""What holds for every reference model, found by its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.evaluation.report import JUDGES
from mtl_core.evaluation.standing import TaskRows
from mtl_core.features import plan_shapes
from mtl_core.references import fitting
from mtl_core.references.fitting import REFERENCES, Beside, fit_references
from mtl_core.references.reference import MOST_MODELS, Question, Reference
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.verdict import sentences
from tests.references.conftest import TASKS, Made


@pytest.fixture(scope="module")
def both(made: Made, texts: Made) -> list[tuple[Made, list[Beside]]]:
    """Both tables, and what the references say about them."""
    return [(each, fit_references(each.space, each.train, each.rows, seed=0)) for each in (made, texts)]


def test_every_file_is_a_reference_that_is_asked(both: list[tuple[Made, list[Beside]]]) -> None:
    files = {path.stem for path in Path(fitting.__file__).with_name("members").glob("*.py")} - {"__init__"}
    assert set(REFERENCES) == files
    assert {name for _, found in both for beside in found for name in beside.outputs} == files


def test_answers_are_a_served_networks(both: list[tuple[Made, list[Beside]]]) -> None:
    for made, found in both:
        for target, beside in zip(made.space.targets, found, strict=True):
            for output in beside.outputs.values():
                assert output.shape == (len(made.rows), target.outputs)
                assert np.isfinite(output).all()
                shares = target.chances(output)
                assert shares is None or ((shares >= 0) & (shares <= 1)).all()


def test_each_learns_what_is_plain(both: list[tuple[Made, list[Beside]]]) -> None:
    """Every answer follows from the inputs, so each is better than guessing, by the judge of the task's kind."""
    for made, found in both:
        tasks = plan_shapes.tasks(made.space)
        for task, target, beside in zip(tasks, made.space.targets, found, strict=True):
            metric = task.traits.metrics[0]
            for name, output in beside.outputs.items():
                told = TaskRows(task, target, made.rows, made.train).stand(metric, output, beside)
                assert told is not None
                assert told.verdict.guessing.difference.sign == 1, (name, task.name)
                itself = next(rival for rival in told.verdict.references if rival.id == name)
                assert itself.difference.value == 0
                assert sentences.tell_references(told.verdict)


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_guess_and_sample_are_the_judges_own_numbers(made: Made, tagged: Made, kind: str) -> None:
    """So that an interval is that of the number beside it."""
    table, column = next(
        (each, place) for each in (made, tagged) for place, t in enumerate(each.space.targets) if t.kind == kind
    )
    task, target = plan_shapes.tasks(table.space)[column], table.space.targets[column]
    true, learnt = target.truth(table.rows), target.truth(table.train)
    known = ~pd.isna(true)
    true, learnt = true[known], learnt[~pd.isna(learnt)]
    width = len(target.classes) if task.traits.per_token else target.outputs
    tokens = target.encode(table.rows)[0].shape[1:] if task.traits.per_token else ()
    output = np.random.default_rng(0).random((len(true), *tokens, width))
    judge = JUDGES[task.kind]
    found = judge.judge(task, true, output, learnt)
    guess = judge.guess(task, learnt, output)
    metrics = {name for name in sentences.MEASURES if found.metrics.get(name) is not None}
    assert found.headline in metrics
    for metric in metrics:
        assert judge.sample(task, metric, true, output, learnt).value == pytest.approx(found.metrics[metric])
        assert judge.sample(task, metric, true, guess, learnt).value == pytest.approx(found.baseline[metric])


def test_same_seed_gives_the_same_answers(made: Made) -> None:
    first, second = (fit_references(made.space, made.train, made.rows, seed=3) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        for name, output in one.outputs.items():
            np.testing.assert_array_equal(output, other.outputs[name])


def test_labels_of_other_rows_change_nothing(made: Made) -> None:
    """A reference learns from the training rows alone."""
    shuffled = made.rows.assign(**{name: made.rows[name].to_numpy()[::-1] for name in TASKS})
    plain, other = (fit_references(made.space, made.train, rows, seed=0) for rows in (made.rows, shuffled))
    for one, two in zip(plain, other, strict=True):
        for name, output in one.outputs.items():
            np.testing.assert_array_equal(output, two.outputs[name])


def test_many_rows_are_drawn_from_and_that_is_said(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "MOST_ROWS", 100)
    found = fit_references(made.space, made.train, made.rows, seed=0)
    assert found[0].notes == (
        "Reference models learnt from 100 of the 150 training rows, drawn at random, to keep them quick.",
    )


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=lambda reference: reference.id)
def test_too_many_labels_are_left_out_with_a_reason(made: Made, reference: Reference) -> None:
    target = made.space.targets[-1]
    many = replace(target, classes=tuple(f"label {k}" for k in range(MOST_MODELS + 1)))
    reason = reference.left_out(Question(many, *target.encode(made.train), 0))
    assert reason is not None
    assert "21 models" in reason
    assert reference.left_out(Question(target, *target.encode(made.train), 0)) is None


def test_a_label_that_all_training_rows_have_is_answered(made: Made) -> None:
    """After rows are drawn a label may stand in all that are left, or in none."""
    train = made.train[made.train["about"].isin(["food", "food;new"])]
    found = fit_references(made.space, train, made.rows, seed=0)[-1]
    for output in found.outputs.values():
        assert (output[:, made.space.targets[-1].classes.index("food")] == 1).all()


def test_tags_are_left_out_with_a_sentence(tagged: Made) -> None:
    (found,) = fit_references(tagged.space, tagged.train, tagged.rows, seed=0)
    assert not found.outputs
    assert found.notes == ("Reference models: left out, since none of them reads the words of a text one by one.",)
