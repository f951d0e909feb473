"""What holds for every kind of column, however many there are: each is found by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

from mtl_core.column_kinds import COLUMN_KINDS, NUMBERS, ColumnTraits, column_kinds
from mtl_core.column_kinds.traits import Field
from mtl_core.experiment import Column
from mtl_core.features.column_format import AS_WRITTEN
from mtl_core.features.learned_state import from_plain, to_plain
from mtl_core.features.space import ENCODERS, FeatureSpace, convert
from mtl_core.tables.column_kinds import TABLE_COLUMNS, decide
from mtl_core.tables.column_kinds.column_counts import ColumnCounts

ROOT = Path(__file__).parent.parent
CELLS: dict[str, list[Any]] = {
    "texts": ["1", "2.5", "-999", "yes", "no", "2024-01-31", "soon", " a b c d ", None, ""] * 4,
    "numbers": [1.0, 0.0, 2.5, -999.0, None] * 8,
    "truth": [True, False] * 20,
    "dates": [pd.Timestamp("2024-01-31"), pd.NaT, pd.Timestamp("2025-02-01 12:00")] * 14,
    "nothing": [None] * 40,
}
FEEDING = [kind for kind, traits in COLUMN_KINDS.items() if traits.feeds]


def values_of(what: str) -> pd.Series[Any]:
    return pd.Series(CELLS[what], dtype="str" if what in ("texts", "nothing") else None)


@pytest.fixture(params=COLUMN_KINDS)
def traits(request: pytest.FixtureRequest) -> ColumnTraits:
    return COLUMN_KINDS[request.param]


def test_a_kind_is_a_file_of_its_name_in_each_room(traits: ColumnTraits) -> None:
    rooms = ["mtl_core/column_kinds", "mtl_core/tables/column_kinds"]
    for room in rooms + ["mtl_core/features/columns"] * traits.feeds:
        assert (ROOT / room / f"{traits.id}.py").is_file()
    assert (traits.id in ENCODERS) == traits.feeds


def test_a_kind_can_be_said(traits: ColumnTraits) -> None:
    assert traits.title
    assert traits.heading[0].isupper()
    assert traits.field in get_args(Field)
    assert bool(traits.one) == bool(traits.many)
    assert Column(kind=traits.id).traits is traits
    assert sum(other.rank == traits.rank for other in COLUMN_KINDS.values()) == 1


def test_traits_go_together() -> None:
    assert column_kinds("measured") == (NUMBERS,)
    assert len(column_kinds("is_text")) == 1
    for kind in column_kinds("by_time"):
        assert TABLE_COLUMNS[kind].sizes(values_of("numbers")) is not None
    assert all(COLUMN_KINDS[kind].labels for kind in column_kinds("truth"))


@pytest.mark.parametrize("what", CELLS)
def test_any_cells_are_read_or_told_of(traits: ColumnTraits, what: str) -> None:
    values, column = values_of(what), TABLE_COLUMNS[traits.id]
    format = AS_WRITTEN.learn(values)
    typed = convert(values, format, traits.id)
    assert len(typed) == len(values)
    assert typed.index.equals(values.index)
    unread = column.unread(values, format) if what == "texts" else np.zeros(len(values), dtype=bool)
    assert unread.dtype == bool
    assert not unread[values.isna()].any()
    assert not unread.any() or traits.one
    places = column.encode(typed).places
    assert (places.shape, places.min() >= -1) == ((len(values),), True)
    list(column.find_warnings("x", typed, True))


@pytest.mark.parametrize("what", CELLS)
@pytest.mark.parametrize("kind", FEEDING)
def test_an_encoder_gives_what_it_promises_and_comes_back_from_its_state(kind: str, what: str) -> None:
    values = values_of(what).where(values_of(what) != "soon")
    encoder = ENCODERS[kind]
    if kind == "yes_no" and what in ("texts", "numbers"):
        values = values.where(values.isin(["yes", "no"]) if what == "texts" else values.isin([0.0, 1.0]))
    learnt = encoder.fit("x", values, AS_WRITTEN)
    format = AS_WRITTEN.learn(values)
    converted = encoder.fit("x", encoder.convert(values, format), format)
    assert (converted.numbers, converted.vocabulary, converted.length) == (
        learnt.numbers,
        learnt.vocabulary,
        learnt.length,
    )
    assert learnt.traits is COLUMN_KINDS[kind]
    assert learnt.told
    back = from_plain(encoder, to_plain(learnt))
    assert back == learnt
    later = values_of("texts")
    for cells in (values, later):
        given = back.encode(cells)
        np.testing.assert_array_equal(given, learnt.encode(cells))
        assert np.isfinite(given).all()
        width = learnt.length or learnt.numbers or 1
        assert given.shape == (len(cells), width) or learnt.numbers == learnt.vocabulary == 0
        for told in (learnt.unread(cells), learnt.unseen(cells), learnt.out_of_range(cells)):
            assert (told.shape, told.dtype) == ((len(cells),), bool)
            assert not told[cells.isna()].any()
    assert not (learnt.unread(later).any() and not learnt.traits.one)


def test_a_learnt_space_names_its_kinds() -> None:
    with pytest.raises(Exception, match="kind must be one of"):
        FeatureSpace.from_dict({"columns": [{"kind": "none"}], "targets": [], "left_out": []})


@pytest.mark.parametrize("storage", ["number", "integer", "text", "boolean", "date"])
@pytest.mark.parametrize("unique", [0, 1, 2, 5, 300])
def test_every_column_is_of_some_kind(storage: Any, unique: int) -> None:
    facts = ColumnCounts(
        "x", storage, filled=max(unique, 1) * 2 * bool(unique), unique=unique, labels=("a", "b") * (unique == 2)
    )
    kind, reason = decide(facts)
    assert kind in COLUMN_KINDS
    assert reason.endswith(".")


@pytest.mark.parametrize("what", CELLS)
@pytest.mark.parametrize("kind", FEEDING)
def test_a_typical_cell_is_one_that_the_encoder_reads(kind: str, what: str) -> None:
    values = values_of(what)
    if kind == "yes_no" and what in ("texts", "numbers"):
        values = values.where(values.isin(["yes", "no"]) if what == "texts" else values.isin([0.0, 1.0]))
    learnt = ENCODERS[kind].fit("x", values, AS_WRITTEN)
    cell = pd.Series([learnt.typical], dtype=object)
    assert not learnt.unread(cell).any()
    assert not learnt.unseen(cell).any()
    assert not learnt.out_of_range(cell).any() or COLUMN_KINDS[kind].dated  # to the day: hours before the first moment
