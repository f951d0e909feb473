"""The columns of a row, joined into one vector."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.site import Site, Values
from mtl_core.plan.blocks.encode import EncodeBlock


def encode(block: EncodeBlock, texts: Values, site: Site) -> keras.KerasTensor:
    """Numbers, embeddings and encoded texts side by side: [n, units]."""
    parts = [site.inputs["numbers"]] if "numbers" in site.inputs else []
    categories = [column for column in site.columns if column.vocabulary]
    for place, column in enumerate(categories):
        table = site.table(f"{block.id}_{column.id}", column.vocabulary, column.embedding)
        parts.append(table(site.inputs["categories"][:, place]))
    return keras.layers.Concatenate(name=block.id)(parts + texts)


BUILDER = one_by_one(encode)
