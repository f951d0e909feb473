from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtl_core.training.course import Course

LOSS = st.none() | st.floats(0, 10)


def closed(course: Course, *epochs: list[float | None]) -> list[bool]:
    return [course.close_epoch(losses) for losses in epochs]


def test_bests_are_noted_per_task_and_the_joint_best_is_kept() -> None:
    course = Course.start([1.0, 1.0])
    assert closed(course, [0.9, 0.9], [0.5, 1.0], [0.6, 1.2], [0.8, 0.8]) == [True, True, False, False]
    assert course.best_epoch == [2, 4]
    assert course.best_loss == [0.5, 0.8]
    assert (course.kept_epoch, course.epoch) == (2, 4)


def test_weights_decide_what_is_jointly_best() -> None:
    course = Course.start([1.0, 9.0])
    assert closed(course, [0.9, 0.9], [0.5, 1.0], [1.5, 0.8]) == [True, False, True]


def test_after_a_change_of_weights_epochs_are_compared_on_the_new_terms() -> None:
    course = Course.start([1.0, 1.0])
    closed(course, [0.2, 1.0])
    course.weights = [0.0, 1.0]
    assert closed(course, [0.9, 0.9]) == [True]


def test_patience_counts_epochs_in_which_no_weighted_task_got_better() -> None:
    course = Course.start([1.0, 0.0])
    for losses in ([0.9, 0.9], [0.9, 0.8], [1.0, 0.7]):
        closed(course, losses)
        course.close_run(epochs=10, patience=3)
    assert (course.stale, course.stopped_by, course.best_epoch) == (2, None, [1, 3])
    closed(course, [0.91, 0.5])
    course.close_run(epochs=10, patience=3)
    assert course.stopped_by == "patience"


def test_without_validation_the_last_epoch_is_kept_and_patience_sleeps() -> None:
    course = Course.start([1.0])
    assert closed(course, [None], [None], [None]) == [True] * 3
    course.close_run(epochs=4, patience=1)
    assert course.stopped_by is None
    closed(course, [None])
    course.close_run(epochs=4, patience=1)
    assert (course.stopped_by, course.kept_epoch) == ("epochs", 4)


def test_patience_zero_never_stops() -> None:
    course = Course.start([1.0])
    closed(course, *[[1.0]] * 50)
    course.close_run(epochs=100, patience=0)
    assert course.stopped_by is None


def test_preferences_sum_to_the_number_of_tasks() -> None:
    assert Course.start([1.0, 3.0]).preferences.tolist() == [0.5, 1.5]


@given(st.lists(st.tuples(LOSS, LOSS), max_size=8), st.floats(1e-3, 100))
def test_json_brings_back_every_bit(epochs: list[tuple[float | None, float | None]], weight: float) -> None:
    course = Course.start([weight, 1 / 3])
    closed(course, *map(list, epochs))
    course.totals = [[0.1 + 0.2, 1e-300]] * 3
    assert Course.from_json(course.to_json()) == course
