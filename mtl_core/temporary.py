"""What is being written: under a name that says which process of which boot of which machine writes it, and renamed
once it is complete."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

_NAME = re.compile(r"\.tmp-(?P<machine>[^-]+-[0-9a-f]{8})-(?P<boot>[0-9a-f]{8})-(?P<pid>\d+)-.*")
_UNKNOWN = ""  # where a system does not tell


class Writer(NamedTuple):
    """The process that writes a file; ``pid`` is one only on that machine, in that boot."""

    machine: str
    boot: str
    pid: int


def prefix(what: str = "") -> str:
    """How the name of a file or folder begins that this process writes; ``what`` tells it from its others."""
    return "-".join((".tmp", *map(str, here()), what))


def beside(path: Path) -> Path:
    """Where to write what is to be renamed to ``path``."""
    return path.with_name(prefix(path.name))


def replace(path: Path, content: bytes) -> None:
    """Make ``content`` the file at ``path``, which is complete or as it was, whatever happens. Raises OSError."""
    write_whole(path, lambda file: file.write(content))


def write_whole(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """``replace`` with what ``fill`` writes."""
    temporary = beside(path)
    try:
        with temporary.open("wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def writer(name: str) -> Writer | None:
    """Who writes the file of that name; None where the name does not say."""
    found = _NAME.fullmatch(name)
    return Writer(found["machine"], found["boot"], int(found["pid"])) if found else None


def here() -> Writer:
    """This process."""
    return Writer(machine(), _digest(boot()), os.getpid())


def machine() -> str:
    """This machine: its name and what tells it from others of the same name.

    Machines made from one image are often called alike, and containers of one machine share its boot; process ids
    mean the same only within one namespace of them.
    """
    host = socket.gethostname()
    return f"{re.sub('[^A-Za-z0-9.]', '_', host)[:24]}-{_digest(host, _read('/etc/machine-id'), _namespace())}"


def boot() -> str:
    """This boot of the machine, as the system names it."""
    return _read("/proc/sys/kernel/random/boot_id")


def _namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return _UNKNOWN


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except OSError:
        return _UNKNOWN


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:8]
