"""Columns of labels."""

from mtl_core.column_kinds.traits import ColumnTraits

KIND = ColumnTraits(
    id="category",
    title="category",
    rank=2,
    heading="Categories",
    field="choice",
    one="a value of its kind",
    many="values of its kind",
    labels=True,
    by_group=3,
)
