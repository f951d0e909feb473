"""A table that was read, as a person asks for its columns: values, profiles, and what is said of the reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.tables.asked_profile import asked_profile
from mtl_core.tables.dataset import FACTS, TABLE, Dataset, DatasetInfo, as_asked, asked_format, digest
from mtl_core.tables.profile import Decision, Histogram, ReadingOptions, ReadingReport, Rejected
from mtl_core.tables.rows import rows

Make = Callable[[str], Dataset]


@pytest.fixture
def made(reading: Any, tmp_path: Path) -> Make:
    """The dataset of a text, as the intake keeps it."""

    def make(text: str) -> Dataset:
        found = reading(text).found
        facts = {field: getattr(found, field) for field in ("rows", "columns", "report", "proposals")}
        return Dataset(id="0", name="t.csv", folder=tmp_path, sha256=digest(tmp_path / TABLE), **facts)

    return make


TEXT = "size;city;day\n1.5;Rome;2024-01-31\n-999;ROME;2024-02-01\n2.5;rome;\n-999;Oslo;2024-02-03\n7.5;oslo;\n"


class TestValues:
    def test_columns_in_the_order_in_which_they_are_asked_for(self, made: Make) -> None:
        dataset = made(TEXT)
        frame = dataset.frame(["city", "size"])
        assert frame.columns.tolist() == ["city", "size"]
        assert frame["size"].tolist() == [1.5, -999, 2.5, -999, 7.5]
        assert dataset.frame().columns.tolist() == ["size", "city", "day"]
        assert dataset.frame([]).columns.tolist() == []

    def test_a_column_that_is_not_there(self, made: Make) -> None:
        with pytest.raises(DataError) as refused:
            made(TEXT).frame(["size", "town"])
        assert str(refused.value) == 'The table has no column "town"; choose one of its 3 columns.'

    def test_a_preview_is_of_the_first_rows_and_cuts_long_texts(self, made: Make) -> None:
        dataset = made("a;b\n" + "x" * 201 + ";1\n" + "y" * 200 + ";2\nz;3\n")
        shown = dataset.preview(2)
        assert shown["a"].tolist() == ["x" * 199 + "…", "y" * 200]
        assert shown["b"].tolist() == [1, 2]
        assert len(dataset.preview()) == 3

    def test_cells_are_read_as_the_experiment_asks(self, made: Make) -> None:
        dataset = made(TEXT)
        columns = {
            "size": Column(kind="numeric", missing=(-999,)),
            "city": Column(kind="category", fold_case=True),
            "day": Column(kind="date"),
        }
        experiment = Experiment(columns=columns, tasks=(Task(column="city", kind="multiclass"),))
        frame = dataset.values(experiment, ["size", "city", "day"])
        np.testing.assert_array_equal(frame["size"], [1.5, np.nan, 2.5, np.nan, 7.5])
        assert frame["city"].nunique() == 2
        assert frame["day"].isna().tolist() == [False, False, True, False, True]

    def test_a_text_that_is_to_be_a_number_is_read_as_one(self, made: Make) -> None:
        dataset = made("n;y\n1,5;a\n2,5;b\nmany;a\n")
        experiment = Experiment(
            columns={"n": Column(kind="text"), "y": Column(kind="category")},
            tasks=(Task(column="n", kind="regression"),),
        )
        np.testing.assert_array_equal(dataset.values(experiment, ["n"])["n"], [1.5, 2.5, np.nan])
        frame = dataset.frame(["y"])
        pd.testing.assert_frame_equal(as_asked(frame, experiment, dataset.formats(experiment)), frame)

    def test_columns_that_the_experiment_does_not_know_keep_their_format(self, made: Make) -> None:
        dataset = made(TEXT)
        experiment = Experiment(
            columns={"city": Column(kind="category")}, tasks=(Task(column="city", kind="multiclass"),)
        )
        formats = dataset.formats(experiment)
        assert formats["size"] == dataset.profile("size").format
        assert formats["city"].spellings == ()
        folded = asked_format(dataset.profile("city"), Column(kind="category", fold_case=True))
        assert sorted(label.lower() for label in folded.spellings) == ["oslo", "rome"]


class TestKept:
    def test_facts_are_read_back(self, made: Make) -> None:
        dataset = made(TEXT)
        facts = DatasetInfo(**{field: getattr(dataset, field) for field in DatasetInfo.model_fields})
        (dataset.folder / FACTS).write_text(facts.model_dump_json(), encoding="utf-8")
        assert Dataset.open(dataset.folder) == dataset

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (None, "The table is no longer there; take the file in again."),
            (
                b"{",
                "What is known of the table can no longer be read, since its file is damaged; take the file in again.",
            ),
            (b'{"id": "0"}', "The table was kept by another version of the program; take the file in again."),
        ],
    )
    def test_facts_that_cannot_be_read(self, tmp_path: Path, content: bytes | None, said: str) -> None:
        if content is not None:
            (tmp_path / FACTS).write_bytes(content)
        with pytest.raises(DataError) as refused:
            Dataset.open(tmp_path)
        assert str(refused.value) == said

    def test_values_of_another_table_are_not_taken_for_these(self, made: Make) -> None:
        dataset = made(TEXT)
        dataset.check()
        content = (dataset.folder / TABLE).read_bytes()
        (dataset.folder / TABLE).write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
        said = 'The values of table "t.csv" can no longer be read, since their file is damaged; take the file in again.'
        for read in (dataset.frame, dataset.preview, dataset.check):
            with pytest.raises(DataError) as refused:
                read()
            assert str(refused.value) == said

    def test_a_table_kept_without_its_sum_is_checked_by_reading_it(self, made: Make) -> None:
        dataset = made(TEXT).model_copy(update={"sha256": ""})
        dataset.check()
        fewer = dataset.model_copy(update={"rows": 4})
        with pytest.raises(DataError, match="damaged"):
            fewer.frame()
        (dataset.folder / TABLE).unlink()
        with pytest.raises(DataError) as refused:
            dataset.check()
        assert str(refused.value) == 'The values of table "t.csv" are no longer there; take the file in again.'

    def test_the_sum_is_that_of_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "f"
        for content in (b"one", b"another"):
            file.write_bytes(content)
            assert digest(file) == hashlib.sha256(content).hexdigest()


class TestAskedProfile:
    def test_of_a_column_that_is_read_as_it_is_written_nothing_changes(self, made: Make) -> None:
        dataset = made(TEXT)
        assert asked_profile(dataset, "city", Column(kind="category")) is dataset.profile("city")

    def test_numbers_that_mean_missing_are_in_no_bin(self, made: Make) -> None:
        found = asked_profile(made(TEXT), "size", Column(kind="numeric", missing=(-999,)))
        assert (found.missing, found.unique) == (2, 3)
        assert found.histogram is not None
        assert found.histogram.edges == pytest.approx(np.linspace(1.5, 7.5, 21))
        assert found.histogram.counts == (1, 0, 0, 1, *[0] * 15, 1)

    def test_one_number_or_none_has_no_bins(self, made: Make) -> None:
        dataset = made("size;y\n-999;a\n5;b\n5;a\n-999;b\n")
        assert asked_profile(dataset, "size", Column(kind="numeric", missing=(-999,))).histogram is None
        none = asked_profile(dataset, "size", Column(kind="numeric", missing=(-999, 5)))
        assert (none.histogram, none.missing, none.unique) == (None, 4, 0)

    def test_labels_that_count_as_one_have_one_bar(self, made: Make) -> None:
        found = asked_profile(made(TEXT), "city", Column(kind="category", fold_case=True))
        assert (found.unique, found.missing) == (2, 0)
        assert found.histogram is not None
        assert [label.lower() for label in found.histogram.labels] == ["rome", "oslo"]
        assert (found.histogram.counts, found.histogram.rest) == ((3, 2), 0)

    def test_twelve_labels_have_a_bar_of_their_own(self, made: Make) -> None:
        cells = [f"w{n}" for n in range(14) for _ in range(20 - n)] + ["W0"]
        found = asked_profile(
            made("c;y\n" + "".join(f"{cell};{n}\n" for n, cell in enumerate(cells))),
            "c",
            Column(kind="category", fold_case=True),
        )
        assert found.histogram is not None
        assert (len(found.histogram.labels), found.histogram.counts[0]) == (12, 21)
        assert found.histogram.rest == 8 + 7


class TestReport:
    def report(self, **facts: Any) -> ReadingReport:
        return ReadingReport(options=ReadingOptions(), **facts)

    REJECTED = Rejected(line=1_204, reason="too few fields", text="x")

    def test_what_cannot_be_read_is_told_with_its_number(self) -> None:
        assert self.report().loss == ""
        assert self.report(num_rejected=1, rejected=(self.REJECTED,)).loss == (
            "The file has 1 row that cannot be read, left out of the table (the first at line 1,204: too few fields)."
        )
        assert self.report(num_rejected=2_000, rejected=(self.REJECTED,)).loss.startswith(
            "The file has 2,000 rows that"
        )

    def test_losses_are_rejected_rows_decisions_that_change_notes_and_names(self) -> None:
        told = Decision(field="footer", value="drop", reason="The last row is a total and left out.", told=True)
        silent = Decision(field="header", value=True, reason="The first row holds words.")
        report = self.report(
            num_rejected=1,
            rejected=(self.REJECTED,),
            decisions=(silent, told),
            notes=("A note.",),
            renamed={"x (2)": " x ", "Column 3 (no name)": "  "},
        )
        assert report.losses == (report.loss, told.reason, "A note.", 'Column "x" is called "x (2)" here.')
        assert self.report(decisions=(silent,)).losses == ()

    def test_rows_to_predict_from_are_all_there_or_refused(self, reading: Any, tmp_path: Path) -> None:
        found = reading("a;b\n1;x\n2;y\n").found
        read = rows(tmp_path / "table.parquet", found)
        assert read.frame.to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}
        short = reading("a;b\n1;x\n2\n3;z\n4\n5;w\n").found
        with pytest.raises(DataError) as refused:
            rows(tmp_path / "table.parquet", short)
        assert str(refused.value) == (
            "The file has 2 rows that cannot be read (the first at line 3: too few fields); correct it first."
        )

    def test_a_spread_is_read_back(self) -> None:
        spread = Histogram(edges=(0.0, 1.0, 2.0), counts=(3, 4))
        assert Histogram.model_validate_json(spread.model_dump_json()) == spread
