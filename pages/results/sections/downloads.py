"""The cards of the Export page. Every file's name carries run and content, for the server tells downloads apart by
name, length and samples alone and would hand out another file of the same looks."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from mtl_core.runs.results import fingerprint, num_example_rows, purposes, without_example_rows
from mtl_core.runs.store import Run
from mtl_core.tables.spreadsheet import to_csv
from pages.shared import text

_SNIPPET = """unzip {name} -d model && cd model
pip install -r requirements.txt
python predict.py TABLE --out predictions.csv"""


def file_name(run: Run, content: str, ending: str) -> str:
    """Safe letters, the run, and the first 12 digits of the content's hash."""
    return f"{text.safe_stem(run.name)}-{run.id[:12]}-{content[:12]}{ending}"


def answers(run: Run, frame: pd.DataFrame, key: str) -> None:
    """Answers about rows that a person brought, safe to open in a spreadsheet."""
    content = to_csv(frame)
    name = f"predictions-{run.id[:12]}-{hashlib.sha256(content).hexdigest()[:12]}.csv"
    st.download_button(
        "Download the answers",
        content,
        name,
        "text/csv",
        key=key,
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


def bundle(run: Run, path: Path) -> None:
    """The zip with everything from raw columns to predictions."""
    st.subheader("The model, ready to use")
    if not path.is_file():
        st.caption("This run left no bundle.")
        return
    changed = path.stat().st_mtime_ns
    st.caption(f"One zip, {_size(path.stat().st_size)}. Needs no MTL Studio to run.")
    with_rows = _with_rows(_num_example_rows(str(path), changed))
    name = file_name(run, _fingerprint(str(path), changed), ".zip" if with_rows else "-without-rows.zip")
    st.download_button(
        "Download the model",
        path.read_bytes if with_rows else partial(without_example_rows, path),
        name,
        "application/zip",
        key="export_bundle",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
    st.markdown("\n".join(f"- `{name}`: {what}" for name, what in _purposes(str(path), changed).items()))
    st.code(_SNIPPET.format(name=name), language="bash", wrap_lines=True)


def _with_rows(rows: int) -> bool:
    """Say that the zip holds rows of the table, and let them be left out; whether they stay in."""
    if not rows:
        return False
    count = text.format_count(rows, "row", "rows")
    template = (
        "The zip holds {count} of your table as they are, by which others can prove that it predicts the same. If they "
        "are about people, leave them out."
    )
    st.warning(template.format(count=count), icon=":material/groups:")
    return st.toggle(f"Put these {count} in", value=True, key="export_rows")


@st.cache_data(max_entries=256, show_spinner=False)
def _purposes(path: str, changed: int) -> dict[str, str]:
    return purposes(Path(path))


@st.cache_data(max_entries=256, show_spinner=False)
def _num_example_rows(path: str, changed: int) -> int:
    return num_example_rows(Path(path))


def experiment(run: Run) -> None:
    """The settings that made the run."""
    st.subheader("The experiment")
    st.caption("Every setting as JSON. The command line trains the same model from it.")
    content = run.experiment.encode()
    name = file_name(run, hashlib.sha256(content).hexdigest(), ".json")
    st.download_button(
        "Download the settings",
        content,
        name,
        "application/json",
        key="export_experiment",
        icon=":material/download:",
        on_click="ignore",
    )
    st.code("python -m mtl_core train TABLE --experiment FILE.json --out DIR", language="bash", wrap_lines=True)


def predictions(run: Run, path: Path) -> None:
    """The answers on the test rows, safe to open in a spreadsheet."""
    st.subheader("Answers on the test rows")
    if not path.is_file():
        st.caption("This run kept no rows apart, so there are none.")
        return
    st.caption("CSV with the true labels beside. A cell that a spreadsheet would take for a formula gets a leading '.")
    name = file_name(run, _fingerprint(str(path), path.stat().st_mtime_ns), ".csv")
    st.download_button(
        "Download the answers",
        lambda: to_csv(pd.read_parquet(path)),
        name,
        "text/csv",
        key="export_predictions",
        icon=":material/download:",
        on_click="ignore",
    )


@st.cache_data(max_entries=256, show_spinner=False)
def _fingerprint(path: str, changed: int) -> str:
    """``changed`` is the time of its last change: a file written anew is another file."""
    return fingerprint(Path(path))


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
