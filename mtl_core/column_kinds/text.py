"""Columns of texts."""

from mtl_core.column_kinds.traits import ColumnTraits

KIND = ColumnTraits(
    id="text",
    title="text",
    rank=4,
    heading="Texts",
    field="text",
    unfit="it holds texts",
    is_text=True,
    differs=True,
)
