"""What Optuna says to a search: which settings to try next, which trial is hopeless, which settings mattered.

A study is made anew from the trials so far whenever it is asked, with a seed of the trial's own, so that a search that
was interrupted goes on as if it had not been.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import optuna
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.trial import FrozenTrial, TrialState

from mtl_core.records.searches import Drawn, Trial
from mtl_core.search.space import Dimension, Range
from mtl_core.search.watching import Curve

FEWEST_TOLD = 10
"""Trials from which on it is said how much each setting mattered."""
_AT_RANDOM = 6  # trials before the sampler goes by those that were done
_FEWEST_ENDED = 3  # complete trials that a hopeless one is compared with
_WARM_UP = 0.1  # the share of the epochs in which nothing is given up

optuna.logging.set_verbosity(optuna.logging.WARNING)


class Study:
    """The trials so far over a space, as Optuna sees them; ``epochs`` is how long a trial may last."""

    def __init__(self, space: Sequence[Dimension], trials: Sequence[Trial], epochs: int, seed: int) -> None:
        self._distributions = {each.path: _distribution(each) for each in space}
        self._trials = trials
        self._epochs = epochs
        self._seed = seed

    def suggest(self) -> tuple[Drawn, Callable[[Curve], bool]]:
        """The values to try next (tree-structured Parzen estimator, Bergstra et al., NeurIPS 2011), and what says of
        the curve of that trial whether it is hopeless: its least loss so far is above the median of the others' at the
        same epoch (Golovin et al., "Google Vizier", KDD 2017, section 3.1)."""
        trial = self._make_study(self._trials, self._seed + len(self._trials)).ask(self._distributions)

        def hopeless(curve: Curve) -> bool:
            trial.report(curve[-1], len(curve))
            return trial.should_prune()

        return trial.params, hopeless

    def measure_importance(self) -> dict[str, float]:
        """By path the share of the variance of the loss over the space that each setting explains (functional ANOVA,
        Hutter, Hoos & Leyton-Brown, ICML 2014), the largest first; empty with too few trials.

        Trials that were given up count with what they had reached.
        """
        told = [trial.model_copy(update={"state": "complete"}) for trial in self._trials if trial.curve]
        if len(told) < FEWEST_TOLD or len({trial.value for trial in told}) < 2:
            return {}
        evaluator = optuna.importance.FanovaImportanceEvaluator(seed=self._seed)
        found = optuna.importance.get_param_importances(self._make_study(told, self._seed), evaluator=evaluator)
        return {path: float(share) for path, share in found.items()}

    def _make_study(self, trials: Sequence[Trial], seed: int) -> optuna.Study:
        study = optuna.create_study(
            sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=_AT_RANDOM),
            pruner=optuna.pruners.MedianPruner(
                n_startup_trials=_FEWEST_ENDED, n_warmup_steps=int(_WARM_UP * self._epochs)
            ),
        )
        study.add_trials([self._freeze(trial) for trial in trials])
        return study

    def _freeze(self, trial: Trial) -> FrozenTrial:
        """A trial as Optuna keeps it. One that ended early keeps its best network from there on; one that failed is
        worse than all others."""
        complete = trial.state == "complete"
        reached = [] if trial.state == "failed" else list(trial.curve)
        kept = reached[-1:] * (self._epochs - len(reached)) if complete else []
        return optuna.trial.create_trial(
            state=TrialState.COMPLETE if complete else TrialState.PRUNED,
            value=trial.value if complete else None,
            params=dict(trial.drawn),
            distributions=dict(self._distributions),
            intermediate_values=dict(enumerate([*reached, *kept], 1)),
        )


def _distribution(dimension: Dimension) -> BaseDistribution:
    if not isinstance(dimension, Range):
        return CategoricalDistribution(tuple(dimension.titles))
    if dimension.whole:
        return IntDistribution(int(dimension.low), int(dimension.high), log=dimension.log)
    return FloatDistribution(dimension.low, dimension.high, log=dimension.log)
