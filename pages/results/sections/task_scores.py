"""The judgement of each task, on the Evaluate page: a card, then figures and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mtl_core.figures import chart_style, palette
from mtl_core.figures.judged import FIGURES
from mtl_core.records.metrics import LOWER_IS_BETTER, SHARES, TITLES
from mtl_core.records.results import TaskEvaluation
from mtl_core.records.verdicts import TaskVerdict, Verdicts
from mtl_core.runs.store import Run
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.verdict import sentences
from mtl_core.wording import share
from pages.results.sections import confusion_rows, threshold
from pages.results.sections.kept_run import KeptRun
from pages.shared import page_layout as page
from pages.shared import text
from pages.shared.components import html_parts
from pages.shared.session import address

_WITH_UNIT = frozenset({"mae", "rmse"})
_BESIDE = 2  # figures beside the numbers; the others stand below


_GRID = "display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr))"


def cards(tasks: Sequence[TaskEvaluation], verdicts: Verdicts | None) -> None:
    """A card a task, all of one height; a run of an earlier version has no ``verdicts``."""
    by_id = {verdict.id: verdict for verdict in verdicts.tasks} if verdicts else {}
    shown = "".join(_card(slot, task, by_id.get(task.id)) for slot, task in enumerate(tasks))
    st.html(f'<div style="{_GRID}">{shown}</div>')


def _card(slot: int, task: TaskEvaluation, verdict: TaskVerdict | None) -> str:
    """The headline in words, and by the same metric model, guessing and reference models on one scale."""
    metric = task.headline
    guess = task.baseline.get(metric)
    others = verdict.references if verdict else ()
    readings = [
        html_parts.Reading("guessing", guess, _tell(metric, guess)),
        *(html_parts.Reading(rival.title, rival.value, _tell(metric, rival.value)) for rival in others),
        _own_reading(task, verdict),
    ]
    name, rule = text.plain(task.name, 40), f"{TITLES.get(metric, metric)}. Guessing: {task.baseline_rule}"
    headline, notes = task.sentence, [rule]
    if verdict:
        nothing = verdict.guessing.difference.sign <= 0
        headline = sentences.tell_claim(verdict) if nothing else task.sentence
        told = (sentences.tell_evidence(verdict), sentences.tell_references(verdict), *verdict.notes)
        notes = [*(part for part in told if part), rule]
    return html_parts.score_card(slot, name, text.plain(headline, 400), readings, _scale(metric, guess), notes=notes)


def _own_reading(task: TaskEvaluation, verdict: TaskVerdict | None) -> html_parts.Reading:
    """The network's, with the interval of its difference from guessing, laid on from there."""
    metric, band, guess = task.headline, None, None
    if verdict and verdict.guessing.difference.low is not None and verdict.guessing.difference.high is not None:
        guess, sign = verdict.guessing.value, -1 if metric in LOWER_IS_BETTER else 1
        low, high = verdict.guessing.difference.low, verdict.guessing.difference.high
        band = (guess + sign * low, guess + sign * high)
    own = task.metrics.get(metric)
    return html_parts.Reading("together", own, _tell(metric, own), own=True, band=band, beside=guess)


def _scale(metric: str, guess: float | None) -> html_parts.Scale | None:
    """From nothing right, or twice as far off as guessing, to perfect: fixed, so that a small gap looks small."""
    if metric not in LOWER_IS_BETTER:
        return html_parts.Scale(0.0, 1.0, "0%" if metric in SHARES else "0")
    return None if guess is None else html_parts.Scale(2 * guess, 0.0, "twice guessing")


def _tell(metric: str, value: float | None) -> str:
    """A value as the sentence of the card tells it."""
    return share(value) if value is not None and metric in SHARES else format_value(metric, value)


def format_value(metric: str, value: float | None) -> str:
    """A metric's value: one without a unit to three decimals, for what lies below is rounding."""
    return text.brief(value if value is None or metric in _WITH_UNIT else round(value, 3) + 0.0)


def details(run: Run, tasks: Sequence[TaskEvaluation], kept: KeptRun | None) -> None:
    """A tab a task; ``kept`` is what the run keeps of its answers, row by row."""
    names = [f"{palette.TASKS[slot].letter} · {label}" for slot, label in enumerate(_labels(tasks))]
    for slot, (tab, task) in enumerate(zip(st.tabs(names, key="evaluate_tabs"), tasks, strict=True)):
        with tab:
            _detail(run, slot, task, kept)


def _labels(tasks: Sequence[TaskEvaluation]) -> list[str]:
    return list(text.labels([task.name for task in tasks]).values())


def _detail(run: Run, slot: int, task: TaskEvaluation, kept: KeptRun | None) -> None:
    if task.labels:
        _labels_found(slot, task)
    chosen = kept if threshold.is_offered(kept, slot) else None
    drawn = [
        name for name, (part, *_) in FIGURES.items() if getattr(task, part) and not (chosen and name == "confusion")
    ]
    beside, below = drawn[:_BESIDE], drawn[_BESIDE:]
    *columns, numbers = st.columns(len(beside) + 1, gap="large")
    columns += st.columns(len(beside) + 1, gap="large") if below else []
    for column, name in zip(columns, drawn, strict=False):
        with column:
            _figure(slot, task, name)
    with numbers:
        st.markdown("**In numbers**")
        rows = [
            {
                "Metric": TITLES.get(name, name),
                "Model": format_value(name, value),
                "Guessing": format_value(name, task.baseline.get(name)),
            }
            for name, value in task.metrics.items()
        ]
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            key=f"evaluate_metrics_{slot}",
            alt=f"Metrics of {text.plain(task.name)} beside guessing",
        )
        st.caption(f"Guessing: {text.esc_md(task.baseline_rule, 300)}")
        for note in task.notes:
            st.caption(text.esc_md(note, 600))
    if chosen:
        threshold.show(run, chosen, slot, task)
    elif kept and kept.test and task.confusion:
        confusion_rows.show(run, slot, kept.test[slot])


def _labels_found(slot: int, task: TaskEvaluation) -> None:
    """Each label beside how often it is found."""
    st.markdown("**Label by label**")
    rows = [
        {
            "Label": text.plain(score.label),
            TASK_KINDS[task.kind].counted: score.rows,
            "Right when said": score.precision,
            "Found": score.recall,
            "F1": score.f1,
        }
        for score in task.labels
    ]
    shares = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key=f"evaluate_labels_{slot}",
        column_config=dict.fromkeys(("Right when said", "Found", "F1"), shares),
        alt=f"Each label of {text.plain(task.name)}: how often it is right when said, how often it is found",
    )


def _figure(slot: int, task: TaskEvaluation, name: str) -> None:
    _, module, title = FIGURES[name]
    facts = module.summarize(task)
    st.markdown(f"**{title}**")
    figure = module.figure(task, slot, address.is_dark())
    st.plotly_chart(figure, theme=None, key=f"evaluate_{name}_{slot}", config=chart_style.CONFIG, alt=facts.sentence())
    with st.expander("Show as table", key=f"evaluate_{name}_table_{slot}"):
        st.caption(text.esc_md(facts.sentence(), 400))
        page.numbers(facts.table(), alt=title)
