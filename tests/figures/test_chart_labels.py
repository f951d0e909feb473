"""People's names in charts: nothing in them is read as markup."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.figures.chart_labels import distinct_labels, label


@given(st.text())
def test_label_is_short_and_holds_no_markup(text: str) -> None:
    shown = label(text, 28)
    assert "<" not in shown
    assert ">" not in shown
    assert "%{" not in shown
    assert "\n" not in shown
    assert len(unescape(shown)) <= 28


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("age", "age"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("a &amp; b", "a &amp;amp; b"),
        ("two\n lines", "two lines"),
        ("%{customdata}", "%&#123;customdata}"),
        ("a" * 500 + "z" * 500, "a" * 9 + "…" + "z" * 18),
    ],
)
def test_label_of(text: str, shown: str) -> None:
    assert label(text) == shown


def test_empty_name_is_shown_as_such() -> None:
    assert distinct_labels(["", "a"]) == ["(empty)", "a"]
