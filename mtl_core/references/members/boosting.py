"""Gradient boosting of trees over histograms (Friedman, Annals of Statistics 29, 2001; Ke et al., LightGBM, 2017)."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from mtl_core.references.inputs import Inputs
from mtl_core.references.reference import Reference

_MOST_CATEGORIES = 255  # that its histograms tell apart; more are taken as numbers


class Boosting(Reference):
    """The sum of a hundred trees, each of which mends what those before it got wrong."""

    id = "boosting"
    models_per_class = True

    def title(self, numeric: bool) -> str:
        """For numbers and labels alike."""
        return "Gradient boosting"

    def suits(self, inputs: Inputs) -> bool:
        """Columns; of texts it reads nothing."""
        return inputs.has_columns

    def regressor(self, inputs: Inputs, seed: int) -> Any:
        """Of absolute errors, by which numbers are told."""
        return HistGradientBoostingRegressor(loss="absolute_error", **_settings(inputs, seed))

    def classifier(self, inputs: Inputs, seed: int) -> Any:
        """A sum of trees for each class."""
        return HistGradientBoostingClassifier(**_settings(inputs, seed))

    def design(self, train: Inputs, rows: Inputs) -> tuple[Any, Any]:
        """Numbers and categories, these as their places."""
        return train.side_by_side(), rows.side_by_side()


def _settings(inputs: Inputs, seed: int) -> dict[str, Any]:
    categorical = [False] * inputs.numbers.shape[1] + [size <= _MOST_CATEGORIES for size in inputs.sizes]
    return {"categorical_features": np.array(categorical), "early_stopping": False, "random_state": seed}


MEMBER = Boosting()
