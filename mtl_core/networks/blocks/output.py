"""A task's raw output over its last layer."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.dense import dense
from mtl_core.networks.site import Site, Values
from mtl_core.networks.wide import beside_words
from mtl_core.plan.blocks.output import OutputBlock


def output(block: OutputBlock, sources: Values, site: Site) -> keras.KerasTensor:
    """A linear layer over what the layers give, and beside it what the words of texts say: [n, units]."""
    return beside_words(dense(block, sources, site), block, site)


BUILDER = one_by_one(output)
