"""Settings of the whole test run."""

import os

from hypothesis import settings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before anything loads TensorFlow

# No deadlines: a busy machine is no fault. Continuous integration draws the same examples each time.
settings.register_profile("mtl", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("mtl")
