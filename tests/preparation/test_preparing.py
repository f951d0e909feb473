"""From a table and an experiment to what training starts from."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError, ExperimentError
from mtl_core.experiment import Experiment, TaskGraphSharing, parse_experiment
from mtl_core.features import plan_shapes
from mtl_core.preparation.preparing import columns, prepare, relate_tasks, require_size, text_stats
from mtl_core.tables.checks.experiment_checks import check
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.tables.labels.proposal import draft, task
from mtl_core.tables.profile import ReadingOptions

DAYS = pd.date_range("2024-01-01", periods=90, freq="D").strftime("%m/%d/%Y")
EUROPEAN = "\n".join(f"{i},{i % 7};{day};{'ab'[i % 2]};{i % 3},5;note {i * 37}" for i, day in enumerate(DAYS))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    text = f"size;since;sort;price;text\n{EUROPEAN}\n".encode()
    return take_in(text, "table.csv", tmp_path_factory.mktemp("workspace"), ReadingOptions(day_first=False))


@pytest.fixture
def experiment(dataset: Dataset) -> Experiment:
    return draft(dataset, [task(dataset, "sort"), task(dataset, "price", "regression")])


def test_parts_space_and_plan_fit_together(dataset: Dataset, experiment: Experiment) -> None:
    found = prepare(dataset, experiment)
    assert sum(map(len, (found.parts.train, found.parts.validation, found.parts.test))) == 90
    assert found.plan.inputs == plan_shapes.inputs(found.space)
    assert [column.name for column in found.plan.inputs] == ["size", "since"]
    assert [task.name for task in found.plan.tasks] == ["sort", "price"]
    assert prepare(dataset, experiment).space == found.space


def test_encoding_is_learnt_on_training_rows_alone(dataset: Dataset, experiment: Experiment) -> None:
    found = prepare(dataset, experiment)
    train = dataset.frame(["price"])["price"].to_numpy()[found.parts.train]
    assert found.space.targets[1].mean == pytest.approx(train.mean())
    assert found.space.targets[1].std == pytest.approx(train.std())


def test_only_the_columns_that_are_needed(dataset: Dataset, experiment: Experiment) -> None:
    assert columns(experiment) == ["size", "since", "sort", "price"]
    by_group = experiment.with_changes({"split.by": "group", "split.column": "text", "columns.size.use": False})
    assert columns(by_group) == ["since", "sort", "price", "text"]


def test_new_rows_as_text_are_read_as_the_table_was(dataset: Dataset, experiment: Experiment) -> None:
    space = prepare(dataset, experiment).space
    text = pd.DataFrame({"size": ["1,234", "12,5"], "since": ["02/03/2024", "02/04/2024"]})
    typed = pd.DataFrame({"size": [1.234, 12.5], "since": pd.to_datetime(["2024-02-03", "2024-02-04"])})
    np.testing.assert_array_equal(space.transform(text)["numbers"], space.transform(typed)["numbers"])


def test_size_is_bounded(dataset: Dataset, experiment: Experiment) -> None:
    require_size(prepare(dataset, experiment).plan)
    huge = experiment.with_changes({"sharing.units": 2048, "sharing.depth": 0, "sharing.layers": 8})
    with pytest.raises(ExperimentError, match="parameters"):
        require_size(prepare(dataset, huge).plan)


def test_columns_of_another_table_are_refused(dataset: Dataset, experiment: Experiment, tmp_path: Path) -> None:
    other = take_in(b"a,b\n1,2\n3,4\n5,6\n", "other.csv", tmp_path)
    with pytest.raises(DataError, match='"size"'):
        prepare(other, experiment)


def test_facts_of_texts_are_plain_data(dataset: Dataset) -> None:
    experiment = draft(dataset, [task(dataset, "sort")]).with_changes(
        {"columns.text.kind": "text", "columns.text.use": True, "text.encoder": "gru", "text.min_count": 2}
    )
    frame = dataset.frame(columns(experiment))
    ready = prepare(dataset, experiment)
    (facts,) = text_stats(ready, frame)
    assert (facts.column, facts.tokens, facts.vocabulary, facts.length) == ("text", "words", 1, 2)
    assert (facts.unseen_share, facts.cut_share) == (0.5, 0.0)  # "note" is known, the number after it is not
    assert json.loads(json.dumps(asdict(facts))) == asdict(facts)
    assert "50.0% of them are not in the vocabulary of 1" in facts.sentence()


def test_a_word_that_meant_missing_means_it_in_new_rows_too(tmp_path: Path) -> None:
    rows = "\n".join(f"{'NA' if i % 9 == 0 else i},{('male', 'female', 'NA')[i % 3]},{'ab'[i % 2]}" for i in range(90))
    dataset = take_in(f"size,sex,sort\n{rows}\n".encode(), "table.csv", tmp_path)
    assert dataset.profile("sex").format.missing == ("na",)
    space = prepare(dataset, draft(dataset, [task(dataset, "sort")])).space
    text = pd.DataFrame({"size": ["1", "NA"], "sex": ["NA", "male"]}, dtype=object)
    typed = pd.DataFrame({"size": [1.0, None], "sex": [None, "male"]})
    for part in ("numbers", "categories"):
        np.testing.assert_array_equal(space.transform(text)[part], space.transform(typed)[part])


def test_a_column_is_read_alike_by_checks_training_and_new_rows(tmp_path: Path) -> None:
    rows = "\n".join(f"{('950', '1.200,5', '12.500', 'oops')[i % 4]};{'ab'[i % 2]};{i},5" for i in range(80))
    dataset = take_in(f"v;sort;x\n{rows}\n".encode(), "table.csv", tmp_path)
    drafted = draft(dataset, [task(dataset, "v", "regression")]).with_changes({"columns.x.missing": (3.5, 7.5)})
    (finding,) = [found.sentence for found in check(dataset, drafted) if "cannot be read" in found.sentence]
    assert '20 of 80 cells cannot be read as a number and count as missing, the first "oops" in row 4' in finding
    ready = prepare(dataset, drafted)
    expected = np.array([950, 1200.5, 12500, np.nan] * 20)
    np.testing.assert_array_equal(dataset.values(drafted, ["v"])["v"], expected)
    (target,) = ready.space.targets
    np.testing.assert_array_equal(target.truth(dataset.frame(["v"])), expected)
    assert target.mean == pytest.approx(np.nanmean(expected[ready.parts.train]))
    (x,) = [column for column in ready.space.columns if column.name == "x"]
    later = pd.Series(["3,5", "4,5", "7,50", "oops"], dtype=object)
    assert list(x.format.numbers(later)) == pytest.approx([np.nan, 4.5, np.nan, np.nan], nan_ok=True)
    assert list(x.unread(later)) == [False, False, False, True]


def test_relations_are_measured_by_how_labels_go_together(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=400)
    frame = pd.DataFrame({"x": x, "twin": x, "ill": np.where(x > 0, "yes", "no"), "coin": rng.choice(["a", "b"], 400)})
    dataset = take_in(frame.to_csv(index=False).encode(), "made.csv", tmp_path)
    tasks = [task(dataset, name) for name in ("twin", "ill", "coin")]
    drafted = draft(dataset, tasks)
    assert relate_tasks(dataset, drafted) == drafted  # hard sharing does not ask
    found = relate_tasks(dataset, drafted.with_changes({"sharing.kind": "task_graph"})).sharing
    assert isinstance(found, TaskGraphSharing)
    assert found.relations == "given"
    assert found.strength_of("ill", "twin") == pytest.approx(0.8, abs=0.05)
    assert found.strength_of("ill", "twin") == found.strength_of("twin", "ill")
    assert found.strength_of("coin", "twin") < 0.2


def test_columns_that_deal_the_rows_are_read_too(experiment: Experiment) -> None:
    data = experiment.model_dump()
    data["split"]["tasks"], data["tasks"] = data["tasks"], data["tasks"][:1]
    data["columns"]["price"]["use"] = False
    alone = parse_experiment(data)
    assert "price" not in alone.input_names
    assert "price" in columns(alone)
