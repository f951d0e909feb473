"""The predictor process as it runs: a bundle in, answers out, faults in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.exporting.trained import Trained
from mtl_core.processes.predictor import PredictorProcess
from mtl_core.runs.predictor_client import Order, Predictor
from mtl_core.runs.results import without_example_rows
from mtl_core.runs.workspace import Workspace
from tests.exporting.conftest import bundle_path, make_table, origin, table, trained

__all__ = ["bundle_path", "origin", "table", "trained"]
pytestmark = pytest.mark.engine
CELLS = {"age": 50.5, "city, or *town*": "Rome", "member": "yes", "since": "2021-05-01", "note": "good, not bad"}


@pytest.fixture(scope="module")
def predictor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Predictor]:
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    workspace.create()
    made = Predictor(workspace)
    yield made
    made.close()


def test_row_gets_the_answers_of_the_bundle(predictor: Predictor, bundle_path: Path, trained: Trained) -> None:
    found, said = predictor.row(bundle_path, CELLS)
    assert said == ()
    assert set(found.answers) == {"t0", "t1", "t2"}
    assert found.answers["t1"].given in ("red", "green", "blue")
    assert sum(share for _, share in found.answers["t1"].shares) == pytest.approx(1)
    assert isinstance(found.answers["t2"].given, float)
    assert found.texts[0].text == "good, not bad"
    assert set(found.texts[0].effects) == {"t0", "t1", "t2"}


def test_table_gets_the_answers_of_the_bundle(predictor: Predictor, bundle_path: Path, trained: Trained) -> None:
    rows = make_table(20, seed=3)[list(CELLS)]
    found, said = predictor.table(bundle_path, rows.to_csv(index=False).encode(), "rows.csv")
    expected = trained.predict(rows)
    assert "lie outside of what the training rows hold" in said[0]
    assert list(found.columns) == ["row", *expected.columns]
    assert found["ill:yes"].tolist() == pytest.approx(expected["ill:yes"].tolist(), abs=1e-5)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "file is empty"), (b"a,b\n1,2\n", 'Columns "age", "city, .* are missing'), (b"%PDF-1.7 no table", "PDF")],
)
def test_table_that_cannot_be_predicted_is_told(
    predictor: Predictor, bundle_path: Path, content: bytes, sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence):
        predictor.table(bundle_path, content, "rows.csv")


def test_missing_cells_are_no_fault_but_missing_columns_are(bundle_path: Path) -> None:
    answering = PredictorProcess()
    empty: dict[str, str | float | bool | None] = dict.fromkeys(CELLS)
    assert answering.reply(Order(bundle=bundle_path, cells=empty)).row is not None
    assert "are missing" in answering.reply(Order(bundle=bundle_path, cells={"age": 1.0})).sentence


def test_bundle_that_is_none_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "bundle.zip"
    broken.write_bytes(b"no bundle")
    assert PredictorProcess().reply(Order(bundle=broken)).sentence


def test_reasons_sum_to_the_answers_of_the_bundle(bundle_path: Path, trained: Trained, tmp_path: Path) -> None:
    answering = PredictorProcess()
    found = answering.reply(Order(bundle=bundle_path, cells=CELLS, explain=True)).explanation
    assert found is not None
    assert (found.background, found.exact) == (32, True)
    said = trained.predict(pd.DataFrame([CELLS], dtype=object)).iloc[0]
    for answer in found.answers:
        wanted = said[answer.name] if answer.label is None else said[f"{answer.name}:{answer.label}"]
        assert answer.value == pytest.approx(wanted, rel=1e-5)
        total = sum(reason.effect for reason in answer.columns)
        assert total == pytest.approx(answer.value - answer.baseline, rel=1e-5, abs=1e-5)  # float32 answers
    bare = tmp_path / "bare.zip"
    bare.write_bytes(without_example_rows(bundle_path))
    without = answering.reply(Order(bundle=bare, cells=CELLS, explain=True)).explanation
    assert without is not None
    assert without.background == 0
    assert without.answers[0].value == found.answers[0].value
