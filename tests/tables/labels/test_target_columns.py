"""Which columns suit which kind of task, from their profiles alone, why they do, and which is proposed first."""

from __future__ import annotations

from typing import Any

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Task
from mtl_core.tables.labels.proposal import draft, join_columns, kind_of, propose, task, unfit
from mtl_core.tables.labels.targets import TARGET_COLUMNS
from mtl_core.tables.profile import ColumnProfile


def profile(**facts: Any) -> ColumnProfile:
    given = {"name": "x", "kind": "category", "reason": "It is made so.", "storage": "text", "missing": 0, "unique": 3}
    return ColumnProfile.model_validate(given | facts)


WHOLE = {"kind": "numeric", "storage": "integer"}
TARGETS = ("target", "Label", "is_fraud", "churned", "class", "y", "diagnosis", "quality", "survived", "prices")


@pytest.mark.parametrize(
    ("facts", "kind", "reason"),
    [
        ({"kind": "yes_no", "unique": 2}, "binary", "It has two values, so the task is to tell them apart."),
        ({"unique": 2}, "binary", "It has two values, so the task is to tell them apart."),
        ({**WHOLE, "unique": 2}, "binary", "It has two values, so the task is to tell them apart."),
        ({"unique": 3}, "multiclass", "It has 3 different labels, so the task is to name the right one."),
        ({"unique": 200}, "multiclass", "It has 200 different labels, so the task is to name the right one."),
        ({"unique": 201}, None, ""),
        (
            {**WHOLE, "unique": 10},
            "multiclass",
            "It is a whole number with only 10 different values, read as classes; regression is possible too.",
        ),
        (
            {**WHOLE, "unique": 1_100},
            "regression",
            "It is a number with 1,100 different values, so the task is to come close.",
        ),
        ({**WHOLE, "unique": 11}, "regression", None),
        ({"kind": "numeric", "storage": "number", "unique": 3}, "regression", None),
        ({"kind": "numeric", "storage": "number", "unique": 2}, "regression", None),
        (
            {"unique": 40, "separator": "|"},
            "multilabel",
            'Its cells hold several labels with "|" between them: the task is to find all of a row.',
        ),
        ({"kind": "text", "unique": 400, "separator": ";"}, "multilabel", None),
        (
            {"kind": "text", "unique": 90, "tokens": "words"},
            "tags",
            'Its cells hold a tag for each token of "words", so the task is to tag the tokens of new texts.',
        ),
        ({"kind": "text", "unique": 90, "tokens": "words", "separator": ","}, "tags", None),
        ({"kind": "text", "unique": 90}, None, ""),
        ({"kind": "date", "storage": "date", "unique": 90}, None, ""),
        ({"kind": "identifier", "unique": 90}, None, ""),
        ({"kind": "constant", "unique": 1}, None, ""),
        ({"unique": 1}, None, ""),
    ],
)
def test_the_kind_that_suits_and_why(facts: dict[str, Any], kind: str | None, reason: str | None) -> None:
    column = profile(**facts)
    assert kind_of(column) == kind
    (proposed,) = propose([column], 100) or (None,)
    assert (proposed and proposed.kind) == kind
    if proposed is not None:
        assert proposed.reason == (TARGET_COLUMNS[proposed.kind].reason(column) if reason is None else reason)
        assert proposed.reason.endswith(".")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"unique": 0, "kind": "constant"}, "every cell is empty"),
        ({"unique": 1, "kind": "constant", "examples": ("a" * 80,)}, f'every cell that is filled holds "{"a" * 60}"'),
        ({"unique": 1, "examples": ("tick",), "missing": 5}, 'every cell that is filled holds "tick"'),
        ({"unique": 1_234}, "it has 1,234 different labels, expected at most 200"),
        ({"unique": 200}, ""),
        ({**WHOLE, "unique": 50}, ""),
    ],
)
def test_why_a_column_is_unfit(facts: dict[str, Any], said: str) -> None:
    assert unfit(profile(**facts)) == said


class Table:
    """What a proposal knows of a table."""

    def __init__(self, *columns: ColumnProfile, rows: int = 100) -> None:
        self.columns, self.rows = columns, rows


def order(*columns: ColumnProfile, rows: int = 100) -> list[str]:
    found = propose(columns, rows)
    assert [item.rank for item in found] == list(range(len(found)))
    return [item.column for item in found]


class TestOrder:
    A = profile(name="a", **WHOLE, unique=50)
    Z = profile(name="z", **WHOLE, unique=50)

    def test_of_equals_the_first_comes_first_but_for_the_last_column(self) -> None:
        b = profile(name="b", **WHOLE, unique=50)
        assert order(self.A, b, self.Z) == ["z", "a", "b"]

    @pytest.mark.parametrize(
        "name",
        [*TARGETS, "my score", "age.at.death", "default_flag", "目标"],
    )
    def test_a_name_like_that_of_a_target_comes_before_the_last(self, name: str) -> None:
        assert order(self.A, profile(name=name, **WHOLE, unique=50), self.Z) == [name, "z", "a"]

    @pytest.mark.parametrize("name", ["classic", "yes", "scoreboard", "my_pricey", "overload", "country"])
    def test_a_name_that_only_holds_such_a_word_does_not(self, name: str) -> None:
        assert order(profile(name=name, **WHOLE, unique=50), self.Z)[0] == "z"

    @pytest.mark.parametrize(("unique", "first"), [(20, "few"), (21, "z")])
    def test_few_classes_speak_for_a_column(self, unique: int, first: str) -> None:
        few = profile(name="few", unique=unique)
        assert order(few, self.A, self.Z)[0] == first

    def test_several_labels_and_tags_speak_for_a_column(self) -> None:
        several = profile(name="several", kind="text", unique=90, separator=";")
        tags = profile(name="tags", kind="text", unique=90, tokens="words")
        assert order(self.A, several, tags, self.Z) == ["tags", "several", "z", "a"]

    @pytest.mark.parametrize(("missing", "first"), [(50, "few"), (51, "z")])
    def test_more_than_half_missing_speaks_against_it(self, missing: int, first: str) -> None:
        assert order(profile(name="few", unique=5, missing=missing), self.A, self.Z)[0] == first


class TestTask:
    COLUMNS = (
        profile(name="topics", unique=40, separator="|"),
        profile(name="tags", kind="text", unique=90, tokens="words"),
        profile(name="words", kind="text", unique=90),
        profile(name="size", **WHOLE, unique=50),
        profile(name="grade", **WHOLE, unique=5),
        profile(name="a", kind="yes_no", unique=2),
        profile(name="b", kind="yes_no", unique=2),
    )

    def test_its_fields_follow_from_the_column(self) -> None:
        table = Table(*self.COLUMNS)
        assert task(table, "topics") == Task(column="topics", kind="multilabel", separator="|")
        assert task(table, "topics", "multiclass") == Task(column="topics", kind="multiclass", separator="|")
        assert task(table, "tags") == Task(column="tags", kind="tags", tokens="words")
        assert task(table, "size") == Task(column="size", kind="regression", answer="median")
        assert task(table, "grade") == Task(column="grade", kind="multiclass")
        assert task(table, "grade", "regression") == Task(column="grade", kind="regression", answer="median")
        assert task(table, "a") == Task(column="a", kind="binary")

    def test_columns_are_joined(self) -> None:
        table = Table(*self.COLUMNS)
        assert join_columns(table, "both", ["a", "b"]) == Task(column="both", kind="multilabel", columns=("a", "b"))
        with pytest.raises(ExperimentError, match='no column "c"; the nearest names are'):
            join_columns(table, "both", ["a", "c"])
        with pytest.raises(ExperimentError) as refused:
            join_columns(table, "both", ["a"])
        assert str(refused.value).endswith(".")

    def test_a_draft_reads_each_column_as_its_profile_says(self) -> None:
        table = Table(*self.COLUMNS)
        experiment = draft(table, [task(table, "grade")], ignore=["a"])
        assert {name: column.kind for name, column in experiment.columns.items()} == {
            column.name: column.kind for column in self.COLUMNS
        }
        assert [name for name, column in experiment.columns.items() if not column.use] == ["tags", "a"]
        assert experiment.text.encoder != "bilstm"
        assert draft(table, [task(table, "tags")]).text.encoder == "bilstm"

    def test_the_three_nearest_names_are_told(self) -> None:
        columns = [profile(name=name) for name in ("price", "prices", "price 2", "price 3", "weight")]
        with pytest.raises(ExperimentError) as refused:
            task(Table(*columns), "prise")
        assert str(refused.value) == (
            'The table has no column "prise"; the nearest names are "price", "prices", "price 3".'
        )
        with pytest.raises(ExperimentError, match='nearest names are "price", "prices", "price 2"'):
            task(Table(*columns), "zzz")
