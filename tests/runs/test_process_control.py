from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mtl_core import process_limits
from mtl_core.runs import process_control

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(not process_limits.MEMORY_IS_BOUND, reason="This system bounds no memory.")
CONFINED = """
import os, resource
from mtl_core.runs import process_control
process_control.confine(2**30)
print(os.nice(0), resource.getrlimit(resource.RLIMIT_DATA)[0], os.umask(0), open("/proc/self/oom_score_adj").read())
try:
    bytearray(2 * 2**30)
except MemoryError:
    print("refused")
"""


POOR = """
import os, resource
from pathlib import Path
from mtl_core.runs import process_control
del resource.RLIMIT_DATA
process_control._PROC = Path("nowhere")
process_control.confine(2**30)
print(os.nice(0), os.umask(0), len(bytearray(2 * 2**30)))
"""


@pytest.fixture(params=["this system", "one that tells less"])
def system(request, monkeypatch, tmp_path):
    """The system as it is, and without what is Linux's own."""
    if request.param != "this system":
        monkeypatch.setattr(process_control, "_PROC", tmp_path / "proc")
        monkeypatch.delattr(os, "pidfd_open", raising=False)


def test_a_process_is_known_by_pid_and_start(system):
    me = os.getpid()
    start = process_control.start_of(me)
    assert process_control.alive(me, start)
    assert not process_control.alive(me, "another boot:1")
    assert not process_control.alive(2**22 + 1, start)


def test_only_that_very_process_is_ended(system):
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    start = process_control.start_of(child.pid)
    process_control.end(child.pid, "another boot:1")
    assert process_control.alive(child.pid, start)
    process_control.end(child.pid, start)
    assert child.wait() == -signal.SIGKILL
    process_control.end(child.pid, start)  # gone: nothing happens
    child.communicate()


def test_a_process_that_has_ended_is_none_though_nobody_asked_how(system):
    child = subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # a zombie from now on
    assert process_control.start_of(child.pid) is None
    child.communicate()


def test_a_process_on_a_system_that_bounds_no_memory_yields_all_the_same():
    answer = subprocess.run(
        [sys.executable, "-c", POOR], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    assert answer.stdout.split() == [b"19", b"63", str(2 * 2**30).encode()]


@LINUX
def test_a_confined_process_takes_the_last_place():
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CONFINED]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    nice, limit, umask, score, refused = answer.stdout.split()
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    assert int(nice) == 19
    assert int(limit) == (2**30 if hard == resource.RLIM_INFINITY else min(2**30, hard))
    assert int(umask) == 0o077
    assert refused == "refused"
    if os.access("/proc/self/oom_score_adj", os.W_OK):
        assert score == "800"
