"""A forest of trees that are cut at random (Geurts, Ernst & Wehenkel, Machine Learning 63, 2006)."""

from __future__ import annotations

from typing import Any

from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

from mtl_core.references.inputs import Inputs
from mtl_core.references.reference import Reference

_SETTINGS = {"n_estimators": 100, "min_samples_leaf": 3}


class ExtraTrees(Reference):
    """The mean of a hundred trees."""

    id = "extra_trees"

    def title(self, numeric: bool) -> str:
        """For numbers and labels alike."""
        return "ExtraTrees"

    def suits(self, inputs: Inputs) -> bool:
        """Columns; of texts it reads nothing."""
        return inputs.has_columns

    def regressor(self, inputs: Inputs, seed: int) -> Any:
        """Of squared errors."""
        return ExtraTreesRegressor(**_SETTINGS, random_state=seed)

    def classifier(self, inputs: Inputs, seed: int) -> Any:
        """Of shares of the training rows in a leaf."""
        return ExtraTreesClassifier(**_SETTINGS, random_state=seed)

    def design(self, train: Inputs, rows: Inputs) -> tuple[Any, Any]:
        """Numbers and categories, these as their places."""
        return train.side_by_side(), rows.side_by_side()


MEMBER = ExtraTrees()
