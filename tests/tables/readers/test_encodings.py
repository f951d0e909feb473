"""Encodings: decided and shown, or refused with the place of the fault; never silently wrong letters."""

from __future__ import annotations

import codecs

import pytest

from mtl_core.errors import DataError

CHINESE = "姓名,类别\n张三,是\n李四,否\n"
WESTERN = "nom,ville\nJosé,Málaga\nZoë,Köln\n"


@pytest.mark.parametrize(
    ("text", "codec", "mark"),
    [
        (CHINESE, "utf-8", b""),
        (CHINESE, "utf-8", codecs.BOM_UTF8),
        (CHINESE, "utf-8", codecs.BOM_UTF8 * 2),
        (CHINESE, "utf-16-le", codecs.BOM_UTF16_LE),
        (CHINESE, "utf-16-be", codecs.BOM_UTF16_BE),
        (WESTERN, "utf-16-le", b""),
        (WESTERN, "utf-16-be", b""),
        (CHINESE, "gbk", b""),
        (CHINESE, "gb18030", b""),
        (WESTERN, "latin-1", b""),
        (WESTERN, "cp1252", b""),
        ("a,b\n1,“hi”\n2,€5 now\n", "cp1252", b""),
        ("名前,都市\n田中,おおさか\nタナカ,テスト\n", "shift_jis", b""),
        ("名前,都市\n田中,おおさか\nタナカ,テスト\n", "euc_jp", b""),
        ("имя,город\nИван,Москва\nОльга,Казань\n", "cp1251", b""),
        ("姓名,類別,城市\n張三,是,臺北\n李四,否,高雄\n", "big5", b""),
        ("이름,도시\n김철수,서울\n이영희,부산\n", "euc_kr", b""),
        ("miasto,ile\nŁódź,1\nŚwinoujście,2\nPoznań,3\n", "cp1250", b""),
        ("miasto,ile\nŁódź,1\nŚwinoujście,2\nPoznań,3\n", "iso8859_2", b""),
        ("miasto,ile\nŁódź,1\nŚwinoujście,2\nPoznań,3\n", "cp852", b""),
        ("město,n\nPlzeň,1\nČeské Budějovice,2\n", "cp1250", b""),
        ("grad,n\nŠibenik,1\nČakovec,3\nPoreč,1\n", "cp1250", b""),
        ("şehir,n\nİstanbul,1\nEskişehir,2\nMuğla,3\n", "cp1254", b""),
        ("nafn,n\nSigurður,1\nÞór,2\nÁsta,1\n", "cp1252", b""),
        ("miestas,n\nKlaipėda,1\nŠiauliai,2\nPanevėžys,3\n", "cp1257", b""),
        (WESTERN, "mac_roman", b""),
        (WESTERN, "cp850", b""),
        ("Stadt,n\nKöln,1\nDüsseldorf,2\nGroßenhain,3\n", "cp850", b""),
        ("Stadt,n\nKöln,1\nDüsseldorf,2\nGroßenhain,3\n", "mac_roman", b""),
        ("nom,ville\nFrançois,Nîmes\nØrsted,Århus\nNuñez,São Paulo\nJürgen,Köln\n", "cp1252", b""),
        ("a,b\n20 °C,5 µm\n3 m²,€5\n", "cp1252", b""),
        ("t,u\n20 °C,a\n30 °C,b\n", "cp850", b""),
        ("имя,город\nИван,Москва\nОльга,Казань\n", "koi8_r", b""),
        ("имя,город\nИван,Москва\nОльга,Казань\n", "cp866", b""),
        ("товар,цена\nхлеб,1\nмолоко,2\n", "cp1251", b""),
        ("שם,עיר\nדוד,ירושלים\nרחל,חיפה\n", "cp1255", b""),
        ("όνομα,πόλη\nΓιώργος,Αθήνα\nΜαρία,Πάτρα\n", "cp1253", b""),
        ("اسم,مدينة\nمحمد,القاهرة\nفاطمة,بغداد\n", "cp1256", b""),
        ("ชื่อ,เมือง\nสมชาย,กรุงเทพ\nมาลี,เชียงใหม่\n", "cp874", b""),
    ],
)
def test_letters_arrive_as_they_were_written(reading, text, codec, mark):
    table = reading(mark + text.encode(codec))
    header, *rows = [line.split(",") for line in text.splitlines()]
    assert list(table.frame.columns) == header
    assert table.frame.astype(str).to_numpy().tolist() == rows
    assert table.decision("encoding")


def test_the_decision_has_a_reason_and_alternatives(reading):
    decision = next(d for d in reading(WESTERN.encode("latin-1")).found.report.decisions if d.field == "encoding")
    assert decision.value == "cp1252"
    assert "gb18030" in decision.alternatives
    assert decision.reason


TABLE = "a,b\n1,é\n2,x\n"
ZERO = "Every other byte at the start of the file is zero, as in {}."
MARK = "The file starts with the byte-order mark of {}."


@pytest.mark.parametrize(
    ("content", "asked", "value", "reason"),
    [
        (TABLE.encode(), None, "utf-8", "Every byte of the file is valid UTF-8."),
        (b"a,b\n1,2\n", None, "utf-8", "Every byte of the file is valid UTF-8."),
        (TABLE.encode("utf-8-sig"), None, "utf-8", MARK.format("UTF-8")),
        (TABLE.encode("utf-16"), None, "utf-16-le", MARK.format("UTF-16-LE")),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), None, "utf-16-be", MARK.format("UTF-16-BE")),
        (TABLE.encode("utf-16-le"), None, "utf-16-le", ZERO.format("UTF-16-LE")),
        (TABLE.encode("utf-16-be"), None, "utf-16-be", ZERO.format("UTF-16-BE")),
        (TABLE.encode("cp1252"), None, "cp1252", "Line 2 is not UTF-8; this encoding reads like a language."),
        (b"a,b\n1,x\n2,\xe9\n", None, "cp1252", "Line 3 is not UTF-8; this encoding reads like a language."),
        (TABLE.encode("cp1250"), "cp1250", "cp1250", "You chose cp1250."),
    ],
)
def test_what_tells_the_encoding(reading, content, asked, value, reason):
    table = reading(content, encoding=asked)
    (decision,) = (d for d in table.found.report.decisions if d.field == "encoding")
    assert (decision.value, decision.reason) == (value, reason)
    assert value not in decision.alternatives
    assert {value, *decision.alternatives} >= {"utf-8", "utf-16-le", "utf-16-be", "cp1252", "gb18030", "shift_jis"}
    assert list(table.frame.columns) == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_before_a_quoted_name_is_no_part_of_it(reading, encoding):
    table = reading('"a, or b",c\n1,x\n2,y\n'.encode(encoding))
    assert {name: table.cells(name) for name in table.frame} == {"a, or b": [1, 2], "c": ["x", "y"]}


@pytest.mark.parametrize(("letters", "bad", "damaged"), [(6, 1, True), (5, 1, False), (6, 2, False), (60, 13, True)])
def test_utf8_with_a_few_bad_bytes_is_damaged_and_not_another_encoding(reading, letters, bad, damaged):
    content = b"a,b\n" + "x é,1\n".encode() * letters + b"x \xe9,1\n" * bad
    if not damaged:
        assert reading(content).decision("encoding") != "utf-8"
        return
    with pytest.raises(DataError) as refused:
        reading(content)
    assert str(refused.value) == (
        f"The file is UTF-8 but damaged: line {letters + 2}, character 3 is the byte E9, which UTF-8 does not have "
        "there; correct that line or choose another encoding."
    )


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"\xff,b\n1,2\n", "line 1, character 1 is the byte FF"),
        (b"ab,\xe9\n1,2\n", "line 1, character 4 is the byte E9"),
        ("é,é\n".encode() + b"1,\xc3\n", "line 2, character 3 is the byte C3"),
        (b"a,b\n1,2\n3,\xc3", "line 3, character 3 is the byte C3"),
    ],
)
def test_a_byte_that_does_not_fit_is_named_by_its_place(reading, content, place):
    with pytest.raises(DataError) as refused:
        reading(content, encoding="utf-8", format="csv")
    assert str(refused.value) == (
        f"The file is not utf-8: {place}, which that encoding does not have; choose another encoding."
    )


def test_lines_that_end_in_several_ways_are_made_the_same_and_it_is_said(reading):
    table = reading('a,b\n1,"x\r\ny"\r\n2,z\r3,w\n')
    assert (table.cells("a"), table.cells("b")) == ([1, 2, 3], ["x\ny", "z", "w"])
    assert table.found.report.notes == ("The lines of the file end in several ways; they were all made the same.",)


def test_the_encoding_can_be_overruled(reading):
    assert reading("a,b\n1,ø\n".encode("cp1252"), encoding="cp1250").cells("b") == ["ř"]
    with pytest.raises(DataError, match="not utf-8: line 2, character 3 is the byte F8"):
        reading("a,b\n1,ø\n".encode("cp1252"), encoding="utf-8")


def test_a_bad_byte_in_utf8_is_refused_with_its_place(reading):
    with pytest.raises(DataError, match="line 300,002, character 3 is the byte E9"):
        reading(("a,b\n" + "1,é\n" * 300_000).encode() + b"1,\xe9\n")


def test_a_single_foreign_byte_in_plain_text_is_no_damage(reading):
    table = reading(b"a,b\n" + b"1,e\n" * 20_000 + b"1,\xe9\n")
    assert table.cells("b")[-1] == "é"


def test_nul_characters_are_taken_out_and_counted(reading):
    table = reading(b"a\0,b\nx\0y,1\nz,2\n")
    assert table.cells("a") == ["xy", "z"]
    assert table.found.report.notes == ("NUL characters in the text were taken out (2).",)
