"""An experiment: everything a run is made of, as one frozen value; it knows no data, no screen, no TensorFlow."""

from mtl_core.experiment.balancing import (
    BALANCING,
    Balancing,
    BalancingSettings,
    EqualBalancing,
    GradientSettings,
    Weight,
)
from mtl_core.experiment.experiment import Experiment, made
from mtl_core.experiment.faults import sentence
from mtl_core.experiment.settings import Settings
from mtl_core.experiment.sharing import (
    SHARING,
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
)
from mtl_core.experiment.table import Column, ColumnKind, Split, Task, TaskKind
from mtl_core.experiment.text import Text
from mtl_core.experiment.training import Training

__all__ = [
    "BALANCING",
    "SHARING",
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
    "Weight",
    "made",
    "sentence",
]
