"""Which form a text has, told from its first lines: texts, tagged tokens or a table, at the edges of each rule."""

from __future__ import annotations

import pytest

from mtl_core.tables.readers.conll import looks_tagged
from mtl_core.tables.readers.text_lines import look_like_texts


def sentences(*lines: str, times: int = 5) -> str:
    return ("\n".join(lines) + "\n\n") * times


class TestTagged:
    @pytest.mark.parametrize(
        ("start", "told"),
        [
            (sentences("Ann B-PER", "sang O"), True),
            (sentences("Ann\tB-PER", "sang\tO"), True),
            (sentences("Ann B-PER", "sang O", times=1), True),  # marks of spans tell by themselves
            (sentences("the DT", "cat NN", "sat VBD", times=2), True),
            (sentences("the DT", "cat NN", "sat VBD", times=1), False),  # one sentence says too little
            (sentences("fly a", "to b", "Rome a", "or b"), True),
            (sentences("fly a", "to b", "Rome a"), False),  # more than a tag for two words
            (sentences("fly a", "to a", "Rome a", "or a"), False),  # one tag
            ("\n".join(sentences(f"w{n} a", f"v{n} b", times=1) for n in range(9)), True),
            (sentences("alone", "word"), False),
            ("word\n" + sentences("Ann B-PER", "sang O", times=9), False),  # the name of a column
            ("", False),
            ("\n\n", False),
            ("# a comment\n" + sentences("Ann B-PER", "sang O"), True),
            ("-DOCSTART- -X- O\n\n" + sentences("Ann NNP B-PER", "sang VBD O"), True),
            (sentences(*[f"w{n} {' '.join(['x'] * 29)}" for n in range(9)]), False),
            (sentences(*[f"w{n} {' '.join(['x'] * 28)} {'B-A' if n % 2 else 'O'}" for n in range(9)]), True),
            (sentences(*[f"w{n} {' '.join(['x'] * 29)} {'B-A' if n % 2 else 'O'}" for n in range(9)]), False),
        ],
    )
    def test_tokens_with_tags(self, start: str, told: bool) -> None:
        assert looks_tagged(start) is told

    @pytest.mark.parametrize(("odd", "told"), [(1, True), (2, False)])
    def test_nine_of_ten_lines_have_one_number_of_fields(self, odd: int, told: bool) -> None:
        lines = [f"w{n} {'B-A' if n % 3 else 'O'}" for n in range(10 - odd)] + ["three fields here"] * odd
        assert looks_tagged("\n".join(lines) + "\n") is told

    @pytest.mark.parametrize(("words", "told"), [(100, True), (101, False)])
    def test_a_sentence_has_a_hundred_tokens_at_most(self, words: int, told: bool) -> None:
        lines = [f"w{n} {('DT', 'NN')[n % 2]}" for n in range(words)]
        assert looks_tagged(sentences(*lines, times=3)) is told

    def test_the_fields_of_conll_u(self) -> None:
        line = "{n}\tDog\tdog\t{upos}\t{xpos}\t_\t0\troot\t_\t_"
        for upos, xpos in (("NOUN", "_"), ("_", "NN")):
            assert looks_tagged(sentences(*(line.format(n=n, upos=upos, xpos=xpos) for n in (1, 2)), times=1))

    def test_where_a_long_start_is_cut_the_last_line_does_not_tell(self) -> None:
        whole = sentences("Ann B-PER", "sang O", times=4_000)
        assert len(whole) > 60_000
        assert looks_tagged(whole + "only")
        assert looks_tagged(sentences("Ann B-PER", "sang O", times=3) + "only") is False


class TestTexts:
    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            (["two words", "one"], False),  # fewer than two words a line
            (["two words", "two words"], True),
            (["two words", "three words here", "one"], True),
            (["好", "很好"], False),
            (["你好", "很好吃的"], True),
            (["so it was, and so it is", "never again, I say", "well, no, not here"], True),
            (["so it was,and so it is", "never again,I say", "well,no,not here"], False),  # no blank behind commas
            (["a b, c d", "e f, g h"], True),  # two words between commas
            (["a, b", "c, d"], False),
            (["a b, c", "d e, f"], False),
            (["it was good;pos", "it was bad;neg"], False),
            (["it was good|pos", "it was bad|neg"], False),
            (["it was good\tpos", "it was bad\tneg"], False),
            (["it was good; very", "it was bad", "it was fine"], True),
            (["it was good; very", "it was bad; too", "it was fine"], False),
            (["first  second", "it was  good", "very  bad"], False),
        ],
    )
    def test_written_texts(self, lines: list[str], told: bool) -> None:
        assert look_like_texts("\n".join(lines) + "\n") is told

    @pytest.mark.parametrize(("stuck", "told"), [(1, True), (2, False)])
    def test_nine_of_ten_commas_have_a_blank_behind_them(self, stuck: int, told: bool) -> None:
        lines = [f"it was good,{'' if n < stuck else ' '}and it ended" for n in range(10)]
        assert look_like_texts("\n".join(lines) + "\n") is told

    def test_blank_lines_are_not_counted(self) -> None:
        assert look_like_texts("two words\n\n\n\ntwo words\n")
        assert not look_like_texts("\n\n\n\nword\n")

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_end_in_any_way(self, end: str) -> None:
        assert not look_like_texts(end.join(["these", "are", "words", "alone"]) + end)
        assert look_like_texts(end.join(["these are words", "and more words"]) + end)
        assert looks_tagged(end.join(["Ann B-PER", "sang O", "", "Bob B-PER", "fell O", ""]))
