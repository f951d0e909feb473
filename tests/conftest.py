"""Settings of the whole test run."""

import os

from hypothesis import settings

# Before anything loads TensorFlow. One thread, as a worker has on two processors.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")

# No deadlines: a busy machine is no fault. Continuous integration draws the same examples each time.
settings.register_profile("mtl", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("mtl")
