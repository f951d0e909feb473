"""The test rows that several tasks get wrong together, on the Evaluate page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mtl_core.figures import palette
from mtl_core.records.results import TaskEvaluation
from mtl_core.runs.kept_answers import TaskAnswers
from mtl_core.runs.store import Run
from mtl_core.verdict.together import Mistakes
from pages.results.sections import table_rows
from pages.results.sections.kept_run import KeptRun
from pages.shared import text

_FARTHEST = 0.9  # of the errors, where a number has no band
_NUMBERS = "A number counts as wrong where it is off by more than 9 of 10 are."


def show(run: Run, tasks: Sequence[TaskEvaluation], kept: KeptRun | None) -> None:
    """One sentence and the rows; nothing where no row has labels of two tasks."""
    if kept is None or len(tasks) < 2 or not kept.test:
        return
    flags = [_judge(kept, slot, task) for slot, task in enumerate(tasks)]
    found = Mistakes.of(kept.test[0].positions, flags)
    if not len(found.positions):
        return
    st.subheader("Wrong together", anchor=False)
    st.markdown(text.esc_md(found.sentence(), 500))
    if any(task.band or task.scatter for task in tasks):
        st.caption(_NUMBERS)
    worst = found.positions[found.worst][: table_rows.MOST]
    if not len(worst):
        return
    with st.expander(f"See {text.format_count(len(worst), 'row', 'rows')}", key="evaluate_together"):
        rows = table_rows.describe(run, worst.tolist())
        places = pd.Index(kept.test[0].positions).get_indexer(pd.Index(worst))
        for slot, ((known, wrong), task) in enumerate(zip(flags, tasks, strict=True)):
            said = [_tell(kept.test[slot], place, known[place], wrong[place]) for place in places.tolist()]
            rows.insert(1 + slot, f"{palette.TASKS[slot].letter} · {text.plain(task.name, 30)}", said)
        st.dataframe(rows, hide_index=True, key="evaluate_together_rows", alt="Rows that several tasks get wrong")


def _judge(kept: KeptRun, slot: int, task: TaskEvaluation) -> tuple[Any, Any]:
    """Of which test rows the label is known, and which of these are answered wrong: both [n]."""
    answers, target = kept.test[slot], kept.space.targets[slot]
    known = ~pd.isna(answers.true)
    if task.scatter is None:
        return known, known & ~target.matches(answers.true, answers.given)
    off = np.abs(np.where(known, answers.true, np.nan).astype(float) - answers.given.astype(float))
    limit = task.band.half if task.band else float(np.nanquantile(off, _FARTHEST)) if known.any() else 0.0
    return known, known & (np.nan_to_num(off) > limit)


def _tell(answers: TaskAnswers, place: int, known: bool, wrong: bool) -> str:
    """ "✗ yes, truly no"."""
    given, true = (_plain(part[place]) for part in (answers.given, answers.true))
    return f"✗ {given}, truly {true}" if wrong else f"✓ {given}" if known else given


def _plain(cell: Any) -> str:
    return text.plain(cell, 40) if isinstance(cell, str) else text.brief(float(cell))
