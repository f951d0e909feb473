"""Columns of truth values."""

from mtl_core.column_kinds.traits import ColumnTraits

KIND = ColumnTraits(
    id="yes_no",
    title="yes-no",
    rank=3,
    heading="Yes–no",
    field="choice",
    one="yes or no",
    many="yes or no",
    labels=True,
    truth=True,
    by_group=1,
)
