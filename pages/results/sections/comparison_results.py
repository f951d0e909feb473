"""What a comparison says: the methods' means, the picture of two tasks, and the final numbers of the method that is
taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from mtl_core.comparison import comparing, differing
from mtl_core.comparison.candidates import read_group
from mtl_core.comparison.comparing import SINGLE, Done, Entry, Mean, Part
from mtl_core.experiment import Experiment
from mtl_core.figures import chart_style, pareto
from mtl_core.records.metrics import LOWER_IS_BETTER, TITLES
from mtl_core.reports.compared import draw_compared
from mtl_core.runs.store import Run
from mtl_core.wording import format_signed, rough
from pages.results.sections import runs_over_each_other
from pages.results.sections.task_scores import format_value
from pages.shared import page_layout as page
from pages.shared import text
from pages.shared.components.method_table import Cell, Heading, Line, method_table
from pages.shared.session import address, drafts

_HOW = (
    "Means on the validation rows, to choose by: each run also kept its best epoch by them, so they flatter all alike. "
    "± is the 95% interval over the seeds (Student's t), each of which deals other rows. Within a seed all have the "
    "same rows, so each method is set against the task alone seed by seed: it is called better or worse only where "
    "the whole interval of that difference (+ is better) lies on one side of 0; it is widened for the rows that the "
    "seeds' trainings have in common (Nadeau & Bengio, 2003)."
)
_HOW_SETTINGS = (
    "Means on the validation rows, to choose by: each run also kept its best epoch by them, so they flatter all alike. "
    "± is the 95% interval over the seeds (Student's t), each of which deals other rows. Which differ is told seed by "
    "seed on the same rows, by intervals that hold for all pairs at once (Bonferroni) and are widened for the rows "
    "that the seeds' trainings have in common (Nadeau & Bengio, 2003)."
)
_ONE_SEED = "Means on the validation rows, to choose by. With a single seed nobody can tell luck from merit."
_PICTURE = (
    "What each method gains over the tasks learnt alone, seed by seed on the same rows, with its 95% interval. Better "
    "is to the right and up; a bar that crosses a line leaves open which is better. Filled: by the means, no other "
    "method is better on both. Where several stand together, pointing at one tells of all."
)
_PICTURE_SETTINGS = (
    "How much better each is than “{first}”, seed by seed on the same rows, with its 95% interval. Better is to the "
    "right and up; a bar that crosses a line leaves open which is better. Filled: by the means, no other is better on "
    "both."
)
_FINAL = "On test rows, which neither training nor this choice has seen. Look once: choosing by them spoils them."


@dataclass(frozen=True)
class ComparisonResults:
    """What the finished runs of a comparison say; groups in the order of the queue."""

    members: Sequence[tuple[str, Run]]

    @cached_property
    def done(self) -> list[Done]:
        """The runs that had their whole budget."""
        found = [(group, run, run.summary) for group, run in self.members if run.state == "finished" and run.summary]
        return [(Entry(group, Experiment.from_json(run.experiment)), summary) for group, run, summary in found]

    @cached_property
    def groups(self) -> dict[str, int]:
        """By group how many runs it has."""
        names = [group for group, _ in self.members]
        return {group: names.count(group) for group in dict.fromkeys(names)}

    @cached_property
    def tasks(self) -> tuple[str, ...]:
        """All tasks in slot order; a run of one task alone knows the others, too."""
        first = Experiment.from_json(self.members[0][1].experiment)
        return tuple(task.column for task in first.dealt)

    @cached_property
    def metrics(self) -> dict[str, str]:
        """By task, in slot order, the metric to compare by, where it is known already."""
        found = comparing.headlines(self.done)
        return {task: found[task] for task in self.tasks if task in found} if found else {}

    @property
    def judged(self) -> bool:
        """Whether rows were kept apart for the final numbers."""
        return any(summary.test for _, summary in self.done)


def means(standing: ComparisonResults) -> None:
    """Every method's means on validation rows."""
    st.subheader("How good each is", anchor=False)
    with st.container(key="compare_table"):
        st.html(_table(standing, list(standing.groups), "validation"))
    for told in (
        *differing.tell(standing.done, standing.metrics),
        *comparing.tell_best(standing.done, standing.metrics),
    ):
        st.markdown(text.esc_md(told, 1_000))
    seeds = len({entry.seed for entry, _ in standing.done})
    st.caption(_ONE_SEED if seeds < 2 else _HOW if SINGLE in standing.groups else _HOW_SETTINGS)


def _table(standing: ComparisonResults, groups: Sequence[str], part: Part) -> str:
    found = comparing.means(standing.done, standing.metrics, part)
    gains = comparing.gains(standing.done, standing.metrics, part)
    headings = [
        Heading(slot, task, _measure(standing.metrics[task]))
        for slot, task in enumerate(standing.tasks)
        if task in standing.metrics
    ]
    places = {group: number for number, group in enumerate(standing.groups, 1)}
    lines = [
        Line(
            places[group],
            comparing.title(group),
            _count(standing, group),
            [
                _cell(metric, found.get(group, {}).get(task), gains.get(group, {}).get(task))
                for task, metric in standing.metrics.items()
            ],
        )
        for group in groups
    ]
    return method_table(headings, lines)


def _measure(metric: str) -> str:
    return f"{TITLES.get(metric, metric)}{', lower is better' if metric in LOWER_IS_BETTER else ''}"


def _count(standing: ComparisonResults, group: str) -> str:
    done = sum(entry.group == group for entry, _ in standing.done)
    return f"{done} of {text.format_count(standing.groups[group], 'training', 'trainings')}"


def _cell(metric: str, mean: Mean | None, gain: Mean | None) -> Cell | None:
    if mean is None:
        return None
    interval = "" if mean.interval is None else f"± {rough(mean.interval)}"
    return Cell(format_value(metric, mean.mean), interval, _mark(gain), gain.sign if gain else 0)


def _mark(gain: Mean | None) -> str:
    """How the method stands to the task alone, where several seeds can tell."""
    if gain is None or gain.interval is None:
        return ""
    if not gain.mean and not gain.interval:
        return "the same as alone"
    words = {1: "▲ better than alone by {size} ± {half}", -1: "▼ worse than alone by {size} ± {half}"}
    template = words.get(gain.sign, "undecided: {signed} ± {half} beside alone")
    return template.format(size=rough(gain.mean), half=rough(gain.interval), signed=format_signed(gain.mean, rough))


def picture(standing: ComparisonResults) -> None:
    """Two tasks, one on each axis."""
    tasks = [task for task in standing.tasks if task in standing.metrics]
    if len(tasks) < 2:
        return
    st.subheader("Two tasks at once", anchor=False)
    known, alone = draw_compared(standing.done, standing.metrics, list(standing.groups), _pair(tasks), standing.tasks)
    if not known.points:
        st.caption("Drawn once there is something to set beside each other at both tasks.")
        return
    figure = pareto.figure(known, alone, address.is_dark())
    st.plotly_chart(figure, theme=None, key="compare_pareto", config=chart_style.CONFIG, alt=known.sentence())
    first = comparing.title(next(iter(standing.groups)))
    st.caption(_PICTURE if alone else text.esc_md(_PICTURE_SETTINGS.format(first=first), 600))
    with st.expander("Show as table", key="compare_pareto_table"):
        st.caption(text.esc_md(known.sentence(), 600))
        page.numbers(known.table(), alt="Means of both tasks, and their intervals")


def _pair(tasks: Sequence[str]) -> tuple[str, str]:
    """The two tasks that are drawn; with two there is nothing to choose."""
    if len(tasks) == 2:
        return tasks[0], tasks[1]
    names = text.labels(tasks)
    left, right = st.columns(2)
    with left:
        first = st.selectbox("To the right", tasks, 0, format_func=names.__getitem__, key="compare_x")
    others = [task for task in tasks if task != first]
    with right:
        return first, st.selectbox("Up", others, 0, format_func=names.__getitem__, key="compare_y")


def curves(standing: ComparisonResults) -> None:
    """How all tasks were learnt by each method, or with each of the settings."""
    first: dict[str, Run] = {}
    for group, run in standing.members:
        if group != SINGLE and run.state == "finished":
            first.setdefault(group, run)
    named = [(text.plain(comparing.title(group), 60), run) for group, run in first.items()]
    runs_over_each_other.show(named, "compare_curves")
    if named:
        st.caption("Of each the first training that has finished.")


def final(standing: ComparisonResults) -> None:
    """The test rows, of the one method that is taken, beside the lines to beat."""
    st.subheader("Final numbers", anchor=False)
    offered = [group for group in standing.groups if group != SINGLE]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        taken = st.selectbox(
            "What you take",
            offered,
            None,
            format_func=comparing.title,
            key="compare_taken",
            placeholder="Choose by the numbers above",
        )
        st.button(
            "Use it in the draft",
            key="compare_use",
            disabled=taken is None,
            on_click=_use,
            args=(taken,),
        )
    if taken is None:
        return
    if not standing.judged:
        st.caption("No rows were kept apart to judge.")
        return
    rows = dict.fromkeys([taken, *(group for group in (*comparing.LINES[:1], SINGLE) if group in standing.groups)])
    with st.container(key="compare_final"):
        st.html(_table(standing, list(rows), "test"))
    st.caption(_FINAL)


def _use(group: str) -> None:
    """Make the changes of that candidate in the draft."""
    drafts.set_fields(read_group(group))
