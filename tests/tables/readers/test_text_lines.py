"""Texts, one a line."""

from __future__ import annotations

import pytest

from mtl_core.errors import DataError
from mtl_core.tables.readers.text_lines import look_like_texts

TEXTS = ["The film was long, but good.", '"Never again', "", "Well, yes, no.", "It's 5 o'clock | somewhere"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_line_is_a_text_as_it_stands(reading, end):
    table = reading(end.join(TEXTS) + end)
    assert table.found.format == "lines"
    assert table.cells("text") == [text or None for text in TEXTS]
    assert table.found.report.num_rejected == 0


def test_a_first_line_that_names_the_column_is_its_name(reading):
    assert reading("reviews\nIt was good\nIt was bad\n").cells("reviews") == ["It was good", "It was bad"]
    table = reading("Great!\nIt was good\nIt was bad\n")
    assert table.cells("text")[0] == "Great!"
    assert reading("text\nIt was good\nIt was bad\n", header=False).found.rows == 3


@pytest.mark.parametrize(
    ("first", "options", "value", "reason"),
    [
        ("Titles", {}, True, "The first line is a name as text or review are."),
        ("TEXT", {}, True, "The first line is a name as text or review are."),
        ("评论", {}, True, "The first line is a name as text or review are."),
        ("textual", {}, False, "The first line is a text like the others."),
        ("It was so", {}, False, "The first line is a text like the others."),
        ("text", {"header": False}, False, "You chose it."),
        ("It was so", {"header": True}, True, "You chose it."),
    ],
)
def test_whether_the_first_line_is_a_name(reading, first, options, value, reason):
    table = reading(f"{first}\nIt was good\nIt was bad\n", format="lines", **options)
    (decision,) = (d for d in table.found.report.decisions if d.field == "header")
    assert (decision.value, decision.reason, decision.alternatives) == (value, reason, (not value,))
    assert table.frame.to_dict("list") == (
        {first: ["It was good", "It was bad"]} if value else {"text": [first, "It was good", "It was bad"]}
    )


def test_where_no_line_can_be_read_the_first_is_told(reading):
    with pytest.raises(DataError) as refused:
        reading("x " * 600_000 + "\n", format="lines")
    assert str(refused.value) == (
        "No line of the file can be read (the first stands at 1: longer than 1,048,576 bytes); correct the file."
    )


@pytest.mark.parametrize("name", ["Kommentar", "body_text2", "отзыв"])
def test_a_word_far_shorter_than_any_text_is_a_name(reading, name):
    texts = [f"It was good, said person {n}" for n in range(20)]
    assert reading("\n".join([name, *texts])).cells(name) == texts
    assert reading("\n".join([name, *texts[:19]])).cells("text")[0] == name  # too few to tell
    assert reading("\n".join([name, *texts, "Bad, too"])).cells("text")[0] == name  # one text is as short


def test_a_line_beyond_all_bounds_is_counted_and_the_rest_is_read(reading):
    table = reading("It was good\n" + "very " * 10_000_000 + "bad\nIt was fine\n")
    assert table.cells("text") == ["It was good", "It was fine"]
    (rejected,) = table.found.report.rejected
    assert (rejected.line, len(rejected.text)) == (2, 200)
    assert "longer than" in rejected.reason


def test_other_scripts_and_encodings(reading):
    texts = ["这家餐馆的菜很好吃。", "服务员不热情，菜也凉了。", "下次还会再来的。"] * 5
    assert reading("\n".join(texts).encode("gb18030")).cells("text") == texts
    assert reading("\n".join(texts).encode("utf-16")).cells("text") == texts
    arabic = ["كان الفيلم جميلا جدا", "لم يعجبني the ending أبدا", "😀 😀 🎉"]
    assert reading("\n".join(arabic)).cells("text") == arabic


@pytest.mark.parametrize(
    ("start", "texts"),
    [
        ("a good film, really\nno, not at all, never\nwell done\n" * 9, True),
        ("很好吃的一家餐馆\n太贵了，不会再去\n" * 9, True),
        ("It was good, and it ended soon\nI was there, but so were you\n" * 9, True),
        ("text,label\nIt is so good,pos\nIt is so bad,neg\n", False),
        ("It is so good\tpos\nIt is so bad\tneg\n" * 9, False),
        ("name, age, town\nAnn Lee, 30, Oslo\nBob Ray, 31, Rome\n", False),
        ("pos\nneg\nneg\n", False),
        ("size\n1.5\n2.5\n", False),
        ('review\n"Good, but slow, I say"\nFine as it is\n"Bad, very, very"\nNot my cup of tea\n', False),
        ('review\r\n"Good, but slow"\r\nFine as it is\r\n"""Never"", he said,\r\nand left"\r\n', False),
        ('review\n"Good, but slow, I say"\nFine as it is\n"Bad, very, ve', False),  # where the sample ends
    ],
)
def test_texts_are_told_from_tables(start, texts):
    assert look_like_texts(start) is texts
