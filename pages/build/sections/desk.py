"""The mixing desk of a draft and of a run: how important each task is to the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtl_core.experiment import Experiment
from mtl_core.records.events import EpochEvent, ProgressEvent, WeightsEvent
from mtl_core.runs.store import Run
from pages.shared import text
from pages.shared.components.mixing_desk import Strip, mixing_desk
from pages.shared.session import drafts, run_orders, widget_values

_NOTE = "Your fader says how much a task matters to you; the method “{method}” keeps to that where tasks pull apart."
_FORCE = " “In force” is the weight that comes of both."


def of_draft(experiment: Experiment) -> None:
    """Faders that set the weights of the draft."""
    strips = [Strip(task.column, slot, text.plain(task.column, 40)) for slot, task in enumerate(experiment.tasks)]
    weights = {name: experiment.balancing.weight(name) for name in experiment.task_names}
    turn = widget_values.shown_value("desk_turn")
    mixing_desk(strips, weights, key="desk", note=_note(experiment), turn=turn, on_change=_weigh)


def of_run(
    run: Run,
    experiment: Experiment,
    slots: range,
    touched: Sequence[WeightsEvent],
    seen: Sequence[EpochEvent | ProgressEvent],
) -> None:
    """Faders of the tasks in ``slots`` where the person set them, and beside each the weight in force by the newest of
    ``seen``; a moved one sends a command, the events ``touched`` then say when it took effect."""
    names = {f"t{slot}": experiment.task_names[slot] for slot in slots}
    first = {task: experiment.balancing.weight(name) for task, name in names.items()}
    past = [first, *(event.after for event in touched)]
    force: Mapping[str, float | None] = seen[-1].weights if seen and len(first) > 1 else {}
    mixing_desk(
        [
            Strip(task, slot, text.plain(name, 40), force.get(task), _level(past, task))
            for slot, (task, name) in zip(slots, names.items(), strict=True)
        ],
        past[-1],
        key="desk",
        note=_note(experiment) + (_FORCE if force else ""),
        turn=touched[-1].turn if touched else None,
        mix=next((mix for mix in reversed(past) if sum(weight > 0 for weight in mix.values()) > 1), None),
        disabled=run.state not in ("running", "paused", "starting"),
        on_change=lambda weights, turn: run_orders.weigh(run.id, weights, turn),
    )


def _level(past: Sequence[Mapping[str, float]], task: str) -> float:
    """Where the fader stood when the task was last heard."""
    return next((mix[task] for mix in reversed(past) if mix[task] > 0), 1.0)


def _note(experiment: Experiment) -> str:
    return _NOTE.format(method=experiment.balancing.title)


def _weigh(weights: dict[str, float], turn: int) -> None:
    widget_values.keep("desk_turn", turn)
    drafts.set_fields({f"balancing.weights.{name}": weight for name, weight in weights.items()})
