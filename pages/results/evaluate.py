"""Evaluate: how good each task is on rows that training never saw, beside guessing."""

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.runs import results
from pages.results.sections import (
    beside_alone,
    by_group,
    checked_change,
    example_rows,
    fewer_rows,
    input_importance,
    kept_run,
    lineage,
    run_choice,
    task_scores,
    trainings_beside,
    who_helps,
    wrong_together,
)
from pages.shared import page_layout, places, server, text

head, action = st.columns([3, 2], vertical_alignment="bottom")
with head:
    page_layout.heading(
        "Evaluate", "How good is it on rows it never saw? Each task beside guessing and models that are quick to fit."
    )
run = run_choice.finished_run()
with action, st.container(horizontal=True, horizontal_alignment="right"):
    page_layout.link_button("Add a task", places.EXTEND, key="evaluate_extend")
    page_layout.link_button("Take the model", places.EXPORT, key="evaluate_export", primary=True)
folder = server.workspace().run(run.id)
found = results.read(folder)
if found is None:
    why = (
        "No rows were kept apart to judge."
        if Experiment.from_json(run.experiment).split.test == 0
        else ("This run left no evaluation.")
    )
    page_layout.empty(why, "Train again", places.TRAIN, key="to_train")

lineage.beside_parent(run, found)
task_scores.cards(found.tasks, results.read_verdicts(folder))
for card in (beside_alone.CARD, fewer_rows.CARD):
    trainings_beside.show(run, card)
checked_change.show(run)
who_helps.show(run)
kept = kept_run.find(run)
task_scores.details(run, found.tasks, kept)
resting = results.read_importances(folder)
if resting is not None:
    input_importance.show(resting)
by_group.show(run, results.read_verdicts(folder))
wrong_together.show(run, found.tasks, kept)
rows = results.read_examples(folder)
if rows is not None:
    example_rows.look(run, rows, found.tasks)
st.markdown(f"**{found.rows:,} held-out rows, never trained on** and not used to pick the best epoch.")
for task in found.tasks:
    if task.rows < found.rows:
        st.caption(f"{text.esc_md(task.name)} is scored on the {task.rows:,} of them that carry a label.")
