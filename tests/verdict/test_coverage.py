"""Every interval that is told holds what it should hold about as often as it promises."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.coverage import CASES, measure

REPETITIONS = 40


@pytest.mark.parametrize("name", CASES)
def test_interval_holds_about_as_often_as_it_promises(name: str) -> None:
    promised, holds = CASES[name]
    held, error = measure(holds, REPETITIONS)
    # Four standard errors: of the shares found, and where all hold, of a single interval a table.
    least = np.sqrt(promised * (1 - promised) / REPETITIONS)
    assert held >= promised - 4 * max(error, least)
    assert held > 0.5
