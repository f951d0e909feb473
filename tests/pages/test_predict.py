"""Predict: a form made of a run's inputs, answers of all tasks, a table in and a table out."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.errors import DataError
from mtl_core.experiment import Experiment
from mtl_core.features.fit import fit
from mtl_core.features.remarks import remarks
from mtl_core.records.examples import Example
from mtl_core.records.explanations import Explanation
from mtl_core.runs.predictor_client import Predictor
from mtl_core.runs.runs import Run
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from tests.pages.conftest import Opener, words
from tests.pages.test_runs import finished

__all__ = ["finished"]
ANSWERS = {
    "t0": {"given": "yes", "true": None, "sure": 0.75, "shares": [["yes", 0.75], ["no", 0.25]]},
    "t1": {"given": 4.5, "true": None, "sure": None, "shares": []},
}

REMARKS = ("<b>size</b>: 1 cell lies outside.", *(f"Remark {number}." for number in range(2, 9)))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the predictor was asked; it answers the same to everything, and refuses a file of one byte."""
    orders: list[Any] = []

    def row(_: Predictor, bundle: Path, cells: dict[str, Any]) -> tuple[Example, tuple[str, ...]]:
        orders.append(cells)
        found = {"position": 0, "cells": {}, "texts": [], "answers": ANSWERS}
        return Example.model_validate(found), REMARKS

    def table(_: Predictor, bundle: Path, content: bytes, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
        orders.append(content)
        if len(content) == 1:
            raise DataError('Column "size" is missing.')
        return pd.DataFrame({"row": [1, 2], "ill": ["=yes", "no"], "cost": [1.0, 2.0]}), REMARKS

    monkeypatch.setattr(Predictor, "row", row)
    monkeypatch.setattr(Predictor, "table", table)
    return orders


def field(app: AppTest, kind: str, place: int) -> Any:
    return next(one for one in app.get(kind) if one.key.startswith(f"predict_cell_{place}_"))


def answer(app: AppTest) -> str:
    return "".join(str(html.value) for html in app.html if 'class="mtl-reading"' in str(html.value))


def place_of_tabs(app: AppTest) -> int:
    return next(place for place, child in app.main.children.items() if child.type == "tab_container")


def test_form_asks_for_the_inputs_and_shows_every_task(show: Opener, finished: Run, asked: list[Any]) -> None:
    app = show("results/predict.py", run=finished.id)
    assert answer(app) == ""
    field(app, "number_input", 0).set_value(3.5)
    field(app, "selectbox", 2).select("here")
    app.button(key="predict_ask").click().run()
    assert not app.exception
    assert asked == [{"size": 3.5, "age": None, "town": "here"}]
    for word in ("ill", "yes · 75% sure", "cost", "4.5"):
        assert word in answer(app)


def test_a_field_says_what_the_training_rows_hold_as_card_and_script_do(
    show: Opener, finished: Run, workspace: Workspace, store: Store, asked: list[Any]
) -> None:
    experiment = Experiment.from_json(finished.experiment)
    table = Dataset.open(workspace.dataset(finished.dataset_id))
    frame = table.frame().astype({"size": float})
    train = frame[frame["size"].between(2, 20)]  # the table has less and more
    space = fit(train, experiment)
    with zipfile.ZipFile(workspace.run(finished.id) / "bundle.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"space": space.to_dict()}))
    app = show("results/predict.py", run=finished.id)
    low, high = train["size"].min(), train["size"].max()
    assert field(app, "number_input", 0).help.replace("\\", "") == f"In the training rows: {low:g} to {high:g}."
    assert f"({low:g} to {high:g})" in remarks(space, frame)[0]
    assert "there" in field(app, "selectbox", 2).help


def test_remarks_are_told_with_the_answer(show: Opener, finished: Run, asked: list[Any]) -> None:
    app = show("results/predict.py", run=finished.id)
    field(app, "number_input", 0).set_value(-3e4)
    app.button(key="predict_ask").click().run()
    assert not app.exception
    told = [warning.value.replace("\\", "") for warning in app.warning]
    assert told == list(REMARKS[:5])
    assert "3 more remarks" in [fold.label for fold in app.expander]
    for remark in REMARKS[5:]:
        assert remark in words(app).replace("\\", "")


def test_empty_form_is_no_question(show: Opener, finished: Run, asked: list[Any]) -> None:
    app = show("results/predict.py", run=finished.id)
    app.button(key="predict_ask").click().run()
    assert not app.exception
    assert [error.value for error in app.error] == [
        "Nothing is filled in, so there is nothing to tell; fill in at least one field."
    ]
    assert asked == []
    assert answer(app) == ""


def test_answer_to_older_values_is_marked(show: Opener, finished: Run, asked: list[Any]) -> None:
    app = show("results/predict.py", run=finished.id)
    field(app, "number_input", 0).set_value(3.5)
    app.button(key="predict_ask").click().run()
    assert [info.value for info in app.info] == []
    field(app, "number_input", 0).set_value(4.5).run()
    assert "have changed since this answer" in app.info[0].value
    field(app, "number_input", 0).set_value(3.5).run()
    assert [info.value for info in app.info] == []
    assert len(asked) == 1


def test_row_of_the_test_part_fills_the_form(show: Opener, finished: Run, asked: list[Any]) -> None:
    app = show("results/predict.py", run=finished.id)
    app.button(key="predict_fill").click().run()
    app.button(key="predict_ask").click().run()
    assert not app.exception
    assert asked == [{"size": 1.75, "age": 7.5, "town": "there"}]  # the one that predictions.parquet names


def test_table_is_predicted_and_taken_away(show: Opener, finished: Run, asked: list[Any]) -> None:
    app = show("results/predict.py", run=finished.id)
    app.file_uploader[0].upload("rows.csv", b"size,age,town\n1,2,here\n", "text/csv").run()
    assert not app.exception
    assert "2 rows of rows" in words(app)
    assert app.warning[0].value.replace("\\", "") == REMARKS[0]
    (download,) = (button for button in app.get("download_button") if button.key == "predict_download")
    assert download.label == "Download the answers"
    assert asked == [b"size,age,town\n1,2,here\n"]


def test_table_that_does_not_fit_is_told(show: Opener, finished: Run, asked: list[Any]) -> None:
    app = show("results/predict.py", run=finished.id)
    before = place_of_tabs(app)
    app.file_uploader[0].upload("rows.csv", b"x", "text/csv").run()
    assert not app.exception
    assert 'Column \\"size\\" is missing' in app.error[0].value
    assert place_of_tabs(app) == before  # tabs that move may fall back to the first in the browser


def test_run_without_a_model_says_so(show: Opener, finished: Run, workspace: Workspace) -> None:
    (workspace.run(finished.id) / "bundle.zip").unlink()
    assert "left no model" in words(show("results/predict.py", run=finished.id))


def test_form_stands_without_the_table(show: Opener, finished: Run, workspace: Workspace, asked: list[Any]) -> None:
    workspace.remove(workspace.dataset(finished.dataset_id))
    app = show("results/predict.py", run=finished.id)
    field(app, "number_input", 0).set_value(2.0)
    app.button(key="predict_ask").click().run()
    assert not app.exception
    assert asked == [{"size": 2.0, "age": None, "town": None}]


def test_examples_stand_on_evaluate(show: Opener, store: Store, finished: Run, workspace: Workspace) -> None:
    rows = [{"position": 6, "cells": {"town": "<b>here</b>"}, "texts": [], "answers": ANSWERS}]
    found = {"rows": rows, "mistakes": {"t0": [], "t1": [0]}, "drawn": [0]}
    (workspace.run(finished.id) / "examples.json").write_text(json.dumps(found))
    app = show("results/evaluate.py", run=finished.id)
    assert "Row 7 of the table" in answer(app) + "".join(str(html.value) for html in app.html)
    chooser: Any = next(one for one in app.get("segmented_control") if one.key == "evaluate_rows")
    assert chooser.options == ["Worst mistakes of B · cost", "Some rows by chance"]
    chooser.set_value("drawn").run()
    assert not app.exception
    assert "<b>here</b>" not in "".join(str(html.value) for html in app.html)


def reasons(name: str) -> Explanation:
    columns = [
        {"column": name, "cell": "<i>", "typical": "1", "effect": 0.3, "if_typical": 0.4},
        {"column": "age", "cell": "3", "typical": "2", "effect": -0.1, "error": 0.02, "if_typical": 0.8},
    ]
    ill = {"id": "t0", "name": "ill", "label": "yes", "value": 0.75, "baseline": 0.55, "columns": columns}
    cost = {"id": "t1", "name": "cost", "value": 4.5, "baseline": 4.3, "columns": columns}
    return Explanation.model_validate({"background": 32, "exact": False, "orders": 640, "answers": [ill, cost]})


def test_an_answer_is_explained_at_a_press_and_the_reasons_go_with_it(
    show: Opener, finished: Run, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[Any] = []

    def explain(_: Predictor, bundle: Path, cells: dict[str, Any]) -> Explanation:
        orders.append(cells)
        return reasons("si<b>ze")

    monkeypatch.setattr(Predictor, "explain", explain)
    app = show("results/predict.py", run=finished.id)
    assert not [button for button in app.button if button.key == "predict_why"]
    field(app, "number_input", 0).set_value(3.5)
    app.button(key="predict_ask").click().run()
    assert not app.get("plotly_chart")
    app.button(key="predict_why").click().run()
    assert not app.exception
    assert orders == [{"size": 3.5, "age": None, "town": None}]
    assert len(app.get("plotly_chart")) == 2
    assert "640 orders" in words(app).replace("\\", "")
    assert "75.0% here, 55.0% on average" in words(app).replace("\\", "")
    app.segmented_control(key="predict_why_kind").select("typical").run()
    assert not app.exception
    assert "their median, or their" in words(app)
    field(app, "number_input", 0).set_value(4.5).run()
    assert not app.get("plotly_chart")


def test_what_cannot_be_explained_is_told(
    show: Opener, finished: Run, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Predictor, bundle: Path, cells: dict[str, Any]) -> Explanation:
        raise DataError("Predicting came to a standstill.")

    monkeypatch.setattr(Predictor, "explain", refuse)
    app = show("results/predict.py", run=finished.id)
    field(app, "number_input", 0).set_value(3.5)
    app.button(key="predict_ask").click().run()
    app.button(key="predict_why").click().run()
    assert [error.value.replace("\\", "") for error in app.error] == ["Predicting came to a standstill."]


def test_an_example_row_of_evaluate_is_explained_with_all_its_cells(
    show: Opener, finished: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[Any] = []

    def explain(_: Predictor, bundle: Path, cells: dict[str, Any]) -> Explanation:
        orders.append(cells)
        return reasons("size")

    monkeypatch.setattr(Predictor, "explain", explain)
    rows = [{"position": place, "cells": {}, "texts": [], "answers": ANSWERS} for place in (6, 7)]
    found = {"rows": rows, "mistakes": {"t0": [], "t1": [0, 1]}, "drawn": [0]}
    (workspace.run(finished.id) / "examples.json").write_text(json.dumps(found))
    app = show("results/evaluate.py", run=finished.id)
    before = len(app.get("plotly_chart"))
    app.button(key="evaluate_why_7").click().run()
    assert not app.exception
    frame = Dataset.open(workspace.dataset(finished.dataset_id)).frame()
    assert orders == [frame.loc[7, ["size", "age", "town"]].to_dict()]
    assert len(app.get("plotly_chart")) == before + 2
    assert app.segmented_control(key="evaluate_why_7_kind").value == "shares"
