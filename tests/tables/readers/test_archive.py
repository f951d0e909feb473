"""Archives: texts in folders, texts beside their labels, or one table."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from mtl_core.errors import DataError
from mtl_core.tables import limits

TEXTS = "It was good\nIt was bad\nIt was fine\n"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


class TestFolders:
    def test_the_last_folder_is_the_label(self, reading):
        parts = {"set/train/pos/1.txt": "good, very", "set/test/pos/2.txt": "fine", "set/train/neg/1.txt": "bad\nvery"}
        table = reading(zipped({"set/": "", **parts, "__MACOSX/set/._1.txt": "x", "set/.DS_Store": "x"}))
        assert table.found.format == "zip"
        assert table.cells("text") == ["good, very", "fine", "bad\nvery"]
        assert table.cells("label") == ["pos", "pos", "neg"]
        assert table.cells("file") == list(parts)
        (decision,) = [d for d in table.found.report.decisions if d.field == "member"]
        assert "pos (2), neg (1)" in decision.reason
        assert "(set, test, train) are not used" in decision.reason

    def test_each_file_has_an_encoding_of_its_own(self, reading):
        chinese, french = "这家餐馆的菜很好吃，服务员也很热情。", "L'été était très beau à la plage."
        parts = {"a/1": chinese.encode("gb18030"), "a/2": french.encode("cp1252"), "b/3": chinese.encode("utf-16")}
        assert reading(zipped(parts)).cells("text") == [chinese, french, chinese]

    @pytest.mark.parametrize(
        ("content", "text"),
        [
            ("Zoë was here".encode("utf-16-le"), "Zoë was here"),
            ("Zoë was here".encode("utf-16-be"), "Zoë was here"),
            ("Zoë was here".encode("utf-8-sig"), "Zoë was here"),
            ("We met in the café".encode("cp1252"), "We met in the café"),
            ("We met in the café".encode(), "We met in the café"),
            ("We met José".encode("mac_roman"), "We met José"),
            (b"  two lines\n and blanks \n\n", "two lines\n and blanks"),
            (b"some words\0 here", "some words here"),
            (b"plain", "plain"),
        ],
    )
    def test_a_text_is_read_in_whatever_encoding_it_is_to_its_last_letter(self, reading, content, text):
        table = reading(zipped({"a/1.txt": content, "b/2.txt": "another"}))
        assert table.cells("text") == [text, "another"]
        assert table.found.report.num_rejected == 0

    def test_six_folders_are_listed_and_more_are_there(self, reading):
        def said(folders: int) -> str:
            parts = {f"{n}/{m}.txt": f"text {n} {m}" for n in range(folders) for m in range(2 if n == 3 else 1)}
            (decision,) = [d for d in reading(zipped(parts)).found.report.decisions if d.field == "member"]
            assert (decision.value, decision.alternatives) == ("every file", ())
            return decision.reason

        template = "Each file is a text and the folder that it lies in is its label: {}."
        assert said(6) == template.format("3 (2), 0 (1), 1 (1), 2 (1), 4 (1), 5 (1)")
        assert said(7) == template.format("3 (2), 0 (1), 1 (1), 2 (1), 4 (1), 5 (1), …")

    def test_rejected_files_are_named_by_their_place_and_are_no_label(self, reading):
        table = reading(zipped({"a/1.txt": "good", "c/2.png": b"\x89PNG\r\n\x1a\n\0\0", "b/3.txt": "bad"}))
        (rejected,) = table.found.report.rejected
        assert (rejected.line, rejected.text) == (2, "c/2.png")
        (decision,) = [d for d in table.found.report.decisions if d.field == "member"]
        assert decision.reason.endswith("a (1), b (1).")

    def test_a_text_of_the_largest_size_is_read(self, reading):
        table = reading(zipped({"a/1.txt": "ab" * (limits.MAX_LINE_BYTES // 2), "b/2.txt": "x"}))
        assert (len(table.cells("text")[0]), table.found.rows) == (limits.MAX_LINE_BYTES, 2)

    def test_what_is_no_text_is_counted_with_its_reason(self, reading):
        link = zipfile.ZipInfo("a/link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        content = io.BytesIO(
            zipped(
                {
                    "a/1.txt": "good",
                    "b/2.txt": "bad",
                    "a/picture.png": b"\x89PNG\r\n\x1a\n\0\0",
                    "a/noise": bytes(range(256)) * 20,
                    "a/long.txt": "x" * (limits.MAX_LINE_BYTES + 1),
                    "../../etc/passwd": "out",
                    "/etc/shadow": "out",
                    "C:\\boot\\x.txt": "out",
                    "notes.txt": "in no folder",
                    "a/broken.txt": ("schön, größer, über, für, grün, süß " * 2).encode() + b"\xff",
                    "a/empty.txt": "",
                }
            )
        )
        with zipfile.ZipFile(content, "a") as archive:
            archive.writestr(link, "/etc/passwd")
        table = reading(content.getvalue())
        assert table.cells("text") == ["good", "bad", None]
        reasons = {row.text: row.reason for row in table.found.report.rejected}
        assert reasons["a/picture.png"] == "a picture"
        assert "not text" in reasons["a/noise"]
        assert "longer" in reasons["a/long.txt"]
        assert reasons["a/link.txt"] == "a link, not a file"
        assert reasons["notes.txt"] == "it lies in no folder that could be its label"
        assert reasons["a/broken.txt"] == "it has bytes that fit no encoding"
        outside = ("../../etc/passwd", "/etc/shadow", "C:/boot/x.txt")
        assert {reasons[name] for name in outside} == {"its name leads outside the archive"}
        assert table.found.report.num_rejected == len(reasons) == 9

    def test_nothing_is_written_under_a_name_of_the_archive(self, reading, tmp_path):
        reading(zipped({"../up.txt": "x", "evil/a.txt": "good", "evil/b.txt": "bad", "more/c.txt": "fine"}))
        assert not list(tmp_path.parent.rglob("up.txt"))
        assert not list(tmp_path.rglob("evil"))

    def test_thousands_of_files(self, reading):
        table = reading(zipped({f"{n % 3}/{n}.txt": f"text number {n}" for n in range(5_000)}))
        assert (table.found.rows, table.column("label").unique, table.column("file").kind) == (5_000, 3, "identifier")

    def test_a_list_beside_the_texts_is_no_table(self, reading):
        table = reading(zipped({"a/1.txt": "good", "a/2.txt": "fine", "b/3.txt": "bad", "list.csv": "a,b\n1,2\n"}))
        assert table.cells("label") == ["a", "a", "b"]
        assert table.found.report.rejected[0].text == "list.csv"

    def test_files_without_folders_are_texts_without_labels(self, reading):
        table = reading(zipped({f"{name}.txt": f"It was {name}" for name in "abc"}))
        assert list(table.frame.columns) == ["text", "file"]
        assert table.cells("file") == ["a.txt", "b.txt", "c.txt"]
        (decision,) = [d for d in table.found.report.decisions if d.field == "member"]
        assert decision.reason == "Each file is a text; there are no folders, so there are no labels."


class TestBeside:
    @pytest.mark.parametrize(
        ("name", "labels", "columns"),
        [
            ("labels.txt", "pos\nneg\npos\n", {"label": ["pos", "neg", "pos"]}),
            ("labels.txt", "pos\nneg\nfine", {"label": ["pos", "neg", "fine"]}),
            ("labels.csv", "mood\npos\nneg\npos\n", {"mood": ["pos", "neg", "pos"]}),
            ("labels.csv", "mood,topic\npos,a\nneg,b\n,c\n", {"mood": ["pos", "neg", None], "topic": ["a", "b", "c"]}),
            ("labels.csv", "pos,a\nneg,b\npos,b\n", {"Column 1": ["pos", "neg", "pos"], "Column 2": ["a", "b", "b"]}),
            ("labels.txt", "pos\nneg\npos\n\n\n", {"label": ["pos", "neg", "pos"]}),
            ("labels.txt", "1\n0\n1\n", {"label": [1, 0, 1]}),
        ],
    )
    def test_as_many_labels_as_texts(self, reading, name, labels, columns):
        for parts in ({"texts.txt": TEXTS, name: labels}, {f"x/{name}": labels, "x/texts.txt": TEXTS}):
            table = reading(zipped(parts))
            assert list(table.frame.columns) == ["text", *columns]
            assert table.cells("text") == TEXTS.splitlines()
            assert {column: table.cells(column) for column in columns} == columns
            assert table.decision("member") == f"texts.txt + {name}"

    def test_another_number_is_one_sentence_with_both(self, reading):
        said = '"texts.txt" has 3 texts and "labels.csv" has 5 rows; expected as many labels as texts'
        with pytest.raises(DataError, match=said):
            reading(zipped({"texts.txt": TEXTS, "labels.csv": "mood\n" + "pos\n" * 5}))

    @pytest.mark.parametrize(
        ("texts", "labels", "said"),
        [
            ("It was good\n", "pos\n" * 4, '"texts.txt" has 1 text and "labels.txt" has 4 rows;'),
            (TEXTS, "mood,size\npos,1\nneg,2\n", '"texts.txt" has 3 texts and "labels.txt" has 2 rows;'),
            (TEXTS, "1\n\n0\n\n1\n", '"texts.txt" has 3 texts and "labels.txt" has 5 rows;'),
            (TEXTS * 2, "mood,topic\npos,a\n", '"texts.txt" has 6 texts and "labels.txt" has 1 row;'),
        ],
    )
    def test_the_numbers_are_those_of_the_rows(self, reading, texts, labels, said):
        with pytest.raises(DataError) as refused:
            reading(zipped({"texts.txt": texts, "labels.txt": labels}))
        assert str(refused.value) == f"{said} expected as many labels as texts."

    def test_blank_lines_at_the_end_of_the_texts_are_none(self, reading):
        table = reading(zipped({"texts.txt": TEXTS + "\n  \n", "labels.txt": "pos\nneg\npos\n"}))
        assert table.cells("text") == TEXTS.splitlines()
        assert table.cells("label") == ["pos", "neg", "pos"]
        (decision,) = [d for d in table.found.report.decisions if d.field == "member"]
        assert decision.reason == (
            "Both files have 3 rows, so each row of labels.txt belongs to the line of texts.txt beside it."
        )

    def test_a_blank_line_among_the_labels_is_a_missing_one(self, reading):
        table = reading(zipped({"texts.txt": TEXTS, "labels.txt": "pos\n\nneg\n"}))
        assert table.cells("label") == ["pos", None, "neg"]

    def test_a_first_line_that_looks_like_a_name_is_one_only_if_the_numbers_say_so(self, reading):
        texts = "review\n" + TEXTS
        assert reading(zipped({"texts.txt": texts, "labels.txt": "a\nb\na\n"})).cells("review") == TEXTS.splitlines()
        table = reading(zipped({"texts.txt": texts, "labels.txt": "1\n0\n1\n0\n"}))
        assert table.cells("text") == texts.splitlines()
        named = reading(zipped({"texts.txt": TEXTS, "labels.csv": "mood,topic\npos,a\nneg,b\npos,b\n"}))
        assert named.cells("mood") == ["pos", "neg", "pos"]

    @pytest.mark.parametrize(
        ("labels", "rows"), [("label\n1\n0\n", 2), ("1\n0\n1\n0\n", 4), ("pos\npos\nneg\nneg\n", 4)]
    )
    def test_a_clear_first_row_is_not_called_another_thing_to_make_the_numbers_fit(self, reading, labels, rows):
        with pytest.raises(DataError, match=f'"labels.txt" has {rows} rows'):
            reading(zipped({"texts.txt": TEXTS, "labels.txt": labels}))

    def test_a_name_that_was_taken_for_a_text_is_put_right(self, reading):
        table = reading(zipped({"texts.txt": "Kommentar\n" + TEXTS, "labels.txt": "1\n0\n1\n"}))
        assert (table.cells("Kommentar"), table.cells("label")) == (TEXTS.splitlines(), [1, 0, 1])

    def test_two_columns_that_are_no_texts_are_beside_each_other_too(self, reading):
        table = reading(zipped({"a.csv": "size\n1\n2\n", "b.csv": "number\n10\n20\n"}))
        assert {name: table.cells(name) for name in table.frame} == {"number": [10, 20], "size": [1, 2]}

    def test_two_tables_are_not(self, reading):
        table = reading(zipped({"a.csv": "a,b\n1,2\n3,4\n", "b.csv": "c,d\n5,6\n"}))
        assert (list(table.frame.columns), table.decision("member")) == (["a", "b"], "a.csv")

    def test_files_in_two_folders_are_not(self, reading):
        table = reading(zipped({"x/a.csv": "a\n1\n2\n", "y/b.csv": "c\n5\n6\n7\n"}))
        assert table.decision("member") == "y/b.csv"

    def test_a_line_that_cannot_be_read_would_move_the_labels(self, reading):
        with pytest.raises(DataError, match=r'Line 3 of "labels\.csv" cannot be read'):
            reading(zipped({"texts.txt": TEXTS, "labels.csv": "a,b\n1,2\n3\n4,5\n"}))

    def test_quotation_marks_in_texts_are_no_quotation(self, reading):
        texts = '"Good, he said\n"Bad" she said\nNothing was said\n'
        table = reading(zipped({"texts.txt": texts, "labels.txt": "a\nb\na\n"}))
        assert table.cells("text") == texts.splitlines()


class TestOneTable:
    def test_the_only_file(self, reading):
        table = reading(zipped({"data/t.csv": "a,b\n1,x\n2,y\n"}))
        assert (table.cells("a"), table.decision("member")) == ([1, 2], "data/t.csv")

    def test_what_tells_about_the_table_is_left_aside(self, reading):
        table = reading(zipped({"t.csv": "a,b\n1,x\n2,y\n", "README.md": "read me\n", "LICENSE": "free\n"}))
        assert table.cells("b") == ["x", "y"]
        assert table.found.report.notes == ("Left aside in the archive: README.md, LICENSE.",)

    def test_of_several_the_largest_unless_another_is_chosen(self, reading):
        content = zipped({"test.csv": "a,b\n1,x\n", "train.csv": "a,b\n1,x\n2,y\n"})
        table = reading(content)
        (decision,) = [d for d in table.found.report.decisions if d.field == "member"]
        assert (decision.value, decision.alternatives, table.found.rows) == ("train.csv", ("test.csv",), 2)

    def test_another_can_be_chosen_by_name_alone(self, reading):
        content = zipped({"test.csv": "a,b\n1,x\n", "train.csv": "a,b\n1,x\n2,y\n"})
        assert reading(content, member="test.csv").found.rows == 1

    @pytest.mark.parametrize("name", ["t.csv", "t.dat", "README.md", "t"])
    def test_the_only_file_is_the_table_whatever_it_is_called(self, reading, name):
        table = reading(zipped({name: "a,b\n1,x\n2,y\n"}))
        (decision,) = [d for d in table.found.report.decisions if d.field == "member"]
        assert (decision.value, decision.alternatives) == (name, ())
        assert (decision.reason, table.found.report.notes) == ("It is the only file.", ())

    @pytest.mark.parametrize("aside", ["readme.txt", "Read-Me", "LICENCE", "license.md", "CHANGELOG", "citation.cff"])
    def test_what_is_left_aside(self, reading, aside):
        table = reading(zipped({"x/t.csv": "a,b\n1,x\n2,y\n", f"x/{aside}": "about", "x/.git": "", "Thumbs.db": ""}))
        assert table.cells("a") == [1, 2]
        assert table.found.report.notes == (f"Left aside in the archive: x/{aside}.",)

    @pytest.mark.parametrize("extra", ["reading.txt", "licensed.csv.txt", "my readme.txt", ".."])
    def test_what_is_not(self, reading, extra):
        table = reading(zipped({"t.csv": "a,b\n1,x\n2,y\n", "u.csv": "c,d\n1,2\n", extra: "about"}))
        assert table.decision("member") == "t.csv"
        assert table.found.report.notes == ()

    def test_half_of_the_files_are_tables_or_all_are_texts(self, reading):
        tables = {"1.csv": "a,b\n1,x\n", "2.TSV": "a\tb\n1\tx\n2\ty\n"}
        texts = {"x/1.txt": "good", "y/2.txt": "bad"}
        assert reading(zipped(tables | texts)).decision("member") == "2.TSV"
        table = reading(zipped(tables | texts | {"y/3.txt": "worse"}))
        assert (table.decision("member"), table.cells("label")) == ("every file", ["x", "y", "y"])
        assert reading(zipped(tables | texts | {"y/3.txt": "worse"}), member="1.csv").cells("a") == [1]

    def test_of_tables_of_one_size_the_first(self, reading):
        parts = {"b.csv": "a,b\n1,x\n", "a.csv": "a,b\n2,y\n", "c.csv": "a,b\n"}
        assert reading(zipped(parts)).cells("a") == [1]

    def test_a_name_that_is_not_there(self, reading):
        with pytest.raises(DataError, match='no table "/etc/passwd"'):
            reading(zipped({"test.csv": "a,b\n1,x\n"}), member="/etc/passwd")


def locked() -> bytes:
    """An archive whose one file says that it is encrypted."""
    content = bytearray(zipped({"a/1.txt": "good"}))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def spoilt() -> bytes:
    """An archive whose only table is damaged."""
    content = bytearray(zipped({"t.csv": "a,b\n" + "1,2\n" * 100}))
    content[40] ^= 0xFF
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zipped({}), "archive is empty"),
        (zipped({"a/": "", ".hidden": "x"}), "archive is empty"),
        (zipped({"a/1.txt": "x" * 15_000_000}), "would unpack to 15 MB"),
        (locked(), "protected by a password"),
        (spoilt(), r't\.csv" of the archive is damaged'),
        (zipped({"inner.zip": zipped({"a.csv": "a"})}), "holds another archive"),
        (
            zipped({"a/1.png": b"\x89PNG\r\n\x1a\n\0", "b/2.png": b"\x89PNG\r\n\x1a\n\0"}),
            "No file of the archive can be read",
        ),
    ],
)
def test_refused(reading, content, said):
    with pytest.raises(DataError, match=said) as refused:
        reading(content)
    assert "\n" not in str(refused.value)


def test_too_many_files(reading, monkeypatch):
    monkeypatch.setattr("mtl_core.tables.readers.zip_members.MAX_TEXT_FILES", 3)
    with pytest.raises(DataError, match="has 4 files, expected at most 3"):
        reading(zipped({f"a/{n}.txt": "x" for n in range(4)}))
