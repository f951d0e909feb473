"""Ridge and logistic regression on the words of texts, weighed by how rare they are, beside the columns."""

from __future__ import annotations

from typing import Any

from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from mtl_core.references.inputs import Inputs
from mtl_core.references.members.linear import Linear


class WordLinear(Linear):
    """A weighted sum of columns and TF-IDF."""

    id = "word_linear"

    def title(self, numeric: bool) -> str:
        """By what it is for."""
        return "TF-IDF and ridge" if numeric else "TF-IDF and logistic"

    def suits(self, inputs: Inputs) -> bool:
        """Texts."""
        return inputs.has_words

    def design(self, train: Inputs, rows: Inputs) -> tuple[Any, Any]:
        """The columns, and the words by their frequency in the training texts."""
        weigh = TfidfTransformer(sublinear_tf=True).fit(train.words)
        known, asked = (
            sparse.hstack([sparse.csr_array(part.one_hot()), weigh.transform(part.words)], format="csr")
            for part in (train, rows)
        )
        return known, asked


MEMBER = WordLinear()
