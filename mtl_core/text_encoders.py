"""What each text encoder learns and gives, as numbers: the arrays of its weights and the length of its output.

Each encoder's network stands in ``mtl_core/networks/encoders/`` under the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

EncoderKind = Literal["average", "lstm", "bilstm", "gru", "cnn", "transformer", "pretrained"]
Arrays = dict[str, tuple[int, ...]]

AFFIXES = 3  # letters of the longest beginning and of the longest ending of a word that are looked at
SPELT = 2 * AFFIXES + 1  # features of how a word is spelt: beginnings, endings and its shape
CNN_WIDTHS = (2, 3, 4)  # tokens that a filter spans; Kim, arXiv 1408.5882, with one width less wide
FEED_FORWARD = 2  # times the units, within a Transformer's block


def spelling_name(column: str) -> str:
    """The name of the input [n, length, SPELT] by which a network sees how the words of the text ``column`` (an id)
    are spelt."""
    return f"{column}_spelling"


@dataclass(frozen=True)
class Backbone:
    """The measures of a pretrained encoder: ``layers`` blocks of a Transformer, ``units`` between them."""

    units: int
    layers: int
    heads: int
    wide: int  # units within a block


@dataclass(frozen=True)
class Sizes:
    """A text encoder's measures: ``tokens`` it tells apart, of which a text has ``length``."""

    tokens: int
    length: int
    embedding: int
    units: int
    backbone: Backbone | None = None  # of a pretrained encoder, which has no other width
    spellings: int = 0  # features of how words are spelt that it tells apart; 0 if it does not see them


@dataclass(frozen=True)
class TextEncoder:
    """One kind of encoder: what a person reads of it, the arrays of its weights as LAYER/WEIGHT, and how many values it
    gives."""

    title: str
    about: str  # in a sentence or two
    arrays: Callable[[Sizes], Arrays]
    width: Callable[[Sizes], int]
    words: str  # what it does with a text, "read by an LSTM"
    pairs: bool = False  # whether it reads beginnings and pairs of words too, because it does not see the order
    preset: bool = False  # whether its weights and its vocabulary were learnt elsewhere

    def parameters(self, sizes: Sizes) -> int:
        """Numbers in all its arrays."""
        return sum(_product(shape) for shape in self.arrays(sizes).values())


def _product(shape: tuple[int, ...]) -> int:
    result = 1
    for length in shape:
        result *= length
    return result


def _embedding(sizes: Sizes) -> Arrays:
    arrays: Arrays = {"embedding/embeddings": (sizes.tokens, sizes.embedding)}
    if sizes.spellings:
        arrays["spelling/embeddings"] = (sizes.spellings, sizes.embedding)
    return arrays


def _dense(name: str, received: int, units: int) -> Arrays:
    return {f"{name}/kernel": (received, units), f"{name}/bias": (units,)}


def _lstm(name: str, sizes: Sizes) -> Arrays:
    gates = 4 * sizes.units
    return {
        f"{name}/kernel": (sizes.embedding, gates),
        f"{name}/recurrent_kernel": (sizes.units, gates),
        f"{name}/bias": (gates,),
    }


def _gru(sizes: Sizes) -> Arrays:
    gates = 3 * sizes.units
    return _embedding(sizes) | {
        "gru/kernel": (sizes.embedding, gates),
        "gru/recurrent_kernel": (sizes.units, gates),
        "gru/bias": (2, gates),
    }


def _cnn(sizes: Sizes) -> Arrays:
    filters = (_dense(f"filters_{width}", width * sizes.embedding, sizes.units) for width in CNN_WIDTHS)
    return _embedding(sizes) | {name: shape for arrays in filters for name, shape in arrays.items()}


def _transformer(sizes: Sizes) -> Arrays:
    units, wide = sizes.units, FEED_FORWARD * sizes.units
    norms = {f"norm_{place}/{name}": (units,) for place in (1, 2, 3) for name in ("gamma", "beta")}
    return {
        **_embedding(sizes),
        "places/embeddings": (sizes.length, units),
        **_dense("enter", sizes.embedding, units),
        **_dense("query", units, units),
        **_dense("key", units, units),
        **_dense("value", units, units),
        **_dense("attended", units, units),
        **_dense("wide", units, wide),
        **_dense("narrow", wide, units),
        **norms,
    }


def _count_pretrained(sizes: Sizes) -> Arrays:
    backbone = _backbone(sizes)
    units = backbone.units
    arrays = {
        "embedding/embeddings": (sizes.tokens, units),
        "places/embeddings": (sizes.length, units),
        **_norm("norm", units),
    }
    for layer in range(1, backbone.layers + 1):
        for part in ("query", "key", "value", "attended"):
            arrays |= _dense(f"{layer}_{part}", units, units)
        arrays |= _norm(f"{layer}_norm_1", units)
        arrays |= _dense(f"{layer}_wide", units, backbone.wide) | _dense(f"{layer}_narrow", backbone.wide, units)
        arrays |= _norm(f"{layer}_norm_2", units)
    return arrays


def _norm(name: str, units: int) -> Arrays:
    return {f"{name}/gamma": (units,), f"{name}/beta": (units,)}


def _backbone(sizes: Sizes) -> Backbone:
    if sizes.backbone is None:
        raise ValueError("a pretrained encoder needs the measures of its preset")
    return sizes.backbone


TEXT_ENCODERS: Mapping[str, TextEncoder] = {
    "average": TextEncoder(
        "Average of words",
        "Averages vectors of words, their beginnings and pairs. Quick, and hard to beat.",
        _embedding,
        lambda sizes: sizes.embedding,
        "averaged",
        pairs=True,
    ),
    "lstm": TextEncoder(
        "LSTM",
        "Reads a text from its beginning to its end and remembers what matters.",
        lambda sizes: _embedding(sizes) | _lstm("lstm", sizes),
        lambda sizes: sizes.units,
        "read by an LSTM",
    ),
    "bilstm": TextEncoder(
        "LSTM from both ends",
        "Reads a text forwards and backwards, so that it knows what follows a word.",
        lambda sizes: _embedding(sizes) | _lstm("forward", sizes) | _lstm("backward", sizes),
        lambda sizes: 2 * sizes.units,
        "read by an LSTM from both ends",
    ),
    "gru": TextEncoder(
        "GRU",
        "Reads in order as an LSTM does, with fewer numbers to learn.",
        _gru,
        lambda sizes: sizes.units,
        "read by a GRU",
    ),
    "cnn": TextEncoder(
        "CNN",
        "Looks for telling phrases of two to four words, wherever they stand.",
        _cnn,
        lambda sizes: len(CNN_WIDTHS) * sizes.units,
        "searched by a CNN",
    ),
    "transformer": TextEncoder(
        "Transformer",
        "Each word looks at all others. Best with many texts.",
        _transformer,
        lambda sizes: sizes.units,
        "read by a Transformer",
    ),
    "pretrained": TextEncoder(
        "Pretrained",
        "A Transformer that has read many texts elsewhere. Helps where there are few rows.",
        _count_pretrained,
        lambda sizes: _backbone(sizes).units,
        "read by a pretrained Transformer",
        preset=True,
    ),
}
