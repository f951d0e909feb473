"""What a difference says, in sentences that claim no more than its interval holds; it computes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from mtl_core.records.metrics import SHARES
from mtl_core.records.verdicts import Covers, Difference, TaskVerdict
from mtl_core.wording import format_count, format_number, format_signed_share, list_names, rough, share

MEASURES = {
    "auc": "{value} of the pairs in the right order",
    "accuracy": "right for {value}",
    "subset_accuracy": "all labels right for {value}",
    "token_accuracy": "right for {value} of the tokens",
    "micro_f1": "an F1 of {value}",
    "entity_f1": "an F1 of {value}",
    "mae": "off by {value}",
}
"""By metric that a task may be told by, how its value is said."""
_COUNTED: Mapping[Covers, tuple[str, str]] = {
    "rows": ("row", "rows"),
    "groups": ("group of rows", "groups of rows"),
    "seeds": ("seed", "seeds"),
}
_CLAIMS = {
    1: "Better than guessing.",
    -1: "Worse than guessing.",
    0: "Nothing was learnt that can be told from guessing with {count}.",
}
_AS_GUESSING = "{own}, and guessing is as good in every row."
_TOO_ALIKE = "{own}, guessing {other}, and only {telling} of {count} tell the two apart."
_INTERVAL = "{own}, guessing {other} {interval}{needed}."
_NEEDED = "; about {count} would be needed"
_SHARING = {
    1: "Sharing helped {task}: {own} together, {other} alone {interval}.",
    -1: "Sharing hurt {task}: {own} together, {other} alone {interval}.",
    0: "{task}: no difference can be told with {count}: {own} together, {other} alone {interval}{needed}.",
}
_SETTINGS = {
    1: "{task}: the settings found are better: {own}, {other} with yours {interval}.",
    -1: "{task}: the settings found are worse: {own}, {other} with yours {interval}.",
    0: "{task}: no difference can be told with {count}: {own} with the settings found, {other} with yours "
    "{interval}{needed}.",
}
_CHANGE = {
    1: "{task} got better: {own} now, {other} before {interval}.",
    -1: "{task} got worse: {own} now, {other} before {interval}.",
    0: "{task}: no difference can be told with {count}: {own} now, {other} before {interval}{needed}.",
}
_RUNS = {
    1: "{task}: {one} is better than {two}: {own}, {other} {interval}.",
    0: "{task}: no difference between {one} and {two} can be told with {count}: {own}, {other} {interval}{needed}.",
}
_DELTA_M = {
    1: "Over {tasks}, together is {size} better than alone on average (Δm; {interval}).",
    -1: "Over {tasks}, together is {size} worse than alone on average (Δm; {interval}).",
    0: "Over {tasks}, no difference on average can be told: together is {signed} beside alone (Δm; {interval}).",
}
_DELTA_M_ENDS = "95% interval {low} to {high} over the {covers}"
_DELTA_M_TOO_FEW = "too few {covers} tell them apart for an interval"
_OVER = {1: "Better than {names}.", -1: "Not as good as {names}.", 0: "No difference from {names} can be told."}
_RIVAL = "{title} ({value})"


def tell_claim(verdict: TaskVerdict) -> str:
    """Whether anything was learnt."""
    found = verdict.guessing.difference
    return _CLAIMS[found.sign].format(count=_count(found))


def tell_evidence(verdict: TaskVerdict) -> str:
    """What the claim goes by."""
    found = verdict.guessing.difference
    words = _words(verdict.metric, verdict.value, verdict.guessing.value, found)
    template = _INTERVAL if found.low is not None else _TOO_ALIKE if found.telling else _AS_GUESSING
    sentence = template.format(telling=format(found.telling, ","), **words)
    return f"{sentence[0].upper()}{sentence[1:]}"


def tell_in_full(verdict: TaskVerdict) -> str:
    """All that is said of a task: the claim, what it goes by, the reference models and which of them are missing."""
    parts = (tell_claim(verdict), tell_evidence(verdict), tell_references(verdict), *verdict.notes)
    return " ".join(part for part in parts if part)


def tell_references(verdict: TaskVerdict) -> str:
    """How the network stands to the reference models, those that are better first; empty without any."""
    by_sign = {sign: [rival for rival in verdict.references if rival.difference.sign == sign] for sign in (-1, 1, 0)}
    return " ".join(
        _OVER[sign].format(
            names=list_names([_RIVAL.format(title=r.title, value=format_value(verdict.metric, r.value)) for r in by])
        )
        for sign, by in by_sign.items()
        if by
    )


def tell_sharing(task: str, metric: str, together: float, alone: float, found: Difference) -> str:
    """Whether sharing helped a task."""
    return _SHARING[found.sign].format(task=task, **_words(metric, together, alone, found))


def tell_settings(task: str, metric: str, found: float, own: float, difference: Difference) -> str:
    """Whether the settings that a search found are better for a task than the person's own."""
    return _SETTINGS[difference.sign].format(task=task, **_words(metric, found, own, difference))


def tell_change(task: str, metric: str, now: float, before: float, found: Difference) -> str:
    """Whether a task got better in another run."""
    return _CHANGE[found.sign].format(task=task, **_words(metric, now, before, found))


def tell_runs(task: str, metric: str, runs: tuple[str, str], values: tuple[float, float], found: Difference) -> str:
    """Which of two runs is better at a task, or that it cannot be told; ``found`` is of the first over the second."""
    if found.sign < 0:
        return tell_runs(task, metric, runs[::-1], values[::-1], found.turn())
    one, two = runs
    return _RUNS[found.sign].format(task=task, one=one, two=two, **_words(metric, *values, found))


def tell_delta_m(found: Difference, tasks: int) -> str:
    """What sharing came to over all tasks."""
    covers = _COUNTED[found.covers][1]
    if found.low is None or found.high is None:
        interval = _DELTA_M_TOO_FEW.format(covers=covers)
    else:
        ends = {"low": format_signed_share(found.low), "high": format_signed_share(found.high)}
        interval = _DELTA_M_ENDS.format(covers=covers, **ends)
    return _DELTA_M[found.sign].format(
        tasks=format_count(tasks, "task", "tasks"),
        size=share(abs(found.value)),
        signed=format_signed_share(found.value),
        interval=interval,
    )


def format_interval(metric: str, found: Difference) -> str:
    """The difference and the ends of its interval, in brackets, and what it covers."""
    return f"(difference {tell_difference(metric, found)})"


def tell_difference(metric: str, found: Difference) -> str:
    """A difference, the ends of its interval, and what it covers."""
    if found.low is None or found.high is None:
        template = "{value}; too few {covers} for an interval"
        return template.format(value=format_difference(metric, found.value), covers=_COUNTED[found.covers][1])
    template = "{value}, 95% interval {low} to {high} over the {covers}"
    ends = {"low": _number(metric, found.low), "high": _number(metric, found.high)}
    return template.format(value=format_difference(metric, found.value), covers=_COUNTED[found.covers][1], **ends)


def format_value(metric: str, value: float) -> str:
    """A value of the metric, as sentences tell it."""
    return share(value) if metric in SHARES else format_number(value)


def format_difference(metric: str, difference: float) -> str:
    """A difference in the metric's unit; of shares that is percentage points."""
    return f"{_number(metric, difference)}{' points' if metric in SHARES else ''}"


def _number(metric: str, difference: float) -> str:
    size = abs(difference) * (100 if metric in SHARES else 1)
    digits = rough(size) if size < 1 else f"{size:.1f}".removesuffix(".0")
    word = digits if metric in SHARES else format_number(size)
    return f"{'−' if difference < 0 and float(size) else ''}{word}"


def _words(metric: str, own: float, other: float, found: Difference) -> dict[str, str]:
    measure = MEASURES.get(metric, f"{metric} {{value}}")
    return {
        "own": measure.format(value=format_value(metric, own)),
        "other": format_value(metric, other),
        "interval": format_interval(metric, found),
        "count": _count(found),
        "needed": _NEEDED.format(count=_about(found.needed)) if found.needed else "",
    }


def _count(found: Difference) -> str:
    return format_count(found.count, *_COUNTED[found.covers])


def _about(count: int) -> str:
    """A count in two significant digits."""
    return f"{float(f'{count:.2g}'):,.0f}"
