"""An experiment: everything a run is made of, as one frozen value."""

from mtl_core.experiment.balancing import (
    BALANCING,
    Balancing,
    BalancingSettings,
    EqualBalancing,
    GradientSettings,
    Weight,
)
from mtl_core.experiment.experiment import Experiment, parse_experiment
from mtl_core.experiment.faults import sentence
from mtl_core.experiment.numbers import Numbers
from mtl_core.experiment.settings import Settings, limits
from mtl_core.experiment.sharing import (
    SHARING,
    WAYS,
    AdaptersSharing,
    BranchingSharing,
    CGCSharing,
    ChainSharing,
    CrossStitchSharing,
    Edge,
    HardSharing,
    Layered,
    Link,
    MMoESharing,
    PLESharing,
    Sharing,
    SluiceSharing,
    SoftSharing,
    TaskGraphSharing,
    TaskTokensSharing,
    Way,
    choosing,
    way_of,
)
from mtl_core.experiment.table import Column, ColumnKind, Split, Task, TaskKind
from mtl_core.experiment.text import Text
from mtl_core.experiment.training import Training

__all__ = [
    "BALANCING",
    "SHARING",
    "WAYS",
    "AdaptersSharing",
    "Balancing",
    "BalancingSettings",
    "BranchingSharing",
    "CGCSharing",
    "ChainSharing",
    "Column",
    "ColumnKind",
    "CrossStitchSharing",
    "Edge",
    "EqualBalancing",
    "Experiment",
    "GradientSettings",
    "HardSharing",
    "Layered",
    "Link",
    "MMoESharing",
    "Numbers",
    "PLESharing",
    "Settings",
    "Sharing",
    "SluiceSharing",
    "SoftSharing",
    "Split",
    "Task",
    "TaskGraphSharing",
    "TaskKind",
    "TaskTokensSharing",
    "Text",
    "Training",
    "Way",
    "Weight",
    "choosing",
    "limits",
    "parse_experiment",
    "sentence",
    "way_of",
]
