"""A part of a benchmark in a process of its own, which has so many threads."""

from __future__ import annotations

import os
import subprocess
import sys

import tensorflow as tf


def run_apart(benchmark: str, threads: int, *arguments: str) -> str:
    """What the module of ``benchmarks`` prints when it is run with these arguments."""
    command = [sys.executable, "-m", f"benchmarks.{benchmark}", "--threads", str(threads), *arguments]
    quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=quiet).stdout.strip()


def use(threads: int) -> None:
    """Have TensorFlow compute with so many; only before it has computed anything."""
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
