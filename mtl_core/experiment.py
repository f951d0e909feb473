"""An experiment: everything a run is made of, as one frozen value; it knows no data, no screen, no TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mtl_core.errors import ExperimentError
from mtl_core.text_encoders import EncoderKind

ColumnKind = Literal["numeric", "category", "yes_no", "text", "date", "identifier", "constant"]
TaskKind = Literal["binary", "multiclass", "regression"]
Weight = Annotated[float, Field(ge=0.0, le=100.0)]


class Settings(BaseModel):
    """A frozen group of fields whose limits serve both the check and the slider."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Column(Settings):
    """How one column of the table is read, and whether it is an input."""

    kind: ColumnKind
    use: bool = Field(True, description="Feed this column to the network.")


class Task(Settings):
    """One column to predict, and the layers that belong to it alone."""

    column: str = Field(min_length=1)
    kind: TaskKind
    head_depth: int = Field(1, ge=0, le=4, title="Head depth", description="Layers that this task has for itself.")
    head_units: int = Field(32, ge=1, le=1024, title="Head width", description="Units in each of those layers.")


class Split(Settings):
    """Which rows train, which pick the best epoch, and which only judge."""

    test: float = Field(0.2, ge=0.0, le=0.8, title="Test share", description="Rows kept apart for the final numbers.")
    validation: float = Field(
        0.1, ge=0.0, le=0.5, title="Validation share", description="Rows that pick the best epoch."
    )
    by: Literal["random", "time", "group"] = Field("random", title="Split by")
    column: str | None = Field(None, description="The date column for time, the column of groups for group.")

    @model_validator(mode="after")
    def _leave_rows_to_train(self) -> Self:
        if self.test + self.validation > 0.9:
            received = f"test {self.test:g} and validation {self.validation:g}"
            raise ValueError(f"at least a tenth of the rows must be left to train on; received {received}")
        return self


class HardSharing(Settings):
    """One trunk for all tasks. Caruana, "Multitask Learning", Machine Learning 28, 1997.

    A task's path has ``max(layers, depth)`` trunk-sized layers before its head. The first ``depth`` of them are
    shared; the others are the task's own. Depth 0 therefore gives separate networks of the same size.
    """

    kind: Literal["hard"] = "hard"
    depth: int = Field(2, ge=0, le=8, title="Shared depth", description="Layers that all tasks share; 0 = none.")
    layers: int = Field(2, ge=0, le=8, title="Layers in all", description="Layers on each task's path, shared or not.")
    units: int = Field(64, ge=1, le=2048, title="Width", description="Units in each of these layers.")
    activation: Literal["relu", "gelu", "silu", "tanh", "elu"] = Field("silu", title="Activation")
    dropout: float = Field(0.1, ge=0.0, le=0.9, title="Dropout", description="Share of units silenced at each step.")
    l2: float = Field(0.0, ge=0.0, le=1.0, title="L2 penalty", description="Pull of all weights towards zero.")


class Text(Settings):
    """How texts are cut into tokens, and the layers that read them; each text column has its own."""

    encoder: EncoderKind = Field("average", title="Text encoder", description="What reads the tokens of a text.")
    units: int = Field(64, ge=1, le=1024, title="Encoder width", description="Units of the encoder's own layers.")
    embedding: int = Field(64, ge=1, le=1024, title="Word vector", description="Numbers that stand for a token.")
    dropout: float = Field(0.5, ge=0.0, le=0.9, title="Word dropout", description="Share of tokens silenced at a step.")
    tokens: Literal["auto", "words", "characters"] = Field(
        "auto", title="Tokens", description="Auto takes characters where the script writes no spaces."
    )
    lowercase: bool = Field(True, title="Lower case", description="Read capitals as small letters.")
    vocabulary: int = Field(
        20_000, ge=1, le=200_000, title="Vocabulary", description="Tokens with a vector of their own, at most."
    )
    min_count: int = Field(
        2, ge=1, le=1_000, title="Least count", description="Times that a token must occur for a vector of its own."
    )
    percentile: float = Field(
        98.0, ge=1.0, le=100.0, title="Kept whole", description="Percent of the training texts that are not cut."
    )
    longest: int = Field(256, ge=1, le=4096, title="Longest text", description="Tokens kept of one text, at most.")


class EqualBalancing(Settings):
    """The weights that a person sets, and nothing else: ``w_t`` times the normalised loss of task ``t``."""

    kind: Literal["equal"] = "equal"
    weights: dict[str, Weight] = Field(
        default_factory=dict, description="Weight by task; 1 = as important as the others."
    )

    def weight(self, task: str) -> float:
        """The weight of the task of that column (1 unless set)."""
        return self.weights.get(task, 1.0)


class Training(Settings):
    """How long and how fast the network learns."""

    epochs: int = Field(200, ge=1, le=10_000, title="Epochs", description="Passes over the training rows, at most.")
    batch_size: int = Field(32, ge=1, le=65_536, title="Batch size", description="Rows in one step.")
    optimizer: Literal["adam", "adamw"] = Field("adamw", title="Optimizer")
    learning_rate: float = Field(0.004, gt=0.0, le=10.0, title="Learning rate")
    schedule: Literal["constant", "cosine"] = Field("cosine", title="Learning-rate schedule")
    weight_decay: float = Field(0.004, ge=0.0, le=1.0, title="Weight decay", description="Used by AdamW alone.")
    patience: int = Field(
        30, ge=0, le=10_000, title="Patience", description="Stop after so many epochs without a best; 0 = never."
    )
    seed: int = Field(0, ge=0, le=2**31 - 1, title="Seed", description="Same seed, same machine: same numbers.")


class Experiment(Settings):
    """What a run is: the value that travels from the page through the store to the worker and into the bundle."""

    version: Literal[1] = 1
    columns: dict[str, Column]
    tasks: tuple[Task, ...] = Field(min_length=1, max_length=16)
    split: Split = Split()
    text: Text = Text()
    sharing: HardSharing = HardSharing()
    balancing: EqualBalancing = EqualBalancing()
    training: Training = Training()

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        names = self.task_names
        for name in names:
            if name not in self.columns:
                raise ValueError(f'task "{name}" is not a column of the table')
            if names.count(name) > 1:
                raise ValueError(f'column "{name}" is given as a task twice; give it once')
        for name in self.balancing.weights:
            if name not in names:
                raise ValueError(f'a weight is given for "{name}", which is not a task')
        if all(self.balancing.weight(name) == 0 for name in names):
            raise ValueError("every task's weight is 0, so nothing would be learnt; raise at least one")
        if self.split.column is not None and self.split.column not in self.columns:
            raise ValueError(f'the split is by "{self.split.column}", which is not a column of the table')
        return self

    @property
    def task_names(self) -> tuple[str, ...]:
        """The columns to predict, in task order (t0, t1, …)."""
        return tuple(task.column for task in self.tasks)

    @property
    def input_names(self) -> tuple[str, ...]:
        """The columns that feed the network: used, no task, of a kind that carries over to new rows."""
        unusable = {"identifier", "constant"}
        return tuple(
            name
            for name, column in self.columns.items()
            if column.use and column.kind not in unusable and name not in self.task_names
        )

    def to_json(self) -> str:
        """The experiment as JSON text, the content of ``experiment.json``."""
        return self.model_dump_json(indent=2)

    @classmethod
    def from_json(cls, text: str | bytes) -> Experiment:
        """Read ``to_json``'s text. Raises ExperimentError."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise ExperimentError(sentence(error)) from error

    def changed(self, changes: Mapping[str, Any]) -> Experiment:
        """A copy with fields set by dotted path, e.g. ``{"training.epochs": 5}``. Raises ExperimentError.

        Values may be text, as from a command line: ``"5"`` is read as the field's type.
        """
        data = self.model_dump()
        for path, value in changes.items():
            _place(data, path, value)
        return made(data)


def made(data: Mapping[str, Any]) -> Experiment:
    """An experiment from plain data. Raises ExperimentError with one sentence."""
    try:
        return Experiment.model_validate(data)
    except ValidationError as error:
        raise ExperimentError(sentence(error)) from error


def sentence(error: ValidationError) -> str:
    """The first fault of a pydantic error, as one sentence that names the field."""
    fault = error.errors()[0]
    path = ".".join(str(part) for part in fault["loc"])
    what = fault["msg"].removeprefix("Value error, ")
    if not path:
        return f"{what[:1].upper()}{what[1:]}."
    return f"{path}: {what[:1].lower()}{what[1:]}, received {json.dumps(fault['input'], default=str)[:80]}."


def _place(data: dict[str, Any], path: str, value: Any) -> None:
    """Set the field at ``path`` in nested plain data; a column's name in the path may itself hold dots."""
    group, _, rest = path.partition(".")
    if not rest or group not in data or not isinstance(data[group], dict | tuple | list):
        raise ExperimentError(f'Setting "{path}" is not known; expected one such as training.epochs or sharing.depth.')
    if group == "balancing" and rest.startswith("weights."):
        data[group]["weights"][rest.removeprefix("weights.")] = value
        return
    owner, field = _owner(data, group, rest)
    if owner is None or field not in owner:
        raise ExperimentError(f'Setting "{path}" is not known; expected one such as training.epochs or sharing.depth.')
    owner[field] = value


def _owner(data: dict[str, Any], group: str, rest: str) -> tuple[dict[str, Any] | None, str]:
    """The plain data that holds the field named by ``rest`` within ``group``, and the field's own name."""
    name, _, field = rest.rpartition(".")
    if group == "columns":
        return data["columns"].get(name), field
    if group == "tasks":
        return next((task for task in data["tasks"] if task["column"] == name), None), field
    return (None if name else data[group]), field
