"""Code pages of one byte a letter: a sentence of each language is read as it was written, in each of its pages."""

from __future__ import annotations

import pytest

from mtl_core.tables.readers.code_pages import PAGES, find

WESTERN = ("cp1252", "mac_roman", "cp850")
EASTERN = ("cp1250", "iso8859_2", "cp852")
BALTIC = ("cp1257",)
SENTENCES = {
    "German": ("Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. Äpfel, Öl und Übung", WESTERN),
    "French": (
        "Dès Noël, où un zéphyr haï me vêt de glaçons, l'été à Béziers ; Œuvre et cœur",
        ("cp1252", "mac_roman"),
    ),
    "French without œ": ("Portez ce vieux whisky au juge blond : à l'été, où dès Noël il a reçu ça", WESTERN),
    "Spanish": ("El pingüino hizo kilómetros bajo exhaustiva lluvia, añoraba el frío. ¿Qué? ¡Sí, señor!", WESTERN),
    "Portuguese": ("Luís argüia à Júlia que brações, fé, chá, óxido, pôr, zângão eram palavras. Nações", WESTERN),
    "Italian": ("Ma la volpe, col suo balzo, ha raggiunto il quieto Fido: perché, però, così, città, più", WESTERN),
    "Italian without ì": ("perché, città, però, più", WESTERN),
    "Swedish": ("Flygande bäckasiner söka hwila på mjuka tuvor. Åsa är här", WESTERN),
    "Danish": ("Quizdeltagerne spiste jordbær med fløde, mens cirkusklovnen Åge legede på ærten", WESTERN),
    "Catalan": ("Jove xef, porti whisky amb quinze glaçons d'hidrogen, això és l'última açò, raó i país", WESTERN),
    "Dutch": ("Pas op, de geïnteresseerde coöperatie van België geeft één reünie, vóór alles", WESTERN),
    "Polish": ("Pchnąć w tę łódź jeża lub ośm skrzyń fig. Zażółć gęślą jaźń, a potem zrób obiad rodziny", EASTERN),
    "Czech": ("Příliš žluťoučký kůň úpěl ďábelské ódy, a proto šel domů a večeřel s rodinou u stolu", EASTERN),
    "Slovak": ("Kŕdeľ šťastných ďatľov učí pri ústí Váhu mĺkveho koňa obhrýzať kôru a žrať mäso", EASTERN),
    "Hungarian": ("Árvíztűrő tükörfúrógép és egy kis szép ház a nagy folyó partján, ahol sokan laknak", EASTERN),
    "Romanian": ("Gheorghe, obezul, a reuşit să obţină jucându-se un flux în Quebec de o mie", EASTERN),
    "Croatian": ("Gojazni đačić s biciklom drži hmelj i finu vatu u džepu nošnje, a šest ljudi čeka", EASTERN),
    "Turkish": ("Pijamalı hasta yağız şoföre çabucak güvendi. İstanbul çok güzel bir şehir", ("cp1254",)),
    "Icelandic": ("Kæmi ný öxi hér, ykist þjófum nú bæði víl og ádrepa. Þór og Ásta fóru heim", ("cp1252",)),
    "Lithuanian": ("Įlinkdama fechtuotojo špaga sublykčiojusi pragręžė apvalų arbūzą, žmogus ėjo namo", BALTIC),
    "Latvian": ("Glāžšķūņa rūķīši dzērumā čiepj Baha koncertflīģeļu vākus, bet es eju mājās", BALTIC),
    "Estonian": ("Põdur Zagrebi tšellomängija-följetonist Ciqo külmetas kehvas garaažis, õhtu oli pikk", BALTIC),
    "Russian": ("Съешь же ещё этих мягких французских булок, да выпей чаю. Москва", ("cp1251", "koi8_r", "cp866")),
    "Ukrainian": ("Чуєш їх, доцю, га? Кумедна ж ти, прощайся без ґольфів, Київ і Львів", ("cp1251",)),
    "Hebrew": ("דג סקרן שט בים מאוכזב ולפתע מצא לו חברה איך הקליטה שלום עולם", ("cp1255",)),
    "capitals": ("ÄPFEL, ÖL UND ÜBUNG IN MÜNCHEN", ("cp1252",)),
    "signs": ("20 °C, 5 µm, 3 m², ½ §7, 4 × 5 ± 1, © 2024, ® and ™", ("cp1252",)),
    "quoted": ("“hi”, he said – and ‘so’ too… «oui» „ja“ ‚so‘ • one • two, 5€ €5 £7", ("cp1252",)),
    "apostrophes": ("Nous n’avons pas de café à l’école, n’est-ce pas, Noël et où", ("cp1252", "mac_roman")),
}
CASES = [(text, page) for text, pages in SENTENCES.values() for page in pages]


@pytest.mark.parametrize(
    ("text", "page"), CASES, ids=[f"{name} {p}" for name, (_, pages) in SENTENCES.items() for p in pages]
)
def test_a_sentence_is_read_as_it_was_written(text: str, page: str) -> None:
    found = find(text.encode(page))
    assert found in PAGES
    assert text.encode(page).decode(str(found)) == text


@pytest.mark.parametrize("page", WESTERN)
def test_several_western_languages_in_one_file(page: str) -> None:
    text = "François, Nîmes\nØrsted, Århus\nNuñez, São Paulo\nJürgen, Köln\n"
    assert text.encode(page).decode(str(find(text.encode(page)))) == text


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Ελλάδα και Κύπρος, καλημέρα σας", "cp1253"),
        ("كان الفيلم جميلا جدا", "cp1256"),
        ("สวัสดีครับ อาหารอร่อย", "cp874"),
        ("这家餐馆的菜很好吃", "gb18030"),
    ],
)
def test_other_scripts_are_left_to_others(text: str, page: str) -> None:
    assert find(text.encode(page)) is None
