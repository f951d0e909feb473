"""What a finished run keeps of its answers, row by row, read once for all views of a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from mtl_core.errors import StoreError
from mtl_core.features.space import FeatureSpace
from mtl_core.runs import kept_answers, thresholds
from mtl_core.runs.kept_answers import TaskAnswers
from mtl_core.runs.store import Run
from pages.shared import server


@dataclass(frozen=True)
class KeptRun:
    """The tasks as they conclude now, and what each says about the test and the validation rows; no task of a part
    that the run, of an earlier version, does not keep."""

    folder: Path
    space: FeatureSpace
    test: tuple[TaskAnswers, ...]
    validation: tuple[TaskAnswers, ...]


def find(run: Run) -> KeptRun | None:
    """None where the model cannot be read or there are no answers about test rows."""
    folder = server.workspace().run(run.id)
    bundle = folder / thresholds.BUNDLE
    if not bundle.is_file() or not (folder / kept_answers.TEST).is_file():
        return None
    try:
        return _read(str(folder), bundle.stat().st_mtime_ns)
    except StoreError:  # whoever asks the model is told
        return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _read(path: str, changed: int) -> KeptRun:
    """``changed`` is the time of the bundle's last change, the last thing that is written."""
    folder = Path(path)
    space = thresholds.read_space(folder / thresholds.BUNDLE)
    test, validation = (
        kept_answers.read_answers(folder / name, space) for name in (kept_answers.TEST, kept_answers.VALIDATION)
    )
    return KeptRun(folder, space, test, validation)
