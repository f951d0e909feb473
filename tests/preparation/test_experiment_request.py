"""What a command line asks for becomes an experiment, or one sentence."""

import json
from pathlib import Path

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.preparation.experiment_request import reading, request_experiment
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.tables.profile import ReadingOptions
from mtl_core.task_kinds import TASK_KINDS

ROWS = "\n".join(
    f"{i / 7:.2f},{'ab'[i % 2]},{i % 3 * 1.5},{'yes' if i % 2 else 'no'},{i % 5},{i / 3:.3f}" for i in range(60)
)
TABLE = f"size,sort,a=b,ill,x:binary,price\n{ROWS}\n"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return take_in(TABLE.encode(), "table.csv", tmp_path_factory.mktemp("workspace"))


@pytest.fixture
def file(dataset: Dataset, tmp_path: Path) -> Path:
    path = tmp_path / "experiment.json"
    settings = ["tasks.ill.head_units=7", "balancing.weights.ill=2", "training.epochs=5"]
    path.write_text(request_experiment(dataset, ["ill", "price"], ["sort"], None, settings).to_json(), encoding="utf-8")
    return path


def test_kinds_are_inferred_or_given(dataset: Dataset) -> None:
    found = request_experiment(dataset, ["ill", "price", "sort:multiclass"], [], None, [])
    assert [(task.column, task.kind) for task in found.tasks] == [
        ("ill", "binary"),
        ("price", "regression"),
        ("sort", "multiclass"),
    ]


def test_a_name_may_hold_colons(dataset: Dataset) -> None:
    assert request_experiment(dataset, ["x:binary"], [], None, []).tasks[0].column == "x:binary"
    task = request_experiment(dataset, ["x:binary:regression"], [], None, []).tasks[0]
    assert (task.column, task.kind) == ("x:binary", "regression")


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_a_column_may_be_called_like_a_kind(kind: str, tmp_path: Path) -> None:
    rows = "".join(f"{n % 7},{n % 2}\n" for n in range(40))
    named = take_in(f"size,{kind}\n{rows}".encode(), "table.csv", tmp_path)
    assert request_experiment(named, [kind], [], None, []).task_names == (kind,)
    task = request_experiment(named, [f"{kind}:binary"], [], None, []).tasks[0]
    assert (task.column, task.kind) == (kind, "binary")
    other = take_in(f"size,ill\n{rows}".encode(), "table.csv", tmp_path)
    for target in (kind, f":{kind}"):
        with pytest.raises(ExperimentError, match=f'no column "{target}"'):
            request_experiment(other, [target], [], None, [])


def test_ignored_columns_are_no_input(dataset: Dataset) -> None:
    assert request_experiment(dataset, ["ill"], ["size", "sort"], None, []).input_names == ("a=b", "x:binary", "price")


def test_settings_reach_every_field(dataset: Dataset) -> None:
    settings = [
        "training.epochs=7",
        "training.patience=0",
        "split.test=0",
        "split.by=random",
        "sharing.kind=hard",
        "sharing.depth=0",
        "balancing.kind=equal",
        "balancing.weights.ill=2",
        "columns.a=b.kind=category",
        "tasks.ill.head_depth=2",
    ]
    found = request_experiment(dataset, ["ill"], [], None, settings)
    assert found.training.epochs == 7
    assert found.split.test == 0
    assert found.sharing.depth == 0
    assert found.balancing.weights == {"ill": 2.0}
    assert found.columns["a=b"].kind == "category"
    assert found.tasks[0].head_depth == 2


def test_a_file_gives_everything(dataset: Dataset, file: Path) -> None:
    assert request_experiment(dataset, [], [], file, []).to_json() == file.read_text(encoding="utf-8")


def test_targets_replace_the_tasks_of_a_file_but_keep_their_heads(dataset: Dataset, file: Path) -> None:
    found = request_experiment(dataset, ["ill", "sort"], [], file, ["training.epochs=6"])
    assert found.task_names == ("ill", "sort")
    assert found.tasks[0].head_units == 7
    assert found.balancing.weights == {"ill": 2.0}
    assert found.training.epochs == 6
    assert request_experiment(dataset, ["sort"], [], file, []).balancing.weights == {}


def test_a_file_of_settings_alone_needs_targets(dataset: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"training": {"epochs": 3}}), encoding="utf-8")
    assert request_experiment(dataset, ["ill"], [], path, []).training.epochs == 3
    with pytest.raises(ExperimentError, match="--target"):
        request_experiment(dataset, [], [], path, [])


def test_yes_no_columns_are_joined(dataset: Dataset, file: Path) -> None:
    found = request_experiment(dataset, ["price"], [], None, ["tasks.both.head_units=5"], [["both", "ill", "sort"]])
    assert (found.task_names, found.label_columns) == (("price", "both"), ("price", "ill", "sort"))
    assert (found.tasks[1].kind, found.tasks[1].head_units) == ("multilabel", 5)
    assert found.input_names == ("size", "a=b", "x:binary")


@pytest.mark.parametrize(
    ("join", "says"),
    [
        (["both", "ill", "il"], 'no column "il"'),
        (["both", "ill"], "two or more different columns"),
        (["size", "ill", "sort"], '"size" has the name of another column'),
        (["both", "price", "ill"], '"price" is given as a task twice'),
    ],
)
def test_faults_of_joins_are_one_sentence(join: list[str], says: str, dataset: Dataset) -> None:
    with pytest.raises(ExperimentError) as caught:
        request_experiment(dataset, ["price"], [], None, [], [join])
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("targets", "ignore", "settings", "says"),
    [
        ([], [], [], "--target"),
        (["il"], [], [], '"ill"'),
        (["ill:clas"], [], [], 'no column "ill:clas"'),
        (["ill", "ill"], [], [], "twice"),
        (["ill"], ["siz"], [], '"size"'),
        (["ill"], [], ["training.epochs"], "no value"),
        (["ill"], [], ["training.epoch=3"], "not known"),
        (["ill"], [], ["training.epochs=many"], "training.epochs"),
        (["ill"], [], ["training.epochs=0"], "training.epochs"),
        (["ill"], [], ["balancing.weights.x=1"], '"x"'),
    ],
)
def test_faults_are_one_sentence(
    targets: list[str], ignore: list[str], settings: list[str], says: str, dataset: Dataset
) -> None:
    with pytest.raises(ExperimentError) as caught:
        request_experiment(dataset, targets, ignore, None, settings)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "[", "[]", "3", "\x00", '{"columns": 3, "tasks": 4}', "[" * 100_000])
def test_a_file_that_holds_no_settings(text: str, dataset: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExperimentError):
        request_experiment(dataset, ["ill"], [], path, [])


def test_new_tasks_are_dealt_by_their_own_labels(dataset: Dataset, file: Path, tmp_path: Path) -> None:
    data = json.loads(file.read_text("utf-8"))
    data["split"]["tasks"] = data["tasks"]
    path = tmp_path / "alone.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert len(request_experiment(dataset, [], [], path, []).split.tasks) == 2
    assert request_experiment(dataset, ["sort"], [], path, []).split.tasks == ()


def test_reading_options_are_typed() -> None:
    asked = reading(["skip_lines=2", "header=no", "footer=drop", r"delimiter=\t", "decimal=,"])
    assert (asked.skip_lines, asked.header, asked.footer, asked.delimiter, asked.decimal) == (
        2,
        False,
        "drop",
        "\t",
        ",",
    )
    assert reading([]) == ReadingOptions()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("footer", 'Reading option "footer" is not known; expected FIELD=VALUE with one of format, '),
        ("foot=drop", 'Reading option "foot=drop" is not known'),
        ("footer=away", 'footer: expected one of keep, drop, received "away".'),
        ("skip_lines=-1", 'skip_lines: expected at least 0, received "-1".'),
        ("header_rows=many", 'header_rows: expected a whole number, received "many".'),
    ],
)
def test_faults_of_reading_options_are_one_sentence(text: str, said: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        reading([text])
    assert str(caught.value).startswith(said)
