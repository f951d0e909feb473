"""What the tags of tokens are called by what they look like: entities, chunks, parts of speech."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mtl_core.features.tag_marks import are_spans, split_mark

_CHUNKS = frozenset((
    "NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP",
))  # fmt: skip
_ENTITIES = frozenset((
    "PER", "PERS", "PERSON", "LOC", "LOCATION", "ORG", "ORGANIZATION", "MISC", "GPE", "FAC", "NORP",
    "PRODUCT", "EVENT", "DATE", "TIME", "MONEY", "PERCENT", "CORPORATION", "GROUP", "CREATIVE-WORK",
))  # fmt: skip
_UNIVERSAL = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "CONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X", ".", "_",
)  # fmt: skip
_PENN = (
    "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT",
    "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP",
    "VBZ", "WDT", "WP", "WP$", "WRB", "#", "$", "''", "(", ")", ",", ".", ":", "``", '"', "-LRB-", "-RRB-",
    "HYPH", "NFP", "ADD", "AFX", "XX",
)  # fmt: skip
_SPEECH = frozenset((*_UNIVERSAL, *_PENN))
_MOSTLY = 0.8
_MOST_TAGS = 200
_SHARE_OF_WORDS = 0.5


def are_tags(tags: Sequence[str], words: int) -> bool:
    """Whether these are tags, given the number of different words: two or more that come again, not lemmas."""
    different = set(tags)
    if are_spans(tags) or _are_speech(different):
        return True
    return 2 <= len(different) <= min(_MOST_TAGS, _SHARE_OF_WORDS * words)


def name(tags: Collection[str]) -> str:
    """A column's name for these different tags."""
    types = {kind.upper() for _, kind in map(split_mark, tags) if kind}
    if types and types <= _CHUNKS:
        return "chunks"
    if types and len(types & _ENTITIES) >= 0.5 * len(types):
        return "entities"
    return "pos" if not types and _are_speech(tags) else "tags"


def _are_speech(tags: Collection[str]) -> bool:
    return len(tags) > 1 and sum(tag in _SPEECH for tag in tags) >= _MOSTLY * len(tags)
