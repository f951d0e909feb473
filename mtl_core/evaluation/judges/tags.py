"""The judgement of tags of tokens: F1 of whole entities, token accuracy, macro-F1."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from operator import eq, ne
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from mtl_core.evaluation.headline import tell
from mtl_core.evaluation.judges.judge import Array, Judge
from mtl_core.features.tag_marks import are_spans
from mtl_core.features.targets.tags import TagTarget, commonest, fit_to_count
from mtl_core.features.values import in_order
from mtl_core.plan import OutputTask
from mtl_core.records.results import Judgement, LabelScore
from mtl_core.tables.labels.entities import counts
from mtl_core.verdict.samples import Sample, make_sample

Tags = npt.NDArray[Any]
"""Tuples of tags, one for each token, [n]."""


class TagsJudge(Judge):
    """Judges the tag of each token."""

    def judge(self, task: OutputTask, true: Tags, output: npt.NDArray[Any], train: Tags) -> Judgement:
        """Compare the tags in ``output`` [n, length, K] with ``true`` ones [n], n > 0; the baseline knows ``train``.

        Tokens beyond ``length`` are answered as the product answers them, with one tag.
        """
        said = _answer_tags(task, true, output, train)
        usual = _most_frequent(train)
        constant = [(usual,) * len(tags) for tags in true]
        measure = _entities if are_spans(task.classes) else _plain
        metrics, baseline = measure(list(true), said), measure(list(true), constant)
        headline, sentence = tell(metrics, baseline, tokens=sum(map(len, true)), usual=usual)
        return Judgement(
            metrics=metrics,
            baseline=baseline,
            baseline_rule=f'Always answers "{usual}", the commonest tag of the training rows.',
            headline=headline,
            sentence=sentence,
            notes=(*_unseen_note(true, task.classes), *_cut_note(true, output.shape[1]), *_find_undefined(metrics)),
            labels=_spans_found(list(true), said) if measure is _entities else _tags_found(list(true), said),
        )

    def sample(self, task: OutputTask, metric: str, true: Array, output: Array, train: Array) -> Sample:
        """Entities found among those said or wanted; else tokens right, text by text."""
        pairs = list(zip(true, _answer_tags(task, true, output, train), strict=True))
        if metric == "entity_f1":
            there, given, both = np.array([[c.total() for c in counts([right], [said])] for right, said in pairs]).T
            return make_sample(metric, 2 * both, there + given)
        return make_sample(metric, [sum(map(eq, *pair)) for pair in pairs], [len(right) for right, _ in pairs])

    def guess(self, task: OutputTask, train: Array, output: Array) -> Array:
        """The commonest tag for each token."""
        usual = np.array(task.classes) == _most_frequent(train)
        return np.broadcast_to(usual.astype(float), output.shape)

    def faults(self, classes: Sequence[str], true: Array, output: Array) -> Array:
        """The number of tokens with a wrong tag."""
        pairs = zip(true, TagTarget.decide(classes, output), strict=True)
        return np.array([0.0 if tags is None else sum(map(ne, tags, said)) for tags, said in pairs])


def _answer_tags(task: OutputTask, true: Tags, output: npt.NDArray[Any], train: Tags) -> list[tuple[str, ...]]:
    """A tag for each token of each text."""
    rest = commonest(train)
    pairs = zip(TagTarget.decide(task.classes, output), true, strict=True)
    return [fit_to_count(tags, len(right), rest) for tags, right in pairs]


def _entities(true: list[tuple[str, ...]], said: list[tuple[str, ...]]) -> dict[str, float | None]:
    """Entities count where both ends and the type are right."""
    there, given, right = (counter.total() for counter in counts(true, said))
    precision, recall, f1 = _rates(there, given, right) if there else (None, None, None)
    return {
        "entity_f1": f1,
        "entity_precision": precision,
        "entity_recall": recall,
        "token_accuracy": _accuracy(true, said),
    }


def _plain(true: list[tuple[str, ...]], said: list[tuple[str, ...]]) -> dict[str, float | None]:
    right, answers = list(chain(*true)), list(chain(*said))
    macro = f1_score(right, answers, average="macro", zero_division=0) if right else None
    return {"token_accuracy": _accuracy(true, said), "macro_f1": None if macro is None else float(macro)}


def _accuracy(true: list[tuple[str, ...]], said: list[tuple[str, ...]]) -> float | None:
    right = list(chain(*true))
    return float(accuracy_score(right, list(chain(*said)))) if right else None


def _spans_found(true: list[tuple[str, ...]], said: list[tuple[str, ...]]) -> tuple[LabelScore, ...]:
    """Each type of entity."""
    there, given, right = counts(true, said)
    rates = {kind: _rates(there[kind], given[kind], right[kind]) for kind in in_order({*there, *given})}
    return tuple(
        LabelScore(label=kind, rows=there[kind], precision=precision, recall=recall, f1=f1)
        for kind, (precision, recall, f1) in rates.items()
    )


def _rates(there: int, given: int, right: int) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where nothing was to be found or was said."""
    return right / max(1, given), right / max(1, there), 2 * right / max(1, there + given)


def _tags_found(true: list[tuple[str, ...]], said: list[tuple[str, ...]]) -> tuple[LabelScore, ...]:
    """Each tag."""
    right, answers = list(chain(*true)), list(chain(*said))
    labels = sorted({*right, *answers})
    if not labels:
        return ()
    scores = precision_recall_fscore_support(right, answers, labels=labels, zero_division=0)
    return tuple(
        LabelScore(label=label, rows=int(rows), precision=float(p), recall=float(r), f1=float(f))
        for label, p, r, f, rows in zip(labels, *scores, strict=True)
    )


def _most_frequent(train: Tags) -> str:
    tags, counts = np.unique(np.array(list(chain(*train)), dtype=str), return_counts=True)
    return str(tags[counts.argmax()])


def _unseen_note(true: Tags, classes: Sequence[str]) -> tuple[str, ...]:
    unseen = [tag for tag in chain(*true) if tag not in classes]
    if not unseen:
        return ()
    template = "Tokens with a tag that no training row has ({names}): {count:,}; they count as wrong."
    names = ", ".join(f'"{tag}"' for tag in sorted(set(unseen))[:5])
    return (template.format(names=names, count=len(unseen)),)


def _cut_note(true: Tags, length: int) -> tuple[str, ...]:
    beyond = [len(tags) - length for tags in true if len(tags) > length]
    template = (
        "Texts longer than the {length:,} tokens that are kept: {texts:,}; their {tokens:,} tokens beyond are "
        "not read, only guessed."
    )
    return (template.format(length=length, texts=len(beyond), tokens=sum(beyond)),) if beyond else ()


def _find_undefined(metrics: dict[str, float | None]) -> tuple[str, ...]:
    names = [name for name, value in metrics.items() if value is None]
    template = "Not defined here: {names}, because the rows with tags have no {what}."
    what = "entity" if "entity_f1" in names and "token_accuracy" not in names else "token"
    return (template.format(names=", ".join(names), what=what),) if names else ()


JUDGE = TagsJudge()
