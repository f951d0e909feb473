"""Which one metric a task is told by, and the sentence that tells it beside guessing; it computes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from mtl_core.records.metrics import SHARES, standing
from mtl_core.wording import format_number, share

_SENTENCES = {
    "auc": 'Puts {own} of the pairs of one "{yes}" and one "{no}" in the right order; guessing would put {guess}.',
    "accuracy": 'Right for {own} of {rows:,} rows; always guessing "{usual}" would be right for {guess}.',
    "micro_f1": "Finds the labels with an F1 of {own}; guessing would have {guess}.",
    "subset_accuracy": "All labels right for {own} of {rows:,} rows; guessing would be right for {guess}.",
    "entity_f1": "Finds whole entities with an F1 of {own}; guessing would have {guess}.",
    "token_accuracy": 'Right for {own} of {tokens:,} tokens; always guessing "{usual}" would be right for {guess}.',
    "mae": "Off by {own} on average; guessing would be off by {guess}.",
}
_WORSE = "{sentence} That is worse than guessing."
_UNKNOWN = "How good the answers are cannot be measured on these rows."


def tell(metrics: Mapping[str, float | None], baseline: Mapping[str, float | None], **facts: object) -> tuple[str, str]:
    """The headline, which is the first metric that is defined for network and guessing alike, and its sentence.

    ``facts`` are what the sentences of these metrics name besides: rows, tokens, yes, no, usual.
    """
    for metric, template in _SENTENCES.items():
        own, guess = metrics.get(metric), baseline.get(metric)
        if own is not None and guess is not None:
            word = share if metric in SHARES else format_number
            sentence = template.format(own=word(own), guess=word(guess), **facts)
            return metric, _WORSE.format(sentence=sentence) if standing(metric, own, guess) < 0 else sentence
    return next(iter(metrics)), _UNKNOWN
