"""Settings of the whole test run."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from mtl_core.runs.workspace import Workspace

# Before anything loads TensorFlow or scikit-learn. One thread, as a worker has on two processors: threads that wait for
# each other on processors that are taken cost many times what they do.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
for _library in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ.setdefault(_library, "1")

# Processes that tests start read compiled modules again instead of compiling them each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No deadlines: a busy machine is no fault. Continuous integration draws the same examples each time.
settings.register_profile("mtl", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("mtl")


@pytest.fixture(autouse=True, scope="module")
def without_intake_child() -> Iterator[None]:
    """Files are read in this process; the child has tests of its own in tests/tables/intake."""
    from tests.read_here import read_here  # loads numpy, which looks at the settings above

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mtl_core.tables.intake.uploads._ask_child", read_here)
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace of the test's own."""
    made = Workspace(tmp_path / "w")
    made.create()
    return made


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Make a real file system of so many bytes, such as "64k"; it goes with the test, whoever still has files on it."""
    disks: list[Path] = []

    def made(options: str) -> Path:
        disk = tmp_path / f"disk{len(disks)}"
        disk.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            pytest.skip("This machine has no mount, so no small file system can be made.")
        if done.returncode:
            pytest.skip(f"A small file system can only be made by who may mount one: {done.stderr.strip()}")
        disks.append(disk)
        return disk

    yield made
    for disk in disks:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
