"""Presets of pretrained text encoders in folders, as KerasHub writes them: their measures and their vocabulary are read
as numbers and words, and nothing in them is run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment
from mtl_core.features.word_pieces import Pretrained
from mtl_core.features.wordpiece import SPECIAL, WordPiece
from mtl_core.runs.workspace import Workspace
from mtl_core.text_encoders import TEXT_ENCODERS, Backbone

CONFIG, TOKENIZER, WEIGHTS = "config.json", "tokenizer.json", "model.weights.h5"
VOCABULARY = Path("assets", "tokenizer", "vocabulary.txt")
MEASURES = ("vocabulary_size", "num_layers", "num_heads", "hidden_dim", "intermediate_dim", "max_sequence_length")

_FAMILY = ("BertBackbone", "BertTokenizer")
_MOST = 65_536  # of any measure but the vocabulary's, which the network's size limits
_LARGEST = 16 * 1024**2  # bytes of a file that is read whole


@dataclass(frozen=True)
class Preset:
    """An encoder of BERT's kind and the folder that it is in."""

    folder: Path
    encoder: Pretrained

    @property
    def weights(self) -> Path:
        """The file of its weights."""
        return self.folder / WEIGHTS


def home() -> Path:
    """The folder of presets, ``presets`` in the workspace."""
    return Workspace.from_environment().root / "presets"


def list_presets() -> list[str]:
    """The names of the presets in ``home``."""
    return sorted(path.parent.name for path in home().glob(f"*/{CONFIG}"))


def preset_of(experiment: Experiment) -> Preset | None:
    """The preset that an experiment's texts are to be read by, if it is one. Raises ExperimentError."""
    text = experiment.text
    read = any(experiment.columns[name].traits.is_text for name in experiment.input_names)
    return find(text.preset) if read and TEXT_ENCODERS[text.encoder].preset else None


def find(name: str) -> Preset:
    """The preset of that name in ``home``, or in that folder. Raises ExperimentError."""
    folder = home() / name
    folder = folder if folder.is_dir() else Path(name)
    if not name or not (folder / CONFIG).is_file():
        template = (
            'text.preset: a pretrained encoder needs a preset of KerasHub, received "{name}"; expected the name of one '
            "in {home} ({known}) or its folder; python -m mtl_core fetch NAME puts one there."
        )
        known = ", ".join(list_presets()) or "there is none yet"
        raise ExperimentError(template.format(name=name, home=home(), known=known))
    return _read(folder)


def _read(folder: Path) -> Preset:
    encoder, tokenizer = (_config(folder, name) for name in (CONFIG, TOKENIZER))
    families = (encoder["class_name"], tokenizer["class_name"])
    plain = {"split": True, "suffix_indicator": "##", "oov_token": "[UNK]"}
    told = {name: tokenizer["config"].get(name, value) for name, value in plain.items()}
    if families != _FAMILY or told != plain:
        template = (
            'Preset "{name}" is a {received}; expected a BertBackbone with a BertTokenizer as KerasHub makes them, the '
            "only family that is read, so choose another preset."
        )
        raise ExperimentError(template.format(name=folder.name, received=" with a ".join(map(str, families))))
    measures = [encoder["config"].get(name) for name in MEASURES]
    vocabulary = _vocabulary(folder)
    cut = [tokenizer["config"].get(name, False) for name in ("lowercase", "strip_accents")]
    if not _sound(measures, vocabulary) or not all(isinstance(one, bool) for one in cut):
        raise _damage_error(folder, f"{CONFIG} and its vocabulary")
    _, layers, heads, units, wide, longest = measures
    return Preset(folder, Pretrained(WordPiece(vocabulary, *cut), Backbone(units, layers, heads, wide), longest))


def _sound(measures: list[Any], vocabulary: tuple[str, ...]) -> bool:
    """Whether the measures are possible, fit the vocabulary, and 0 is padding."""
    if not all(isinstance(number, int) and not isinstance(number, bool) and number > 0 for number in measures):
        return False
    tokens, *others = measures
    _, heads, units, _, longest = others
    sizes = tokens == len(vocabulary) and max(others) <= _MOST and units % heads == 0 and longest > len(SPECIAL)
    return sizes and vocabulary[0] == SPECIAL[0] and set(SPECIAL) <= set(vocabulary)


def _config(folder: Path, name: str) -> Mapping[str, Any]:
    """A file of class and config. Raises ExperimentError."""
    try:
        found = json.loads(_text(folder, Path(name)))
    except (ValueError, RecursionError) as error:
        raise _damage_error(folder, name) from error
    if not (isinstance(found, dict) and "class_name" in found and isinstance(found.get("config"), dict)):
        raise _damage_error(folder, name)
    return found


def _vocabulary(folder: Path) -> tuple[str, ...]:
    """A piece a line; as KerasHub reads it, which drops blanks at a line's end."""
    lines = _text(folder, VOCABULARY).removesuffix("\n").split("\n")
    return tuple(line.rstrip() for line in lines)


def _text(folder: Path, name: Path) -> str:
    path = folder / name
    try:
        if path.stat().st_size > _LARGEST:
            raise _damage_error(folder, str(name))
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _damage_error(folder, str(name)) from error


def _damage_error(folder: Path, what: str) -> ExperimentError:
    template = 'Preset "{name}" cannot be read: {what} is missing or damaged; fetch it or save it with KerasHub again.'
    return ExperimentError(template.format(name=folder.name, what=what))
