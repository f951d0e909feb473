"""The way of a file from the browser into a table: read at once in the intake child, then let go of."""

from __future__ import annotations

import streamlit as st

from mtl_core.errors import MTLError
from mtl_core.tables.intake.uploads import take_in_together
from pages.shared import server
from pages.shared.session import drafts, notices, uploads, widget_values

TYPES = ("csv", "tsv", "txt", "xlsx", "parquet", "jsonl", "ndjson", "zip", "conll", "conllu", "bio", "iob", "iob2")
TABS, TAB = "data_tabs", "Another table"  # where the Data page has it: the key of its tabs, and the one
_LABEL = "A table, one row a case: CSV, TSV, Excel, Parquet or JSON lines"
_TEXTS = (
    "Or texts: a .txt, one text a line, chosen together with a file of as many labels; a .zip with a folder of texts "
    "for each label; a .conll with one token and its tags a line."
)


def uploader(key: str) -> bool:
    """Draw the field in a container of that key. Whether a table was just read and made the current one; files that
    make no table are told of at the top of the page, and leave everything as it was."""
    turn = widget_values.shown_value(f"{key}_turn", 0)
    with st.container(key=key):
        files = st.file_uploader(_LABEL, type=TYPES, accept_multiple_files=True, key=f"{key}_{turn}")
        st.caption(_TEXTS)
    if not files:
        return False
    widget_values.keep(f"{key}_turn", turn + 1)
    try:
        with st.spinner("Reading the table …"):
            contents = [(file.name, file.getvalue()) for file in files]
            drafts.begin(take_in_together(contents, server.workspace().root))
    except MTLError as error:
        notices.say(str(error))
        st.rerun()
    finally:
        for file in files:
            uploads.let_go(file)
    return True
