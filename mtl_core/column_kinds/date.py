"""Columns of dates and times."""

from mtl_core.column_kinds.traits import ColumnTraits

KIND = ColumnTraits(
    id="date",
    title="date",
    rank=5,
    heading="Dates",
    field="day",
    one="a date",
    many="dates",
    unfit="it holds dates",
    binned=True,
    dated=True,
    differs=True,
    by_time=2,
)
