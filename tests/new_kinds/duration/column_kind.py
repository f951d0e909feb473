"""Columns of durations, such as 1:30:00 or 90 min."""

from mtl_core.column_kinds.traits import ColumnTraits

KIND = ColumnTraits(
    id="duration",
    title="duration",
    rank=8,
    heading="Durations",
    field="line",
    one="a duration",
    many="durations",
    binned=True,
    differs=True,
)
