"""The model card of a bundle, its ``README.md``: what it predicts, from what, how well, and what it is not for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from mtl_core.experiment import Experiment
from mtl_core.exporting.members.member import Export, Member
from mtl_core.exporting.origin import Origin
from mtl_core.features import plan_shapes
from mtl_core.features.column_encoder import ColumnEncoder
from mtl_core.features.space import FeatureSpace
from mtl_core.plan import Plan
from mtl_core.records.results import Evaluation
from mtl_core.runs.thresholds import tell_thresholds
from mtl_core.wording import list_names
from mtl_core.wording import markdown_text as plain

_TEMPLATE = """# A network for {tasks}

One network that predicts {count} at once, trained with MTL Studio on the table {name}.
{plan}

## What it predicts

{outputs}

## What it needs

A table with these columns, in any order. A cell may be missing; a category that training never saw counts as unknown.
`predict.py` tells on standard error how many cells it could not read, does not know, or has never seen the like of.

{inputs}

{left_out}

## The rows it was made with

{extends}{rows} rows (content {id}): {train} to train, {validation} to pick the best epoch, {test} to judge. All that
is learnt from data was learnt on the rows to train. A row without a label of one task still trained the others:

{labels}

## How good it is

{scores}

## How to use it

```
pip install -r requirements.txt
python predict.py TABLE --out predictions.csv
python verify.py
```

`predict.py` reads CSV, TSV, Excel, Parquet and JSON lines as MTL Studio does, by how each file is written itself, and
writes one row per row: its number, the columns that name it, column NAME, and NAME:CLASS for the probability of each
class. The numbers are exact; a spreadsheet may take a text that begins with = as a formula.
`verify.py` makes the predictions in `expected.json` again. MTL Studio itself reads `manifest.json` and `weights.npz`
alone.

## What this bundle holds

{members}

## Limits

- It knows what its training rows show. Rows of another time, place or kind, and numbers outside the ranges above, may
  be predicted badly without any sign of it.
- A probability is the network's own estimate. {calibrated}
- That a column helps to predict does not make it a cause.
- `expected.json`, if it is there, holds {examples} rows of the table as they are. Delete it before you pass the bundle
  to people who must not see them; only `verify.py` needs it.

{thresholds}"""


def card(export: Export) -> bytes:
    """The content of ``README.md``; numbers of labels come from the training rows."""
    trained, origin = export.trained, export.origin
    plan, space = trained.plan, trained.space
    text = _TEMPLATE.format(
        tasks=", ".join(plain(task.name) for task in plan.tasks),
        count=f"{len(plan.tasks)} columns" if len(plan.tasks) > 1 else "one column",
        name=plain(origin.name),
        plan=plain(plan.sentence()),
        outputs=_table(("column", "kind", "answers", "how its cells are read"), _outputs(plan, space)),
        inputs=_table(("column", "kind", "how its cells are read", "seen in training"), map(_input, space.columns)),
        left_out=_left_out(trained.experiment, space),
        extends=_extends(origin),
        rows=f"{origin.rows:,}",
        id=origin.id[:12],
        train=f"{origin.train:,}",
        validation=f"{origin.validation:,}",
        test=f"{origin.test:,}",
        labels=_table(("column", "training rows with a label", "without"), _labels(space, export.train)),
        scores=_scores(export.evaluation),
        members=_table(("file", "what it is for"), export.purposes.items()),
        examples=len(export.rows),
        calibrated=_tell_calibration(space),
        thresholds=tell_thresholds(space),
    )
    return text.encode()


def _extends(origin: Origin) -> str:
    if origin.extends is None:
        return ""
    template = "The last task was added with this table. The network was trained on the table {name} before.\n\n"
    return template.format(name=plain(origin.extends))


def _tell_calibration(space: FeatureSpace) -> str:
    """Which tasks' probabilities were brought to what validation rows show."""
    names = [f"{plain(target.name)} ({target.temperature:.3g})" for target in space.targets if target.is_tempered]
    if not names:
        return "It was not calibrated."
    template = "That of {names} was calibrated on validation rows by a temperature (in brackets); no other was."
    return template.format(names=list_names(names))


def _outputs(plan: Plan, space: FeatureSpace) -> Iterable[tuple[str, ...]]:
    for task, target in zip(plan.tasks, space.targets, strict=True):
        yield (task.name, task.traits.answer, ", ".join(task.classes) or target.answers, target.told)


def _left_out(experiment: Experiment, space: FeatureSpace) -> str:
    """The columns of the table that are not read, and why."""
    reasons = {column.name: column.reason for column in space.left_out}
    inputs, labels = experiment.input_names, experiment.label_columns
    for name, column in experiment.columns.items():
        if name not in (*inputs, *labels):
            template = 'Column "{name}" is not used: {why}.'
            why = f"it is read as {column.kind}" if column.use else "whoever trained it left it out"
            reasons[name] = template.format(name=name, why=why)
    return "\n".join(f"- {plain(reason)}" for reason in reasons.values()) or "All columns of the table are used."


def _input(column: ColumnEncoder) -> tuple[str, ...]:
    return (column.name, column.traits.title, column.told, column.seen)


def _labels(space: FeatureSpace, train: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    for task, target in zip(plan_shapes.tasks(space), space.targets, strict=True):
        missing = int(pd.isna(target.truth(train)).sum())
        yield (task.name, f"{len(train) - missing:,}", f"{missing:,}")


def _scores(evaluation: Evaluation | None) -> str:
    if evaluation is None:
        return "No rows were kept apart to judge it, so nothing can be said."
    rows = (
        (task.name, metric, _number(value), _number(task.baseline[metric]), task.baseline_rule)
        for task in evaluation.tasks
        for metric, value in task.metrics.items()
    )
    said = "\n".join(
        f"- {plain(task.name)}: {plain(' '.join((task.sentence, *task.notes)))}" for task in evaluation.tasks
    )
    table = _table(("column", "metric", "network", "guessing", "how it guesses"), rows)
    return f"On {evaluation.rows:,} rows that it never saw:\n\n{said}\n\n{table}"


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(map(plain, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class ModelCard(Member):
    """Reading for people."""

    name = "README.md"
    purpose = "the model card"
    rank = 5

    def write(self, export: Export) -> Mapping[str, bytes]:
        """The card in Markdown."""
        return {self.name: card(export)}


MEMBER = ModelCard()
