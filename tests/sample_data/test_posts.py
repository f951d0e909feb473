"""The written texts: whole, all different, with the labels the README tells of, and read as texts."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from mtl_core.tables.intake import take_in

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
    lengths: range

    def table(self) -> pd.DataFrame:
        return pd.read_csv(FOLDER / self.file, dtype="str")

    def tokens(self) -> list[list[str]]:
        return [re.findall(self.token, unicodedata.normalize("NFKC", text).lower()) for text in self.table()[self.text]]


ENGLISH = Posts(
    file="posts.csv",
    fewest=300,
    text="text",
    labels={"sentiment": {"positive", "negative"}, "topic": {"sports", "politics", "technology"}},
    token=r"\w+",
    lengths=range(5, 46),
)
CHINESE = Posts(
    file="chinese_posts.csv",
    fewest=140,
    text="文本",
    labels={"情感": {"正面", "负面"}, "主题": {"体育", "时政", "科技"}},
    token=r"\w",
    lengths=range(8, 61),
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
        assert 0.09 <= missing[column].mean() <= 0.11
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
    texts = posts.table()[posts.text]
    lengths = texts.str.len() if posts is CHINESE else texts.str.split().str.len()
    assert lengths.min() in posts.lengths
    assert lengths.max() in posts.lengths
    assert lengths.std() > 3


@both
def test_readme_is_true(posts: Posts) -> None:
    said, table = README.split(f"## {posts.file}\n")[1].split("\n## ")[0], posts.table()
    assert f"{len(table):,} rows" in said
    assert "written for this project" in said
    for column in posts.labels:
        assert re.search(rf"\b{table[column].isna().sum()} (labels )?of {column}\b", said)


@both
def test_column_is_read_as_text(posts: Posts, tmp_path: Path) -> None:
    dataset = take_in(FOLDER / posts.file, posts.file, tmp_path)
    assert dataset.profile(posts.text).kind == "text"
    assert {dataset.profile(column).kind for column in posts.labels} == {"category"}
