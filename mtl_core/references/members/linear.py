"""Ridge and logistic regression on the columns, categories one by one."""

from __future__ import annotations

from typing import Any

from sklearn.linear_model import LogisticRegression, Ridge

from mtl_core.references.inputs import Inputs
from mtl_core.references.reference import Reference


class Linear(Reference):
    """A weighted sum of the inputs."""

    id = "linear"

    def title(self, numeric: bool) -> str:
        """By what it is for."""
        return "Ridge regression" if numeric else "Logistic regression"

    def suits(self, inputs: Inputs) -> bool:
        """Tables without texts; beside texts a model of columns and words stands."""
        return inputs.has_columns and not inputs.has_words

    def regressor(self, inputs: Inputs, seed: int) -> Any:
        """Of least squares."""
        return Ridge()

    def classifier(self, inputs: Inputs, seed: int) -> Any:
        """Of one weight for each class and input."""
        return LogisticRegression(max_iter=500)

    def design(self, train: Inputs, rows: Inputs) -> tuple[Any, Any]:
        """Numbers and categories one by one."""
        return train.one_hot(), rows.one_hot()


MEMBER = Linear()
