"""What the command that serves the pages becomes: an interpreter that runs Streamlit on the server's script."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mtl_core.cli.main import main
from mtl_core.processes import web_server

Become = tuple[list[str], dict[str, str]]


class Became(BaseException):
    """This process was to become another one."""


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch) -> list[Become]:
    """Command and environment of what the process was to become."""
    found: list[Become] = []

    def become(path: str, command: list[str], environment: dict[str, str]) -> None:
        assert path == sys.executable
        found.append((command, environment))
        raise Became

    monkeypatch.setattr(os, "execve", become)
    return found


def test_this_machine_alone_is_served_unless_more_is_asked_for(became: list[Become]) -> None:
    with pytest.raises(Became):
        main(["serve"])
    ((command, _),) = became
    script = str(Path(__file__).parents[2] / "app.py")
    options = ["--server.address=127.0.0.1", "--server.port=8501"]
    assert command == [sys.executable, "-m", "streamlit", "run", script, *options]


def test_names_are_added_to_those_of_the_machine(became: list[Become]) -> None:
    with pytest.raises(Became):
        main(["serve", "--address", "0.0.0.0", "--port", "80", "--host", "studio.lan", "--host", "studio"])
    ((command, _),) = became
    names = ["localhost", "127.0.0.1", "::1", "studio.lan", "studio"]
    hosts = [f"--server.allowedHosts={name}" for name in names]
    assert command[5:] == ["--server.address=0.0.0.0", "--server.port=80", *hosts]


@pytest.mark.parametrize("before", [None, "/elsewhere"])
def test_pages_are_imported_from_beside_the_script(
    before: str | None, became: list[Become], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    if before:
        monkeypatch.setenv("PYTHONPATH", before)
    with pytest.raises(Became):
        main(["serve"])
    ((_, environment),) = became
    beside = str(Path(__file__).parents[2])
    assert environment["PYTHONPATH"] == (f"{beside}{os.pathsep}{before}" if before else beside)


def test_what_the_person_set_stands_over_what_saves_memory(
    became: list[Become], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONOPTIMIZE", "0")
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    with pytest.raises(Became):
        main(["serve"])
    ((_, environment),) = became
    assert (environment["PYTHONOPTIMIZE"], environment["MALLOC_ARENA_MAX"]) == ("0", "1")


def test_without_the_pages_there_is_one_sentence(
    became: list[Become], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(web_server, "SCRIPTS", (tmp_path / "app.py",))
    assert main(["serve"]) == 2
    told = "The pages are not installed here; install the whole of MTL Studio: pip install mtl-studio.\n"
    assert capsys.readouterr() == ("", told)
    assert became == []


def test_the_script_of_an_installed_package_is_found(
    became: list[Become], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "mtl_studio" / "app.py"
    installed.parent.mkdir()
    installed.touch()
    monkeypatch.setattr(web_server, "SCRIPTS", (tmp_path / "app.py", installed))
    with pytest.raises(Became):
        main(["serve"])
    assert became[0][0][4] == str(installed)
