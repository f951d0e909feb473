"""Compare: the same network under several ways of balancing, beside equal and random weights and each task alone."""

from pages.results.views import comparison_card, method_picker
from pages.shared import page_frame, places
from pages.shared.session import comparisons

page_frame.heading("Compare", "Which way of balancing suits these tasks? Same network, rows, epochs and seeds for all.")
_, experiment = page_frame.ready()
if len(experiment.tasks) < 2:
    page_frame.empty("Balancing needs two tasks or more.", "Choose what to predict", places.TASKS, key="to_tasks")
found = comparisons.find()
method_picker.choose(experiment, found)
if found:
    comparison_card.show(found)
