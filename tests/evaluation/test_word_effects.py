"""What each word adds: the words that decide are found, whatever else the row holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from mtl_core.evaluation.examples import examples, explain_rows
from mtl_core.evaluation.mistakes import worst
from mtl_core.evaluation.word_effects import read
from mtl_core.experiment import Column, Experiment, Task, Text
from mtl_core.features import plan_shapes
from mtl_core.features.columns.text import TextColumn
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.records.examples import Example, ReadText

WORDS = ("good", "bad", "film", "match")
FRAME = pd.DataFrame(
    {
        "text": [f"{WORDS[row % 2]} {WORDS[2 + row // 2 % 2]} today" for row in range(40)],
        "size": [row % 7 for row in range(40)],
        "mood": ["yes" if row % 2 == 0 else "no" for row in range(40)],
        "topic": [("film", "sport", "other")[row // 2 % 2] for row in range(39)] + ["other"],
        "length": [float(row % 5) for row in range(40)],
    }
)


def made(frame: pd.DataFrame = FRAME, **text: Any) -> FeatureSpace:
    experiment = Experiment(
        columns={
            "text": Column(kind="text"),
            "size": Column(kind="numeric"),
            "mood": Column(kind="yes_no"),
            "topic": Column(kind="category"),
            "length": Column(kind="numeric"),
        },
        tasks=(
            Task(column="mood", kind="binary"),
            Task(column="topic", kind="multiclass"),
            Task(column="length", kind="regression"),
        ),
        text=Text(encoder="gru", **text),
    )
    return fit(frame, experiment)


class Bag:
    """Stands for a network: mood by "good" and "bad", topic by "film" and "match", length by the number of words."""

    def __init__(self, space: FeatureSpace) -> None:
        column = next(column for column in space.columns if isinstance(column, TextColumn))
        self._number = {word: place for place, word in enumerate(column.words, 2)}
        self._std = space.targets[2].std

    def __call__(self, inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        tokens = next(value for name, value in inputs.items() if name.startswith("c") and name != "categories")

        def has(word: str) -> npt.NDArray[np.float64]:
            return (tokens == self._number[word]).any(axis=1).astype(float)

        mood = 1 / (1 + np.exp(-2 * (has("good") - has("bad"))))
        logits = np.stack([has("film"), has("match"), np.full(len(tokens), -1.0)], axis=1)
        order = [("film", "sport", "other").index(name) for name in sorted(("film", "sport", "other"))]
        topic = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        length = self._std * (tokens != 0).sum(axis=1, keepdims=True)
        return [mood[:, None], topic[:, order], length.astype(float)]


def effects(found: ReadText, task: str) -> dict[str, float]:
    words = [found.text[start:end] for start, end in found.places]
    return dict(zip(words, found.effects[task], strict=True))


def test_words_that_decide_speak_for_the_answer() -> None:
    space = made()
    (found,) = read(space, Bag(space), FRAME.head(1))[0]
    assert found.text == "good film today"
    assert effects(found, "t0") == {"good": pytest.approx(2), "film": 0, "today": 0}
    topic = effects(found, "t1")
    assert topic["film"] > 0.9
    assert topic["good"] == topic["today"] == 0
    assert effects(found, "t2") == {word: pytest.approx(1) for word in ("good", "film", "today")}


def test_word_against_the_answer_is_below_zero() -> None:
    space = made()
    row = FRAME.head(1).assign(text="bad good match film")  # an even chance counts as yes
    (found,) = read(space, Bag(space), row)[0]
    assert effects(found, "t0")["bad"] == pytest.approx(-2)
    assert effects(found, "t0")["good"] == pytest.approx(2)
    assert effects(found, "t1")["film"] == 0  # the training texts have three words, so it is cut


def test_each_row_and_each_text_is_read_by_itself() -> None:
    space = made()
    bag = Bag(space)
    together = read(space, bag, FRAME.head(6))
    for row in range(6):
        assert together[row] == read(space, bag, FRAME.iloc[row : row + 1])[0]


@pytest.mark.parametrize("text", [None, "", "   ", "\0", "😀", "?!", "نص عربي", "好" * 5_000])
def test_odd_texts_are_told_or_left_out(text: str | None) -> None:
    space = made()
    found = read(space, Bag(space), FRAME.head(1).assign(text=pd.Series([text], dtype=object)))[0]
    for each in found:
        assert len(each.places) <= 100
        assert all(len(values) == len(each.places) for values in each.effects.values())
        assert len(each.text) <= 100


def test_capitals_are_kept_and_their_words_found() -> None:
    space = made()
    (found,) = read(space, Bag(space), FRAME.head(1).assign(text="GOOD Ｆilm"))[0]
    assert found.text == "GOOD Film"
    assert effects(found, "t0")["GOOD"] == pytest.approx(2)


def test_characters_are_words_of_their_own() -> None:
    space = made(FRAME.assign(text=[f"{'好坏'[row % 2]}的书" for row in range(40)]), tokens="characters")
    column = next(column for column in space.columns if isinstance(column, TextColumn))
    assert column.places("好书。") == ("好书。", [(0, 1), (1, 2), (2, 3)])


def test_table_without_texts_has_no_words() -> None:
    frame = FRAME.drop(columns="text")
    experiment = Experiment(
        columns={"size": Column(kind="numeric"), "mood": Column(kind="yes_no")},
        tasks=(Task(column="mood", kind="binary"),),
    )
    space = fit(frame, experiment)
    (example,) = explain_rows(space, lambda inputs: [np.array([[0.9]])], frame.head(1), [7])
    assert example.texts == ()
    assert example.position == 7
    assert example.cells == {"size": "0"}
    assert example.answers["t0"].given == "yes"
    assert [share for _, share in example.answers["t0"].shares] == pytest.approx([0.9, 0.1])


def test_worst_mistakes_are_the_surest_wrong_answers() -> None:
    true = np.array(["no", "yes", "no", None, "yes"], dtype=object)
    output = np.array([[0.9], [0.95], [0.6], [0.99], [0.2]])
    assert worst("binary", ("no", "yes"), true, output, 5) == [0, 4, 2]
    assert worst("binary", ("no", "yes"), true, output, 1) == [0]


def test_worst_sets_hold_the_surest_wrong_label() -> None:
    true = np.array([("a",), ("a", "b"), None, (), ("a",)], dtype=object)
    output = np.array([[0.9, 0.1], [0.9, 0.05], [0.0, 0.9], [0.6, 0.4], [0.8, 0.7]])
    assert worst("multilabel", ("a", "b"), true, output, 5) == [1, 4, 3]


def test_word_of_a_set_speaks_for_all_its_labels() -> None:
    frame = FRAME.assign(marks=[f"{WORDS[row % 2]};{WORDS[2 + row // 2 % 2]}" for row in range(40)])
    columns = {"text": Column(kind="text"), "marks": Column(kind="category")}
    space = fit(frame, Experiment(columns=columns, tasks=(Task(column="marks", kind="multilabel"),)))
    words = next(column for column in space.columns if isinstance(column, TextColumn)).words

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        tokens = next(value for name, value in inputs.items() if name.startswith("c") and name != "categories")
        has = [(tokens == words.index(word) + 2).any(axis=1) for word in plan_shapes.tasks(space)[0].classes]
        return [np.where(np.stack(has, axis=1), 0.9, 0.1)]

    (example,) = explain_rows(space, network, frame.head(1), [0], labelled=True)
    answer = example.answers["t0"]
    assert (answer.given, answer.true, answer.sure) == ("film;good", "film;good", None)
    assert [label for label, _ in answer.shares[:2]] == ["film", "good"]
    found = effects(example.texts[0], "t0")
    assert found["good"] == found["film"] > 1
    assert found["today"] == 0


def test_worst_numbers_are_the_farthest_off() -> None:
    true = np.array([1.0, np.nan, 3.0, 4.0])
    assert worst("regression", (), true, np.array([[1.0], [9.0], [0.0], [4.5]]), 5) == [2, 3]


def test_examples_hold_mistakes_of_each_task_and_are_bounded() -> None:
    space = made()
    rows = pd.concat([FRAME] * 10, ignore_index=True).assign(mood="no")
    positions = np.arange(len(rows)) + 1_000
    found = examples(space, Bag(space), rows, positions)
    assert len(found.rows) <= 3 * 5 + 4
    assert len(found.mistakes["t0"]) == 5
    for place in found.mistakes["t0"]:
        answer = found.rows[place].answers["t0"]
        assert (answer.given, answer.true) == ("yes", "no")
        assert found.rows[place].position >= 1_000
    assert len(found.drawn) == 4
    assert examples(space, Bag(space), rows, positions) == found
    assert len(found.model_dump_json()) < 20_000


def test_row_without_its_targets_is_told_without_truth() -> None:
    space = made()
    (example,) = explain_rows(space, Bag(space), FRAME[["text", "size"]].head(1), [0])
    assert isinstance(example, Example)
    assert example.cells == {"size": "0"}  # texts are shown by themselves
    assert [text.text for text in example.texts] == ["good film today"]
    assert all(answer.true is None for answer in example.answers.values())


def test_most_wrong_tags_come_first_and_stand_beside_their_tokens() -> None:
    frame = FRAME.assign(
        tags=[" ".join("A" if word == "good" else "O" for word in text.split()) for text in FRAME["text"]]
    )
    columns = {"text": Column(kind="text"), "tags": Column(kind="text", use=False)}
    space = fit(
        frame, Experiment(columns=columns, tasks=(Task(column="tags", kind="tags"),), text=Text(encoder="lstm"))
    )

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        return [np.eye(2)[np.ones_like(inputs["c0"])]]

    found = examples(space, network, frame, np.arange(len(frame)))
    worst_row = found.rows[found.mistakes["t0"][0]].answers["t0"]
    assert worst_row.tokens
    assert len(worst_row.tokens) == len(str(worst_row.given).split()) == len(str(worst_row.true).split())
    assert set(str(worst_row.given).split()) == {"O"}
    assert "A" in str(worst_row.true).split()
    assert all(read.effects == {} for row in found.rows for read in row.texts)
    column = space.columns[0]
    assert isinstance(column, TextColumn)
    assert column.places("So,  it was") == ("So,  it was", [(0, 3), (5, 7), (8, 11)])


def tagged_space(frame: pd.DataFrame, columns: dict[str, Column], *tasks: Task) -> FeatureSpace:
    """A space of texts whose tokens are tagged, beside other tasks."""
    return fit(frame, Experiment(columns=columns, tasks=tasks, text=Text(encoder="lstm")))


def test_words_push_the_tags_of_their_neighbours() -> None:
    frame = FRAME.assign(tags=["A B O" if row % 2 else "O B O" for row in range(40)])
    columns = {"text": Column(kind="text"), "tags": Column(kind="text", use=False), "mood": Column(kind="yes_no")}
    space = tagged_space(frame, columns, Task(column="tags", kind="tags"), Task(column="mood", kind="binary"))
    number = next(column for column in space.columns if isinstance(column, TextColumn)).words.index("good") + 2

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        """The second token is B, the surer the more "good" comes before it; no other has a tag, the last hardly."""
        good = (inputs["c0"][:, 0] == number).astype(float)
        output = np.tile([0.02, 0.02, 0.96], (len(good), 3, 1))
        output[:, 1] = np.stack([0.2 - 0.1 * good, 0.6 + 0.2 * good, 0.2 - 0.1 * good], axis=1)
        output[:, 2] = [0.3, 0.1, 0.6]
        return [output, good[:, None]]

    (found,) = read(space, network, frame.head(1))[0]
    second, last = found.pieces["t0"]
    assert (second.tag, second.start, second.end) == ("B", 1, 2)
    assert second.effects == (pytest.approx(np.log(4) - np.log(1.5), abs=1e-3), 0, 0)
    assert (last.tag, last.effects) == ("O", (0, 0, 0))
    assert found.effects["t1"][0] > 0  # the other task of the same text
    assert "t0" not in found.effects


def test_an_entity_is_pushed_as_a_whole() -> None:
    frame = FRAME.assign(tags=["B-X I-X O" if row % 2 else "O O O" for row in range(40)])
    columns = {"text": Column(kind="text"), "tags": Column(kind="text", use=False)}
    space = tagged_space(frame, columns, Task(column="tags", kind="tags"))

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        """B-X at the first token, I-X at the second, of which each token is sure as long as the third is known."""
        known = (inputs["c0"][:, 2] > 1).astype(float)[:, None]
        first, second = (np.eye(3)[plan_shapes.tasks(space)[0].classes.index(tag)] for tag in ("B-X", "I-X"))
        sure = [0.5 * first + 0.4 * known * first + 0.05, 0.5 * second + 0.4 * known * second + 0.05]
        third = np.tile(np.eye(3)[plan_shapes.tasks(space)[0].classes.index("O")], (len(known), 1))
        return [np.stack([*sure, third], axis=1)]

    (found,) = read(space, network, frame.head(1))[0]
    (piece,) = found.pieces["t0"]
    assert (piece.tag, piece.start, piece.end) == ("X", 0, 2)
    whole, without = 0.95**2, 0.55**2
    fall = np.log(whole / (1 - whole)) - np.log(without / (1 - without))
    assert piece.effects == (0, 0, pytest.approx(fall, abs=1e-3))


def test_a_token_is_as_sure_as_the_tag_that_is_answered() -> None:
    """Of a likelier tag that would break a span nothing is told."""
    frame = FRAME.assign(tags=["B-X I-X O" if row % 2 else "O O O" for row in range(40)])
    columns = {"text": Column(kind="text"), "tags": Column(kind="text", use=False)}
    space = tagged_space(frame, columns, Task(column="tags", kind="tags"))
    assert space.targets[0].classes == ("B-X", "I-X", "O")

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        return [np.tile([[0.0, 0, 1], [0.01, 0.95, 0.04], [0, 0, 1]], (len(inputs["c0"]), 1, 1))]

    (piece,) = read(space, network, frame.head(1))[0][0].pieces["t0"]
    assert (piece.tag, piece.start, piece.end) == ("O", 1, 2)


@pytest.mark.parametrize("text", [None, "", "\0", "one", "many words " * 200])
def test_odd_tagged_texts_are_told_or_left_out(text: str | None) -> None:
    frame = FRAME.assign(tags=["A B O" if row % 2 else "O B O" for row in range(40)])
    columns = {"text": Column(kind="text"), "tags": Column(kind="text", use=False)}
    space = tagged_space(frame, columns, Task(column="tags", kind="tags"))

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        return [np.full((*inputs["c0"].shape, 3), [0.4, 0.3, 0.3])]

    for found in read(space, network, frame.head(1).assign(text=pd.Series([text], dtype=object)))[0]:
        for piece in found.pieces.get("t0", ()):
            assert 0 <= piece.start < piece.end <= len(found.places)
            assert len(piece.effects) == len(found.places)


def test_words_that_stand_in_for_each_other_change_the_answer_together() -> None:
    """Mood is yes by "good" or by "film": without either it stays so, without both it does not."""
    space = made()
    column = next(column for column in space.columns if isinstance(column, TextColumn))
    numbers = [column.words.index(word) + 2 for word in ("good", "film")]
    bag = Bag(space)

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        _, topic, length = bag(inputs)
        tokens = next(value for name, value in inputs.items() if name.startswith("c") and name != "categories")
        either = np.isin(tokens, numbers).any(axis=1, keepdims=True)
        return [np.where(either, 0.9, 0.2), np.full_like(topic, 1 / 3), length]

    (found,) = read(space, network, FRAME.head(1))[0]
    assert found.effects["t0"] == (0, 0, 0)
    (phrase,) = found.phrases["t0"]
    assert (phrase.start, phrase.end, phrase.answer) == (0, 2, "no")
    assert phrase.effect == pytest.approx(np.log(9) + np.log(4), abs=1e-3)
    assert found.tell_phrases("t0") == (
        "No single word changes this answer, but several together do: without “good film” it is “no”."
    )
    assert found.phrases["t1"] == ()  # whatever is left out
    assert found.tell_phrases("t1") == "Neither a word nor up to three in a row change this answer."
    assert "t2" not in found.phrases  # each word is a standard deviation of the number by itself
    assert found.tell_phrases("t2") is None


def test_no_phrase_is_tried_where_a_word_changes_the_answer() -> None:
    space = made()
    (found,) = read(space, Bag(space), FRAME.iloc[[1]])[0]  # "bad film today": no, and an even chance is yes
    assert "t0" not in found.phrases


def test_of_a_long_text_a_bounded_number_of_phrases_is_tried() -> None:
    long = FRAME.assign(text=[f"{WORDS[row % 4]} so many words that say nothing " * 12 for row in range(40)])
    space = made(long)
    asked: list[int] = []

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        rows = len(next(iter(inputs.values())))
        asked.append(rows)
        return [np.full((rows, 1), 0.9), np.full((rows, 3), 1 / 3), np.zeros((rows, 1))]

    (found,) = read(space, network, long.head(1))[0]
    assert len(found.places) == 84
    assert asked == [1, 84, 60]
    assert found.phrases == {"t0": (), "t1": (), "t2": ()}


def phrases_of(text: str, needed: int) -> list[tuple[int, int]]:
    """Where phrases stand in a text whose mood is yes while so many of its words are there."""
    space = made(FRAME.assign(text=FRAME["text"] + " and so on and so on and so on"))

    def network(inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        tokens = next(value for name, value in inputs.items() if name.startswith("c") and name != "categories")
        enough = (tokens != 0).sum(axis=1, keepdims=True) >= needed
        return [np.where(enough, 0.9, 0.2), np.full((len(tokens), 3), 1 / 3), np.zeros((len(tokens), 1))]

    (found,) = read(space, network, FRAME.head(1).assign(text=text))[0]
    return [(phrase.start, phrase.end) for phrase in found.phrases["t0"]]


def test_three_phrases_are_told_that_have_no_word_in_common() -> None:
    assert phrases_of("so it is as good as it gets here", needed=8) == [(0, 2), (2, 4), (4, 6)]


def test_three_words_in_a_row_are_tried_and_no_more() -> None:
    assert phrases_of("as good as it gets", needed=3) == [(0, 3)]
    assert phrases_of("as good as it gets", needed=2) == []
