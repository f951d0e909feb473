"""The run that the address names, and the way back to an earlier one."""

from __future__ import annotations

import json

from mtl_core.errors import DataError, StoreError
from mtl_core.runs.store import Run
from pages.shared import server
from pages.shared.session import address, drafts, notices


def find() -> Run | None:
    """The run that the address names; None where it names none or one that is not there."""
    run_id = address.run_id()
    if not run_id:
        return None
    try:
        return server.store().run(run_id)
    except StoreError:
        return None


def is_unknown() -> bool:
    """Whether the address names a run that is not there."""
    return address.run_id() is not None and find() is None


def recent(number: int) -> list[Run]:
    """The newest runs, newest first, without those of comparisons."""
    return server.store().runs(compared=False)[:number]


def restore(run: Run, *, keep_draft: bool = False) -> None:
    """Make a run the current one, and its table and settings the draft unless the draft is on the same table."""
    draft = drafts.current()
    try:
        if not (keep_draft and draft and draft.dataset_id == run.dataset_id):
            drafts.begin(server.table(run.dataset_id), json.loads(run.experiment))
    except DataError as error:
        notices.say(str(error))
    address.open_run(run.id)
