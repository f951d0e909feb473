"""Columns of texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from mtl_core.features.column_format import AS_WRITTEN
from mtl_core.features.tokenizer import fitting, tokenizer
from mtl_core.tables.column_kinds.column_counts import ENOUGH_ROWS, ColumnCounts
from mtl_core.tables.column_kinds.table_column import NOT_AT_ALL, Suits, TableColumn
from mtl_core.tables.findings import Finding, warning
from mtl_core.wording import format_count

_LONG_TEXT = 40
_MANY_WORDS = 4.0
_MANY_LABELS = 0.5
_FEW_TEXTS = 10
_FEW_WORDS = 20
_FEWEST = 20  # filled cells that say whether texts are few


class TextColumn(TableColumn):
    """Sentences, reviews, notes."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """Several words a cell, or cells that do not come again."""
        if facts.storage != "text":
            return NOT_AT_ALL
        if facts.words >= _MANY_WORDS or (facts.length > _LONG_TEXT and facts.words > 1.5):
            return 45, "The cells are texts of several words."
        if facts.filled > ENOUGH_ROWS and facts.unique > _MANY_LABELS * facts.filled:
            return 30, "Most rows have a text that no other row has."
        return NOT_AT_ALL

    def find_warnings(self, name: str, values: pd.Series[Any], splits_at_random: bool) -> Iterator[Finding]:
        """A warning where the texts are few, or differ only in how often and in which order they say the same words."""
        texts = [text for text in AS_WRITTEN.labels(values) if text is not None]
        different = len(set(texts))
        if different <= _FEW_TEXTS:
            if len(texts) >= _FEWEST:
                template = 'Column "{column}" has only {count} different texts, like a category; read it as a category.'
                yield warning(name, template, "column: category", count=different)
            return
        cut = tokenizer(fitting(texts), lowercase=True)
        words: set[str] = set()
        for text in texts:
            words.update(cut(text))
            if len(words) > _FEW_WORDS:
                return
        template = (
            'Column "{column}" has only {words} in all of its texts, so little can be told from them; leave it out.'
        )
        yield warning(name, template, "leave out", words=format_count(len(words), "different word", "different words"))


COLUMN = TextColumn()
