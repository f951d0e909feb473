"""A network that has learnt nothing, but knows its table."""

from __future__ import annotations

import pandas as pd

from mtl_core.experiment import Experiment
from mtl_core.exporting.trained import Trained
from mtl_core.features import plan_shapes
from mtl_core.features.fit import fit
from mtl_core.networks import build
from mtl_core.plan import plan


def build_untrained(experiment: Experiment, table: pd.DataFrame) -> Trained:
    """The network of an experiment on these training rows, with the weights that it starts with."""
    space = fit(table, experiment)
    drawn = plan(experiment, plan_shapes.inputs(space), plan_shapes.tasks(space))
    return Trained(experiment, drawn, space, build(drawn, seed=1))
