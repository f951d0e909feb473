"""What a search says, in sentences; it computes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.records.budget import Budget
from mtl_core.records.searches import Gain, Search, Trial
from mtl_core.search.space import format_settings, span
from mtl_core.verdict.sentences import tell_settings
from mtl_core.wording import format_count, format_duration, format_number, list_names, share

JUDGED_BY = (
    "A trial is judged by its loss on the validation rows, where guessing loses 1: the mean over the tasks, by their "
    "weights, at the best epoch."
)
_BEGINNING = "Trial {number}: {settings}"
_OWN = "your own settings"
_ENDS = {
    "complete": "loses {value}",
    "pruned": "loses {value}, given up after {epochs} as hopeless",
    "failed": "failed: {sentence}",
}
_COST = "With trials as long as this one the search takes at most about {long}, and two trainings more."
_BEST = "; the best so far, trial {number}, loses {best}"
_FOUND = "After {trials} the best settings are those of trial {number}, which loses {best}, yours {own}: {settings}."
_NOTHING = "After {trials} nothing was better on the validation rows than your own settings, which lose {own}."
_IMPORTANCE = "How much each setting mattered: {shares}."
_COVERS = (
    "These intervals are over the test rows, which the search did not see, and not over the luck of a seed: each "
    "network was trained once."
)
_UNJUDGED = "Which of both is better on new rows was not asked, since no test rows are kept apart."


def tell_beginning(experiment: Experiment, trial: Trial) -> str:
    """Which settings a trial has."""
    settings = format_settings(experiment, trial.drawn) or _OWN
    return _BEGINNING.format(number=trial.number + 1, settings=settings)


def tell_end(search: Search) -> str:
    """What the last trial came to, and which is the best so far."""
    trial, best = search.trials[-1], search.best
    said = _ENDS[trial.state].format(
        value=_loss(trial.value), epochs=format_count(len(trial.curve), "epoch", "epochs"), sentence=trial.sentence
    )
    said = f"Trial {trial.number + 1} {said}"
    if best is None or best.number == trial.number:
        return said if trial.state == "failed" else f"{said}."
    return f"{said.rstrip('.')}{_BEST.format(number=best.number + 1, best=_loss(best.value))}."


def tell_cost(search: Search, budget: Budget) -> list[str]:
    """After the first trial, how long all of them may take."""
    if len(search.trials) > 1:
        return []
    return [_COST.format(long=format_duration(budget.seconds(search.trials[0].seconds)))]


def tell_outcome(search: Search) -> list[str]:
    """What came of a search: the settings found, what mattered, and what the test rows say of it."""
    experiment, best = parse_experiment(search.experiment), search.best
    if best is None:
        return []
    words = {
        "trials": format_count(len(search.trials), "trial", "trials"),
        "number": best.number + 1,
        "best": _loss(best.value),
        "own": _loss(search.trials[0].value),
        "settings": format_settings(experiment, best.drawn),
    }
    told = [(_FOUND if search.is_better else _NOTHING).format(**words), *tell_importance(search)]
    return [*told, *tell_gains(search)]


def tell_importance(search: Search) -> list[str]:
    """The settings by how much they mattered; nothing with too few trials to say."""
    titles = {each.path: each.title for each in span(parse_experiment(search.experiment))}
    shares = [f"{titles[path]} {share(value)}" for path, value in search.importance.items()]
    return [_IMPORTANCE.format(shares=list_names(shares))] if shares else []


def tell_gains(search: Search) -> Sequence[str]:
    """A sentence a task on the test rows, once the settings found were trained beside the person's own."""
    if not search.compared or not search.is_better:
        return ()
    return [*map(_tell_gain, search.gains), _COVERS] if search.gains else [_UNJUDGED]


def _tell_gain(gain: Gain) -> str:
    return tell_settings(gain.task, gain.metric, gain.found, gain.own, gain.difference)


def _loss(value: float | None) -> str:
    return "–" if value is None else format_number(value)
