"""Every fault of an experiment gives one sentence, and a sound one gives none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Column, ColumnKind, Experiment, Split, Task, TaskKind
from mtl_core.tables.checks.experiment_checks import Finding, check, require
from mtl_core.tables.dataset import TABLE, Dataset
from mtl_core.tables.profile import ColumnProfile, ReadingOptions, ReadingReport, Storage
from tests.tables.test_remedies import WORDS

ROWS = 200
Case = tuple[Dataset, Experiment]
Make = Callable[..., Case]


def storage(values: "pd.Series[Any]") -> Storage:
    kinds: dict[str, Storage] = {"i": "integer", "f": "number", "b": "boolean", "M": "date"}
    return kinds.get(values.dtype.kind, "text")


def kind(values: "pd.Series[Any]") -> ColumnKind:
    kinds: dict[str, ColumnKind] = {"i": "numeric", "f": "numeric", "b": "yes_no", "M": "date"}
    return kinds.get(values.dtype.kind, "category")


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A dataset of the base table with columns added or changed, and an experiment on it."""

    def made(tasks: dict[str, TaskKind] | None = None, kinds: Any = None, split: Any = None, **columns: Any) -> Case:
        rng = np.random.default_rng(0)
        base = {
            "age": rng.normal(50, 10, ROWS),
            "city": rng.choice(["Rome", "Oslo", "Bern"], ROWS),
            "y": rng.choice(["no", "yes"], ROWS),
            "n": rng.normal(size=ROWS),
        }
        frame = pd.DataFrame({name: cells for name, cells in (base | columns).items() if cells is not None})
        frame.set_axis([f"c{place}" for place in range(frame.shape[1])], axis="columns").to_parquet(tmp_path / TABLE)
        profiles = tuple(
            ColumnProfile(
                name=str(name),
                kind=kind(values),
                reason="It is made so.",
                storage=storage(values),
                missing=int(values.isna().sum()),
                unique=values.nunique(),
            )
            for name, values in frame.items()
        )
        report = ReadingReport(options=ReadingOptions())
        dataset = Dataset(
            id="0", name="people.csv", rows=len(frame), columns=profiles, report=report, proposals=(), folder=tmp_path
        )
        asked = {profile.name: Column(kind=profile.kind) for profile in profiles}
        asked |= {name: Column(kind=kind) for name, kind in (kinds or {}).items()}
        chosen = tuple(Task(column=name, kind=kind) for name, kind in (tasks or {"y": "binary"}).items())
        return dataset, Experiment(columns=asked, tasks=chosen, split=Split(**(split or {})))

    return made


def errors(findings: list[Finding]) -> list[str]:
    return [finding.sentence for finding in findings if finding.level == "error"]


def test_sound_experiment_gives_no_finding(make: Make) -> None:
    dataset, experiment = make({"y": "binary", "n": "regression"})
    assert check(dataset, experiment) == []
    require(dataset, experiment)


@pytest.mark.parametrize(
    ("tasks", "columns", "said"),
    [
        ({"t": "regression"}, {"t": [np.nan] * ROWS}, 'Task "t" has no labels: every cell is empty; fill'),
        ({"t": "multiclass"}, {"t": ["a"] * ROWS}, 'Task "t" cannot be learnt: every labelled row has the same value'),
        ({"t": "regression"}, {"t": [5.0] * ROWS}, 'Task "t" cannot be learnt: every labelled row has the same value'),
        ({"t": "binary"}, {"t": [1, 2, 3, 4] * 50}, 'Task "t" cannot be yes-no: expected 2 labels, received 4 such'),
        ({"t": "regression"}, {"t": ["x", "y"] * 100}, 'Task "t" cannot be a number: no cell can be read as one'),
        ({"t": "regression"}, {"t": [1.0, np.inf] * 100}, 'Task "t" holds 100 infinite numbers, expected finite ones'),
        ({"t": "regression"}, {"t": [1.0, 1e308] * 100}, 'Task "t" holds 1e+308, expected numbers within ±1e30'),
        ({"t": "binary"}, {"t": ["a", "b", *[None] * 198]}, 'Task "t" has 2 labelled rows, expected at least 20'),
    ],
)  # fmt: skip
def test_task_that_cannot_be_learnt_is_an_error(make: Make, tasks: Any, columns: Any, said: str) -> None:
    dataset, experiment = make({"y": "binary"} | tasks, **columns)
    found = errors(check(dataset, experiment))
    assert len(found) == 1
    assert found[0].startswith(said)
    with pytest.raises(ExperimentError) as raised:
        require(dataset, experiment)
    assert str(raised.value) == found[0]


def test_five_thousand_classes_are_an_error(make: Make) -> None:
    rng = np.random.default_rng(0)
    columns = {name: rng.random(20_000) for name in ("age", "city", "y", "n")}
    dataset, experiment = make({"t": "multiclass"}, t=np.arange(20_000) % 5000, **columns)
    assert errors(check(dataset, experiment)) == [
        'Task "t" has 5,000 classes for 20,000 labelled rows, expected at most 200; predict a number, '
        "or merge rare classes in the file and bring it again, or do not predict it."
    ]


def test_few_rows_are_an_error_before_all_others(make: Make) -> None:
    few = {"age": [1.0, 2.0, 3.0], "city": list("abc"), "y": ["no", "yes", "no"], "n": [1.0, 2.0, 3.0]}
    said = r"^The table has 3 rows, expected at least 20 to learn from; bring a file with more rows\.$"
    with pytest.raises(ExperimentError, match=said):
        require(*make(**few))


def test_no_input_column_is_an_error(make: Make) -> None:
    dataset, experiment = make(kinds={"age": "identifier", "city": "identifier", "n": "constant"})
    assert errors(check(dataset, experiment))[0].startswith("No column is left as an input: expected at least one")


def test_experiment_of_another_table_is_an_error(make: Make) -> None:
    dataset, experiment = make()
    other = experiment.model_copy(update={"columns": experiment.columns | {"height": Column(kind="numeric")}})
    said = 'Column "height" of the experiment is not in table "people.csv"; choose the table it was made for.'
    assert errors(check(dataset, other)) == [said]


@pytest.mark.parametrize(
    ("split", "said"),
    [
        ({"by": "group"}, "The split by group needs a column"),
        ({"by": "time"}, "The split by time needs a column"),
        ({"by": "time", "column": "city"}, 'Column "city" cannot split by time'),
        ({"by": "group", "column": "y"}, 'Column "y" cannot split by group: expected at least 3 different values'),
    ],
)
def test_split_that_cannot_be_made_is_an_error(make: Make, split: dict[str, str], said: str) -> None:
    assert errors(check(*make(split=split)))[0].startswith(said)


def test_copy_of_a_task_is_an_error(make: Make) -> None:
    labels = np.random.default_rng(1).choice(["no", "yes"], ROWS)
    dataset, experiment = make(y=labels, y2=labels)
    assert [finding.sentence for finding in check(dataset, experiment)] == [
        'Column "y2" is a copy of task "y"; leave it out.'
    ]
    unused = {
        name: column if name != "y2" else Column(kind="category", use=False)
        for name, column in experiment.columns.items()
    }
    assert check(dataset, experiment.model_copy(update={"columns": unused})) == []


def warned(findings: list[Finding]) -> list[str]:
    assert errors(findings) == []
    return [finding.column for finding in findings if "away" in finding.sentence]


LABELS = np.random.default_rng(2).choice(["no", "yes"], ROWS)
NUMBERS = np.random.default_rng(3).lognormal(size=ROWS)


@pytest.mark.parametrize(
    "leak",
    [
        np.where(LABELS == "yes", "J", "N"),
        np.char.add(np.where(LABELS == "yes", "a", "b"), (np.arange(ROWS) % 5).astype(str)),
        np.where(LABELS == "yes", 1.0, -1.0) * np.random.default_rng(4).uniform(1, 2, ROWS),
        np.where(LABELS == "yes", np.random.default_rng(5).normal(size=ROWS), np.nan),
    ],
    ids=["code", "finer code", "threshold", "only known for one class"],
)
def test_column_that_tells_the_class_is_found(make: Make, leak: Any) -> None:
    assert warned(check(*make(y=LABELS, leak=leak))) == ["leak"]


@pytest.mark.parametrize(
    "leak",
    [NUMBERS * 3 + 1, np.log(NUMBERS), -NUMBERS, np.round(NUMBERS, 4)],
    ids=["other unit", "logarithm", "negative", "rounded"],
)
def test_column_that_tells_the_number_is_found(make: Make, leak: Any) -> None:
    assert warned(check(*make({"t": "regression"}, t=NUMBERS, leak=leak))) == ["leak"]


def test_code_of_the_number_is_found(make: Make) -> None:
    prices = np.random.default_rng(6).choice([9.0, 19.0, 99.0, 4.0], ROWS)
    code = pd.Series(prices).map({9.0: "z", 19.0: "a", 99.0: "m", 4.0: "k"}).to_numpy()
    assert warned(check(*make({"t": "regression"}, t=prices, leak=code))) == ["leak"]


@pytest.mark.parametrize(
    "innocent",
    [
        np.random.default_rng(7).permutation(ROWS),
        np.random.default_rng(8).permutation([f"id{place}" for place in range(ROWS)]),
        np.random.default_rng(9).random(ROWS),
        np.where(np.random.default_rng(10).random(ROWS) < 0.95, LABELS, "yes"),
    ],
    ids=["number id", "text id", "unique number", "good but not perfect"],
)
@pytest.mark.parametrize("tasks", [{"y": "binary"}, {"t": "regression"}], ids=["class", "number"])
def test_column_that_only_looks_like_it_is_not_accused(make: Make, innocent: Any, tasks: Any) -> None:
    rare = np.where(np.arange(ROWS) == 7, "yes", "no")  # a class seen once is anybody's guess
    assert warned(check(*make(tasks, y=LABELS, t=NUMBERS, other=innocent))) == []
    assert warned(check(*make({"y": "binary"}, y=rare, other=innocent))) == []


def test_missing_labels_hide_no_leak(make: Make) -> None:
    hidden = pd.Series(LABELS).mask(np.arange(ROWS) % 3 == 0)
    assert warned(check(*make(y=hidden, leak=np.where(LABELS == "yes", "J", "N")))) == ["leak"]


@pytest.mark.parametrize(
    ("columns", "column", "said"),
    [
        ({"y": ["rare", *["no", "yes"] * 99, "no"]}, "y", '1 of 3 classes stand in one row only, such as "rare"'),
        ({"y": ["rare"] * 3 + ["no"] * 100 + ["yes"] * 97}, "y", '1 of 3 classes have fewer than 5 rows'),
        ({"y": ["yes"] * 8 + ["no"] * 192}, "y", 'label "yes" stands in 8 of 200 labelled rows (4.0%), "no" in 96.0%'),
        ({"y": ["yes"] * 3 + ["no"] * 197}, "y", 'label "yes" stands in 3 of 200 labelled rows (1.5%), "no" in 98.5%'),
        ({"y": ["yes"] * 19 + ["no"] * 181}, "y", 'so accuracy says little; go by the other metrics, and bring a file'),
        ({"y": ["c"] * 12 + ["b"] * 88 + ["a"] * 100}, "y", 'label "c" stands in 12 of 200 labelled rows (6.0%)'),
        ({"y": [0.5, 1.7] * 100}, "y", "has numbers with decimals as classes; predict a number if they are amounts"),
        ({"id": np.random.default_rng(0).permutation(ROWS)}, "id", "has a different value in almost every row"),
        ({"age": [np.inf, *range(ROWS - 1)]}, "age", "holds 1 infinite number, taken as missing"),
        ({"when": pd.date_range("2024-01-01", periods=ROWS)}, "when", "The rows look ordered by"),
    ],
)  # fmt: skip
def test_what_should_be_known_is_a_warning(make: Make, columns: Any, column: str, said: str) -> None:
    dataset, experiment = make({"y": "multiclass"}, **columns)
    found = [finding for finding in check(dataset, experiment) if said in finding.sentence]
    assert [(finding.level, finding.column) for finding in found] == [("warning", column)]
    require(dataset, experiment)


@pytest.mark.parametrize("rarest", [20, 100])
def test_classes_that_are_somewhat_uneven_are_not_spoken_of(make: Make, rarest: int) -> None:
    found = check(*make({"y": "binary"}, y=["yes"] * rarest + ["no"] * (ROWS - rarest)))
    assert [finding for finding in found if "accuracy" in finding.sentence] == []


def test_cells_that_are_no_numbers_are_counted(make: Make) -> None:
    cells = ["n/a", "oops", *(str(place / 7) for place in range(ROWS - 2))]
    found = check(*make({"t": "regression"}, t=cells))
    said = 'Task "t": 1 of 200 cells cannot be read as a number and count as missing, the first "oops" in row 2.'
    assert said in [f.sentence for f in found]


@pytest.mark.parametrize(
    ("kind", "cells", "what"),
    [("numeric", ["1.5", "2"], "a number"), ("date", ["2024-01-31", "NA"], "a date"), ("yes_no", ["yes", "No"], "yes")],
)
def test_input_cells_that_are_not_read_are_counted(make: Make, kind: ColumnKind, cells: list[str], what: str) -> None:
    found = check(*make(kinds={"odd": kind}, odd=["soon", *cells * 99, "later"]))
    (finding,) = [finding for finding in found if "cannot be read" in finding.sentence]
    assert (finding.level, finding.column) == ("warning", "odd")
    assert f"2 of 200 cells cannot be read as {what}" in finding.sentence
    assert 'the first "soon" in row 1' in finding.sentence


def test_text_with_few_values_looks_like_a_category(make: Make) -> None:
    found = check(*make(kinds={"city": "text"}))
    assert [(f.level, f.column) for f in found if "only 3 different texts, like a category" in f.sentence] == [
        ("warning", "city")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["good"], "only 1 different word in"),
        (["the", "of", "and", "to", "in", "is", "it", "that", "for", "on"], "only 10 different words in"),
        (list("😀😡🎉💔"), "only 4 different words in"),
        (["...", "!!!", "?"], "only 3 different words in"),
    ],
)
def test_texts_of_few_words_can_tell_little(make: Make, words: list[str], said: str) -> None:
    rng = np.random.default_rng(1)
    found = check(
        *make(kinds={"note": "text"}, note=[" ".join(rng.choice(words, rng.integers(4, 30))) for _ in range(ROWS)])
    )
    assert [said in finding.sentence for finding in found if finding.column == "note"] == [True]


def test_text_may_differ_in_every_row(make: Make) -> None:
    words = np.random.default_rng(1).choice(["good", "bad", "fine", "poor", "food", "film"], (ROWS, 8))
    dataset, experiment = make(
        kinds={"note": "text"}, note=[f"{place} {' '.join(row)}" for place, row in enumerate(words)]
    )
    assert "note" in experiment.input_names
    assert [finding.sentence for finding in check(dataset, experiment) if finding.column == "note"] == []


def test_group_column_that_is_an_input_is_a_warning(make: Make) -> None:
    split = {"by": "group", "column": "city"}
    assert [f.column for f in check(*make(split=split)) if "new to the network" in f.sentence] == ["city"]


def test_rows_in_disorder_or_split_by_time_are_not_warned_of(make: Make) -> None:
    days = pd.date_range("2024-01-01", periods=ROWS)
    shuffled = days[np.random.default_rng(0).permutation(ROWS)]
    assert check(*make(when=shuffled)) == []
    assert check(*make(when=days, split={"by": "time"})) == []


@pytest.mark.parametrize("name", ['<b>"x"</b>', "{column}", "../x", "%s", "a\nb", "ab" * 500, "🙂"])
def test_names_stand_in_sentences_as_they_are(make: Make, name: str) -> None:
    dataset, experiment = make({name: "regression"}, **{name: [5.0] * ROWS})
    assert name in errors(check(dataset, experiment))[0]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("leave it out", {"y": LABELS, "leak": np.where(LABELS == "yes", "J", "N")}),
        ("leave it out", {"code": np.arange(ROWS)}),
        ("leave it out", {"tasks": {"city": "multiclass"}, "copy": None}),
        ("split by time", {"when": pd.date_range("2024-01-01", periods=ROWS)}),
        ("read it as a category", {"kinds": {"city": "text"}}),
        ("predict classes", {"tasks": {"city": "binary"}}),
        ("predict classes", {"tasks": {"city": "regression"}}),
        ("predict a number", {"tasks": {"n": "multiclass"}}),
        ("do not predict it", {"tasks": {"t": "regression"}, "t": [5.0] * ROWS}),
        ("do not predict it", {"tasks": {"t": "regression"}, "t": [np.nan] * ROWS}),
        ("split at random", {"split": {"by": "group", "column": "same"}, "same": ["a"] * ROWS}),
        ("use more columns", {"age": None, "city": None, "n": None}),
        ("bring", {name: ["a"] * 9 for name in ("age", "city", "y", "n")}),
    ],
)
def test_a_finding_that_says_what_to_do_offers_it(make: Make, said: str, asked: dict[str, Any]) -> None:
    if "copy" in asked:
        asked = {**asked, "copy": make()[0].frame(["city"])["city"].to_numpy()}
    found = [finding for finding in check(*make(**asked)) if said in finding.sentence]
    assert found
    for finding in found:
        assert said in {WORDS[remedy] for remedy in finding.remedies}


@pytest.mark.parametrize(("labelled", "said"), [(146, ["About 29 rows will judge"]), (148, [])])
def test_so_few_rows_that_they_cannot_judge_are_told(make: Make, labelled: int, said: list[str]) -> None:
    some = np.where(np.arange(ROWS) < labelled, LABELS, None)
    found = [finding for finding in check(*make(y=some)) if "judge" in finding.sentence]
    assert [finding.sentence[: len(start)] for finding, start in zip(found, said, strict=True)] == said
    unjudged = check(*make(y=some, split={"test": 0.0}))
    assert not [finding for finding in unjudged if "judge" in finding.sentence]
