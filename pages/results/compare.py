"""Compare: the same network under several ways of balancing, beside equal and random weights and each task alone, or
with any other settings."""

from pages.results.sections import candidate_picker, comparison_card, method_picker, search_card
from pages.shared import page_layout, places
from pages.shared.session import comparisons

page_layout.heading("Compare", "Which way of balancing, or which settings, suit these tasks? All get the same rows.")
_, experiment = page_layout.ready()
if len(experiment.tasks) < 2:
    search_card.show(experiment)
    page_layout.empty("Balancing needs two tasks or more.", "Choose what to predict", places.TASKS, key="to_tasks")
found = comparisons.find()
method_picker.choose(experiment, found)
candidate_picker.choose(experiment, found)
if found:
    comparison_card.show(found)
search_card.show(experiment)
