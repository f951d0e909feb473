"""What environment variables say, to us and to children."""

from __future__ import annotations

import pytest

from mtl_core.errors import StoreError
from mtl_core.runs import process_control
from mtl_core.runs.environment import whole_number

NAME = "MTL_OF_A_TEST"


@pytest.mark.parametrize(("text", "number"), [(None, 7), ("", 7), ("2", 2), ("61", 61), ("007", 7)])
def test_a_whole_number_is_taken_as_it_stands(monkeypatch: pytest.MonkeyPatch, text: str | None, number: int) -> None:
    monkeypatch.delenv(NAME, raising=False)
    if text is not None:
        monkeypatch.setenv(NAME, text)
    assert whole_number(NAME, default=7, least=2) == number


@pytest.mark.parametrize("text", ["1", "-2", "2.5", "two", " 2", "²"])
def test_anything_else_is_refused_with_what_is_expected(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(NAME, text)
    with pytest.raises(StoreError) as caught:
        whole_number(NAME, default=7, least=2)
    assert str(caught.value) == (
        f'The environment variable {NAME} must be a whole number of at least 2, received "{text}".'
    )


def test_a_child_gets_its_threads_and_no_secret_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("OMP_NUM_THREADS", "64")
    monkeypatch.setenv(NAME, "1")
    monkeypatch.setenv("PATH", "/bin")
    found = process_control.environment(3)
    assert "AWS_SECRET_ACCESS_KEY" not in found
    assert (found[NAME], found["PATH"], found["TF_CPP_MIN_LOG_LEVEL"]) == ("1", "/bin", "3")
    threads = ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
    assert {found[name] for name in threads} == {"3"}
