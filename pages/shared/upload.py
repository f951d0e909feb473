"""The way of a file from the browser into a table: read at once in the intake child, then let go of."""

from __future__ import annotations

import streamlit as st

from mtl_core.errors import DataError
from mtl_core.tables.intake import take_in
from pages.shared import session

TYPES = ("csv", "tsv", "txt", "xlsx", "parquet", "jsonl", "ndjson")


def uploader(key: str) -> bool:
    """Draw the field in a container of that key. Whether a table was just read and made the current one; a file that
    is no table is told of at the top of the page, and leaves everything as it was."""
    turn = session.shown(f"{key}_turn", 0)
    with st.container(key=key):
        file = st.file_uploader(
            "A table, one row a case: CSV, TSV, Excel, Parquet or JSON lines", type=TYPES, key=f"{key}_{turn}"
        )
    if file is None:
        return False
    session.keep(f"{key}_turn", turn + 1)
    try:
        with st.spinner("Reading the table …"):
            session.begin_draft(take_in(file.getvalue(), file.name, session.workspace().root))
    except DataError as error:
        session.say(str(error))
        st.rerun()
    finally:
        session.let_go(file)
    return True
