"""A bundle that somebody brought is read, or refused with one sentence; nothing else happens."""

import hashlib
import io
import json
import pickle
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import pytest
import tensorflow as tf

from mtl_core.errors import ExportError
from mtl_core.exporting.contents import contents

pytestmark = pytest.mark.engine  # for the bundle, not for reading it

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def members(bundle_path: Path) -> Members:
    with zipfile.ZipFile(bundle_path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(autouse=True)
def nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever loads a model or a pickle fails the test."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a bundle is read by our own code alone")

    for owner, name in ((keras.saving, "load_model"), (keras.models, "model_from_json"), (tf.saved_model, "load")):
        monkeypatch.setattr(owner, name, refuse)
    for name in ("load", "loads"):
        monkeypatch.setattr(pickle, name, refuse)


def zipped(path: Path, members: Members, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def manifest(members: Members, change: Callable[[dict[str, Any]], None]) -> Members:
    data = json.loads(members["manifest.json"])
    change(data)
    return members | {"manifest.json": json.dumps(data).encode()}


def with_weights(members: Members, weights: bytes) -> Members:
    digest = hashlib.sha256(weights).hexdigest()
    return manifest(members | {"weights.npz": weights}, lambda data: data.update(weights_sha256=digest))


def arrays(members: Members, change: Callable[[Members], None]) -> Members:
    with zipfile.ZipFile(io.BytesIO(members["weights.npz"])) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    change(found)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return with_weights(members, buffer.getvalue())


def numbers(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [target for target in data["space"]["targets"] if "std" in target]


def inputs(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [column for column in data["space"]["columns"] if column["kind"] == "numeric"]


def dates(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [column for column in data["space"]["columns"] if column["kind"] == "date"]


def test_a_good_bundle_is_read(bundle_path: Path) -> None:
    found = contents(bundle_path)
    assert found.manifest.origin.name == "people.csv"
    assert sum(array.size for array in found.weights.values()) == found.manifest.plan.parameters


def test_extra_files_of_the_bundle_are_not_needed(members: Members, tmp_path: Path) -> None:
    two = {name: members[name] for name in ("manifest.json", "weights.npz")}
    assert contents(zipped(tmp_path / "a.zip", two)).manifest.version == 1


FAULTS: dict[str, tuple[Callable[[Members], Members], str]] = {
    "no manifest": (lambda m: {"weights.npz": m["weights.npz"]}, "manifest.json"),
    "no weights": (lambda m: {"manifest.json": m["manifest.json"]}, "weights.npz"),
    "foreign file": (lambda m: m | {"evil.exe": b""}, "no bundle has"),
    "way out": (lambda m: m | {"mtl_core/../../evil.py": b""}, "no bundle has"),
    "not JSON": (lambda m: m | {"manifest.json": b"{"}, "damaged"),
    "not UTF-8": (lambda m: m | {"manifest.json": b"\xff\xfe\xff"}, "damaged"),
    "deep JSON": (lambda m: m | {"manifest.json": b"[" * 200_000}, "damaged"),
    "NaN": (lambda m: m | {"manifest.json": b'{"version": NaN}'}, "damaged"),
    "a list": (lambda m: m | {"manifest.json": b"[]"}, "version"),
    "later version": (lambda m: manifest(m, lambda d: d.update(version=2)), "version 2"),
    "no plan": (lambda m: manifest(m, lambda d: d.pop("plan")), "plan"),
    "extra field": (lambda m: manifest(m, lambda d: d.update(loader="os.system")), "loader"),
    "out of range": (lambda m: manifest(m, lambda d: d["experiment"]["sharing"].update(units=10**6)), "units"),
    "another plan": (lambda m: manifest(m, lambda d: d["plan"]["blocks"][1].update(units=9)), "does not fit"),
    "another task": (lambda m: manifest(m, lambda d: d["space"]["targets"].pop()), "does not fit"),
    "huge plan": (
        lambda m: manifest(m, lambda d: d["plan"]["blocks"][0].update(arrays={"x/kernel": [10**6, 10**6]})),
        "does not fit",
    ),
    "no columns": (lambda m: manifest(m, lambda d: d["space"].update(columns=[])), "reads no column"),
    "huge mean": (lambda m: manifest(m, lambda d: numbers(d)[0].update(mean=1e308)), "out of bounds"),
    "endless mean": (lambda m: manifest(m, lambda d: numbers(d)[0].update(mean=10**4000)), "damaged"),
    "huge spread": (lambda m: manifest(m, lambda d: numbers(d)[0].update(std=1e308)), "out of bounds"),
    "huge center": (lambda m: manifest(m, lambda d: inputs(d)[0].update(center=1e308)), "out of bounds"),
    "unknown cycle": (lambda m: manifest(m, lambda d: dates(d)[0].update(cycles=["moon"])), "cycles"),
    "broken space": (lambda m: manifest(m, lambda d: d.update(space={})), "damaged"),
    "infinite": (
        lambda m: m | {"manifest.json": m["manifest.json"].replace(b'"std":', b'"std": 1e999,"x":')},
        "damaged",
    ),
    "other weights": (lambda m: m | {"weights.npz": m["weights.npz"] + b" "}, "not those"),
    "array gone": (lambda m: arrays(m, lambda a: a.pop("trunk_1/bias.npy")), "not those of its network"),
    "array more": (lambda m: arrays(m, lambda a: a.update({"x.npy": b""})), "not those of its network"),
    "array cut": (lambda m: arrays(m, lambda a: a.update({"trunk_1/bias.npy": a["trunk_1/bias.npy"][:-4]})), "trunk_1"),
    "objects": (
        lambda m: arrays(m, lambda a: a.update({"trunk_1/bias.npy": a["trunk_1/bias.npy"].replace(b"<f4", b"|O8")})),
        "float32",
    ),
    "not finite": (
        lambda m: arrays(m, lambda a: a.update({"trunk_1/bias.npy": a["trunk_1/bias.npy"][:-4] + b"\0\0\xc0\x7f"})),
        "finite",
    ),
    "no arrays": (lambda m: with_weights(m, b"nothing"), "damaged"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence(fault: str, members: Members, tmp_path: Path) -> None:
    spoil, says = FAULTS[fault]
    with pytest.raises(ExportError, match=says) as caught:
        contents(zipped(tmp_path / "a.zip", spoil(members)))
    assert "\n" not in str(caught.value)


def test_two_members_of_one_name_are_refused(members: Members, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", members)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("manifest.json", members["manifest.json"])
    with pytest.raises(ExportError, match="no bundle has"):
        contents(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(members: Members, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="unpack to"):
        contents(zipped(tmp_path / "a.zip", members | {"README.md": bytes(80_000_000)}))


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"%PDF-1.7", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(ExportError, match=r"a\.zip"):
        contents(tmp_path / "a.zip")


def test_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no bundle"):
        contents(tmp_path / "a.zip")


def test_mutated_bundles_are_read_or_refused(members: Members, tmp_path: Path) -> None:
    two = {name: members[name] for name in ("manifest.json", "weights.npz")}
    original = zipped(tmp_path / "a.zip", two, zipfile.ZIP_STORED).read_bytes()
    chance = random.Random(0)
    refused = 0
    for _ in range(400):
        content = bytearray(original)
        for _ in range(chance.choice([1, 1, 4])):
            place = chance.randrange(len(content))
            content[place : place + chance.choice([0, 1, 1, 8])] = chance.randbytes(chance.choice([0, 1, 1, 8]))
        if chance.random() < 0.1:
            del content[chance.randrange(len(content)) :]
        refused += not is_read(tmp_path / "b.zip", bytes(content))
    assert refused > 200


def test_mutated_manifests_are_read_or_refused(members: Members, tmp_path: Path) -> None:
    chance = random.Random(1)
    values = [None, True, -1, 0, 2, 1e300, "", "x", "é\ud800", [], {}, [[]], "numeric", 10**30]
    read = 0
    for _ in range(400):
        data = json.loads(members["manifest.json"])
        for _ in range(chance.choice([1, 1, 3])):
            spoil(data, chance, values)
        two = {"manifest.json": json.dumps(data).encode(), "weights.npz": members["weights.npz"]}
        read += is_read(zipped(tmp_path / "b.zip", two))
    assert read < 300


def spoil(data: Any, chance: random.Random, values: list[Any]) -> None:
    """Set, drop or double something somewhere within nested JSON."""
    keys = list(data) if isinstance(data, dict) else list(range(len(data)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(data[key], dict | list) and chance.random() < 0.85:
        spoil(data[key], chance, values)
    elif chance.random() < 0.2:
        del data[key]
    else:
        data[key] = chance.choice(values)


def is_read(path: Path, content: bytes | None = None) -> bool:
    if content is not None:
        path.write_bytes(content)
    try:
        contents(path)
    except ExportError:
        return False
    return True
