"""What a person typed shows as text and nothing else."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared import text

SIGNS = re.compile(r"(?<!\\)(?:\\\\)*[`*_{}\[\]()<>#+!|~$:&^=@]")
HOSTILE = [
    "<script>alert(1)</script>",
    "![x](http://example.org/a.png)",
    ":red[x] :material/home:",
    "$x^2$ price_$_and_$_tax",
    "__proto__ *a* `b`",
    "[a](javascript:alert(1))",
    "\u202egnp.exe",
    "a\nb\r\n# c",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_sign_of_markdown_is_left(name: str) -> None:
    assert not SIGNS.search(text.esc_md(name))


ADDRESS = re.compile(r"https?://|www\\.|[-.\\w+]@[-\\w]+\\.", re.IGNORECASE)


@pytest.mark.parametrize(
    "name", ["http://evil.example/a", "HTTPS://evil.example", "see www.evil.example.", "ask me@evil.example now"]
)
def test_address_is_text_and_no_link(name: str) -> None:
    """Markdown makes links of addresses after it has taken the escapes away."""
    for shown in (text.esc_md(name), text.labels([name])[name]):
        assert not ADDRESS.search(shown.replace("\\", ""))
        assert shown.replace("\\", "").replace("\u2060", "") == name


@given(st.text(max_size=200))
def test_escaped_text_is_one_harmless_line(name: str) -> None:
    escaped = text.esc_md(name)
    assert not SIGNS.search(escaped)
    assert "\n" not in escaped
    assert len(text.plain(name)) <= 60


@given(st.text(max_size=200))
def test_html_is_text(name: str) -> None:
    escaped = text.esc_html(name)
    assert not set(escaped) & set("<>\"'")
    assert html.unescape(escaped) == text.plain(name)


def test_direction_marks_are_not_shown() -> None:
    assert text.plain("\u202egnp.exe\u2066") == "gnp.exe"


def test_long_names_are_cut_and_their_whole_is_help() -> None:
    name = "x" * 1_000
    assert len(text.plain(name)) == 60
    assert text.whole(name) == name
    assert text.whole("short") is None


def test_names_that_look_alike_get_labels_of_their_own() -> None:
    names = ["x" * 100 + "1", "x" * 100 + "2", "y"]
    labels = text.labels(names)
    assert len(set(labels.values())) == 3


@pytest.mark.parametrize(
    ("name", "stem"),
    [("../../etc/passwd", "etc-passwd"), ("CON", "file-CON"), ("", "file"), ("Füße 😀", "F-e"), ("a" * 99, "a" * 60)],
)
def test_safe_stem(name: str, stem: str) -> None:
    assert text.safe_stem(name) == stem


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59.9, "just now"),
        (60, "1 minute ago"),
        (3_599, "59 minutes ago"),
        (3_600, "1 hour ago"),
        (86_399, "23 hours ago"),
        (86_400, "1 day ago"),
        (172_800, "2 days ago"),
    ],
)
def test_ago(seconds: float, words: str) -> None:
    assert text.ago(seconds) == words


def test_numbers_in_words() -> None:
    assert text.format_count(1, "row", "rows") == "1 row"
    assert text.format_count(20_190, "row", "rows") == "20,190 rows"
    assert text.list_names(["a", "b", "c"]) == "a, b and c"
    assert text.percent(0.0004) == "< 1%"
    assert text.percent(0.9996) == "> 99%"
    assert text.percent(1) == "100%"
    assert text.brief(None) == "–"
    assert text.brief(0.81234) == "0.812"
    assert [text.brief(value) for value in (999.4, 999.6, 17_623.4, -2_345_678.0, 3.2e30)] == [
        "999",
        "1,000",
        "17,620",
        "-2,346,000",
        "3.2e+30",
    ]


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.0099, "< 1%"), (0.01, "1%"), (0.126, "13%"), (0.99, "99%"), (0.991, "> 99%")]
)
def test_a_share_is_all_or_nothing_only_where_it_is(share: float, words: str) -> None:
    assert text.percent(share) == words


def test_control_signs_are_blanks_and_none_stand_at_the_ends() -> None:
    assert text.plain("\ta\u2028b\nc\u2029") == "a b c"


def test_the_whole_of_a_cut_name_is_harmless_too() -> None:
    assert text.whole("*" * 61) == "\\*" * 61
    assert text.whole("*" * 60) is None
    assert text.whole("abc", limit=2) == "abc"


def test_labels_keep_the_order_of_names_and_are_as_long_as_asked() -> None:
    labels = text.labels(["b", "a", "b", "c" * 12], limit=10)
    assert list(labels) == ["b", "a", "c" * 12]
    assert [labels["b"], labels["a"]] == ["b", "a"]
    assert len(labels["c" * 12]) == 10


@pytest.mark.parametrize("name", ["con", "Prn", "AUX", "nul", "COM1", "lpt9"])
def test_no_file_is_called_as_a_device(name: str) -> None:
    assert text.safe_stem(name) == f"file-{name}"
    assert text.safe_stem(f"{name}s") == f"{name}s"


def test_a_stem_begins_and_ends_with_a_letter_or_digit() -> None:
    assert text.safe_stem("__my table (2).csv--") == "my-table-2-csv"
    assert text.safe_stem("a" * 59 + "-b") == "a" * 59
