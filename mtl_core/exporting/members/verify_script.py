"""``verify.py``: the predictions in ``expected.json``, made again, without MTL Studio."""

from __future__ import annotations

from mtl_core.exporting.members.script import Script


class VerifyScript(Script):
    """As it stands in ``exporting/scripts``."""

    name = "verify.py"
    purpose = "proves that the bundle predicts here what it predicted where it was made"
    rank = 8


MEMBER = VerifyScript()
