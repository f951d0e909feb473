"""Programs as on another machine: a bundle's scripts, and the command line of other sources, each in a process of its
own that knows nothing of these here.

They are forked from one that has imported TensorFlow, which takes three seconds, but not used it: none inherits its
threads. What it has imported is left out of their collections of garbage, which would take half of what they do.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_FORKING = """
import gc
gc.disable()
import json, os, runpy, signal, sys
import keras, pandas, tensorflow

gc.freeze()
gc.enable()
for line in sys.stdin:
    folder, arguments, told, said = json.loads(line)
    if not (child := os.fork()):
        signal.alarm(300)  # seconds, after which it ends and its test fails
        os.chdir(folder)
        for descriptor, path in ((1, told), (2, said)):
            os.dup2(os.open(path, os.O_WRONLY), descriptor)
        if arguments[0] == "-m":
            sys.path.insert(0, folder)
            sys.argv = arguments[1:]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = arguments
            runpy.run_path(arguments[0], run_name="__main__")
        sys.exit()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def run_elsewhere(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What came of a script in ``folder``, or of "-m" and a module there, run there with the further arguments."""
    with tempfile.NamedTemporaryFile() as told, tempfile.NamedTemporaryFile() as said:
        process = _forking()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([str(folder), arguments, told.name, said.name]) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        return subprocess.CompletedProcess(arguments, code, told.read().decode(), said.read().decode())


@functools.cache
def _forking() -> subprocess.Popen[str]:
    """The process of which the others are forked; it ends with the tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MTL_", "PYTEST_"))}
    command = [sys.executable, "-I", "-W", "ignore", "-c", _FORKING]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.communicate)
    return process
