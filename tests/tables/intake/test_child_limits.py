"""The child that reads a file is bounded, watched, and never believed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from mtl_core import process_limits
from mtl_core.errors import DataError
from mtl_core.tables import limits
from mtl_core.tables.intake import child_watch, uploads
from mtl_core.tables.intake.child_watch import Watch
from mtl_core.tables.intake.uploads import take_in
from tests.tables.intake.test_uploads import CSV, left

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux tells and bounds this.")
FOUND = '{"found":{"format":"csv","rows":2,"columns":[],"report":{"options":{}},"proposals":[]},"sentence":""}'


def run_instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let the child be that program, which knows nothing of the request."""
    start = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **more: start([command[0], "-c", program], **more))


def test_too_much_processor_time_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 1)
    program = "from mtl_core.tables.intake import child; child._limit(1)\nwhile True: pass"
    run_instead(monkeypatch, program)
    with pytest.raises(DataError, match="more than 1 seconds of processor time"):
        take_in(CSV, "slow.csv", tmp_path)
    assert left(tmp_path) == []


@LINUX
def test_a_child_that_is_kept_from_running_is_slow_and_not_wrong(tmp_path, monkeypatch):
    """It is stopped at once, and let go on only after the parent has looked at it a hundred times."""
    start, look, looks = subprocess.Popen, Watch.is_stuck, []

    def stopped(*arguments, **settings):
        child = start(*arguments, **settings)
        os.kill(child.pid, signal.SIGSTOP)
        return child

    def looking(watch):
        looks.append(look(watch))
        if len(looks) == 100:
            os.kill(int(watch._tasks.parent.name), signal.SIGCONT)
        return looks[-1] and len(looks) <= 100  # later ones come too quickly to tell

    monkeypatch.setattr(subprocess, "Popen", stopped)
    monkeypatch.setattr(Watch, "is_stuck", looking)
    monkeypatch.setattr(uploads, "_BETWEEN_LOOKS", 0.001)
    monkeypatch.setattr(uploads, "IDLE_LOOKS", 10)
    assert take_in(CSV, "t.csv", tmp_path).rows == 2
    assert len(looks) >= 100


@LINUX
def test_a_child_that_does_nothing_is_stopped(tmp_path, monkeypatch):
    run_instead(monkeypatch, "import time; time.sleep(3600)")
    monkeypatch.setattr(uploads, "_BETWEEN_LOOKS", 0.01)
    with pytest.raises(DataError, match="came to a standstill"):
        take_in(CSV, "t.csv", tmp_path)
    assert left(tmp_path) == []


@pytest.mark.parametrize("signal", [signal.SIGKILL, signal.SIGXFSZ])
def test_a_child_that_a_limit_ended(tmp_path, monkeypatch, signal):
    start = subprocess.Popen

    def killed(*arguments, **settings):
        child = start(*arguments, **settings)
        os.kill(child.pid, signal)
        return child

    monkeypatch.setattr(subprocess, "Popen", killed)
    with pytest.raises(DataError, match="more memory to read"):
        take_in(CSV, "t.csv", tmp_path)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "answer",
    ["", "{", "null", "[]", '{"sentence": 1}', '{"found": {}}', "{}", '{"found": null, "sentence": ""}', "\\xff"]
    + [FOUND.replace('"rows":2', f'"rows":{rows}') for rows in ("NaN", "null", '"x"', "1e999")]
    + [FOUND[:-1], FOUND.replace("csv", "virus"), FOUND.replace('"rows"', '"rws"')],
)
def test_an_answer_that_cannot_be_read(tmp_path, monkeypatch, caplog, answer):
    run_instead(monkeypatch, f"import sys; sys.stdout.buffer.write({answer!r}.encode('latin-1'))")
    with pytest.raises(DataError, match="the reading itself broke down"):
        take_in(CSV, "t.csv", tmp_path)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import nothing_of_that_name", "broke down; the reason stands in the program's log"),
        ("import os; os.abort()", "broke down"),
        ("raise MemoryError", "more memory to read"),
        ("import os, sys; print('terminate: std::bad_alloc', file=sys.stderr, flush=True); os.abort()", "memory"),
    ],
)
def test_a_child_that_breaks_down(tmp_path, monkeypatch, caplog, program, said):
    run_instead(monkeypatch, program)
    with pytest.raises(DataError, match=said):
        take_in(CSV, "t.csv", tmp_path)
    assert ("ended with code" in caplog.text) == ("broke down" in said)
    assert left(tmp_path) == []


def test_a_file_beyond_all_bounds_is_not_even_copied(tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "FILE_BYTES", 10)
    source = tmp_path / "t.csv"
    source.write_bytes(CSV)
    with pytest.raises(DataError, match="expected at most"):
        take_in(source, "t.csv", tmp_path / "w")


def test_a_child_that_holds_too_much_is_stopped_where_the_system_does_not(tmp_path, monkeypatch):
    run_instead(monkeypatch, "import time; time.sleep(3600)")
    monkeypatch.setattr(uploads, "_BETWEEN_LOOKS", 0.01)
    monkeypatch.setattr(uploads, "MEMORY_BYTES", 1)
    monkeypatch.setattr(process_limits, "MEMORY_IS_BOUND", False)
    with pytest.raises(DataError, match="more memory to read"):
        take_in(CSV, "t.csv", tmp_path)
    assert left(tmp_path) == []


def test_without_proc_a_child_that_sleeps_is_no_stuck_one(tmp_path, monkeypatch):
    monkeypatch.setattr(child_watch, "_PROC", tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        watch = Watch(child.pid, 1)
        assert not any(watch.is_stuck() for _ in range(10))
        assert watch.memory() > 0
        assert watch.seconds() >= 0
        child.kill()
    assert (watch.memory(), watch.seconds()) == (0, 0)


@LINUX
def test_the_child_runs_within_its_limits():
    program = (
        "import resource; from mtl_core.tables.intake import child; child._limit(60); "
        "print(*(resource.getrlimit(limit)[0] for limit in (resource.RLIMIT_DATA, resource.RLIMIT_NOFILE)))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.split() == [str(limits.MEMORY_BYTES), str(limits.OPEN_FILES)]


def test_a_system_without_these_limits_goes_without():
    program = (
        "import resource\nfrom mtl_core.tables.intake import child\n"
        "del resource.RLIMIT_DATA, resource.RLIMIT_NOFILE\n"
        "def refused(*_): raise ValueError('current limit exceeds maximum limit')\n"
        "resource.setrlimit = refused\nchild._limit(60)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
