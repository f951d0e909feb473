"""Numbers of every size a file may hold: each table is read, its spread drawn, and its columns fed to a network."""

from __future__ import annotations

import json

import numpy as np
import pytest

from mtl_core.features.scaling import center_and_scale, scale_values
from mtl_core.figures import distribution

LARGEST, SMALLEST = 1.7976931348623157e308, 5e-324
RANGES = {
    "beyond 9e307": (-9.5e307, 9.5e307),
    "all there are": (-LARGEST, LARGEST),
    "large and one sign": (1e308, LARGEST),
    "smallest": (0.0, SMALLEST),
    "small": (-3 * SMALLEST, 1e-310),
    "small and large": (SMALLEST, LARGEST),
    "side by side": (1e15, 1e15 + 1),
    "ordinary": (0.1, 12.5),
}


@pytest.mark.parametrize(("low", "high"), RANGES.values(), ids=RANGES)
def test_a_spread_of_any_size(reading, low, high):
    rows = [low, high, low / 2 + high / 2, low, *([low] * 8), *([high] * 8)]
    table = reading("x,y\n" + "".join(f"{value!r},{n % 2}\n" for n, value in enumerate(rows)))
    column = table.column("x").model_copy(update={"kind": "numeric"})
    assert table.frame["x"].tolist() == rows
    spread = column.histogram
    assert spread is not None
    assert np.isfinite(spread.edges).all()
    assert (np.diff(np.array(spread.edges) / 2) >= 0).all()  # halves, since a difference could overflow
    assert (spread.edges[0], spread.edges[-1]) == (low, high)
    assert sum(spread.counts) == len(rows)
    assert (spread.counts[0] >= 10, spread.counts[-1] >= 8) == (True, True)
    json.dumps(table.found.model_dump(mode="json"), allow_nan=False)
    bar = distribution.figure(column, 0, dark=False).data[0]
    assert np.isfinite([*bar.x, *bar.width]).all()


@pytest.mark.parametrize(("low", "high"), RANGES.values(), ids=RANGES)
def test_scaling_of_any_size(low, high):
    values = np.array([low, high, low / 2 + high / 2, low, high])
    center, scale = center_and_scale(values)
    assert np.isfinite([center, scale]).all()
    if scale:
        assert (np.abs(scale_values(values, center, scale)) <= 3).all()
