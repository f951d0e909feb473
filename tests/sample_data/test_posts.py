"""The written texts: whole, all different, with the labels the README tells of, and read as texts."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from mtl_core.tables.intake.uploads import take_in

FOLDER = Path(__file__).parents[2] / "sample_data"
README = (FOLDER / "README.md").read_text("utf-8")


@dataclass(frozen=True)
class Posts:
    """One file of texts, and what is promised of it."""

    file: str
    fewest: int
    text: str
    labels: dict[str, set[str]]
    token: str
    ngrams: Literal["word", "char"]
    lengths: range

    def table(self) -> pd.DataFrame:
        return pd.read_csv(FOLDER / self.file, dtype="str")

    def words_or_characters(self) -> "pd.Series[int]":
        texts = self.table()[self.text]
        return texts.str.len() if self.ngrams == "char" else texts.str.split().str.len()

    def tokens(self) -> list[list[str]]:
        return [re.findall(self.token, unicodedata.normalize("NFKC", text).lower()) for text in self.table()[self.text]]


ENGLISH = Posts(
    file="posts.csv",
    fewest=950,
    text="text",
    labels={"sentiment": {"positive", "negative"}, "topic": {"sports", "politics", "technology"}},
    token=r"\w+",
    ngrams="word",
    lengths=range(3, 61),
)
CHINESE = Posts(
    file="chinese_posts.csv",
    fewest=430,
    text="文本",
    labels={"情感": {"正面", "负面"}, "主题": {"体育", "时政", "科技"}},
    token=r"\w",
    ngrams="char",
    lengths=range(3, 121),
)
both = pytest.mark.parametrize("posts", [ENGLISH, CHINESE], ids=["english", "chinese"])


@both
def test_columns_rows_and_labels(posts: Posts) -> None:
    table = posts.table()
    assert list(table.columns) == [posts.text, *posts.labels]
    assert len(table) >= posts.fewest
    for column, labels in posts.labels.items():
        assert set(table[column].dropna()) == labels


@both
def test_a_tenth_of_each_label_is_missing_and_never_both(posts: Posts) -> None:
    missing = posts.table().isna()
    assert not missing[posts.text].any()
    for column in posts.labels:
        assert 0.07 <= missing[column].mean() <= 0.13
    assert not missing[list(posts.labels)].all(axis=1).any()


@both
def test_every_pair_of_labels_is_well_filled(posts: Posts) -> None:
    shares = posts.table()[list(posts.labels)].dropna().value_counts(normalize=True)
    assert len(shares) == 6
    assert shares.min() >= 0.12


@both
def test_no_two_texts_are_nearly_the_same(posts: Posts) -> None:
    tokens = posts.tokens()
    assert len({tuple(text) for text in tokens}) == len(tokens)
    runs: dict[tuple[str, ...], list[int]] = {}
    for number, text in enumerate(tokens):
        for run in set(zip(*(text[start:] for start in range(5)), strict=False)):
            runs.setdefault(run, []).append(number)
    shared = pd.Series([(a, b) for texts in runs.values() for a in texts for b in texts if a < b]).value_counts()
    for (a, b), count in shared.items():
        assert count < 0.5 * (min(len(tokens[a]), len(tokens[b])) - 4), (tokens[a], tokens[b])


@both
def test_no_opening_is_worn(posts: Posts) -> None:
    assert pd.Series([tuple(text[:3]) for text in posts.tokens()]).value_counts().max() <= 4


@both
def test_texts_are_short_posts(posts: Posts) -> None:
    lengths = posts.words_or_characters()
    assert lengths.min() in posts.lengths
    assert lengths.max() in posts.lengths
    assert lengths.std() > 5


@both
def test_words_tell_a_good_deal_but_not_all(posts: Posts) -> None:
    for column in posts.labels:
        rows = posts.table().dropna(subset=[column])
        words = TfidfVectorizer(analyzer=posts.ngrams, ngram_range=(1, 2), sublinear_tf=True)
        model = make_pipeline(words, LogisticRegression(C=10, max_iter=1000))
        accuracy = cross_val_score(model, rows[posts.text], rows[column]).mean()
        assert rows[column].value_counts(normalize=True).max() + 0.1 < accuracy < 0.97


@both
def test_readme_is_true(posts: Posts) -> None:
    said, table = README.split(f"## {posts.file}\n")[1].split("\n## ")[0], posts.table()
    lengths = posts.words_or_characters()
    assert f"{len(table):,} rows, each one text of {lengths.min()} to {lengths.max()} " in said
    assert "written for this project" in said
    for column in posts.labels:
        assert re.search(rf"\b{table[column].isna().sum()} (labels )?of {column}\b", said)


@both
def test_column_is_read_as_text(posts: Posts, tmp_path: Path) -> None:
    dataset = take_in(FOLDER / posts.file, posts.file, tmp_path)
    assert dataset.profile(posts.text).kind == "text"
    assert {dataset.profile(column).kind for column in posts.labels} == {"category"}
