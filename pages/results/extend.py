"""Add a task: one more column for a trained network to predict, the others as they were."""

from pages.results.sections import add_task_form, run_choice
from pages.shared import page_layout, places, server

page_layout.heading("Add a task", "Let the trained network predict one more column of its table.")
run = run_choice.finished_run()
if not (server.workspace().run(run.id) / "bundle.zip").is_file():
    page_layout.empty("This run left no model to add a task to.", "Train again", places.TRAIN, key="to_train")
add_task_form.form(run)
