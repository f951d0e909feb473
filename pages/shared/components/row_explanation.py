"""One row as the tasks see it, as HTML text for ``st.html``: each task's answer beside the words that pushed it. Every
text that a person wrote is escaped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from mtl_core.records.examples import Answer, Example, Piece, ReadText
from pages.shared import text
from pages.shared.components import tagged_text
from pages.shared.components.html_parts import token

_SOFTEST = 0.15  # of the strongest push: below this a word stays plain
_FULL = 1.0  # log-odds, or standard deviations, that are painted in full where no word of the text says more
_SIGNED = 3  # words a side that carry a sign and are named below the text
_SHOWN = 5  # classes
_LABEL = 80  # characters of a label


def row_explanation(names: Mapping[str, str], example: Example, *, shares: bool = False) -> str:
    """A card a task, side by side; ``names`` are the tasks' by id, in slot order. ``shares`` lists the classes."""
    cards = "".join(
        _card(slot, name, example.answers[task], _texts(example.texts, task), _tags(example.texts, task), shares)
        for slot, (task, name) in enumerate(names.items())
    )
    return f'<div class="mtl-readings">{cards}</div>'


def heading(example: Example, name: str = "") -> str:
    """Where the row stands, what names it, and its cells that are no texts."""
    cells = " · ".join(f"{escape(text.plain(name, 40))} {escape(value)}" for name, value in example.cells.items())
    place = f"<b>Row {example.position + 1:,} of the table{' · ' if name else ''}{escape(name)}</b>"
    return f'<p class="mtl-row">{place}{" · " if cells else ""}{cells}</p>'


def legend(examples: Sequence[Example]) -> str:
    """What the marks of these rows mean."""
    answers = [answer for example in examples for answer in example.answers.values()]
    tags = any(answer.tokens and answer.true is not None for answer in answers)
    pushes = any(read.effects or read.pieces for example in examples for read in example.texts)
    return (_legend() if pushes else "") + (tagged_text.legend() if tags else "")


def _legend() -> str:
    return (
        '<p class="mtl-row mtl-reading" style="border: 0; padding: 0; background: none">'
        '<mark class="for" style="--strength: 0.8">speaks for the answer<sup>+</sup></mark> &nbsp; '
        '<mark class="against" style="--strength: 0.8">speaks against it<sup>−</sup></mark> &nbsp; '
        "The stronger the colour, the more the answer changes without that word.</p>"
    )


def _card(slot: int, name: str, answer: Answer, texts: str, tags: str, shares: bool) -> str:
    bars = "".join(_share(label, share) for label, share in answer.shares[:_SHOWN]) if shares else ""
    header = f'<header title="{escape(name)}">{token(slot)}<span>{escape(text.plain(name, 40))}</span></header>'
    said = (
        _tag(answer) + tags
        if answer.tokens
        else f'<p class="given">{_write_given(answer)}</p>{_true(answer)}{bars}{texts}'
    )
    return f'<section class="mtl-reading" style="--colour: var(--mtl-task-{slot})">{header}{said}</section>'


def _tag(answer: Answer) -> str:
    given, true = str(answer.given).split(), answer.true
    return tagged_text.mark_tags(answer.tokens, given, None if true is None else str(true).split())


def _write_given(answer: Answer) -> str:
    sure = "" if answer.sure is None else f" · {text.percent(answer.sure)} sure"
    return f"{_value(answer.given)}{sure}"


def _true(answer: Answer) -> str:
    true, given = answer.true, answer.given
    if true is None:
        return ""
    if isinstance(true, str):
        verdict = "✓ That is right." if true == given else f"✗ The table says {_value(true)}."
    else:
        off = abs(true - given) if isinstance(given, float | int) else None
        verdict = f"The table says {_value(true)}; off by {text.brief(off)}."
    return f'<p class="true">{verdict}</p>'


def _value(value: str | float | None) -> str:
    return text.esc_html(value, _LABEL) if isinstance(value, str) else text.brief(value)


def _share(label: str, share: float) -> str:
    bar = f'<i style="--share: {share:.3f}"></i>'
    name = text.esc_html(label, _LABEL)
    return f'<div class="share"><span title="{name}">{name}</span>{bar}<span>{text.percent(share)}</span></div>'


def _texts(texts: Sequence[ReadText], task: str) -> str:
    named = len(texts) > 1
    return "".join(
        (f'<p class="column">{text.esc_html(read.column, 40)}</p>' if named else "")
        + _words(read, read.effects.get(task, ()))
        + _tell_phrases(read, task)
        for read in texts
    )


def _tell_phrases(read: ReadText, task: str) -> str:
    told = read.tell_phrases(task)
    return "" if told is None else f'<p class="sum">{escape(told)}</p>'


def _tags(texts: Sequence[ReadText], task: str) -> str:
    """The pieces of tagged texts, each of which opens to the words that push its tag."""
    pieces = [(read, piece) for read in texts for piece in read.pieces.get(task, ())]
    hint = '<p class="sum">Open a tag to see which words push it; these are the least sure:</p>'
    return hint + "".join(_open(*pair) for pair in pieces) if pieces else ""


def _open(read: ReadText, piece: Piece) -> str:
    start, end = read.places[piece.start][0], read.places[piece.end - 1][1]
    named = f"{text.esc_html(read.text[start:end], _LABEL)}<small>{text.esc_html(piece.tag, _LABEL)}</small>"
    return (
        f'<details><summary><mark class="tag">{named}</mark></summary>'
        f"{_words(read, piece.effects, range(piece.start, piece.end))}</details>"
    )


def _words(read: ReadText, effects: Sequence[float], asked: range = range(0)) -> str:
    """The text with its words marked by their effects, those that are ``asked`` about as such, and the strongest in a
    sentence."""
    full = max([_FULL, *(abs(effect) for effect in effects)])
    strength = {place: effect / full for place, effect in enumerate(effects) if abs(effect) >= _SOFTEST * full}
    ranked = sorted(strength, key=lambda place: -abs(strength[place]))
    wordy = [place for place in ranked if any(map(str.isalnum, read.text[slice(*read.places[place])]))]
    signed = [place for sign in (1, -1) for place in [p for p in wordy if sign * strength[p] > 0][:_SIGNED]]
    marked, before = "", 0
    for place, (start, end) in enumerate(read.places):
        word = escape(read.text[start:end])
        word = f'<u class="asked">{word}</u>' if place in asked else word
        marked += escape(read.text[before:start]) + _mark(word, strength.get(place, 0.0), place in signed)
        before = end
    marked += escape(read.text[before:]) + (" …" if read.longer else "")
    return f'<p class="words" dir="auto">{marked}</p>{_sum(read, strength, signed)}'


def _mark(word: str, strength: float, signed: bool) -> str:
    if not strength:
        return word
    kind, sign = ("for", "+") if strength > 0 else ("against", "−")
    mark = f"<sup>{sign}</sup>" if signed else ""
    return f'<mark class="{kind}" style="--strength: {abs(strength):.2f}">{word}{mark}</mark>'


def _sum(read: ReadText, strength: Mapping[int, float], signed: Sequence[int]) -> str:
    """The marks in words, for whoever does not see colours."""

    def name_words(sign: int) -> str:
        words = [read.text[slice(*read.places[place])] for place in signed if sign * strength[place] > 0]
        return escape(", ".join(f"“{word}”" for word in dict.fromkeys(words)))

    pros, cons = name_words(1), name_words(-1)
    if not (pros or cons):
        return '<p class="sum">No single word changes this answer much.</p>'
    said = [f"For: {pros}." if pros else "", f"Against: {cons}." if cons else ""]
    return f'<p class="sum">{" ".join(filter(None, said))}</p>'
