"""Columns with one value at most."""

from mtl_core.column_kinds.traits import ColumnTraits

KIND = ColumnTraits(
    id="constant",
    title="constant",
    rank=7,
    heading="Constants",
    field="line",
    unfit="its kind is constant",
    feeds=False,
)
