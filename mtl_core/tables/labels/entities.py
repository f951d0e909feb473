"""Entities marked by tags of tokens, counted as the CoNLL shared tasks' conlleval does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mtl_core.features.tag_marks import LAST, OUTSIDE, SINGLE, split_mark

Entity = tuple[str, int, int]
"""Its type, its first token and the one after its last."""


def entities(tags: Sequence[str]) -> Iterator[Entity]:
    """The entities of one text in order, in IOB1, IOB2, IOBES or BILOU.

    One starts at B- or S- and wherever the type changes (Tjong Kim Sang and De Meulder, CoNLL 2003).
    """
    start, type_, before = 0, "", OUTSIDE
    for place, tag in enumerate((*tags, OUTSIDE)):
        mark, kind = split_mark(tag)
        if type_ and (kind != type_ or mark in ("B", SINGLE) or before in (LAST, SINGLE)):
            yield type_, start, place
            type_ = ""
        if kind and not type_:
            start, type_ = place, kind
        before = mark


def pieces(tags: Sequence[str], spans: bool) -> list[Entity]:
    """What tags mark: whole entities if they mark ``spans``, else each token that has one by itself."""
    if spans:
        return list(entities(tags))
    return [(tag, place, place + 1) for place, tag in enumerate(tags) if tag != OUTSIDE]


def counts(
    true: Sequence[Sequence[str]], said: Sequence[Sequence[str]]
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By type the entities that there are, those that are said, and those that are both, with both ends right."""
    found: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for right, answer in zip(true, said, strict=True):
        wanted, given = set(entities(right)), set(entities(answer))
        for counter, members in zip(found, (wanted, given, wanted & given), strict=True):
            counter.update(kind for kind, _, _ in members)
    return found
