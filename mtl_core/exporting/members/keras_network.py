"""``model.keras``: the network in Keras' own format, for use elsewhere; nobody reads one that somebody brought."""

from __future__ import annotations

import json
import tempfile
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from mtl_core.exporting.archive import pack
from mtl_core.exporting.members.member import Format

if TYPE_CHECKING:
    import keras

    from mtl_core.exporting.trained import Trained

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


class KerasMember(Format):
    """The network that gives probabilities and numbers for encoded rows."""

    id = "keras"
    name = "model.keras"
    purpose = "the network for Keras"
    rank = 3

    def to_bytes(self, trained: Trained) -> bytes:
        """The saved model."""
        return to_keras(trained.serving)

    def outputs(
        self, content: bytes, trained: Trained, inputs: Mapping[str, npt.NDArray[Any]]
    ) -> list[npt.NDArray[Any]]:
        """Those of the model as Keras loads it."""
        import keras  # here, because it loads TensorFlow

        from mtl_core.networks.predict import predict

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, self.name)
            path.write_bytes(content)
            return predict(keras.saving.load_model(path, compile=False), inputs, trained.plan.members)


MEMBER = KerasMember()
