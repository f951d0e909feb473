"""Files of tagged tokens."""

from __future__ import annotations

import pytest

from mtl_core.errors import DataError

CONLL_2003 = """-DOCSTART- -X- -X- O

EU NNP B-NP B-ORG
rejects VBZ B-VP O
German JJ B-NP B-MISC
call NN I-NP O
. . O O

Peter NNP B-NP B-PER
Blackburn NNP I-NP I-PER

# # B-NP O
5 CD I-NP O
"""

CONLL_U = """# sent_id = 1
# text = Dámelo ya
1-2\tDámelo\t_\t_\t_\t_\t_\t_\t_\t_
1\tDá\tdar\tVERB\t_\t_\t0\troot\t_\t_
2\tlo\tél\tPRON\t_\t_\t1\tobj\t_\t_
3\tya\tya\tADV\t_\t_\t1\tadvmod\t_\t_
3.1\tomitido\tomitir\tVERB\t_\t_\t_\t_\t_\t_

# sent_id = 2
1\tCorre\tcorrer\tVERB\t_\t_\t0\troot\t_\t_
2\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_
"""


def test_four_columns(reading):
    table = reading(CONLL_2003)
    assert table.found.format == "conll"
    assert table.frame.to_dict("list") == {
        "text": ["EU rejects German call .", "Peter Blackburn", "# 5"],
        "pos": ["NNP VBZ JJ NN .", "NNP NNP", "# CD"],
        "chunks": ["B-NP B-VP B-NP I-NP O", "B-NP I-NP", "B-NP I-NP"],
        "entities": ["B-ORG O B-MISC O O", "B-PER I-PER", "O O"],
    }
    assert "one for each token" in next(d.reason for d in table.found.report.decisions if d.field == "delimiter")


def test_universal_dependencies(reading):
    table = reading(CONLL_U)
    assert table.frame.to_dict("list") == {"text": ["Dá lo ya", "Corre ."], "pos": ["VERB PRON ADV", "VERB PUNCT"]}


def test_slots_of_two_columns_and_windows_line_ends(reading):
    content = "fly O\r\nto O\r\nRome B-toloc\r\n\r\nfrom O\r\nNew B-fromloc\r\nYork I-fromloc\r\n"
    table = reading(content)
    assert table.cells("tags") == ["O O B-toloc", "O B-fromloc I-fromloc"]


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (
            " ",
            "Each line is a token with 3 fields set apart by blanks, a blank line ends a sentence: a sentence is a "
            "row, and its tags stand in pos, entities, one for each token.",
        ),
        (
            "\t",
            "Each line is a token with 3 fields set apart by tabs, a blank line ends a sentence: a sentence is a row, "
            "and its tags stand in pos, entities, one for each token.",
        ),
    ],
)
def test_what_became_of_the_fields_is_said(reading, sign, said):
    lines = ["Ann NNP B-PER", "sang VBD O", "", "Rome NNP B-LOC", "fell VBD O", ""]
    table = reading("\n".join(line.replace(" ", sign) for line in lines) + "\n")
    (decision,) = (d for d in table.found.report.decisions if d.field == "delimiter")
    assert (decision.value, decision.reason) == (sign, said)


def test_layers_of_one_name_are_numbered(reading):
    table = reading("fly O a\nto O b\nRome B-to a\nor O b\n\nfrom O a\nOslo B-from b\nby O a\nair B-by b\n")
    assert {name: table.cells(name) for name in table.frame} == {
        "text": ["fly to Rome or", "from Oslo by air"],
        "tags": ["O O B-to O", "O B-from O B-by"],
        "tags_2": ["a b a b", "a b a b"],
    }


def test_a_layer_that_is_none_is_told_with_its_field(reading):
    lines = [f"word{n} lemma{n} {'B-A' if n % 2 else 'O'}" for n in range(6)]
    table = reading("\n".join([*lines[:3], "", *lines[3:], ""]))
    assert list(table.frame.columns) == ["text", "tags"]
    assert table.found.report.notes == (
        "Field 2 of the lines is no layer of tags (it has 6 different values): left out.",
    )


def test_comments_and_marks_of_documents_are_no_tokens(reading):
    content = "# id = 1\nAnn B-PER\nsang O\n-DOCSTART- O\n# text = so\nBob B-PER\n# O\n"
    assert reading(content).cells("text") == ["Ann sang", "Bob #"]


def test_where_no_sentence_can_be_read_the_first_is_told(reading):
    with pytest.raises(DataError) as refused:
        reading("a b c\nd e\n" + "f g\n" * 9, format="conll")
    assert str(refused.value) == (
        "No sentence of the file can be read (the first stands at 1: 3 fields where 2 are expected, so its sentence "
        "(from line 1) is left out); correct the file."
    )
    with pytest.raises(DataError, match="do not have two or more fields each, a token and its tags; correct it"):
        reading("alone\nword\n", format="conll")


def test_a_sentence_with_a_faulty_line_is_left_out_and_shown(reading):
    table = reading("a O\nb B-X\n\nc O\nd\ne O\n\nf O\n\ng B-X\nh I-X\ni O\nj O\nk O\nl O\nm O\n")
    assert table.cells("text") == ["a b", "f", "g h i j k l m"]
    (rejected,) = table.found.report.rejected
    assert (rejected.line, rejected.text) == (5, "d")
    assert rejected.reason == "1 fields where 2 are expected, so its sentence (from line 4) is left out"
    assert table.found.report.num_rejected == 1


def test_a_token_is_one_word_whatever_stands_in_it(reading):
    table = reading("10\u00a0000\tB-N\nx\tO\n\u200b\tO\n\nz\tO\n")
    assert table.cells("text") == ["10_000 x _", "z"]
    assert [len(cell.split()) for cell in table.cells("tags")] == [3, 1]


def test_lemmas_are_no_layer_of_tags(reading):
    words = ["the", "cats", "saw", "many", "dogs", "near", "old", "houses", "while", "birds", "sang", "songs"]
    lemmas = ["the", "cat", "see", "many", "dog", "near", "old", "house", "while", "bird", "sing", "song"]
    lines = [
        f"{word} {lemma} {'B-A' if n % 3 else 'O'}" for n, (word, lemma) in enumerate(zip(words, lemmas, strict=True))
    ]
    table = reading("\n".join(lines[:6]) + "\n\n" + "\n".join(lines[6:]) + "\n")
    assert list(table.frame.columns) == ["text", "tags"]
    assert "Field 2" in table.found.report.notes[0]


def test_a_sentence_without_end_is_rejected_with_a_hint(reading):
    with pytest.raises(DataError, match="a blank line ends a sentence"):
        reading("word O\nname B-X\n" * 150_000)


def test_tables_and_texts_are_not_taken_for_tags(reading):
    assert reading("blood type\nA 5\nO 3\nB 2\n").found.format != "conll"
    assert reading("a\tb\n1\t2\n\n3\t4\n").found.format == "csv"
    assert reading("Roses red\n\nViolets blue\n\nSugar sweet\n\nHoney too\n").found.format == "lines"


def test_tags_know_the_column_of_their_tokens(reading):
    table = reading("Ann NNP B-PER\nsang VBD O\n, , O\n\nRome NNP B-LOC\nfell VBD O\n\n" * 12)
    assert [(c.name, c.kind, c.tokens, c.separator) for c in table.found.columns] == [
        ("text", "text", None, None),
        ("pos", "text", "text", None),
        ("entities", "text", "text", None),
    ]
    assert table.column("pos").reason == 'Each cell has one tag for each token of column "text".'


def test_a_table_of_tagged_texts_of_one_length_is_no_file_of_tokens(reading):
    table = reading("text,tags,day\n" + "a b c,O B-x I-x,2020-01-01\n" * 30)
    assert [column.name for column in table.found.columns] == ["text", "tags", "day"]
