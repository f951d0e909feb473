"""Compare: the same network under several ways of balancing, beside equal and random weights and each task alone, or
with any other settings."""

from pages.results.views import candidate_picker, comparison_card, method_picker, search_card
from pages.shared import page_frame, places
from pages.shared.session import comparisons

page_frame.heading("Compare", "Which way of balancing, or which settings, suit these tasks? All get the same rows.")
_, experiment = page_frame.ready()
if len(experiment.tasks) < 2:
    search_card.show(experiment)
    page_frame.empty("Balancing needs two tasks or more.", "Choose what to predict", places.TASKS, key="to_tasks")
found = comparisons.find()
method_picker.choose(experiment, found)
candidate_picker.choose(experiment, found)
if found:
    comparison_card.show(found)
search_card.show(experiment)
