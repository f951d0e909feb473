"""Columns of amounts."""

from mtl_core.column_kinds.traits import ColumnTraits

KIND = ColumnTraits(
    id="numeric",
    title="number",
    rank=1,
    heading="Numbers",
    field="number",
    one="a number",
    many="numbers",
    measured=True,
    binned=True,
    by_time=1,
    by_group=2,
)
