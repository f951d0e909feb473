"""A changed experiment of a run becomes the draft, with a sentence of what was changed, on the Train page."""

from __future__ import annotations

import json

from mtl_core.errors import DataError
from mtl_core.experiment import Experiment
from mtl_core.runs.store import Run
from pages.shared import page_layout, places, server
from pages.shared.session import drafts, notices

_NEXT = "{changed} Train it, and the Evaluate page says beside run {number} what that did."


def adopt(run: Run, changed: Experiment, sentence: str) -> None:
    """Make ``changed``, which comes of that run's experiment, the draft on its table, and show the Train page. It is no
    callback: with no run chosen any more, the page that was left would be drawn empty first."""
    try:
        drafts.begin(server.table(run.dataset_id), json.loads(changed.to_json()))
    except DataError as error:
        notices.say(str(error))
        return
    notices.say(_NEXT.format(changed=sentence, number=run.number), "success")
    page_layout.go(places.TRAIN)
