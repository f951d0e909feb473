"""Columns that tell rows apart and say nothing of new ones."""

from mtl_core.column_kinds.traits import ColumnTraits

KIND = ColumnTraits(
    id="identifier",
    title="identifier",
    rank=6,
    heading="Identifiers",
    field="line",
    unfit="it is an identifier",
    feeds=False,
    names_rows=True,
    by_group=4,
)
