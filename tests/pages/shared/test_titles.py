"""What a browser's tab says."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pages.shared import text, titles

WINE: Any = SimpleNamespace(name="wine.csv")


def run(state: str, epoch: float = 0.0) -> Any:
    return SimpleNamespace(state=state, epoch=epoch, epochs=200)


@pytest.mark.parametrize(
    ("dataset", "made", "title"),
    [
        (None, None, "Train – MTL Studio"),
        (WINE, None, "Train · wine – MTL Studio"),
        (WINE, run("queued"), "Train · waiting · wine – MTL Studio"),
        (WINE, run("running", 12.4), "Train · training 12/200 · wine – MTL Studio"),
        (WINE, run("paused", 12.0), "Train · paused 12/200 · wine – MTL Studio"),
        (WINE, run("stopped", 12.0), "Train · stopped · wine – MTL Studio"),
        (WINE, run("finished", 200.0), "Train · finished · wine – MTL Studio"),
        (WINE, run("running"), "Train · training · wine – MTL Studio"),
        (SimpleNamespace(name="a.b\n.csv"), None, "Train · a.b – MTL Studio"),
        (None, run("failed"), "Train · failed – MTL Studio"),
    ],
)
def test_a_title_says_page_state_and_table(dataset: Any, made: Any, title: str) -> None:
    assert titles.write_title("Train", dataset, titles.of_run(made)) == title


@pytest.mark.parametrize("state", text.STATES)
def test_every_state_has_a_word(state: str) -> None:
    assert titles.of_run(run(state))


@pytest.mark.parametrize(
    ("finished", "working", "words"), [(2, True, "2/6"), (6, False, "finished"), (5, False, "5/6 finished")]
)
def test_a_comparison_is_as_far_as_its_trainings(finished: int, working: bool, words: str) -> None:
    assert titles.of_comparison(finished, 6, working) == words


def test_a_long_table_is_cut_in_the_title() -> None:
    title = titles.write_title("Data", SimpleNamespace(name="x" * 90 + ".csv"), "")  # type: ignore[arg-type]
    assert len(title) == len("Data ·  – MTL Studio") + 40
