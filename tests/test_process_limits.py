"""Bounds of a process: kept where the system has them, left out where it does not."""

from __future__ import annotations

import resource

import pytest

from mtl_core.process_limits import bound


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, tuple[int, int]]]:
    """What is asked of the system, which keeps to none of it."""
    asked: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda limit, bounds: asked.append((limit, bounds)))
    return asked


@pytest.mark.parametrize(
    ("ceiling", "bounds"), [(resource.RLIM_INFINITY, (10, 15)), (12, (10, 12)), (7, (7, 7)), (99, (10, 15))]
)
def test_a_bound_is_never_raised(
    monkeypatch: pytest.MonkeyPatch, set_to: list[tuple[int, tuple[int, int]]], ceiling: int, bounds: tuple[int, int]
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (ceiling, ceiling))
    bound("RLIMIT_CPU", 10, 15)
    assert set_to == [(resource.RLIMIT_CPU, bounds)]


def test_a_bound_that_the_system_does_not_have_is_left_out(set_to: list[tuple[int, tuple[int, int]]]) -> None:
    bound("RLIMIT_OF_ANOTHER_SYSTEM", 1, 1)
    assert set_to == []


def test_a_bound_that_the_system_refuses_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    bound("RLIMIT_CPU", 10, 15)
