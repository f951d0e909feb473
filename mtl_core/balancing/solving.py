"""Small dense problems, solved by pivoting in a compiled step."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import Seen

_TOLERANCE = 1e-12
RIDGE = 1e-9


def complementary(matrix: tf.Tensor, vectors: tf.Tensor, active: tf.Tensor) -> tf.Tensor:
    """For each vector q [B, n] the x ≥ 0 [B, n] with y = M x + q ≥ 0 and xᵀy = 0, for positive definite M [n, n].

    That x minimises ½ xᵀM x + qᵀx over x ≥ 0. It is 0 where ``active`` [n] is False. Principal pivoting, all B at
    once: Murty, "Note on a Bard-type scheme for solving the complementarity problem", Opsearch 11, 1974; the most
    negative place is taken first, as that needs fewer pivots, and his rule, which always ends, if that goes on for
    long. Float64.
    """
    size = matrix.shape[0]
    both = active[:, None] & active
    square = tf.where(both, matrix, tf.eye(size, dtype=matrix.dtype))
    columns = tf.where(active, vectors, 1)[:, :, None]
    table = tf.concat([tf.broadcast_to(square, [vectors.shape[0], size, size]), columns], axis=2)  # [B, n, n + 1]

    def going(count: tf.Tensor, table: tf.Tensor, basic: tf.Tensor) -> tf.Tensor:
        return (count < 8 * size) & tf.reduce_any(table[:, :, -1] < -_TOLERANCE)

    def turn(count: tf.Tensor, table: tf.Tensor, basic: tf.Tensor) -> tuple[tf.Tensor, ...]:
        values = table[:, :, -1]
        negative = values < -_TOLERANCE
        worst, first = tf.argmin(values, axis=1), tf.argmax(tf.cast(negative, tf.int32), axis=1)
        place = tf.one_hot(tf.where(count < 4 * size, worst, first), size, dtype=table.dtype)
        place *= tf.cast(tf.reduce_any(negative, axis=1, keepdims=True), table.dtype)  # 0 where it is solved
        return count + 1, _pivot(table, place), basic != (place > 0)

    start = (tf.constant(0), table, tf.zeros(vectors.shape, tf.bool))
    _, table, basic = tf.while_loop(going, turn, start)
    return tf.where(basic, table[:, :, -1], 0)


def inverse(matrix: tf.Tensor, active: tf.Tensor) -> tf.Tensor:
    """The inverse [n, n] of a positive definite matrix's active part; 0 elsewhere. Gauss and Jordan's pivots."""
    size = matrix.shape[0]
    both = active[:, None] & active
    table = tf.where(both, matrix, tf.eye(size, dtype=matrix.dtype))[None]
    for place in range(size):
        table = _pivot(table, tf.one_hot([place], size, dtype=matrix.dtype))
    return tf.where(both, table[0], 0)


def units(gramian: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """The cosines C [T, T] and lengths n [T] with G = D C D, D = diag(n), C with a ridge; 1 where a gradient is 0.

    In y = D w problems in w lose the gradients' sizes, so that these may be as far apart as float64 allows. The ridge
    stands for gradients that are (nearly) combinations of others: those of float32 agree to no more digits.
    """
    lengths = tf.sqrt(tf.linalg.diag_part(gramian))
    lengths = tf.where(lengths > 0, lengths, 1)
    cosines = gramian / lengths[:, None] / lengths
    return cosines + RIDGE * tf.eye(lengths.shape[0], dtype=cosines.dtype), lengths


def preferring(matrix: tf.Tensor, equal: tf.Tensor, seen: Seen) -> tf.Tensor:
    """M⁻¹ p [T] for preferences p, where ``equal`` = M⁻¹ 1 is for equal ones, but no further below 0 than that.

    With p far apart M⁻¹ p may turn a direction away from all gradients, the preferred one included, by weights below 0.
    So it is the least ½ wᵀM w - pᵀw over w ≥ p̄ min(equal, 0), p̄ the mean preference, in which w_t grows with p_t.
    """
    number = tf.reduce_sum(tf.cast(seen.active, tf.float64))
    least = tf.minimum(equal, 0) * tf.reduce_sum(seen.wanted) / number
    sizes = tf.sqrt(tf.linalg.diag_part(matrix))
    lacking = (tf.linalg.matvec(matrix, least) - seen.wanted) / sizes
    more = complementary(matrix / sizes[:, None] / sizes, lacking[None], seen.active)[0]
    return least + more / sizes


def projecting(seen: Seen) -> tf.Tensor:
    """Weights [T] whose direction's components along the unit gradients are as the preferences p, D⁻¹ (U Uᵀ)⁻¹ p: D are
    the lengths, U the unit gradients; a component is larger where it would need a weight further below 0 than with
    equal preferences."""
    cosines, lengths = units(seen.gramian)
    equal = tf.linalg.matvec(inverse(cosines, seen.active), tf.cast(seen.active, tf.float64))
    return preferring(cosines, equal, seen) / lengths


def _pivot(table: tf.Tensor, place: tf.Tensor) -> tf.Tensor:
    """Exchange x_k for y_k in tables [B, n, m] at the one-hot ``place`` [B, n]; a place of zeros changes nothing."""
    row = tf.einsum("bn,bnm->bm", place, table)
    column = tf.einsum("bnm,bm->bn", table[:, :, : place.shape[1]], place)
    pivot = tf.reduce_sum(place * column, axis=1)
    scaled = (column + place) / tf.where(pivot != 0, pivot, 1)[:, None]
    shift = tf.pad(place, [[0, 0], [0, table.shape[2] - place.shape[1]]])
    return table - scaled[:, :, None] * (row - shift)[:, None, :]
