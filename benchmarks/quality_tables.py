"""The tables by which defaults are judged: the project's own texts, those that come with scikit-learn and statsmodels,
and those in the folder that MTL_SHARED_DATA names, if it does."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import sklearn.datasets
import statsmodels.datasets

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Table:
    """A table of texts, what is to be predicted (NAME[:KIND]), the columns left out, and further settings.

    ``text`` is the only input, where there is one.
    """

    name: str
    read: Callable[[], pd.DataFrame]
    targets: tuple[str, ...]
    ignore: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    text: str | None = None
    chinese: bool = False


def tables() -> list[Table]:
    """All that are there."""
    shared = Path(os.environ.get("MTL_SHARED_DATA", "nowhere"))
    return [*_own(), *_scikit_learn(), *_statsmodels(), *(_shared(shared) if shared.is_dir() else [])]


def _own() -> list[Table]:
    folder = _ROOT / "sample_data"
    return [
        _text_table("posts", folder / "posts.csv", "text", "sentiment topic"),
        _text_table("chinese posts", folder / "chinese_posts.csv", "文本", "情感 主题", chinese=True),
    ]


def _scikit_learn() -> list[Table]:
    def load(name: str) -> Callable[[], pd.DataFrame]:
        return lambda: getattr(sklearn.datasets, f"load_{name}")(as_frame=True).frame.astype(str)

    return [
        Table("diabetes", load("diabetes"), ("target:regression",)),
        Table("breast cancer", load("breast_cancer"), ("target:binary",)),
        Table("digits", load("digits"), ("target:multiclass",)),
        Table("iris", load("iris"), ("target:multiclass", "petal width (cm):regression")),
    ]


def _statsmodels() -> list[Table]:
    def load(name: str) -> Callable[[], pd.DataFrame]:
        return lambda: getattr(statsmodels.datasets, name).load_pandas().data.astype(str)

    products = _words(_PRODUCTS)
    return [
        Table("schools", load("star98"), _words("NABOVE:regression NBELOW:regression PTRATIO:regression"), products),
        Table("voters", load("anes96"), _words("vote:binary income:regression PID:regression"), ("logpopul",)),
        Table("affairs", load("fair"), _words("affairs:regression rate_marriage:multiclass")),
        Table("visits", load("randhie"), _words("mdvis:regression disea:regression")),
        Table("travel modes", load("modechoice"), _words("choice:binary gc:regression"), ("individual",)),
    ]


def _shared(folder: Path) -> list[Table]:
    def table(name: str, file: str, targets: str, ignore: str = "", *settings: str) -> Table:
        path = folder / f"{file}.csv"
        return Table(name, lambda: _cells(path), _words(targets), _words(ignore), settings)

    def text(name: str, file: str, column: str, targets: str, chinese: bool = False) -> Table:
        return _text_table(name, folder / f"{file}.csv", column, targets, chinese)

    subjects = ("split.by=group", "split.column=subject", "columns.subject.use=false")
    return [
        table("hospital", "hospital_support2_3000", "hospdead sfdm2 slos:regression totcst:regression"),
        table("building energy", "building_energy", "heating_load:regression cooling_load:regression"),
        table("penguins", "penguins", "species sex body_mass_g:regression island"),
        table("students", "students_portuguese", _STUDENTS),
        table("bike hours", "bike_rental_hours", "casual:regression registered:regression weathersit:multiclass"),
        table("abalone", "abalone", "rings:regression sex:multiclass"),
        table("wine quality", "wine_quality", "quality:regression colour alcohol:regression"),
        table("adult", "adult_12000", "income marital_status hours_per_week:regression", "relationship"),
        table("parkinsons", "parkinsons_telemonitoring", _PARKINSONS, "", *subjects),
        text("reviews", "review_sentiment_topic", "text", "sentiment topic"),
        text("emotions", "emotions_goemotions_8000", "text", "tone:multilabel emotion:multilabel"),
        text("utterances", "chinese_travel_utterances_crosswoz", "text", _UTTERANCES, chinese=True),
        text("restaurants", "chinese_restaurant_reviews_asap_300", "reviewbody", "star:multiclass", chinese=True),
    ]


_STUDENTS = "G1:regression G2:regression G3:regression Walc:multiclass higher romantic"
_PARKINSONS = "motor_UPDRS:regression total_UPDRS:regression sex:binary"
_UTTERANCES = "domain is_request is_inform is_select is_general n_acts:regression"
_PRODUCTS = (
    "PERMINTE_AVYRSEXP PERMINTE_AVSAL AVYRSEXP_AVSAL PERSPEN_PTRATIO PERSPEN_PCTAF PTRATIO_PCTAF "
    "PERMINTE_AVYRSEXP_AVSAL PERSPEN_PTRATIO_PCTAF"
)  # of other columns


def _text_table(name: str, path: Path, column: str, targets: str, chinese: bool = False) -> Table:
    settings = (f"columns.{column}.kind=text",)
    return Table(name, lambda: _cells(path), _words(targets), (), settings, column, chinese)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _cells(path: Path) -> pd.DataFrame:
    """Cells as they are written."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)
