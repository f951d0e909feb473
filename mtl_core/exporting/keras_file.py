"""``model.keras``: the network in Keras' own format, for use elsewhere; written only, never read back."""

from __future__ import annotations

import json
import tempfile
import warnings
import zipfile
from pathlib import Path

import keras

from mtl_core.exporting.archive import pack

_DATE = "1980-01-01@00:00:00"


def to_keras(model: keras.Model) -> bytes:
    """The content of ``model.keras``, with the date of saving taken out, so that it depends on the model alone.

    Keras numbers layers that have no name by the process, which therefore shows.
    """
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Keras 3.15 reads TensorFlow's variables in a way that NumPy 2 has deprecated.
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        path = Path(folder) / "model.keras"
        model.save(path)
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(members["metadata.json"])
    members["metadata.json"] = json.dumps(told | {"date_saved": _DATE}).encode()
    return pack(members, zipfile.ZIP_STORED)
