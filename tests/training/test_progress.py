from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtl_core.training.progress import Progress

LOSS = st.none() | st.floats(0, 10)


def closed(progress: Progress, *epochs: list[float | None]) -> list[bool]:
    return [progress.close_epoch(losses) for losses in epochs]


def test_bests_are_noted_per_task_and_the_joint_best_is_kept() -> None:
    progress = Progress.start([1.0, 1.0])
    assert closed(progress, [0.9, 0.9], [0.5, 1.0], [0.6, 1.2], [0.8, 0.8]) == [True, True, False, False]
    assert progress.best_epoch == [2, 4]
    assert progress.best_loss == [0.5, 0.8]
    assert (progress.kept_epoch, progress.epoch) == (2, 4)


def test_weights_decide_what_is_jointly_best() -> None:
    progress = Progress.start([1.0, 9.0])
    assert closed(progress, [0.9, 0.9], [0.5, 1.0], [1.5, 0.8]) == [True, False, True]


def test_after_a_change_of_weights_epochs_are_compared_on_the_new_terms() -> None:
    progress = Progress.start([1.0, 1.0])
    closed(progress, [0.2, 1.0])
    progress.weights = [0.0, 1.0]
    assert closed(progress, [0.9, 0.9]) == [True]


def ended(progress: Progress, *epochs: list[float | None]) -> int | None:
    """The epoch after which a patience of 3 ends the training."""
    for losses in epochs:
        closed(progress, losses)
        progress.close_run(epochs=100, patience=3)
        if progress.stopped_by == "patience":
            return progress.epoch
    return None


def test_patience_counts_the_epochs_since_the_one_that_is_kept() -> None:
    """A task's own best that is not kept, since the others lost more, holds up nothing."""
    progress = Progress.start([1.0, 1.0])
    assert ended(progress, [0.5, 0.5], [0.4, 0.9], [0.3, 0.9], [0.2, 0.9], [0.1, 0.9]) == 4
    assert (progress.kept_epoch, progress.best_epoch) == (1, [4, 1])


def test_patience_begins_anew_with_each_epoch_that_is_kept() -> None:
    assert ended(Progress.start([1.0, 1.0]), [0.5, 0.5], [0.6, 0.6], [0.6, 0.6], [0.1, 0.8], *[[0.5, 0.5]] * 3) == 7


def test_a_muted_task_holds_up_nothing() -> None:
    assert ended(Progress.start([1.0, 0.0]), [0.9, 0.9], [0.9, 0.8], [1.0, 0.7], [0.91, 0.5]) == 4


def test_without_validation_the_last_epoch_is_kept_and_patience_sleeps() -> None:
    progress = Progress.start([1.0])
    assert closed(progress, [None], [None], [None]) == [True] * 3
    progress.close_run(epochs=4, patience=1)
    assert progress.stopped_by is None
    closed(progress, [None])
    progress.close_run(epochs=4, patience=1)
    assert (progress.stopped_by, progress.kept_epoch) == ("epochs", 4)


def test_patience_zero_never_stops() -> None:
    progress = Progress.start([1.0])
    closed(progress, *[[1.0]] * 50)
    progress.close_run(epochs=100, patience=0)
    assert progress.stopped_by is None


def test_preferences_sum_to_the_number_of_tasks() -> None:
    assert Progress.start([1.0, 3.0]).preferences.tolist() == [0.5, 1.5]


@given(st.lists(st.tuples(LOSS, LOSS), max_size=8), st.floats(1e-3, 100))
def test_json_brings_back_every_bit(epochs: list[tuple[float | None, float | None]], weight: float) -> None:
    progress = Progress.start([weight, 1 / 3])
    closed(progress, *map(list, epochs))
    progress.totals = [[0.1 + 0.2, 1e-300]] * 3
    assert Progress.from_json(progress.to_json()) == progress
