"""How long a search may go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtl_core.errors import ExperimentError
from mtl_core.records.searches import Trial

MOST_TRIALS, MOST_MINUTES = 1_000, 1_440


@dataclass(frozen=True)
class Budget:
    """How long to search: so many ``trials`` in all, or as many as ``minutes`` allow, whichever is over first."""

    trials: int | None = None
    minutes: float | None = None

    def __post_init__(self) -> None:
        for name, value, most in (("trials", self.trials, MOST_TRIALS), ("minutes", self.minutes, MOST_MINUTES)):
            if value is not None and not 0 < value <= most:
                template = "A search takes more than 0 and at most {most:,} {name}, but {received:g} are asked for."
                raise ExperimentError(template.format(name=name, most=most, received=value))

    def allows(self, trials: Sequence[Trial]) -> bool:
        """Whether another trial may begin: the first always; none that would end too late if it took as long as the
        others on average."""
        if not trials:
            return True
        if self.trials is not None and len(trials) >= self.trials:
            return False
        spent = sum(trial.seconds for trial in trials)
        return self.minutes is None or spent + spent / len(trials) <= 60 * self.minutes

    def seconds(self, each: float) -> float:
        """How long the trials may take in all, where one takes ``each`` seconds."""
        limits = [each * self.trials] if self.trials is not None else []
        return min([*limits, *([60 * self.minutes] if self.minutes is not None else [])], default=0.0)
