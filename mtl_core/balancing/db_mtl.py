"""Dual balancing: gradients of the losses' logarithms, all as long as the longest."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.experiment.balancing.db_mtl import DBMTLBalancing


class DBMTL(ByGradient[DBMTLBalancing]):
    """d = Σ_t (max_s ‖ĝ_s‖ / ‖ĝ_t‖) ĝ_t, ĝ the running means of the gradients of log(L_t + ε).

    Lin et al. (https://arxiv.org/abs/2308.12029), eq. 1–4, with β constant (σ = 0). Logarithm and running means are
    the settings ``log_loss`` and ``gradient_ema``, which the method switches on; the means begin with the first
    gradient instead of 0. The preferences multiply the factors, so that all gradients are as long as the longest times
    p_t.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """The preferences times the factors [T], none of which is above the largest allowed."""
        lengths = tf.sqrt(tf.linalg.diag_part(seen.gramian))
        longest = tf.reduce_max(lengths)
        factors = longest / tf.where(lengths > 0, lengths, longest)
        return seen.wanted * tf.minimum(factors, self.settings.largest_ratio), state


METHOD = DBMTL
