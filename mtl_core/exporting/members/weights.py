"""``weights.npz``: a network's weights as plain arrays under our own names.

It holds float32 arrays in C order: ``trunk_1/kernel``, ``trunk_1/bias``, ``inputs_c3/embeddings`` …
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mtl_core.errors import ExportError
from mtl_core.exporting.archive import pack
from mtl_core.exporting.members.member import Format
from mtl_core.plan import Plan

if TYPE_CHECKING:
    from mtl_core.exporting.trained import Trained

Weights = dict[str, npt.NDArray[np.float32]]


def to_npz(weights: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """The content of ``weights.npz``."""
    members = {f"{name}.npy": _header(array.shape) + array.astype("<f4").tobytes() for name, array in weights.items()}
    return pack(members, zipfile.ZIP_STORED)


def from_npz(content: bytes, plan: Plan) -> Weights:
    """Read ``to_npz``'s bytes: exactly the arrays that ``plan`` needs, all finite. Raises ExportError.

    Since every header is known beforehand, none is parsed.
    """
    expected = plan.arrays
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if set(entries) != {f"{name}.npy" for name in expected} or len(archive.infolist()) != len(entries):
                raise ExportError("The weights in the bundle are not those of its network; export it again.")
            return {name: _array(archive, f"{name}.npy", shape) for name, shape in expected.items()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise ExportError("The weights in the bundle are damaged; export it again.") from error


def _array(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    header = _header(shape)
    length = len(header) + 4 * int(np.prod(shape))
    entry = archive.getinfo(name)
    stored = entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size == length
    content = archive.read(name) if stored else b""
    if not content.startswith(header):
        template = "Array {name} in the bundle is not {shape} numbers of type float32; export it again."
        raise ExportError(template.format(name=name, shape=" × ".join(map(str, shape))))
    array = np.frombuffer(content, "<f4", offset=len(header)).reshape(shape)
    if not np.isfinite(array).all():
        template = "Array {name} in the bundle holds numbers that are not finite; export it again."
        raise ExportError(template.format(name=name))
    return array


def _header(shape: tuple[int, ...]) -> bytes:
    """The header of an ``.npy`` file of float32 in C order."""
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<f4", "fortran_order": False, "shape": shape})
    return buffer.getvalue()


def packed_weights(trained: Trained) -> bytes:
    """The content of ``weights.npz`` of a network."""
    return to_npz(trained.weights)


class WeightsMember(Format):
    """The learnt numbers, for whoever builds the network themselves."""

    id = "weights"
    name = "weights.npz"
    purpose = "the learnt numbers as plain arrays"
    rank = 2

    def to_bytes(self, trained: Trained) -> bytes:
        """float32 arrays by LAYER/WEIGHT."""
        return packed_weights(trained)

    def outputs(
        self, content: bytes, trained: Trained, inputs: Mapping[str, npt.NDArray[Any]]
    ) -> list[npt.NDArray[Any]]:
        """Those of the plan's network with these arrays."""
        return trained.with_weights(from_npz(content, trained.plan)).outputs(inputs)


MEMBER = WeightsMember()
