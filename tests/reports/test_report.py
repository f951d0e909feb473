"""The report of a run: what it tells, that names stay names, and what it refuses."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mtl_core.cli.main import main
from mtl_core.figures import learning_curves
from mtl_core.figures.judged import FIGURES
from mtl_core.records.affinity import Affinities, Affinity
from mtl_core.records.data_needs import DataNeed, DataNeeds, Level, Step
from mtl_core.records.events import EpochEvent
from mtl_core.records.history import History
from mtl_core.reports.findings import Beside, gather
from mtl_core.reports.page import write_html
from mtl_core.runs.results import read_history
from tests.reports.conftest import BETTER, EXPERIMENT, LINK, NUMBER, SCRIPT, evaluation, folder, history

__all__ = ["folder"]


class Reader(HTMLParser):
    """The tags of a page, and what its scripts and texts hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [str(value) for name, value in attrs if name in ("src", "href", "action", "style") and value]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["script"]:
            self.scripts.append(data)
        else:
            self.words += data


@pytest.fixture
def page(folder: Path) -> str:
    found = gather(folder, read_history(folder), decided=("Row 7 was cut.",))
    return write_html(found).decode()


def test_tables_tell_by_how_much_the_network_is_better(page: str) -> None:
    cells = re.findall("<td>([^<]*95% interval[^<]*)</td>", page)
    assert cells
    assert all(re.fullmatch(r"[−.\d]+( points)?, 95% interval .* over the rows", cell) for cell in cells), cells


def test_everything_is_told(page: str) -> None:
    read = Reader(page)
    for told in (
        "Better than guessing",
        f"Sharing helped {LINK}: ",
        "ridge regression",
        "95% interval",
        "Area under the ROC curve",
        f"always {SCRIPT}",
        "Losses after epoch 3",
        "kept is that of epoch 2",
        "50 to train, 10 to choose the epoch, 40 to judge",
        "Row 7 was cut.",
        f"Column {SCRIPT} says nothing.",
        f"Column {LINK} is not used.",
        '"learning_rate"',
    ):
        assert told in read.words, told
    for part, _, title in FIGURES.values():
        if any(getattr(task, part) for task in evaluation().tasks):
            assert title in read.words


def test_names_are_texts_and_nothing_is_fetched(page: str) -> None:
    read = Reader(page)
    assert "img" not in read.tags
    assert read.tags.count("script") == 3
    assert "link" not in read.tags
    assert not any("http" in address or "url(" in address for address in read.addresses)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "@import" not in style
    assert "url(" not in style
    assert "default-src 'none'" in page


def test_each_figure_stands_in_both_themes(page: str) -> None:
    figures = json.loads(next(script for script in Reader(page).scripts if script.startswith("{")))["figures"]
    places = re.findall(r'data-figure="(\d+)"', page)
    assert [int(place) for place in places] == list(range(len(figures)))
    drawn = sum(bool(getattr(task, part)) for task in evaluation().tasks for part, *_ in FIGURES.values())
    assert len(figures) == drawn + 3  # what the answers rest on, the curves, and the network
    for figure in figures:
        inks = [figure[theme]["layout"]["template"]["layout"]["font"]["color"] for theme in ("light", "dark")]
        assert inks[0] != inks[1]


def test_command_line_writes_page_and_data(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "kept"
    assert main(["report", str(folder), "--out", str(out / "report.html")]) == 0
    assert main(["report", str(folder), "--out", str(out / "report.json")]) == 0
    assert (out / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    told = json.loads((out / "report.json").read_bytes())
    assert told["verdict"]["tasks"][0]["value"] == 0.79
    assert told["history"]["summary"]["kept_epoch"] == 2
    assert told["left_out"] == [f"Column {SCRIPT} says nothing."]


def test_what_an_older_training_did_not_leave_is_passed_over(folder: Path) -> None:
    for name in ("evaluation.json", "verdict.json", "importance.json", "history.json"):
        (folder / name).unlink()
    words = Reader(write_html(gather(folder, History())).decode()).words
    assert "nothing can be said of how good it is" in words
    assert "How it learnt" not in words


@pytest.mark.parametrize("content", [None, b"no zip"])
def test_a_folder_without_a_network_is_refused(
    folder: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bundle.zip").unlink()
    if content is not None:
        (folder / "bundle.zip").write_bytes(content)
    assert main(["report", str(folder), "--out", str(folder / "r.html")]) == 2
    assert "bundle" in capsys.readouterr().err
    assert not (folder / "r.html").exists()


def test_guessing_is_written_where_its_loss_is() -> None:
    told = history()
    chart = learning_curves.figure(told.epochs, {"t0": "ill"}, 2, False)
    (guessing,) = [each for each in chart.layout.annotations if each.text == "guessing"]
    assert (guessing.y, chart.layout.yaxis.type) == (0, "log")  # the power of ten


def needs(task: str = LINK, **more: str) -> DataNeeds:
    level = Level(value=0.8, low=0.7, high=0.9)
    steps = tuple(
        Step(share=share, rows=rows, together=level, alone=level, beside=BETTER, beside_all=BETTER)
        for share, rows in ((0.1, 5), (1.0, 50))
    )
    return DataNeeds(tasks=(DataNeed(task=task, metric="auc", gained=0.3, steps=steps),), **more)


def test_trainings_beside_the_run_and_who_helps_whom_are_told(folder: Path) -> None:
    cell = Affinity(value=0.02, low=0.01, high=0.03)
    pair = ((cell, cell), (cell, cell))
    known = Affinities(tasks=(LINK, NUMBER), rate=0.01, epochs=(1, 2, 3), ahead=pair, first_order=pair)
    (folder / "affinity.json").write_text(known.model_dump_json(), "utf-8")
    found = gather(folder, history(), beside=Beside(data_needs=needs()))
    told = json.loads(found.to_json())
    assert told["rows"] == needs().to_body()
    assert told["affinity"] == known.to_body()
    assert told["sharing"]["tasks"][0]["task"] == LINK
    read, plain = Reader(write_html(found).decode()), Reader(write_html(gather(folder, history())).decode())
    for words in (
        "Who helps whom",
        "How little data is enough",
        f"{LINK}: together with 10% of the rows (5) is better",
    ):
        assert words in read.words
    assert "How little data is enough" not in plain.words
    assert "img" not in read.tags
    assert not any("//" in address for address in read.addresses)


@pytest.mark.parametrize(
    ("left", "tells", "note"),
    [
        (needs(), True, None),
        (needs(table="0" * 64, experiment=EXPERIMENT.to_json()), True, None),
        (
            needs(experiment=EXPERIMENT.with_changes({"training.epochs": 3}).to_json()),
            True,
            "with other settings than the network has: training.epochs.",
        ),
        (needs(task="another"), False, "another table or other tasks"),
        (needs(table="1" * 64), False, "another table or other tasks"),
    ],
)
def test_what_rows_left_in_the_folder_is_told_as_far_as_it_is_about_the_network(
    folder: Path, left: DataNeeds, tells: bool, note: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rows.json").write_text(left.model_dump_json(), "utf-8")
    assert main(["report", str(folder), "--out", str(folder / "r.html")]) == 0
    said, words = capsys.readouterr().err, Reader((folder / "r.html").read_text("utf-8")).words
    assert (f"{LINK}: together with 10% of the rows (5) is better" in words) == tells
    assert (note in said and note in words) if note else not said


def test_curves_of_each_task_alone_lie_behind_its_own(folder: Path) -> None:
    alone = {LINK: (EpochEvent(epoch=1, validation={"t0": 0.7}), EpochEvent(epoch=2, validation={"t0": 0.6}))}
    told = history().model_copy(update={"alone": alone})
    chart = learning_curves.figure(told.epochs, {"t0": LINK, "t1": NUMBER}, 2, False, {"t0": alone[LINK]})
    (ghost,) = [line for line in chart.data if line.name == "A alone"]
    assert (ghost.x, ghost.y, ghost.line.dash) == ((1, 2), (0.7, 0.6), "dot")
    assert "Dotted" in Reader(write_html(gather(folder, told)).decode()).words
    assert "Dotted" not in Reader(write_html(gather(folder, history())).decode()).words
