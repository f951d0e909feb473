"""Add a task: one more column for a trained network to predict, the others as they were."""

from pages.results.views import adding, choosing
from pages.shared import frame, places, server

frame.heading("Add a task", "Let the trained network predict one more column of its table.")
run = choosing.finished_run()
if not (server.workspace().run(run.id) / "bundle.zip").is_file():
    frame.empty("This run left no model to add a task to.", "Train again", places.TRAIN, key="to_train")
adding.form(run)
