"""Answers like the predictor process, by the name of the bundle, without TensorFlow."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pandas as pd

ROW = {"position": 0, "cells": {}, "texts": [], "answers": {}}


def answered(order: dict) -> dict:
    name = Path(order["bundle"]).stem
    if name == "dies":
        os._exit(9)
    if name == "leaves":  # as one that had nothing to do for a while, at the first order only
        flag = Path("left")
        if not flag.exists():
            flag.touch()
            os._exit(0)
    if name == "hangs":
        time.sleep(60)
    while name == "computes":
        pass
    if name == "refuses":
        return {"sentence": 'Column "x" is missing.'}
    if order.get("answers"):
        pd.DataFrame({"pid": [os.getpid()], "size": [Path(order["table"]).stat().st_size]}).to_parquet(order["answers"])
    if order.get("explain"):
        return {"explanation": {"background": 3, "exact": True}}
    if name == "talks":
        return {"sentence": "x" * 1_000}
    return {"row": {**ROW, "position": os.getpid()} if order.get("cells") else None}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answered(json.loads(line))), flush=True)
