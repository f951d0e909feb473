"""Single rows as the tasks see them (``examples.json``, and what the predictor answers)."""

from __future__ import annotations

from pydantic import Field

from mtl_core.records.record import FiniteRecord


class Answer(FiniteRecord):
    """What a task says about one row; ``shares`` are its most probable classes, with their probabilities.

    Of tags, ``given`` and ``true`` hold one for each of the ``tokens``, set apart by blanks.
    """

    given: str | float | None
    true: str | float | None
    sure: float | None = None  # the probability of what was given, where it is one class out of several
    shares: tuple[tuple[str, float], ...] = ()
    tokens: tuple[str, ...] = ()


class Piece(FiniteRecord):
    """Tokens from ``start`` to before ``end`` that were tagged as one, and what each word of the text adds to that, as
    in ``ReadText``; the words of the piece itself are among them."""

    tag: str
    start: int
    end: int
    effects: tuple[float, ...]


class ReadText(FiniteRecord):
    """A text, where its words stand, and what each adds to the answer of each task.

    ``effects`` holds, by task, a number per place: how much the log-odds of the answer that was given fall without
    that word, or by how many standard deviations a predicted number falls. Above 0 the word speaks for the answer.
    ``pieces`` holds, by task that tags the text, those pieces of it whose tags are least sure. Of a tagged text a word
    is not left out but made unknown, since tokens must keep their places.
    """

    column: str
    text: str
    places: tuple[tuple[int, int], ...]
    effects: dict[str, tuple[float, ...]]
    pieces: dict[str, tuple[Piece, ...]] = Field(default_factory=dict)
    longer: bool  # whether the text goes on


class Example(FiniteRecord):
    """One row: where it stands in the table, some of its cells, and the answer of each task by id."""

    position: int
    cells: dict[str, str]
    texts: tuple[ReadText, ...]
    answers: dict[str, Answer]


class Examples(FiniteRecord):
    """Rows of the test part; ``mistakes`` by task, the worst first, and ``drawn`` name them by their place in
    ``rows``."""

    rows: tuple[Example, ...]
    mistakes: dict[str, tuple[int, ...]]
    drawn: tuple[int, ...]
