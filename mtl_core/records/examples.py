"""Single rows as the tasks see them (``examples.json``, and what the predictor answers)."""

from __future__ import annotations

from pydantic import Field

from mtl_core.records.record import FiniteRecord
from mtl_core.wording import cut, format_number

_WITHOUT = "without “{words}” it is {answer}"


def _say(answer: str | float) -> str:
    return f"“{cut(answer, 60)}”" if isinstance(answer, str) else format_number(answer)


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


class Phrase(FiniteRecord):
    """Words from ``start`` to before ``end`` without which the answer is another one, ``effect`` as in ``ReadText``."""

    start: int
    end: int
    effect: float
    answer: str | float


class ReadText(FiniteRecord):
    """A text, where its words stand, and what each adds to the answer of each task.

    ``effects`` holds, by task, a number per place: how much the log-odds of the answer that was given fall without
    that word, or by how many standard deviations a predicted number falls. Above 0 the word speaks for the answer.
    ``phrases`` holds, by the tasks whose answer no single word changes, words that do so together: up to three in a
    row; none where no such phrase was found. Where a task is not among them, a word is enough.
    ``pieces`` holds, by task that tags the text, those pieces of it whose tags are least sure. Of a tagged text a word
    is not left out but made unknown, since tokens must keep their places.
    """

    column: str
    text: str
    places: tuple[tuple[int, int], ...]
    effects: dict[str, tuple[float, ...]]
    phrases: dict[str, tuple[Phrase, ...]] = Field(default_factory=dict)
    pieces: dict[str, tuple[Piece, ...]] = Field(default_factory=dict)
    longer: bool  # whether the text goes on

    def tell_phrases(self, task: str) -> str | None:
        """Which phrases change the answer of a task that no single word changes, in a sentence; None where one does,
        or where phrases were not tried."""
        if task not in self.phrases:
            return None
        if not self.phrases[task]:
            return "Neither a word nor up to three in a row change this answer."
        told = [_WITHOUT.format(words=self._show(phrase), answer=_say(phrase.answer)) for phrase in self.phrases[task]]
        return f"No single word changes this answer, but several together do: {'; '.join(told)}."

    def _show(self, phrase: Phrase) -> str:
        return self.text[self.places[phrase.start][0] : self.places[phrase.end - 1][1]]


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
