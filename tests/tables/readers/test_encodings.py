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
    assert "(2)" in table.found.report.notes[0]
