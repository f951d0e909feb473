"""Compare: the same network under several ways of balancing, beside equal and random weights and each task alone."""

from pages.results.views import compared, contestants
from pages.shared import frame, places, session

frame.heading("Compare", "Which way of balancing suits these tasks? Same network, rows, epochs and seeds for all.")
_, experiment = frame.ready()
if len(experiment.tasks) < 2:
    frame.empty("Balancing needs two tasks or more.", "Choose what to predict", places.TASKS, key="to_tasks")
found = session.comparisons()
contestants.choose(experiment, found)
if found:
    compared.show(found)
