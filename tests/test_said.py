"""What a file loses is said, and all ways to predict agree: the command line, the Predict page's process, and the
bundle's own ``predict.py``."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from mtl_core.cli.main import main
from mtl_core.processes.predictor import PredictorProcess
from mtl_core.runs.predictor_client import Order
from mtl_core.runs.results import num_example_rows
from tests.elsewhere import run_elsewhere

pytestmark = pytest.mark.engine
CASES = Path(__file__).parent / "cases"
BEYOND = (
    'd: "2024-01-01" in row 1 lies outside of what the training rows hold (2024-01-09 to 2024-12-24), so its answers '
    "go beyond what was learnt."
)


@dataclass(frozen=True)
class Said:
    """What came of predicting: the answers, or a refusal, and what was told."""

    answers: pd.DataFrame | None
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """A small network, trained on a case at the command line, and its bundle unpacked elsewhere."""

    folder: Path
    elsewhere: Path

    def at_the_command_line(self, table: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> Said:
        capsys.readouterr()
        code = main(["predict", str(self.folder), str(table), "--out", str(out)])
        said = tuple(capsys.readouterr().err.splitlines())
        return Said(read(out) if code == 0 else None, said)

    def on_the_page(self, table: Path, out: Path) -> Said:
        order = Order(bundle=self.folder / "bundle.zip", table=table, name=table.name, answers=out)
        reply = PredictorProcess().reply(order)
        if reply.sentence:
            return Said(None, (reply.sentence,))
        return Said(pd.read_parquet(out), reply.remarks)

    def elsewhere_alone(self, table: Path, out: Path) -> Said:
        done = run_elsewhere(self.elsewhere, "predict.py", str(table), "--out", str(out))
        return Said(read(out) if done.returncode == 0 else None, tuple(done.stderr.splitlines()))


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, quoting=csv.QUOTE_NONNUMERIC, dtype={"y": str, "k": str})


def trained(folder: Path, table: str, *arguments: str) -> Network:
    settings = ["--set", "training.epochs=2", "--set", "sharing.units=8", "--out", str(folder / "made")]
    assert main(["train", str(CASES / table), *arguments, *settings]) == 0
    with zipfile.ZipFile(folder / "made" / "bundle.zip") as archive:
        archive.extractall(folder / "elsewhere")
    return Network(folder / "made", folder / "elsewhere")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """Trained on numbers, categories, dates and words for yes and no."""
    targets = ("--target", "y", "--target", "v:regression", "--target", "k")
    return trained(tmp_path_factory.mktemp("mixed"), "28_predict_mismatch__t.csv", *targets)


def agreed(network: Network, table: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """What all three ways say; they may not differ but in the last digits of a number."""
    told = network.at_the_command_line(table, folder / "here.csv", capsys)
    others = (network.on_the_page(table, folder / "page.parquet"), network.elsewhere_alone(table, folder / "alone.csv"))
    for other in others:
        assert other.sentences == told.sentences
        assert (other.answers is None) == (told.answers is None)
        if told.answers is not None and other.answers is not None:
            pd.testing.assert_frame_equal(other.answers, told.answers, check_dtype=False, rtol=1e-4, atol=1e-5)
    return told


def answers(said: Said) -> pd.DataFrame:
    assert said.answers is not None, said.sentences
    return said.answers


@pytest.mark.parametrize("other", ["semi_comma", "utf16"])
def test_same_table_in_another_form_gets_the_same_answers(
    other: str, mixed: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = mixed.at_the_command_line(CASES / "28_predict_mismatch__t.csv", tmp_path / "plain.csv", capsys)
    said = agreed(mixed, CASES / f"28_predict_mismatch__{other}.csv", tmp_path, capsys)
    pd.testing.assert_frame_equal(answers(said), answers(plain), rtol=1e-5)
    assert list(answers(said)["row"]) == list(range(1, 61))


def test_file_is_read_by_its_own_decimal_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_commas = trained(tmp_path, "30b_comma_then_point__t.csv", "--target", "y")
    plain = with_commas.at_the_command_line(CASES / "30b_comma_then_point__t.csv", tmp_path / "plain.csv", capsys)
    said = agreed(with_commas, CASES / "30b_comma_then_point__pt.csv", tmp_path, capsys)
    pd.testing.assert_frame_equal(answers(said), answers(plain), rtol=1e-5)
    assert not any("cannot be read" in sentence for sentence in said.sentences)


def test_row_that_is_too_short_refuses_the_file(
    mixed: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = agreed(mixed, CASES / "28_predict_mismatch__bad_row.csv", tmp_path, capsys)
    assert said.answers is None
    assert said.sentences == (
        "The file has 1 row that cannot be read (the first at line 5: too few fields); correct it first.",
    )


def test_words_among_numbers_are_counted(mixed: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = agreed(mixed, CASES / "28_predict_mismatch__xtext.csv", tmp_path, capsys)
    assert len(answers(said)) == 60
    assert said.sentences == (
        'x: 60 cells cannot be read as numbers and count as missing; the first is "abc" in row 1.',
        BEYOND,
    )


def test_unseen_labels_are_counted(mixed: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = agreed(mixed, CASES / "28_predict_mismatch__unseen.csv", tmp_path, capsys)
    assert len(answers(said)) == 3
    assert said.sentences == (
        'c: 3 cells hold labels that the network does not know, so they count as unknown; the first is "violet" in row '
        "1.",
        BEYOND,
        'b: 3 cells cannot be read as yes or no and count as missing; the first is "maybe" in row 1.',
        "n: 3 cells lie outside of what the training rows hold (0 to 6), so their answers go beyond what was learnt; "
        'the first is "999" in row 1.',
        "d: Day and month could be exchanged; read as day/month/year.",
    )


def test_columns_are_named_all_at_once(mixed: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pd.read_csv(CASES / "28_predict_mismatch__t.csv").rename(columns={"x": "X ", "n": "count"})
    table.drop(columns=["c", "y", "v", "k"]).to_csv(tmp_path / "table.csv", index=False)
    said = agreed(mixed, tmp_path / "table.csv", tmp_path, capsys)
    assert said.answers is None
    assert said.sentences == (
        'Columns "x" (is it "X"?), "c", "n" are missing from this table, which has "X", "z", "d", "b", "count"; add '
        "them, empty if unknown.",
    )


def test_identifiers_stand_beside_the_answers_and_strange_columns_are_named(
    mixed: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pd.read_csv(CASES / "28_predict_mismatch__t.csv").drop(columns=["y", "v", "k", "d"]).assign(d="2024-03-03")
    table.insert(0, "patient", [f"P{1000 + 7 * row}" for row in range(60)])
    table.assign(ward=["north", "south"] * 30).to_csv(tmp_path / "table.csv", index=False)
    said = agreed(mixed, tmp_path / "table.csv", tmp_path, capsys)
    assert list(answers(said).columns[:3]) == ["row", "patient", "y"]
    assert list(answers(said)["patient"][:2]) == ["P1000", "P1007"]
    assert said.sentences[-1] == 'Not used, since the table of the training has no such column: "ward".'


def test_example_rows_are_told_of_and_may_be_left_out(
    mixed: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = str(CASES / "28_predict_mismatch__t.csv")
    settings = ["--set", "training.epochs=1", "--set", "sharing.units=8", "--out", str(tmp_path / "made")]
    assert main(["train", table, "--target", "y", "--no-example-rows", *settings]) == 0
    bundle = tmp_path / "made" / "bundle.zip"
    assert (num_example_rows(mixed.folder / "bundle.zip"), num_example_rows(bundle)) == (12, 0)
    assert "12 rows of the table as they are" in (mixed.elsewhere / "README.md").read_text("utf-8")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "elsewhere")
    done = run_elsewhere(tmp_path / "elsewhere", "verify.py")
    assert done.returncode == 2
    assert done.stdout.startswith("There is nothing to compare with")


def test_training_says_what_it_leaves_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pd.read_csv(CASES / "28_predict_mismatch__t.csv")
    table.insert(0, "patient", [f"P{1000 + 7 * row}" for row in range(60)])
    lines = table.assign(x=table["x"].astype(str).where(table.index > 2, "NA")).to_csv(index=False).splitlines()
    (tmp_path / "table.csv").write_text("\n".join([*lines, "too,short"]), encoding="utf-8")
    out = ["--set", "training.epochs=1", "--set", "sharing.units=8", "--out", str(tmp_path / "made")]
    assert main(["train", str(tmp_path / "table.csv"), "--target", "y", "--ignore", "n", *out]) == 0
    said = capsys.readouterr().err
    for sentence in (
        "The file has 1 row that cannot be read, left out of the table (the first at line 62: too few fields).",
        'Column "patient" is not used as an input: Nearly every row has a value of its own, and a short one.',
        'Column "x": "NA" (3) counts as missing.',
    ):
        assert sentence in said
    assert '"n"' not in said
    card = zipfile.ZipFile(tmp_path / "made" / "bundle.zip").read("README.md").decode()
    assert 'Column "patient" is not used: it is read as identifier.' in card
    assert 'Column "n" is not used: whoever trained it left it out.' in card


@pytest.mark.parametrize("written", ["[-999]", "-999"])
def test_numbers_that_mean_missing_are_said_and_so_is_how_cells_are_read(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--target", "v:regression", "--set", f"columns.v.missing={written}")
    network = trained(tmp_path, "16_minus999__t.csv", *asked)
    said = capsys.readouterr().err
    assert 'Column "v": -999 counts as missing in ' in said
    assert 'Column "v": -999 stands' not in said
    assert "columns.x.missing=[-999]" in said
    card = (network.elsewhere / "README.md").read_text("utf-8")
    line = next(line for line in card.splitlines() if line.startswith("| v |"))
    assert 'decimal sign ".", -999 means missing' in line
