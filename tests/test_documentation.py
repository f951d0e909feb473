"""What the documentation says is true: its commands and code run, its links lead somewhere, its options exist."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtl_core.cli.main import main
from mtl_core.tables.intake.uploads import take_in, take_in_together
from tests.elsewhere import run_elsewhere

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("*/README.md")), *sorted(ROOT.glob("docs/*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in that language."""
    return [body for kind, body in BLOCK.findall(page.read_text("utf-8")) if kind == language]


def commands(page: Path) -> Iterator[list[str]]:
    """Each line of the page's shell blocks, as words, without its comment."""
    for body in blocks(page, "sh"):
        for line in body.replace("\\\n", " ").splitlines():
            if words := line.split("#")[0].split():
                yield words


ALL = [(page, words) for page in PAGES for words in commands(page)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to work in that has the sample tables, as a reader's clone has."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "sample_data", folder / "sample_data")
    return folder


@pytest.mark.engine
def test_commands_and_code_of_the_readme_run(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands in one process, which saves loading TensorFlow for each; the code in one of its own."""
    monkeypatch.chdir(house)
    for words in commands(ROOT / "README.md"):
        if words[:3] == ["python", "-m", "mtl_core"]:
            assert main(words[3:]) == 0, words
    (house / "mtl_core").symlink_to(ROOT / "mtl_core")
    for body in blocks(ROOT / "README.md", "python"):
        (house / "shown.py").write_text(body, "utf-8")
        done = run_elsewhere(house, "-m", "shown")
        assert done.returncode == 0, done.stdout + done.stderr
    assert (house / "predictions.csv").read_text("utf-8").count("\n") > 100
    for name in ("experiment.json", "metrics.json", "bundle.zip"):
        assert (house / "runs" / "wine" / name).stat().st_size > 0


def test_forms_of_texts_in_the_readme_are_read_as_it_says(tmp_path: Path) -> None:
    shown = dict(BLOCK.findall((ROOT / "README.md").read_text("utf-8")))
    beside = take_in_together([("texts.txt", shown["txt"].encode()), ("labels.csv", shown["csv"].encode())], tmp_path)
    assert beside.frame()["mood"].tolist() == ["good", "bad", "good"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for place, name in enumerate(shown["zip"].split()):
            archive.writestr(name, f"It was like that, said person {place}.")
    assert take_in(packed.getvalue(), "reviews.zip", tmp_path).frame()["label"].tolist() == ["good", "good", "bad"]
    tagged = take_in(shown["conll"].encode(), "cities.conll", tmp_path).frame()
    assert tagged["entities"].tolist() == ["B-PER O O B-LOC", "B-LOC O"]


@pytest.mark.parametrize(("page", "words"), ALL, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_command_is_there(page: Path, words: list[str]) -> None:
    """Commands that take long or serve are run elsewhere; here each names something that exists."""
    if words[0] == "make":
        done = subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    elif words[:3] == ["pip", "install", "-r"] or words[:2] == ["streamlit", "run"]:
        assert (ROOT / words[-1]).is_file()
    elif words[:2] == ["python", "-m"]:
        path = ROOT.joinpath(*words[2].split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()
    elif words[0] == "python":
        assert (ROOT / words[1]).is_file()
    else:
        pytest.fail(f"{page.name} shows a command that no test knows: {' '.join(words)}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("command", ["train", "compare"])
def test_readme_names_every_option(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}
    assert options
    assert [option for option in sorted(options) if option not in (ROOT / "README.md").read_text("utf-8")] == []


def test_settings_named_in_the_readme_exist() -> None:
    from mtl_core.experiment import Experiment

    paths = re.findall(r"`(?:--set )?((?:training|sharing|split)\.\w+)=", (ROOT / "README.md").read_text("utf-8"))
    assert paths
    fields = Experiment.model_json_schema()["$defs"]
    owners = {"training": "Training", "sharing": "HardSharing", "split": "Split"}
    assert [path for path in paths if path.split(".")[1] not in fields[owners[path.split(".")[0]]]["properties"]] == []


def test_worked_examples_are_those_that_tests_follow() -> None:
    """Every file that a test adds to a copy of the sources is named in CONTRIBUTING, with where it goes."""
    told = " ".join((ROOT / "CONTRIBUTING.md").read_text("utf-8").split())
    examples = sorted((ROOT / "tests").glob("test_new_*.py"))
    assert len(examples) == len(list((ROOT / "tests" / "new_kinds").iterdir()))
    for example in examples:
        assert f"`tests/{example.name}`" in told
        text = example.read_text("utf-8")
        [folder] = re.findall(r'"new_kinds" / "(\w+)"', text)
        assert f"tests/new_kinds/{folder}" in told
        for file, room in re.findall(r'"(\w+\.py)": "([\w/]+)"', text):
            assert f"`{file}` → `{room}/" in told, f"{example.name} puts {file} into {room}"
