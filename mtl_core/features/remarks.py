"""What should be known of the answers about some rows: what of their cells the network does not see as it stands."""

from __future__ import annotations

import pandas as pd

from mtl_core.features.space import FeatureSpace


def remarks(space: FeatureSpace, frame: pd.DataFrame) -> tuple[str, ...]:
    """A sentence for each column and each way in which cells of it are lost or doubtful."""
    return ()
