"""``predict.py``: answers about the rows of a file, without MTL Studio."""

from __future__ import annotations

from mtl_core.exporting.members.script import Script


class PredictScript(Script):
    """As it stands in ``exporting/scripts``."""

    name = "predict.py"
    purpose = "from raw rows to answers"
    rank = 7


MEMBER = PredictScript()
