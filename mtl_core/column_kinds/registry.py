"""The kinds of column by their ids, in the order of menus; each is a file here, and one of its name in other rooms."""

from __future__ import annotations

from mtl_core.column_kinds.traits import ColumnTraits
from mtl_core.families import all_members

COLUMN_KINDS: dict[str, ColumnTraits] = {
    kind.id: kind for kind in sorted(all_members("mtl_core.column_kinds", "KIND"), key=lambda kind: kind.rank)
}


def column_kinds(trait: str) -> tuple[str, ...]:
    """The ids of the kinds that have a trait, those that have most of it first."""
    having = [kind for kind in COLUMN_KINDS.values() if getattr(kind, trait)]
    return tuple(kind.id for kind in sorted(having, key=lambda kind: -int(getattr(kind, trait))))


NUMBERS = column_kinds("measured")[0]
"""The kind that a column is read as whose numbers are to be predicted."""
