"""From which probability on a yes-no task says yes, on the Evaluate page: what each threshold comes to, which is
cheapest on the validation rows, and a press that has the model keep it."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from mtl_core.errors import StoreError
from mtl_core.figures import chart_style, confusion
from mtl_core.records.results import Confusion, TaskEvaluation
from mtl_core.runs.kept_answers import TaskAnswers
from mtl_core.runs.store import Run
from mtl_core.runs.thresholds import choose_threshold
from mtl_core.verdict.thresholds import STEPS, Costs, Counts, YesNo, propose_threshold, tell_costs
from pages.results.sections import confusion_rows, table_rows
from pages.results.sections.kept_run import KeptRun
from pages.shared import text
from pages.shared.session import address, notices, widget_values

_PROPOSED = "Cheapest on {rows:,} validation rows: **{threshold:.3g}**."
_NO_ROWS = "No threshold is proposed: the validation rows hold too few of either answer, or this run keeps none."
_IN_FORCE = "In force now: “{yes}” from {threshold:.3g} on, on Predict, at the command line and in the exported model."
_WARNING = "The proposal never looks at the test rows; one that is picked by their counts looks better than it is."
_NUMBERS = "Accuracy and F1 in the numbers, and the examples below, are those at 0.5."


def is_offered(kept: KeptRun | None, slot: int) -> bool:
    """Whether the task has a threshold, and answers to show what it comes to."""
    if kept is None or not kept.test or kept.space.targets[slot].threshold is None:
        return False
    return len(_yes_no(kept.test[slot], kept.space.targets[slot].classes).yes) > 0


@st.fragment
def show(run: Run, kept: KeptRun, slot: int, task: TaskEvaluation) -> None:
    """Slider and costs beside what they come to on the test rows."""
    target = kept.space.targets[slot]
    groups = table_rows.find_groups(run, kept.test[slot].positions)
    test = YesNo.of(kept.test[slot].true, kept.test[slot].chances, target.classes, groups)
    st.markdown("**From which probability on it says yes**")
    choosing, outcome = st.columns([1, 1], gap="large")
    with choosing:
        threshold, costs = _choose(kept, slot)
    counts = test.count(threshold)
    with outcome:
        _draw(slot, task, counts, target.classes)
        st.markdown(text.esc_md(counts.sentence(target.classes[1]), 300))
        st.markdown(text.esc_md(tell_costs(test, threshold, costs), 400))
    said = np.array(target.classes, dtype=object)[(kept.test[slot].chances[:, 1] >= threshold).astype(int)]
    confusion_rows.show(run, slot, dataclasses.replace(kept.test[slot], given=said))


def _yes_no(answers: TaskAnswers, classes: tuple[str, ...]) -> YesNo:
    return YesNo.of(answers.true, answers.chances, classes)


def _choose(kept: KeptRun, slot: int) -> tuple[float, Costs]:
    """The threshold and the costs that the widgets show."""
    target, key = kept.space.targets[slot], f"evaluate_threshold_{slot}_{kept.folder.name[:12]}"
    yes, in_force = text.esc_md(target.classes[1], 30), target.threshold or 0.0
    false_alarm, missed = st.columns(2)
    costs = Costs(
        false_alarm.number_input(f"A false “{yes}” costs", 0.01, value=1.0, key=f"{key}_false"),
        missed.number_input(f"A missed “{yes}” costs", 0.01, value=1.0, key=f"{key}_missed"),
    )
    value = widget_values.default(key, widget_values.shown_value(key, in_force))
    asked = st.slider(f"Say “{yes}” from", 1 / STEPS, 1 - 1 / STEPS, value, 1 / STEPS, "%.3f", key=key)
    threshold = round(asked * STEPS) / STEPS  # a browser adds steps up
    known = _yes_no(kept.validation[slot], target.classes) if kept.validation else None
    proposed = propose_threshold(known, costs) if known else None
    if known is None or proposed is None:
        st.caption(_NO_ROWS)
    else:
        st.markdown(_PROPOSED.format(rows=len(known.yes), threshold=proposed))
    with st.container(horizontal=True):
        st.button(
            "Show the proposal",
            key=f"{key}_propose",
            disabled=proposed in (None, threshold),
            on_click=widget_values.keep,
            args=(key, proposed),
        )
        if st.button("Use this threshold", key=f"{key}_keep", type="primary", disabled=threshold == in_force):
            _keep(kept, slot, threshold)
    st.caption(_IN_FORCE.format(yes=yes, threshold=in_force))
    st.caption(_WARNING if in_force == 0.5 else f"{_WARNING} {_NUMBERS}")
    return threshold, costs


def _keep(kept: KeptRun, slot: int, threshold: float) -> None:
    """Have the model say yes from there on; why not, where that fails."""
    try:
        choose_threshold(kept.folder, slot, threshold)
    except StoreError as error:
        st.error(text.esc_md(str(error), 600))
        return
    told = "The model says “{yes}” from {threshold:.3g} on."
    notices.say(told.format(yes=text.plain(kept.space.targets[slot].classes[1], 30), threshold=threshold), "success")
    st.rerun()


def _draw(slot: int, task: TaskEvaluation, counts: Counts, classes: tuple[str, ...]) -> None:
    seen = task.model_copy(update={"confusion": Confusion(labels=classes, counts=counts.table)})
    st.plotly_chart(
        confusion.figure(seen, slot, address.is_dark()),
        theme=None,
        key=f"evaluate_threshold_chart_{slot}",
        config=chart_style.CONFIG,
        alt=confusion.summarize(seen).sentence(),
    )
