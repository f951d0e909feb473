from __future__ import annotations

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtl_core.runs.journal import Journal
from tests.told import told

REPORTS = [told("note", {"sentence": "句子\n", "epoch": number}, 1.5) for number in range(4)]


def test_what_was_not_brought_is_still_there(tmp_path):
    with Journal(tmp_path / "j") as journal:
        for seq, report in enumerate(REPORTS, 1):
            journal.write(seq, report)
    with Journal(tmp_path / "j") as journal:
        assert journal.read_left(0) == REPORTS
        assert journal.read_left(3) == REPORTS[3:]
        journal.clear()
        assert journal.read_left(0) == []
        journal.write(5, told("progress", {"epoch": 1.0, "train": {"t0": math.nan}}, 0.0))
        assert journal.read_left(4)[0].event.train == {"t0": None}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 500))
def test_a_half_line_is_left_out(tmp_path, cut):
    path = tmp_path / "j"
    path.unlink(missing_ok=True)
    with Journal(path) as journal:
        for seq, report in enumerate(REPORTS, 1):
            journal.write(seq, report)
    whole = path.read_bytes()[:cut]
    path.write_bytes(whole)
    with Journal(path) as journal:
        left = journal.read_left(0)
        assert left == REPORTS[: len(left)]
        assert whole.count(b"\n") <= len(left) <= whole.count(b"\n") + 1
        journal.write(9, REPORTS[0])
        assert journal.read_left(0) == [*left, REPORTS[0]]
