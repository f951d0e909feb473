"""The installed package: built, installed elsewhere, and used there without the checkout."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from mtl_core import __version__

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINS = {
    pin.name: next(iter(pin.specifier)).version
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    if (words := line.split("#")[0].strip())
    for pin in [Requirement(words)]
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment that has the package, and whose other packages are those of this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run([*build, "--disable-pip-version-check", "--wheel-dir", str(folder), str(ROOT)], folder)
    venv.create(folder / "venv", with_pip=False)
    [site] = (folder / "venv").glob("lib/python*/site-packages")
    (site / "others.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    [wheel] = folder.glob("*.whl")
    install = [sys.executable, "-m", "pip", "--python", str(folder / "venv/bin/python"), "install", "--quiet"]
    run([*install, "--disable-pip-version-check", "--no-deps", str(wheel)], folder)
    return folder / "venv/bin"


def run(words: list[str], folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.engine
def test_installed_command_trains_and_predicts(installed: Path, tmp_path: Path) -> None:
    studio, table = str(installed / "mtl-studio"), str(ROOT / "sample_data" / "wine.csv")
    targets = ["--target", "cultivar", "--target", "alcohol"]
    run([studio, "train", table, *targets, "--set", "training.epochs=1", "--out", "wine"], tmp_path)
    run([studio, "predict", "wine", table, "--out", "answers.csv"], tmp_path)
    assert len((tmp_path / "answers.csv").read_text("utf-8").splitlines()) == 179
    with zipfile.ZipFile(tmp_path / "wine" / "bundle.zip") as bundle:
        bundle.extractall(tmp_path / "bundle")
    run([sys.executable, "-I", "bundle/predict.py", table, "--out", "again.csv"], tmp_path)


def test_installed_command_serves_the_pages_and_samples(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "MTL_WORKSPACE": str(tmp_path / "workspace"), "PYTHONPATH": ""}
    command = [str(installed / "mtl-studio"), "serve", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
    try:
        wait_until_served(server, address)
        assert b"<title>" in urllib.request.urlopen(address).read()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
    said = (tmp_path / "log").read_text("utf-8")
    assert "Traceback" not in said, said
    [site] = installed.parent.glob("lib/python*/site-packages")
    assert {path.name for path in (site / "mtl_studio").iterdir()} >= {"app.py", "pages", "sample_data", ".streamlit"}
    assert (site / "mtl_studio" / "sample_data" / "wine.csv").is_file()


def wait_until_served(server: subprocess.Popen[bytes], address: str) -> None:
    while server.poll() is None:
        try:
            if urllib.request.urlopen(f"{address}/_stcore/health").read() == b"ok":
                return
        except OSError:  # not yet
            continue
    raise AssertionError("the server ended by itself")


def test_version_is_the_package_s(installed: Path, tmp_path: Path) -> None:
    assert run([str(installed / "mtl-studio"), "--version"], tmp_path) == f"MTL Studio {__version__}\n"
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


@pytest.mark.parametrize("line", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["postgresql"])
def test_pinned_version_lies_in_the_range(line: str) -> None:
    wanted = Requirement(line)
    assert wanted.specifier.contains(PINS[wanted.name]), f"{wanted} leaves {PINS[wanted.name]} out"
