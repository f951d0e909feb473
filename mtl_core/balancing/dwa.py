"""Dynamic weight average: tasks whose loss falls slowly get more."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.learning import Epochs
from mtl_core.balancing.method import BalancingMethod, Seen
from mtl_core.experiment.balancing.dwa import DWABalancing


class DWA(BalancingMethod[DWABalancing]):
    """w_t = T softmax(r_t / τ), r_t = L_t(e-1) / L_t(e-2) of the epochs' mean losses; equal in the first two epochs.

    Liu, Johns & Davison (https://arxiv.org/abs/1803.10704), eq. 7, times the preferences; since the losses are plain, a
    moved fader is no progress.
    """

    def start(self) -> Epochs:
        """No epoch yet."""
        return Epochs.start(self.tasks.number)

    def weights(self, seen: Seen, state: Epochs) -> tuple[tf.Tensor, Epochs]:
        """p times the softmax over the active tasks."""
        state = state.add(seen.losses, seen.active, seen.step // self.tasks.steps_per_epoch)
        ratios = tf.where(state.before > 0, state.last / tf.where(state.before > 0, state.before, 1.0), 1.0)
        logits = tf.where(seen.active, ratios / self.settings.temperature, -tf.float32.max)
        return seen.preferences * tf.nn.softmax(logits), state


METHOD = DWA
