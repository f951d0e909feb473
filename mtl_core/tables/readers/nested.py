"""What becomes of columns that hold lists or structures: left out, or kept as text."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from mtl_core.errors import DataError
from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers.raw import Raw, column


def skip_or_keep(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    nested: Sequence[int],
    unusable: Sequence[int],
    options: ReadingOptions,
) -> None:
    """Drop the unusable columns of ``raw``, and the nested ones unless they are wanted; number the others anew."""
    value, other = ("text", "skip") if options.nested == "text" else ("skip", "text")
    if nested:
        listed = ", ".join(raw.names[place] for place in nested)[:300]
        reason = f"Columns of lists or structures can only be left out or read as text: {listed}."
        raw.decisions.append(Decision(field="nested", value=value, reason=reason, alternatives=(other,)))
    dropped = {*unusable, *(nested if value == "skip" else ())}
    kept = [place for place in range(len(raw.names)) if place not in dropped]
    if not kept:
        raise DataError("No column of the file can be used; expected columns of numbers, text, dates or truth values.")
    for place in dropped:
        connection.execute(f"ALTER TABLE raw DROP COLUMN {column(place)}")
    for new, place in enumerate(kept):
        if new != place:
            connection.execute(f"ALTER TABLE raw RENAME COLUMN {column(place)} TO {column(new)}")
    raw.names = [raw.names[place] for place in kept]
