from __future__ import annotations

from typing import get_args

import pytest

from mtl_core import endings
from mtl_core.training.progress import StoppedBy


@pytest.mark.parametrize(
    ("stopped_by", "few", "whole"),
    [
        ("epochs", "all epochs done", "Training ends: all 1,200 epochs are done."),
        (
            "patience",
            "none better for 30 epochs",
            "Training ends: for 30 epochs none was better for all tasks together than epoch 1170.",
        ),
        ("command", "stopped by you", "Training ends: stopped by you."),
    ],
)
def test_each_end_is_told(stopped_by: str, few: str, whole: str) -> None:
    assert endings.brief(stopped_by, 1170, 1200) == few
    assert endings.sentence(stopped_by, 1170, 1200, several=True) == whole


def test_one_task_and_one_epoch() -> None:
    assert (
        endings.sentence("patience", 4, 5, several=False) == "Training ends: for 1 epoch none was better than epoch 4."
    )
    assert endings.sentence("epochs", 1, 1, several=False) == "Training ends: the 1 epoch is done."


def test_no_end_is_without_words() -> None:
    for stopped_by in get_args(StoppedBy):
        assert endings.brief(stopped_by, 1, 2)
        assert endings.sentence(stopped_by, 1, 2, several=True)
