"""How little data is enough, in a sentence for each task that claims no more than its intervals hold."""

from __future__ import annotations

from mtl_core.records.data_needs import DataNeed, Step
from mtl_core.verdict.sentences import MEASURES, format_interval, format_value
from mtl_core.wording import format_count

TOLERANCE = 0.1
""""As good" is to lose less than this share of what alone with all rows gains over guessing."""
COVERS = {
    "rows": "Intervals are over the test rows, drawn in pairs, not over the luck of a seed: each network was trained "
    "once.",
    "groups": "Intervals are over the groups of test rows, drawn in pairs, not over the luck of a seed: each network "
    "was trained once.",
    "seeds": "Intervals are over the seeds, each of which deals other rows; they are widened for the rows that the "
    "seeds' trainings have in common (Nadeau & Bengio, 2003).",
}
HOW = (
    "Every share lies within the next; validation and test rows, epochs and all settings are the same. “As good” is to "
    "lose less than a tenth of what alone with all rows gains over guessing; shares are tried from all rows down to "
    "the first that does not hold."
)
_BETTER = "{task}: together with {part} is better than alone with all {all}: {own} beside {other} {interval}."
_AS_GOOD = "{task}: together with {part} is as good as alone with all {all}: {own} beside {other} {interval}."
_WORSE = "{task}: together saves no rows; with {part} it is worse than alone: {own} beside {other} {interval}."
_UNKNOWN = (
    "{task}: whether together does with fewer rows cannot be told; even with {part} it is {own} beside {other} alone "
    "{interval}."
)
_NO_MERIT = "Alone with the same rows is {other}: that fewer rows do is no merit of sharing."
_FEWEST = {
    1: "With {part} together is better than alone: {own} beside {other} {interval}.",
    -1: "With {part} together is worse than alone: {own} beside {other} {interval}.",
}


def find_enough(need: DataNeed) -> Step | None:
    """The smallest share with which together is as good as alone with all rows, where that and all larger ones hold.

    Going down and stopping at the first that does not hold keeps the chance of any wrong claim at that of one (a fixed
    sequence: Maurer, Hothorn & Lehmacher, 1995).
    """
    margin, found = TOLERANCE * max(0.0, need.gained), None
    for step in reversed(need.steps):
        low = step.beside_all.low
        if low is None or low <= -margin:
            break
        found = step
    return found


def tell_need(need: DataNeed) -> str:
    """What can be said of one task: which share is enough, and what sharing does with the fewest rows."""
    enough, whole, fewest = find_enough(need), need.steps[-1], need.steps[0]
    step = enough or whole
    if enough is not None:
        template = _BETTER if enough.beside_all.sign > 0 else _AS_GOOD
    else:
        template = _WORSE if whole.beside_all.sign < 0 else _UNKNOWN
    told = template.format(
        task=need.task,
        part=_tell_part(step),
        all=_count(whole),
        own=_measure(need, step.together.value),
        other=format_value(need.metric, whole.alone.value),
        interval=format_interval(need.metric, step.beside_all),
    )
    if enough is not None and enough.share < 1 and enough.beside.sign <= 0:
        return f"{told} {_NO_MERIT.format(other=_measure(need, enough.alone.value))}"
    if not fewest.beside.sign:
        return told
    more = _FEWEST[fewest.beside.sign].format(
        part=_tell_part(fewest),
        own=_measure(need, fewest.together.value),
        other=format_value(need.metric, fewest.alone.value),
        interval=format_interval(need.metric, fewest.beside),
    )
    return f"{told} {more}"


def _tell_part(step: Step) -> str:
    return f"all {_count(step)}" if step.share == 1 else f"{step.share:.0%} of the rows ({step.rows:,})"


def _count(step: Step) -> str:
    return format_count(step.rows, "row", "rows")


def _measure(need: DataNeed, value: float) -> str:
    return MEASURES.get(need.metric, f"{need.metric} {{value}}").format(value=format_value(need.metric, value))
