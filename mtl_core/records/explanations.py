"""Why a network answers about one row as it does: types, JSON both ways, and what they say in sentences."""

from __future__ import annotations

from mtl_core.records.record import FiniteRecord
from mtl_core.wording import format_count, format_number, format_signed, list_names, share

_LISTED = 3
_SIDE = 1.96  # standard errors that a 95% interval reaches to each side
_HOW_EXACT = "Shapley values against {against}; exact, by all subsets of the columns."
_HOW_SAMPLED = (
    "Shapley values against {against}; estimated by {orders:,} orders of the columns, ± half of the 95% interval."
)
_TYPICAL = "the typical row of the training (the bundle holds no rows of the table)"


class ColumnReason(FiniteRecord):
    """What a column's cell does to an answer.

    ``effect`` is its Shapley value, in the answer's unit, give or take the standard ``error`` (0: it is exact);
    ``if_typical`` is the answer where this cell alone is the ``typical`` one of the training rows.
    """

    column: str
    cell: str
    typical: str
    effect: float
    error: float = 0.0
    if_typical: float


class AnswerReasons(FiniteRecord):
    """One answer: the probability of ``label``, or, without one, a number. The effects of the ``columns``, the largest
    first, sum to ``value`` less ``baseline``, the mean answer of the rows that it is compared with."""

    id: str  # t0, t1, …
    name: str
    label: str | None = None
    value: float
    baseline: float
    columns: tuple[ColumnReason, ...]

    def say(self, value: float) -> str:
        """An answer in words."""
        return format_number(value) if self.label is None else share(value)

    def say_change(self, change: float) -> str:
        """What is added to an answer, in words: of a probability, in points."""
        return format_signed(change) if self.label is None else f"{format_signed(100 * change)} points"

    def say_effect(self, reason: ColumnReason) -> str:
        """A column's effect, with the half of its 95% interval where it is not exact."""
        told = self.say_change(reason.effect)
        if not reason.error:
            return told
        half = _SIDE * reason.error
        return f"{told} (± {format_number(half if self.label is None else 100 * half)})"

    def sentence(self) -> str:
        """What the answer is, what it is compared with, and what adds most."""
        asked = f'"{self.name}"' if self.label is None else f'"{self.name}" is "{self.label}"'
        template = "{asked}: {value}, where the rows that it is compared with get {baseline} on average. {most}"
        counting = [reason for reason in self.columns if reason.effect][:_LISTED]
        most = [f'"{reason.column}" ({self.say_effect(reason)})' for reason in counting]
        told = f"Most of the difference comes from {list_names(most)}." if most else "No column makes a difference."
        return template.format(asked=asked, value=self.say(self.value), baseline=self.say(self.baseline), most=told)


class Explanation(FiniteRecord):
    """The reasons of all answers about one row, compared with ``background`` rows of the table, or, if that is 0, with
    the typical row; by all subsets of the columns, or, if not ``exact``, by as many ``orders`` of them."""

    background: int
    exact: bool
    orders: int = 0
    answers: tuple[AnswerReasons, ...] = ()

    def how(self) -> str:
        """What the numbers are and what they go by."""
        told = _HOW_EXACT if self.exact else _HOW_SAMPLED
        rows = f"{format_count(self.background, 'row', 'rows')} of the table that the bundle holds"
        return told.format(against=rows if self.background else _TYPICAL, orders=self.orders)
