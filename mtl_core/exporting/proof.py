"""Whether a network written in a format answers as the one that it was written from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import ExportError
from mtl_core.exporting.contents import refusing
from mtl_core.exporting.members import Format
from mtl_core.exporting.trained import Trained

TOLERANCE = 1e-5
"""Of probabilities, and of numbers relative to their size: float32 sums in another order differ by less."""


def prove(wanted: Format, content: bytes, trained: Trained, held: Mapping[str, Any] | None) -> str:
    """Say that ``content``, read back, answers alike about the example rows; ``held`` is None where there are none.

    Raises ExportError where it does not.
    """
    if held is None:
        return f"Not proved: the bundle holds no example rows by which {wanted.name} could be compared."
    with refusing():
        rows = pd.DataFrame(held["rows"], columns=held["columns"], dtype=object)
        inputs = trained.space.transform(rows)
    worst = difference(trained.outputs(inputs), wanted.outputs(content, trained, inputs))
    if not worst <= TOLERANCE:  # what is no number proves nothing
        template = "{name} answers otherwise than the bundle: by up to {worst:.1g}, where at most {most:g} is allowed."
        raise ExportError(template.format(name=wanted.name, worst=worst, most=TOLERANCE))
    return f"Proved: {wanted.name}, read back, answers alike about {len(rows)} rows (at most {worst:.0e} apart)."


def difference(ours: list[npt.NDArray[Any]], theirs: list[npt.NDArray[Any]]) -> float:
    """How far two networks' outputs are apart at most: of probabilities, and of numbers relative to their size."""
    pairs = zip(ours, theirs, strict=True)
    apart = [np.max(np.abs(a - b) / np.maximum(1.0, np.abs(a)), initial=0.0) for a, b in pairs]
    return float(np.max(apart, initial=0.0))
