"""What is read of a preset's folder, and the sentence where it cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.features import plan_shapes
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.pretrained import presets
from mtl_core.text_encoders import Backbone
from tests.pretrained.tiny_preset import FEW as VOCABULARY
from tests.pretrained.tiny_preset import written


def experiment(preset: str = "", kind: str = "text", encoder: str = "pretrained", **text: Any) -> Experiment:
    columns = {"note": {"kind": kind}, "age": {"kind": "numeric"}, "mood": {"kind": "yes_no"}}
    tasks = [{"column": "mood", "kind": "binary"}]
    return parse_experiment(
        {"columns": columns, "tasks": tasks, "text": {"encoder": encoder, "preset": preset, **text}}
    )


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MTL_WORKSPACE", str(tmp_path))
    return tmp_path


def test_a_preset_is_found_by_name_and_by_folder(workspace: Path) -> None:
    written(presets.home() / "tiny")
    written(workspace / "elsewhere")
    assert presets.list_presets() == ["tiny"]
    found = presets.find("tiny")
    assert found.encoder.backbone == Backbone(units=8, layers=2, heads=2, wide=12)
    assert found.encoder.longest == 16
    assert found.encoder.cut.vocabulary == VOCABULARY
    assert presets.find(str(workspace / "elsewhere")).encoder == found.encoder


@pytest.mark.parametrize("name", ["", "huge", "/no/such/folder"])
def test_a_preset_that_is_not_there_is_one_sentence_that_says_what_to_do(name: str) -> None:
    written(presets.home() / "tiny")
    with pytest.raises(ExperimentError) as caught:
        presets.find(name)
    assert f'received "{name}"; expected the name of one in {presets.home()} (tiny)' in str(caught.value)
    assert "python -m mtl_core fetch NAME" in str(caught.value)


def test_no_other_encoder_asks_for_a_preset() -> None:
    assert presets.preset_of(experiment(encoder="lstm")) is None
    assert presets.preset_of(experiment(kind="category")) is None
    with pytest.raises(ExperimentError, match="there is none yet"):
        presets.preset_of(experiment())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"family": "Gpt2"}, "is a Gpt2Backbone with a Gpt2Tokenizer; expected a BertBackbone"),
        ({"reading": {"split": False}}, "expected a BertBackbone with a BertTokenizer as KerasHub makes them"),
        ({"measures": {"num_heads": 3}}, "config.json and its vocabulary is missing or damaged"),
        ({"measures": {"num_layers": "2"}}, "config.json and its vocabulary is missing or damaged"),
        ({"measures": {"num_layers": 10**9}}, "config.json and its vocabulary is missing or damaged"),
        ({"measures": {"vocabulary_size": 12}}, "config.json and its vocabulary is missing or damaged"),
        ({"reading": {"lowercase": "yes"}}, "config.json and its vocabulary is missing or damaged"),
        ({"words": VOCABULARY[::-1]}, "config.json and its vocabulary is missing or damaged"),
        ({"words": VOCABULARY[:3] + ("x",) * 8}, "config.json and its vocabulary is missing or damaged"),
    ],
)
def test_a_preset_that_does_not_fit_is_one_sentence(workspace: Path, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        presets.find(str(written(workspace / "odd", **given)))
    assert str(caught.value).startswith('Preset "odd" ')
    assert said in str(caught.value)


@pytest.mark.parametrize("name", [presets.CONFIG, presets.TOKENIZER, presets.VOCABULARY])
@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"[]", b"{", b'{"class_name": 1}'])
def test_a_damaged_file_is_one_sentence(workspace: Path, name: Any, content: bytes | None) -> None:
    path = written(workspace / "odd") / name
    path.write_bytes(content) if content is not None else path.unlink()
    with pytest.raises(ExperimentError, match=r"text\.preset|is missing or damaged"):
        presets.find(str(workspace / "odd"))


def fitted(texts: list[str | None], **text: Any) -> FeatureSpace:
    asked = experiment(str(written(presets.home() / "tiny")), **text)
    frame = pd.DataFrame({"note": texts, "age": range(len(texts)), "mood": (["yes", "no"] * len(texts))[: len(texts)]})
    found = presets.preset_of(asked)
    assert found is not None
    return fit(frame, asked, pretrained=found.encoder)


def test_texts_become_framed_pieces() -> None:
    space = fitted(["Good", "bad good unlikely", None, "好 ugly"])
    rows = space.transform(pd.DataFrame({"note": ["bad unlikely", None, "ugly 好", "good " * 9], "age": [0] * 4}))
    assert rows["c0"].tolist() == [
        [2, 6, 7, 8, 9, 3, 0],
        [2, 3, 0, 0, 0, 0, 0],
        [2, 1, 10, 3, 0, 0, 0],
        [2, 5, 5, 5, 5, 5, 3],  # what is cut ends as others do
    ]


def test_the_state_is_plain_and_tells_the_plan_the_measures() -> None:
    space = fitted(["Good", "bad good unlikely", None, "好 ugly"])
    same = FeatureSpace.from_dict(json.loads(json.dumps(space.to_dict())))
    assert same == space
    column = plan_shapes.inputs(same)[0]
    assert (column.kind, column.tokens, column.length) == ("text", len(VOCABULARY), 7)
    assert column.backbone == Backbone(8, 2, 2, 12)


def test_what_is_not_known_and_what_is_cut_is_told() -> None:
    space = fitted(["good", "bad good", "ugly good bad bad", "好"], longest=5)
    column: Any = space.columns[0]
    assert column.unseen_share == pytest.approx(1 / 8)
    assert column.cut_share == pytest.approx(1 / 4)
    told = column.coverage(pd.Series(["ugly ugly", "good"]))
    assert (told.unseen_share, told.cut_share) == (pytest.approx(2 / 3), 0.0)


def test_a_text_is_never_longer_than_the_encoder_reads() -> None:
    assert fitted(["good " * 100, "bad " * 50], longest=4096).columns[0].length == 16


def test_texts_that_are_all_the_same_are_left_out() -> None:
    assert [left.name for left in fitted(["good"] * 4).left_out] == ["note"]


def test_tags_are_refused_in_one_sentence() -> None:
    columns = {"note": {"kind": "text"}, "tags": {"kind": "text"}}
    tasks = [{"column": "tags", "kind": "tags", "tokens": "note"}]
    asked = parse_experiment({"columns": columns, "tasks": tasks, "text": {"encoder": "pretrained"}})
    preset = presets.find(str(written(presets.home() / "tiny")))
    with pytest.raises(ExperimentError, match=r'words of column "note" are to be tagged, .* such as bilstm'):
        fit(pd.DataFrame({"note": ["a b", "b"], "tags": ["X Y", "Y"]}), asked, pretrained=preset.encoder)
