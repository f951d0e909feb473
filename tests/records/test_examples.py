"""Which words change an answer together, in words."""

from __future__ import annotations

import pytest

from mtl_core.records.examples import Phrase, ReadText


def read(*phrases: Phrase) -> ReadText:
    """A text of four words, of which phrases were tried for t0 alone."""
    return ReadText(
        column="note",
        text="not good at all",
        places=((0, 3), (4, 8), (9, 11), (12, 15)),
        effects={"t0": (1.0, 1.0, 0.0, 0.0), "t1": (2.0, 0.0, 0.0, 0.0)},
        phrases={"t0": phrases},
        longer=False,
    )


def test_phrases_are_told_with_the_answer_without_them() -> None:
    found = read(Phrase(start=0, end=2, effect=2.0, answer="good"), Phrase(start=2, end=4, effect=1.5, answer=2.5))
    assert found.tell_phrases("t0") == (
        "No single word changes this answer, but several together do: without “not good” it is “good”; "
        "without “at all” it is 2.5."
    )


def test_where_no_phrase_changes_it_that_is_said() -> None:
    assert read().tell_phrases("t0") == "Neither a word nor up to three in a row change this answer."


def test_where_a_word_does_nothing_is_said_of_phrases() -> None:
    assert read().tell_phrases("t1") is None


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, f"{'x' * 20}…{'x' * 39}")])
def test_a_long_answer_is_cut(length: int, shown: str) -> None:
    told = read(Phrase(start=0, end=1, effect=1.0, answer="x" * length)).tell_phrases("t0")
    assert told is not None
    assert told.endswith(f"without “not” it is “{shown}”.")
