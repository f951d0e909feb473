"""What to predict, on the Tasks page: the picker and a card a task."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Experiment, Task
from mtl_core.figures import distribution
from mtl_core.tables.checks.experiment_checks import Finding, check
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.label_shapes import SEPARATORS
from mtl_core.tables.labels.proposal import ANY, unfit
from mtl_core.tables.labels.proposal import task as proposed
from mtl_core.tables.profile import ColumnProfile
from mtl_core.task_kinds import TASK_KINDS
from pages.build.sections import remedies
from pages.shared import draft_data, page_layout, server, text, widgets
from pages.shared.session import address, drafts, widget_values
from pages.shared.task_profiles import profile as task_profile

_PILLS = 40  # more columns than this are a list to search, not a field to look over
_MOST = 16
_LISTED = 4  # columns that cannot be predicted
_ANSWERS = {"median": "Typical value (median)", "mean": "Average (mean)"}
_WEIGHTS = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)


def picker(dataset: Dataset, draft: drafts.Draft) -> None:
    """The columns that can be predicted, the likeliest first."""
    chosen = [task["column"] for task in draft.data["tasks"]]
    options = [proposal.column for proposal in dataset.proposals]
    options += [profile.name for profile in _profiles(dataset, draft) if not unfit(profile)]
    options = list(dict.fromkeys([*options, *chosen]))
    labels = text.labels(options)
    draw = st.pills if len(options) <= _PILLS else st.multiselect
    extra = {"selection_mode": "multi"} if draw is st.pills else {"max_selections": _MOST}
    draw(
        "Columns to predict",
        options,
        default=widget_values.default("tasks_pick", chosen),
        format_func=labels.__getitem__,
        key="tasks_pick",
        help="Suggested columns come first.",
        on_change=_commit_picked,
        args=(dataset,),
        **extra,
    )


def out_of_question(dataset: Dataset, draft: drafts.Draft) -> None:
    """Which columns cannot be predicted, and why."""
    offered = {proposal.column for proposal in dataset.proposals}
    others = [profile for profile in _profiles(dataset, draft) if profile.name not in offered and unfit(profile)]
    if others:
        reasons = "; ".join(f'"{text.plain(profile.name, 40)}": {unfit(profile)}' for profile in others[:_LISTED])
        more = f"; and {len(others) - _LISTED:,} more" if len(others) > _LISTED else ""
        st.caption(text.esc_md(f"Not to be predicted as they are: {reasons}{more}.", 1_000))


def _profiles(dataset: Dataset, draft: drafts.Draft) -> list[ColumnProfile]:
    """The columns, each of the kind that it has in the draft."""
    kinds = {name: column["kind"] for name, column in draft.data["columns"].items()}
    return [profile.model_copy(update={"kind": kinds[profile.name]}) for profile in dataset.columns]


@st.cache_data(max_entries=64, show_spinner="Checking the tasks …")
def _check(dataset_id: str, parts: str, _experiment: Experiment) -> list[Finding]:
    """``parts`` is what of the experiment the checks look at."""
    return check(server.table(dataset_id), _experiment)


def findings(dataset: Dataset, experiment: Experiment) -> list[Finding]:
    """What the checks have to say about this table and these tasks."""
    parts = experiment.model_dump_json(include={"columns", "tasks", "split"})
    return _check(dataset.id, parts, experiment)


def general(found: list[Finding], experiment: Experiment) -> None:
    """What concerns no task in particular."""
    for finding in found:
        if finding.column not in experiment.task_names:
            remedies.show(finding)


def card(dataset: Dataset, experiment: Experiment, slot: int, found: list[Finding]) -> None:
    """One task: kind, picture, labels, weight, warnings with a way out."""
    task = experiment.tasks[slot]
    profile = task_profile(dataset, experiment, task)
    page_layout.task_title(slot, task.column)
    _kind(experiment, task, slot)
    st.caption(text.esc_md(_reason(dataset, task), 400))
    figure = distribution.figure(profile, slot, address.is_dark())
    st.plotly_chart(
        figure,
        theme=None,
        key=f"tasks_picture_{slot}",
        config={"displayModeBar": False},
        alt=distribution.summarize(profile).sentence(),
    )
    labelled = dataset.rows - profile.missing
    if profile.missing:
        st.caption(f"{labelled:,} of {dataset.rows:,} rows have a label; the others train the remaining tasks.")
    else:
        st.caption(f"All {dataset.rows:,} rows have a label.")
    _weight(experiment, task, slot)
    for finding in found:
        remedies.show(finding)


def _reason(dataset: Dataset, task: Task) -> str:
    if task.columns:
        return f"Joins {text.list_names(task.columns)}: the task is to find all that are yes in a row."
    proposal = next((p for p in dataset.proposals if p.column == task.column), None)
    if proposal is None:
        return "Chosen by you."
    return proposal.reason if proposal.kind == task.kind else f"Your choice. {proposal.reason}"


def _kind(experiment: Experiment, task: Task, slot: int) -> None:
    if task.columns:
        return
    key = f"tasks_kind_{slot}"
    st.segmented_control(
        "Type",
        list(TASK_KINDS),
        width="stretch",
        default=widget_values.default(key, task.kind),
        format_func=lambda kind: TASK_KINDS[kind].title,
        required=True,
        key=key,
        label_visibility="collapsed",
        on_change=_kind_chosen,
        args=(task.column, key),
    )
    if task.traits.typical:
        _answer(task, slot)
    if task.traits.joins:
        _separator(task, slot)
    if task.traits.per_token:
        _tokens(experiment, task, slot)


def _kind_chosen(column: str, key: str) -> None:
    if widget_values.was_moved(key):
        drafts.change(lambda data: draft_data.with_kind(data, column, widget_values.shown_value(key)))


def _tokens(experiment: Experiment, task: Task, slot: int) -> None:
    """Which text the tags are for, where there are several."""
    texts = [name for name in experiment.input_names if experiment.columns[name].traits.is_text]
    if len(texts) < 2:
        return
    key = f"tasks_tokens_{slot}"
    st.selectbox(
        "Tags the words of",
        texts,
        widgets.index_of(texts, widget_values.default(key, experiment.tagged[task.column])),
        format_func=text.plain,
        key=key,
        help="The text that has as many words, set apart by blanks, as a cell of this column has tags.",
        on_change=drafts.commit,
        args=(f"tasks.{task.column}.tokens", key),
    )


def _answer(task: Task, slot: int) -> None:
    key = f"tasks_answer_{slot}"
    st.segmented_control(
        "Answer",
        list(_ANSWERS),
        default=widget_values.default(key, task.answer),
        format_func=_ANSWERS.__getitem__,
        required=True,
        key=key,
        help="The typical value comes nearest to a single number. The average is for answers that are added up.",
        on_change=drafts.commit,
        args=(f"tasks.{task.column}.answer", key),
    )


def _separator(task: Task, slot: int) -> None:
    key = f"tasks_separator_{slot}"
    options = list(dict.fromkeys((*SEPARATORS, task.separator)))
    st.segmented_control(
        "Between labels",
        options,
        default=widget_values.default(key, task.separator),
        required=True,
        key=key,
        help="The sign between the labels of a cell. [] is a row without any label; an empty cell has none given.",
        on_change=drafts.commit,
        args=(f"tasks.{task.column}.separator", key),
    )


def _weight(experiment: Experiment, task: Task, slot: int) -> None:
    key, value = f"tasks_weight_{slot}", experiment.balancing.weight(task.column)
    st.select_slider(
        "Weight",
        sorted({value, *_WEIGHTS}),
        widget_values.default(key, value),
        format_func="{:g}".format,
        key=key,
        help="How much this task counts; 1 is as important as the others. You can move it while training.",
        on_change=drafts.commit,
        args=(f"balancing.weights.{task.column}", key),
    )


def _commit_picked(dataset: Dataset) -> None:
    """Commit the picker: tasks in the order in which they were picked, each of the proposed kind."""
    if not widget_values.was_moved("tasks_pick"):
        return
    chosen = widget_values.shown_value("tasks_pick")
    kinds = {proposal.column: proposal.kind for proposal in dataset.proposals}

    def with_chosen(data: draft_data.Data) -> draft_data.Data:
        before = {item["column"]: Task(**item) for item in data["tasks"]}
        return draft_data.with_tasks(
            data, [before.get(name) or proposed(dataset, name, kinds.get(name, ANY)) for name in chosen]
        )

    drafts.change(with_chosen)
