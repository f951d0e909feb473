"""Why a training came to its end, in plain words."""

from __future__ import annotations

from mtl_core.wording import format_count

_BRIEF = {
    "epochs": "all epochs done",
    "patience": "none better for {stale}",
    "command": "stopped by you",
}
_SENTENCES = {
    "epochs": "Training ends: {all} done.",
    "patience": "Training ends: for {stale} none was better{together} than epoch {kept}.",
    "command": "Training ends: stopped by you.",
}
_TOGETHER = " for all tasks together"


def brief(stopped_by: str, kept: int, done: int) -> str:
    """A few words on what ended it (as in Course.stopped_by), with epoch ``kept`` kept of ``done``."""
    return _BRIEF[stopped_by].format(stale=format_count(done - kept, "epoch", "epochs"))


def sentence(stopped_by: str, kept: int, done: int, several: bool) -> str:
    """The same in a sentence; ``several`` tasks were trained."""
    return _SENTENCES[stopped_by].format(
        all="the 1 epoch is" if done == 1 else f"all {done:,} epochs are",
        stale=format_count(done - kept, "epoch", "epochs"),
        together=_TOGETHER if several else "",
        kept=kept,
    )
