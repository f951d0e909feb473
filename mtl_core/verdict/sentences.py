"""What a difference says, in sentences that claim no more than its interval holds; it computes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from mtl_core.records.metrics import SHARES
from mtl_core.records.verdicts import Covers, Difference, TaskVerdict
from mtl_core.wording import format_count, format_number, list_names, share

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
_BETTER = "Better than guessing: {own}, guessing {other} {interval}."
_WORSE = "Worse than guessing: {own}, guessing {other} {interval}."
_NOTHING = "Nothing was learnt that can be told from guessing with {count}"
_AS_GUESSING = "{nothing}: the answers are as good as a guess in every one of them."
_TOO_ALIKE = "{nothing}: {own}, guessing {other}, and only {telling} of them tell the two apart."
_OPEN = "{nothing}: {own}, guessing {other} {interval}{needed}."
_NEEDED = "; about {count} would be needed"
_SHARING = {
    1: "Sharing helped {task}: {own} together, {other} alone {interval}.",
    -1: "Sharing hurt {task}: {own} together, {other} alone {interval}.",
    0: "{task}: no difference can be told with {count}: {own} together, {other} alone {interval}{needed}.",
}
_OVER = {1: "Better than {names}.", -1: "Not as good as {names}.", 0: "No difference from {names} can be told."}
_RIVAL = "{title} ({value})"


def over_guessing(verdict: TaskVerdict) -> str:
    """Whether anything was learnt."""
    found = verdict.guessing.difference
    words = _words(verdict.metric, verdict.value, verdict.guessing.value, found)
    if found.sign:
        return (_BETTER if found.sign > 0 else _WORSE).format(**words)
    nothing = _NOTHING.format(count=words["count"])
    template = _OPEN if found.low is not None else _TOO_ALIKE if found.telling else _AS_GUESSING
    return template.format(nothing=nothing, telling=format(found.telling, ","), **words)


def over_references(verdict: TaskVerdict) -> str:
    """How the network stands to the reference models, those that are better first; empty without any."""
    by_sign = {sign: [rival for rival in verdict.references if rival.difference.sign == sign] for sign in (-1, 1, 0)}
    return " ".join(
        _OVER[sign].format(
            names=list_names([_RIVAL.format(title=r.title, value=told(verdict.metric, r.value)) for r in by])
        )
        for sign, by in by_sign.items()
        if by
    )


def over_alone(task: str, metric: str, together: float, alone: float, found: Difference) -> str:
    """Whether sharing helped a task."""
    return _SHARING[found.sign].format(task=task, **_words(metric, together, alone, found))


def interval(metric: str, found: Difference) -> str:
    """The difference and the ends of its interval, in brackets, and what it covers."""
    if found.low is None or found.high is None:
        return f"(difference {amount(metric, found.value)}; too few {_COUNTED[found.covers][1]} for an interval)"
    template = "(difference {value}, 95% interval {low} to {high} over the {covers})"
    ends = {"low": _number(metric, found.low), "high": _number(metric, found.high)}
    return template.format(value=amount(metric, found.value), covers=_COUNTED[found.covers][1], **ends)


def told(metric: str, value: float) -> str:
    """A value of the metric, as sentences tell it."""
    return share(value) if metric in SHARES else format_number(value)


def amount(metric: str, difference: float) -> str:
    """A difference in the metric's unit; of shares that is percentage points."""
    return f"{_number(metric, difference)}{' points' if metric in SHARES else ''}"


def _number(metric: str, difference: float) -> str:
    size = abs(difference) * (100 if metric in SHARES else 1)
    digits = f"{size:.2g}" if size < 1 else f"{size:.1f}".removesuffix(".0")
    word = digits if metric in SHARES else format_number(size)
    return f"{'−' if difference < 0 and float(size) else ''}{word}"


def _words(metric: str, own: float, other: float, found: Difference) -> dict[str, str]:
    measure = MEASURES.get(metric, f"{metric} {{value}}")
    return {
        "own": measure.format(value=told(metric, own)),
        "other": told(metric, other),
        "interval": interval(metric, found),
        "count": format_count(found.count, *_COUNTED[found.covers]),
        "needed": _NEEDED.format(count=_about(found.needed)) if found.needed else "",
    }


def _about(count: int) -> str:
    """A count in two significant digits."""
    return f"{float(f'{count:.2g}'):,.0f}"
