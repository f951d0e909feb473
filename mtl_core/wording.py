"""Numbers in sentences, for all who write one; knows nothing of what is counted."""

from __future__ import annotations

from collections.abc import Callable


def written(number: float) -> str:
    """A number in three significant digits, four from a thousand on ("2.03", "17,620"), and powers of ten far out."""
    if not 1e-4 <= abs(number) < 1e9 and number != 0:
        return f"{number:.1e}"
    return f"{float(f'{number:.4g}'):,.0f}" if abs(number) >= 999.5 else f"{number:.3g}"


def rough(number: float) -> str:
    """The size of a number in two significant digits: of an interval, or of what lies within one ("0.08", "18,000")."""
    return written(float(f"{abs(number):.2g}"))


def signed(number: float, word: Callable[[float], str] = written) -> str:
    """A number with its sign, either a plus or a minus."""
    return f"{'−' if number < 0 else '+'}{word(abs(number))}"


def share(number: float) -> str:
    """A share for a sentence ("81.2%"); one that is not nothing is never written as 0%, nor one that is not all as
    100%."""
    if 0 < number < 0.001:
        return "less than 0.1%"
    if 0.999 < number < 1:
        return "more than 99.9%"
    return f"{number:.1%}"


def counted(number: int, one: str, many: str) -> str:
    """ "1 row", "1,234 rows"."""
    return f"{number:,} {one if number == 1 else many}"
