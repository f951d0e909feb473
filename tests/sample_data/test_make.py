"""The tables of the script are what the script makes, and say where they come from."""

import re
import runpy
from pathlib import Path

import pandas as pd
import pytest
from statsmodels.datasets import anes96, randhie

FOLDER = Path(__file__).parents[2] / "sample_data"
TABLES = ("health.csv", "election.csv", "wine.csv", "diabetes.csv")
README = (FOLDER / "README.md").read_text("utf-8")


def section(name: str) -> str:
    """What the README says about one table."""
    return README.split(f"## {name}\n")[1].split("\n## ")[0]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    runpy.run_path(str(FOLDER / "make.py"))["make"](folder)
    return folder


@pytest.mark.parametrize("name", TABLES)
def test_script_makes_the_same_bytes(made: Path, name: str) -> None:
    assert (made / name).read_bytes() == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", TABLES)
def test_readme_explains_every_column_and_counts_the_rows(name: str) -> None:
    table, said = pd.read_csv(FOLDER / name), section(name)
    for column in table.columns:
        assert re.search(rf"\b{column}\b", said), column
    assert f"{len(table):,} rows" in said


def test_readme_holds_the_licences() -> None:
    assert randhie.COPYRIGHT in section("health.csv")
    assert anes96.COPYRIGHT in section("election.csv")
    for name in ("wine.csv", "diabetes.csv"):
        assert "LICENSE-scikit-learn.txt" in section(name)
    licence = (FOLDER / "LICENSE-scikit-learn.txt").read_text("utf-8")
    assert "BSD 3-Clause License" in licence
    assert "Redistribution and use in source and binary forms" in licence


def test_readme_is_true_of_the_blanked_labels() -> None:
    missing = pd.read_csv(FOLDER / "health.csv").isna().sum()
    assert "`physlm` is a fraction such as 0.144" in section("health.csv")
    assert f"{missing['physical_limitation']:,} rows" in section("health.csv")
    assert f"{missing['self_rated_health']:,} rows (38.5 %)" in section("health.csv")
    assert round(missing["self_rated_health"] / 20_190, 3) == 0.385
    assert set(missing[missing > 0].index) == {"physical_limitation", "self_rated_health"}


def test_labels_mean_what_the_sources_say() -> None:
    health, rand = pd.read_csv(FOLDER / "health.csv"), randhie.load_pandas().data
    shown = health["self_rated_health"].notna()
    for label, dummy in (("good", "hlthg"), ("fair", "hlthf"), ("poor", "hlthp")):
        assert ((health["self_rated_health"] == label) == (rand[dummy] == 1))[shown].all()
    election, anes = pd.read_csv(FOLDER / "election.csv"), anes96.load_pandas().data
    assert (election["party_identification"].str[0].astype(int) == anes["PID"]).all()
    assert (election["self_placement"].str[0].astype(int) == anes["selfLR"]).all()
    assert ((election["expected_vote"] == "Dole") == (anes["vote"] == 1)).all()
