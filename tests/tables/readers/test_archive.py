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
        table = reading(zipped({f"{n}.txt": f"It was {n}" for n in range(3)}))
        assert list(table.frame.columns) == ["text", "file"]


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
        (zipped({"a/1.png": b"\x89PNG\r\n\x1a\n\0", "b/2.png": b"\x89PNG\r\n\x1a\n\0"}), "No file of the file"),
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
