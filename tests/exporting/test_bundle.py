"""A bundle predicts the same wherever it goes: here, read back, and on its own in another process."""

import csv
import json
import runpy
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.exporting.bundle import Bundle, read, write
from mtl_core.exporting.origin import Origin
from mtl_core.exporting.trained import Trained
from mtl_core.networks import build
from mtl_core.plan import plan
from tests.elsewhere import run_elsewhere

pytestmark = pytest.mark.engine

Table = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def bundle(bundle_path: Path) -> Bundle:
    return read(bundle_path)


@pytest.fixture(scope="module")
def unpacked(bundle_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(bundle_path) as archive:
        archive.extractall(folder)
    return folder


def test_names_of_the_weights_follow_from_the_plan(trained: Trained) -> None:
    found = trained.weights
    assert {name: array.shape for name, array in found.items()} == trained.plan.arrays
    assert len(found) == len(trained.model.weights)


def test_read_back_it_is_the_same_network(origin: Origin, trained: Trained, bundle: Bundle) -> None:
    assert bundle.experiment == trained.experiment
    assert bundle.plan == trained.plan
    assert bundle.space == trained.space
    assert bundle.origin == origin
    for mine, theirs in zip(trained.model.weights, bundle.model.weights, strict=True):
        np.testing.assert_array_equal(mine.numpy(), theirs.numpy())


def test_read_back_it_predicts_the_same(table: Table, trained: Trained, bundle: Bundle) -> None:
    fresh = table(seed=7)
    pd.testing.assert_frame_equal(bundle.predict(fresh), trained.predict(fresh), check_exact=True)


def test_a_network_of_members_comes_back_and_says_what_it_is(
    table: Table, origin: Origin, trained: Trained, tmp_path: Path
) -> None:
    experiment = trained.experiment.with_changes({"sharing.members": 3})
    drawn = plan(experiment, trained.plan.inputs, trained.plan.tasks)
    many = Trained(experiment, drawn, trained.space, build(drawn, seed=1))
    write(tmp_path / "bundle.zip", many, origin, table(), table(5))
    back = read(tmp_path / "bundle.zip")
    pd.testing.assert_frame_equal(back.predict(table(seed=7)), many.predict(table(seed=7)), check_exact=True)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        assert "3 networks in one, which share most weights" in archive.read("README.md").decode()


def test_predictions_stand_in_the_rows_order_without_targets(table: Table, bundle: Bundle) -> None:
    fresh = table(seed=7).drop(columns=["ill", "colour", "cost"])
    found = bundle.predict(fresh)
    assert list(found.columns) == [
        *("ill", "ill:no", "ill:yes"),
        *("colour", "colour:blue", "colour:green", "colour:red"),
        "cost",
    ]
    assert len(found) == len(fresh)
    turned = bundle.predict(fresh[::-1])
    pd.testing.assert_frame_equal(turned[::-1], found, check_exact=False, rtol=1e-4)
    np.testing.assert_allclose(found.filter(regex="^colour:").sum(axis=1), 1, rtol=1e-5)


def test_missing_column_is_named(table: Table, bundle: Bundle) -> None:
    with pytest.raises(DataError, match='"member" is missing'):
        bundle.predict(table().drop(columns="member"))


def test_writing_twice_gives_the_same_bytes(
    origin: Origin, table: Table, trained: Trained, bundle_path: Path, tmp_path: Path
) -> None:
    write(tmp_path / "again.zip", trained, origin, table(), table())
    assert (tmp_path / "again.zip").read_bytes() == bundle_path.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.zip"]


def test_card_says_what_it_is(unpacked: Path) -> None:
    card = (unpacked / "README.md").read_text(encoding="utf-8")
    assert "city, or \\*town\\*" in card
    assert "people.csv" in card
    assert "No rows were kept apart" in card


def test_card_says_how_the_cells_of_each_column_are_read(unpacked: Path, bundle: Bundle) -> None:
    card = (unpacked / "README.md").read_text(encoding="utf-8")
    for learnt in (*bundle.space.columns, *bundle.space.targets):
        assert learnt.told
        assert f" | {learnt.told} |" in card
    told = {column.name: column.told for column in bundle.space.columns}
    assert told["age"] == 'decimal sign ".", thousands sign ",", words such as NA mean missing'
    assert told["member"] == "any word for yes or no, in any case"


def test_elsewhere_it_verifies_itself_row_by_row(unpacked: Path) -> None:
    proof = json.loads((unpacked / "expected.json").read_text(encoding="utf-8"))
    proof["predictions"][3][1] += 0.01
    (unpacked / "expected.json").write_text(json.dumps(proof), encoding="utf-8")
    done = run_elsewhere(unpacked, "verify.py")
    assert done.returncode == 1, done.stderr
    assert done.stdout == "verified: 31/32 predictions identical (max diff 1e-02)\n"


def test_elsewhere_it_predicts_what_it_predicts_here(
    table: Table, unpacked: Path, bundle: Bundle, tmp_path: Path
) -> None:
    fresh = table(seed=7)
    fresh.to_csv(tmp_path / "table.csv", index=False)
    done = run_elsewhere(unpacked, "predict.py", str(tmp_path / "table.csv"), "--out", str(tmp_path / "out.csv"))
    assert done.returncode == 0, done.stderr
    found = pd.read_csv(tmp_path / "out.csv", quoting=csv.QUOTE_NONNUMERIC)
    expected = bundle.predict(fresh)
    assert list(found.columns) == ["row", *expected.columns]
    assert list(found["row"]) == list(range(1, 61))
    assert list(found["ill"]) == list(expected["ill"])
    assert list(found["colour"]) == list(expected["colour"])
    numbers = expected.select_dtypes("number").columns
    np.testing.assert_allclose(found[numbers], expected[numbers], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".parquet", ".xlsx", ".jsonl"])
def test_every_format_is_read_as_the_same_table(
    ending: str, table: Table, unpacked: Path, trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))  # the script adds its folder
    fresh = table(seed=7)
    path = tmp_path / f"table{ending}"
    {
        ".csv": lambda: fresh.to_csv(path, index=False, sep=";"),
        ".tsv": lambda: fresh.to_csv(path, index=False, sep="\t", encoding="utf-8-sig"),
        ".parquet": lambda: fresh.to_parquet(path),
        ".xlsx": lambda: fresh.to_excel(path, index=False),
        ".jsonl": lambda: fresh.to_json(path, orient="records", lines=True, date_format="iso", double_precision=15),
    }[ending]()
    read = runpy.run_path(str(unpacked / "predict.py"))["read"]
    expected, found = trained.space.transform(fresh), trained.space.transform(read(path).frame)
    np.testing.assert_allclose(found["numbers"], expected["numbers"], atol=1e-6)
    np.testing.assert_array_equal(found["categories"], expected["categories"])


def test_elsewhere_a_missing_column_is_one_sentence(table: Table, unpacked: Path, tmp_path: Path) -> None:
    table().drop(columns="member").to_csv(tmp_path / "table.csv", index=False)
    done = run_elsewhere(unpacked, "predict.py", str(tmp_path / "table.csv"), "--out", str(tmp_path / "out.csv"))
    assert done.returncode == 2
    assert done.stderr.startswith('Column "member" is missing')
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out.csv").exists()


def test_elsewhere_a_shifted_table_is_refused(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("age,member\n1,yes,\n2,no,\n", encoding="utf-8")
    done = run_elsewhere(unpacked, "predict.py", str(tmp_path / "table.csv"), "--out", str(tmp_path / "out.csv"))
    assert done.returncode == 2
    assert done.stderr.startswith('Columns "city, or *town*", "since", "note" are missing from this table')
