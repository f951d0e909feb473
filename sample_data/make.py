"""Makes four sample tables from what statsmodels and scikit-learn bring; README.md says what they, and the texts, hold.

python sample_data/make.py
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes, load_wine
from statsmodels.datasets import anes96, randhie

FOLDER = Path(__file__).resolve().parent
BLANKED = 0.38  # share of the self-rated health labels that health leaves out
PARTIES = (
    "0 strong Democrat",
    "1 weak Democrat",
    "2 independent-Democrat",
    "3 independent-independent",
    "4 independent-Republican",
    "5 weak Republican",
    "6 strong Republican",
)
LEANINGS = (
    "1 extremely liberal",
    "2 liberal",
    "3 slightly liberal",
    "4 moderate",
    "5 slightly conservative",
    "6 conservative",
    "7 extremely conservative",
)


def health() -> pd.DataFrame:
    """The RAND Health Insurance Experiment: a row is a year of a person."""
    source = randhie.load_pandas().data
    rated = np.select(
        [source["hlthg"] == 1, source["hlthf"] == 1, source["hlthp"] == 1], ["good", "fair", "poor"], "excellent"
    )
    blank = np.random.default_rng(1974).random(len(source)) < BLANKED
    return pd.DataFrame(
        {
            "coinsurance_percent": (np.exp(source["lncoins"]) - 1).round().astype(int),
            "individual_deductible": yes_no(source["idp"]),
            "log_incentive_payment": source["lpi"],
            "log_expenditure_limit": source["fmde"],
            "chronic_disease_index": source["disea"],
            "doctor_visits": source["mdvis"],
            "physical_limitation": yes_no(source["physlm"]),
            "self_rated_health": pd.Series(rated).mask(blank),
        }
    )


def election() -> pd.DataFrame:
    """The American National Election Study of 1996: a row is a voter."""
    source = anes96.load_pandas().data.astype(int)
    return pd.DataFrame(
        {
            "age": source["age"],
            "education_level": source["educ"],
            "income_bracket": source["income"],
            "town_population_thousands": source["popul"],
            "tv_news_per_week": source["TVnews"],
            "clinton_left_right": source["ClinLR"],
            "dole_left_right": source["DoleLR"],
            "expected_vote": source["vote"].map({0: "Clinton", 1: "Dole"}),
            "party_identification": source["PID"].map(dict(enumerate(PARTIES))),
            "self_placement": source["selfLR"].map(dict(enumerate(LEANINGS, start=1))),
        }
    )


def wine() -> pd.DataFrame:
    """A chemical analysis of Italian wines: a row is a wine."""
    frame = load_wine(as_frame=True).frame
    cultivars = frame.pop("target").map({0: "cultivar 1", 1: "cultivar 2", 2: "cultivar 3"})
    return frame.rename(columns={"od280/od315_of_diluted_wines": "od280_od315_ratio"}).assign(cultivar=cultivars)


def diabetes() -> pd.DataFrame:
    """Diabetes patients and what became of them a year later: a row is a patient."""
    names = {
        "age": "age",
        "bmi": "body_mass_index",
        "s1": "total_cholesterol",
        "s2": "ldl",
        "s3": "hdl",
        "s4": "cholesterol_hdl_ratio",
        "s5": "log_triglycerides",
        "s6": "blood_sugar",
        "sex": "sex",
        "bp": "blood_pressure",
        "target": "disease_progression",
    }
    frame = load_diabetes(as_frame=True, scaled=False).frame[list(names)].rename(columns=names)
    return frame.assign(**{name: column.astype(int) for name, column in frame.items() if (column % 1 == 0).all()})


def yes_no(flags: pd.Series) -> pd.Series:
    """1 as yes, 0 as no; any other number is no answer and left empty."""
    return flags.map({1: "yes", 0: "no"})


TABLES: Mapping[str, Callable[[], pd.DataFrame]] = {
    "health.csv": health,
    "election.csv": election,
    "wine.csv": wine,
    "diabetes.csv": diabetes,
}


def make(folder: Path) -> None:
    """Write all tables into ``folder``."""
    for name, table in TABLES.items():
        table().to_csv(folder / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    make(FOLDER)
    sys.stdout.write(f"Wrote {', '.join(TABLES)}.\n")
