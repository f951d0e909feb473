"""A text whose tokens carry tags, as HTML text: what the network says and, where it differs, what the table says. Every
text that a person wrote is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from mtl_core.features.tag_marks import are_spans
from mtl_core.tables.labels.entities import Entity, pieces
from pages.shared import text

_TOKENS = 200  # shown of one text
_TOKEN = 60  # characters of one
_LABEL = 30  # characters of a tag


def mark_tags(tokens: Sequence[str], said: Sequence[str], true: Sequence[str] | None) -> str:
    """The text with the tags that are said, and with the true ones if there are any and they are others."""
    spans = are_spans([*said, *(true or ())])
    given = pieces(said, spans)
    if true is None:
        return _line(tokens, given, given)
    wanted = pieces(true, spans)
    if tuple(said) == tuple(true):
        return _line(tokens, given, wanted) + '<p class="true">✓ That is right.</p>'
    wrong = sum(one != other for one, other in zip(said, true, strict=True))
    count = text.format_count(wrong, "token is", "tokens are")
    verdict = f'<p class="true">✗ {count} not tagged as in the table, which says:</p>'
    return _line(tokens, given, wanted) + verdict + _line(tokens, wanted, given)


def legend() -> str:
    """What the marks mean."""
    return (
        '<p class="mtl-row mtl-reading" style="border: 0; padding: 0; background: none">'
        '<mark class="tag">words<small>tag</small></mark> &nbsp; told alike by network and table &nbsp; '
        '<mark class="tag wrong">words<small>tag ✗</small></mark> &nbsp; told by one of them only</p>'
    )


def _line(tokens: Sequence[str], marked: Sequence[Entity], others: Sequence[Entity]) -> str:
    """The text with what is ``marked``; those that are not among ``others`` as wrong."""
    shown, before, agreed = [], 0, set(others)
    for tag, start, end in marked:
        if start >= _TOKENS:
            break
        words = " ".join(_words(tokens[start:end]))
        kind, sign = ("tag", "") if (tag, start, end) in agreed else ("tag wrong", " ✗")
        mark = f'<mark class="{kind}">{words}<small>{text.esc_html(tag, _LABEL)}{sign}</small></mark>'
        shown.append([*_words(tokens[before:start]), mark])
        before = end
    rest = _words(tokens[before:_TOKENS])
    more = ["…"] if len(tokens) > _TOKENS else []
    return f'<p class="words tagged" dir="auto">{" ".join([*chain(*shown), *rest, *more])}</p>'


def _words(tokens: Sequence[str]) -> list[str]:
    return [text.esc_html(token, _TOKEN) for token in tokens]
