from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.training.chunk_size import ChunkSize


@given(st.floats(1e-6, 10.0))
def test_chunks_come_to_take_a_quarter_of_a_second(seconds_per_step: float) -> None:
    pace = ChunkSize()
    for _ in range(12):
        pace.took(pace.steps, pace.steps * seconds_per_step)
    assert pace.steps == max(1, round(0.25 / seconds_per_step)) or pace.steps * seconds_per_step == pytest.approx(
        0.25, rel=0.5
    )


def test_compilation_does_not_count() -> None:
    pace = ChunkSize()
    pace.took(1, 5.0)
    assert pace.steps == 1
    pace.took(1, 0.001)
    assert pace.steps == 8
