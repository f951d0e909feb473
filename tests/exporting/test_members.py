"""The contract of everything that a bundle holds, found by itself."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli import main as command_line
from mtl_core.errors import ExportError
from mtl_core.exporting.bundle import read
from mtl_core.exporting.cells import as_json
from mtl_core.exporting.members import FORMATS, MEMBERS, Format, Member, is_allowed
from mtl_core.exporting.members.sources import sources
from mtl_core.exporting.members.weights import from_npz, to_npz
from mtl_core.exporting.proof import difference, prove
from mtl_core.exporting.trained import Trained
from mtl_core.runs.results import example_rows, purposes, without_example_rows

pytestmark = pytest.mark.engine

each_member = pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
each_format = pytest.mark.parametrize("wanted", FORMATS.values(), ids=lambda wanted: wanted.id)


def test_each_has_a_place_and_a_name_of_its_own() -> None:
    assert len({member.rank for member in MEMBERS}) == len({member.name for member in MEMBERS}) == len(MEMBERS)


def test_nothing_else_is_allowed() -> None:
    for path in ("setup.py", "mtl_core/../setup.py", "weights.npz.exe", "other/predict.py", "mtl_core/a/b/c/d/e.py"):
        assert not is_allowed(path)
    assert not is_allowed("")


@each_member
def test_a_bundle_holds_it_and_says_what_it_is_for(member: Member, bundle_path: Path) -> None:
    assert purposes(bundle_path)[member.name] == member.purpose
    with zipfile.ZipFile(bundle_path) as archive:
        files = [path for path in archive.namelist() if path.startswith(member.name)]
        assert files
        assert all(map(is_allowed, files))
        assert f"| {member.purpose} |" in archive.read("README.md").decode()


def test_a_bundle_holds_nothing_that_is_not_allowed(bundle_path: Path) -> None:
    with zipfile.ZipFile(bundle_path) as archive:
        assert [name for name in archive.namelist() if not is_allowed(name)] == []


def test_a_process_exports_the_modules_that_it_began_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = sources()
    monkeypatch.setattr("mtl_core.exporting.members.sources._ROOT", tmp_path)
    assert sources() is before


def test_what_was_left_out_is_not_told(bundle_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.zip"
    copy.write_bytes(without_example_rows(bundle_path))
    assert purposes(bundle_path).keys() - purposes(copy).keys() == {"expected.json"}


def test_bundles_of_earlier_versions_are_read_without_purposes(bundle_path: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.zip"
    with zipfile.ZipFile(bundle_path) as source, zipfile.ZipFile(earlier, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                told = json.loads(content)
                del told["members"]
                content = json.dumps(told).encode()
            target.writestr(name, content)
    assert read(earlier).plan == read(bundle_path).plan
    assert purposes(earlier) == {}


@each_format
def test_read_back_it_answers_alike(wanted: Format, trained: Trained, table: Callable[..., pd.DataFrame]) -> None:
    inputs = trained.space.transform(table(seed=3))
    rows = as_json(table())
    held = {"columns": list(rows.columns), "rows": rows.to_numpy().tolist()}
    content = wanted.to_bytes(trained)
    assert content == wanted.to_bytes(trained)
    for ours, theirs in zip(trained.outputs(inputs), wanted.outputs(content, trained, inputs), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-5, rel=1e-5)  # float32 sums in another order
    assert prove(wanted, content, trained, held).startswith(f"Proved: {wanted.name}")


def test_a_network_with_other_weights_is_not_proved(bundle_path: Path) -> None:
    network, wanted = read(bundle_path), FORMATS["weights"]
    changed = {name: array + 0.1 for name, array in from_npz(wanted.to_bytes(network), network.plan).items()}
    with pytest.raises(ExportError, match=r"^weights\.npz answers otherwise than the bundle: by up to "):
        prove(wanted, to_npz(changed), network, example_rows(bundle_path))


@pytest.mark.parametrize(
    ("theirs", "apart"),
    [
        ([[0.5, 0.25], [200.0]], 0.0),
        ([[0.5, 0.5], [200.0]], 0.25),  # of what is small, as it stands
        ([[0.5, 0.25], [190.0]], 0.05),  # of what is large, beside its size
        ([[np.nan, 0.25], [200.0]], np.nan),
        ([[0.5, 0.25], [np.nan]], np.nan),
    ],
)
def test_outputs_are_apart_by_the_worst_of_all_tasks(theirs: list[list[float]], apart: float) -> None:
    ours = [np.array([0.5, 0.25]), np.array([200.0])]
    assert difference(ours, [np.array(each) for each in theirs]) == pytest.approx(apart, nan_ok=True)
    assert difference([np.zeros((0, 2))], [np.zeros((0, 2))]) == difference([], []) == 0


def test_a_network_that_answers_no_numbers_is_not_proved(bundle_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network, wanted = read(bundle_path), FORMATS["weights"]
    monkeypatch.setattr(
        type(wanted), "outputs", lambda _, __, told, rows: [np.nan * each for each in told.outputs(rows)]
    )
    with pytest.raises(ExportError, match="answers otherwise than the bundle"):
        prove(wanted, wanted.to_bytes(network), network, example_rows(bundle_path))


@each_format
def test_command_line_writes_each_format(
    wanted: Format, bundle_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / wanted.name
    assert command_line.main(["export", str(bundle_path), "--format", wanted.id, "--out", str(out)]) == 0
    assert f"Proved: {wanted.name}, read back, answers alike about 32 rows" in capsys.readouterr().err
    assert prove(wanted, out.read_bytes(), read(bundle_path), example_rows(bundle_path)).startswith("Proved")
    bare = tmp_path / "bare.zip"
    bare.write_bytes(without_example_rows(bundle_path))
    assert command_line.main(["export", str(bare), "--format", wanted.id, "--out", str(out)]) == 0
    assert "Not proved" in capsys.readouterr().err
