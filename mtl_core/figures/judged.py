"""The figures of one task's judgement, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from mtl_core.figures import calibration, confusion, precision_recall, residuals, roc, scatter

FIGURES: Mapping[str, tuple[str, ModuleType, str]] = {
    "roc": ("roc", roc, "Telling yes from no"),
    "confusion": ("confusion", confusion, "What was taken for what"),
    "precision_recall": ("precision_recall", precision_recall, "Right when it says yes"),
    "calibration": ("calibration", calibration, "Whether its probabilities hold"),
    "scatter": ("scatter", scatter, "Predicted beside true"),
    "residuals": ("scatter", residuals, "How far off, by what it says"),
}
"""By name the part of a judgement that is drawn, the module that has ``summarize(task)``, whose ``sentence()`` says it
in words, and ``figure(task, slot, dark)``, and its title."""
