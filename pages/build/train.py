"""Train: start a run, watch it learn, turn its tasks up and down, pause it and stop it."""

from pages.build.views import live, starting
from pages.shared import frame, places, session

frame.heading("Train", "Watch each task learn. Guessing the average or the commonest answer is 1; lower is better.")
run = session.run()
if session.run_is_unknown():
    frame.empty("This run is not here any more.", "See the runs that are", places.RUNS, key="train_to_runs")
if run is None:
    dataset, experiment = frame.ready()
    starting.before(dataset, experiment)
else:
    live.show(run)
