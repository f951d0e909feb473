"""From a file's rows to a table of answers, and what is said of what the file has and lacks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.evaluation.predicting import Predicted, predict_rows, training_formats
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.tables.intake.uploads import read_rows

TRAIN = pd.DataFrame({"key": range(40), "size": np.arange(40.0), "ill": ["no", "yes"] * 20})
EXPERIMENT = Experiment(
    columns={"key": Column(kind="identifier"), "size": Column(kind="numeric"), "ill": Column(kind="yes_no")},
    tasks=(Task(column="ill", kind="binary"),),
)
SPACE = fit(TRAIN, EXPERIMENT)


def half(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """Yes where the size is above the mean of the training rows, which is 19.5."""
    return [np.where(inputs["numbers"][:, :1] > 0, 0.75, 0.25)]


def predict(folder: Path, text: str) -> Predicted:
    path = folder / "new.csv"
    path.write_text(text)
    return predict_rows(EXPERIMENT, SPACE, read_rows(path, path.name, training_formats(SPACE)), half)


def test_answers_stand_behind_the_number_of_the_row_and_its_identifier(tmp_path: Path) -> None:
    found = predict(tmp_path, "size,key\n30,k1\n2,k2\n25,k3\n")
    assert found.answers.to_dict("list") == {
        "row": [1, 2, 3],
        "key": ["k1", "k2", "k3"],
        "ill": ["yes", "no", "yes"],
        "ill:no": [0.25, 0.75, 0.25],
        "ill:yes": [0.75, 0.25, 0.75],
    }
    assert found.remarks == ()


def test_an_identifier_that_training_did_not_have_names_rows_too(tmp_path: Path) -> None:
    numbers = "".join(f"{size},c{100 + size}\n" for size in range(30))
    found = predict(tmp_path, f"size,order_id\n{numbers}")
    assert list(found.answers.columns) == ["row", "order_id", "ill", "ill:no", "ill:yes"]
    assert found.remarks == ()


def test_a_label_that_the_file_has_already_is_no_column_of_the_answers(tmp_path: Path) -> None:
    found = predict(tmp_path, "size,ill\n30,no\n2,no\n")
    assert list(found.answers.columns) == ["row", "ill", "ill:no", "ill:yes"]
    assert found.answers["ill"].tolist() == ["yes", "no"]
    assert found.remarks == ()


def test_a_column_of_the_file_called_row_keeps_its_answers_apart(tmp_path: Path) -> None:
    numbers = "".join(f"{size},r{100 + size}\n" for size in range(30))
    found = predict(tmp_path, f"size,row\n{numbers}")
    assert list(found.answers.columns)[:2] == ["row", "row (2)"]
    assert found.answers["row"].tolist() == list(range(1, 31))
    assert found.answers["row (2)"].tolist() == [f"r{100 + size}" for size in range(30)]


@pytest.mark.parametrize(("extra", "more"), [(1, ""), (20, ""), (23, " and 3 more")])
def test_columns_that_training_did_not_have_are_named_up_to_twenty(tmp_path: Path, extra: int, more: str) -> None:
    names, cells = (",".join(each) for each in ([f"e{place}" for place in range(extra)], ["a"] * extra))
    named = ", ".join(f'"e{place}"' for place in range(min(extra, 20)))
    found = predict(tmp_path, f"size,{names}\n30,{cells}\n2,{cells}\n")
    assert found.remarks == (f"Not used, since the table of the training has no such column: {named}{more}.",)


def test_cells_that_the_network_cannot_use_are_told_with_the_row(tmp_path: Path) -> None:
    found = predict(tmp_path, "size\n30\nmany\n99\n")
    assert [remark for remark in found.remarks if "in row 3" in remark] == [
        'size: "99" in row 3 lies outside of what the training rows hold (0 to 39), so its answers go beyond what was '
        "learnt."
    ]
    assert any("many" in remark for remark in found.remarks)
    assert found.answers["ill"].tolist() == ["yes", "no", "yes"]


def test_a_row_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"The file has 1 row that cannot be read \(the first at line 3: "):
        predict(tmp_path, "size,key\n30,a\n2,b,c,d\n4,e\n")


def test_an_input_that_the_file_lacks_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match='"size"'):
        predict(tmp_path, "other\n1\n2\n")
