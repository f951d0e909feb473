"""Labels in several spellings: words for yes and no are read as such, others are pointed out and counted as one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Experiment
from mtl_core.features.space import FeatureSpace
from mtl_core.preparation.preparing import prepare
from mtl_core.tables.checks.experiment_checks import check
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.tables.labels.proposal import draft, task
from mtl_core.tables.labels.task_profile import task_profile
from mtl_core.task_kinds import TASK_KINDS

SPELT = ["Yes", "YES", "yes", "no", "No", "yes ", "no"]


def table(cells: list[str], more: str = "") -> str:
    return "x,c,y\n" + "".join(f"{place * 7 % 23},{place % 3}k,{cell}\n" for place, cell in enumerate(cells)) + more


def taken(folder: Path, cells: list[str], **kinds: str) -> tuple[Dataset, Experiment]:
    dataset = take_in(table(cells).encode(), "t.csv", folder)
    return dataset, draft(dataset, [task(dataset, "y", kinds.get("y"))])


@pytest.mark.parametrize(
    ("cells", "pair"),
    [
        (SPELT, ("no", "yes")),
        (["TRUE ", "True", "false", "FALSE", "false"], ("false", "True")),
        (["Ja", "ja", "nein", "Nein", "nein"], ("nein", "ja")),
        (["yes", "Y", "no", "N", "yes", "no"], ("no", "yes")),
        (["y", "Y", "n", "n"], ("n", "y")),
        (["是", "否", "是 ", "是", "否"], ("否", "是")),
        (["1", "yes", "0", "no", "yes"], ("no", "yes")),
    ],
)
def test_words_for_yes_and_no_are_two_classes(reading: Any, cells: list[str], pair: tuple[str, str]) -> None:
    found = reading(table(cells * 4))
    column = found.column("y")
    assert (column.kind, column.unique, set(found.cells("y"))) == ("yes_no", 2, set(pair))
    assert next(p.kind for p in found.found.proposals if p.column == "y") == "binary"
    if len({cell.strip() for cell in cells}) > 2:
        assert f'are read as "{pair[1]}" and "{pair[0]}"' in " ".join(column.issues)


@pytest.mark.parametrize("cells", [["y", "n", "t"], ["yes", "no", "maybe"], ["Yes", "yes", "YES"], ["t", "on", "y"]])
def test_what_is_not_only_yes_and_no_stays_as_it_is(reading: Any, cells: list[str]) -> None:
    found = reading(table(cells * 4))
    assert set(found.cells("y")) == set(cells)
    assert found.column("y").kind == "category"


def test_later_rows_are_read_alike(tmp_path: Path) -> None:
    dataset, experiment = taken(tmp_path, SPELT * 30)
    assert not [finding for finding in check(dataset, experiment) if finding.column == "y"]
    target = prepare(dataset, experiment).space.targets[0]
    assert target.classes == ("no", "yes")
    later = pd.DataFrame({"y": ["NO", "Yes", "TRUE", None, "perhaps"]}, dtype=object)
    assert target.truth(later).tolist() == ["no", "yes", "yes", None, "perhaps"]


@pytest.mark.parametrize("kind", ["binary", "multiclass", "multilabel"])
def test_labels_in_several_spellings_are_pointed_out(tmp_path: Path, kind: str) -> None:
    cells = {"multilabel": ["red;blue", "Red", "blue"]}.get(kind, ["red", "Red", "blue"])
    dataset, experiment = taken(tmp_path, cells * 10, y=kind)
    (said,) = (finding for finding in check(dataset, experiment) if "capitals" in finding.sentence)
    assert said.sentence.startswith('Task "y": "Red" and "red" differ in capitals alone and count as 2 labels;')
    assert said.remedies == ("another table" if TASK_KINDS[kind].several else "labels: fold case",)


def test_they_are_pointed_out_of_inputs_too(tmp_path: Path) -> None:
    dataset = take_in(table(["red", "Red", "blue"] * 10).encode(), "t.csv", tmp_path)
    experiment = draft(dataset, [task(dataset, "c")])
    (said,) = (finding for finding in check(dataset, experiment) if "capitals" in finding.sentence)
    assert said.sentence.endswith("count them as one (columns.y.fold_case=true).")
    assert not [f for f in check(dataset, experiment.with_changes({"columns.y.fold_case": "true"})) if f.column == "y"]


def test_counted_as_one_they_are_one_everywhere(tmp_path: Path) -> None:
    dataset, experiment = taken(tmp_path, ["Rome", "ROME", "rome", "Oslo", "oslo", "oslo", "Bern", "bern"] * 6)
    asked = experiment.with_changes({"columns.y.fold_case": True})
    assert not [finding for finding in check(dataset, asked) if "capitals" in finding.sentence]
    assert task_profile(dataset, asked, asked.tasks[0]).unique == 3
    space = prepare(dataset, asked).space
    back = FeatureSpace.from_dict(space.to_dict())
    for learnt in (space, back):
        assert [label.lower() for label in learnt.targets[0].classes] == ["bern", "oslo", "rome"]
        later = learnt.targets[0].truth(pd.DataFrame({"y": ["BERN", "rOme", "Paris"]}, dtype=object))
        assert [label.lower() for label in later] == ["bern", "rome", "paris"]
        assert set(later[:2]) <= set(learnt.targets[0].classes)


def test_as_an_input_each_spelling_has_one_token(tmp_path: Path) -> None:
    dataset = take_in(table(["Rome", "ROME", "Oslo", "oslo"] * 8).encode(), "t.csv", tmp_path)
    asked = draft(dataset, [task(dataset, "c")]).with_changes({"columns.y.fold_case": True})
    (column,) = (column for column in prepare(dataset, asked).space.columns if column.name == "y")
    tokens = column.encode(pd.Series(["rome", "ROME", "Rome", "oSLO"], dtype=object))[:, 0]
    assert len(set(tokens[:3])) == 1
    assert (np.array(tokens) > 1).all()
    assert tokens[3] != tokens[0]
