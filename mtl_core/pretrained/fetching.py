"""Presets of pretrained encoders, brought by name into the folder of presets; the one place that needs KerasHub."""

from __future__ import annotations

import re
import shutil
import warnings
from pathlib import Path

from mtl_core.errors import ExperimentError
from mtl_core.pretrained import presets
from mtl_core.temporary import beside


def fetch(name: str) -> str:
    """Bring the preset ``name`` from where KerasHub finds it, and read it once; the name that it has from then on.

    ``name`` is one of KerasHub's, such as bert_tiny_en_uncased, a handle such as hf://USER/MODEL, or a folder. Raises
    ExperimentError.
    """
    short = re.sub(r"[^\w.-]", "_", Path(name).name)
    folder = presets.home() / short
    if folder.exists():
        template = 'There is a preset "{name}" in {home} already; remove it there to fetch it again.'
        raise ExperimentError(template.format(name=short, home=presets.home()))
    temporary = beside(folder)
    temporary.mkdir(mode=0o700, parents=True)
    try:
        _save(name, temporary)
        presets.find(str(temporary))
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return short


def _save(name: str, folder: Path) -> None:
    try:
        import keras_hub
    except ImportError as error:
        raise ExperimentError(
            "Fetching a preset by name needs KerasHub, which is not installed; run pip install -r "
            "requirements-pretrained.txt, or copy the preset's folder to where presets are."
        ) from error
    try:
        with warnings.catch_warnings():
            # Keras 3.15 reads TensorFlow's variables in a way that NumPy 2 has deprecated.
            warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
            keras_hub.models.BertBackbone.from_preset(name).save_to_preset(str(folder))
            keras_hub.models.BertTokenizer.from_preset(name).save_to_preset(str(folder))
    except (OSError, ValueError, ImportError) as error:  # what KerasHub raises without internet, or for a wrong name
        template = (
            'Preset "{name}" could not be had ({reason}); expected the name of a BERT preset of KerasHub and an '
            "internet connection, so check both, or copy the preset's folder to {home}."
        )
        reason = str(error).partition("\n")[0][:200]
        raise ExperimentError(template.format(name=name, reason=reason, home=presets.home())) from error
