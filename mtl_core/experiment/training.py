"""How a network is trained."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.settings import Settings


class Training(Settings):
    """How long and how fast the network learns."""

    epochs: int = Field(200, ge=1, le=10_000, title="Epochs", description="Passes over the training rows, at most.")
    batch_size: int = Field(32, ge=1, le=65_536, title="Batch size", description="Rows in one step.")
    optimizer: Literal["adam", "adamw"] = Field(
        "adamw", title="Optimizer", description="How steps are taken. AdamW also keeps weights small; Adam does not."
    )
    learning_rate: float = Field(
        0.004,
        gt=0.0,
        le=10.0,
        title="Learning rate",
        description="How far a step goes. Networks that read texts go an eighth of it, but not where words are tagged.",
    )
    schedule: Literal["constant", "cosine"] = Field(
        "cosine", title="Learning-rate schedule", description="Whether steps stay as long or grow shorter to the end."
    )
    weight_decay: float = Field(0.004, ge=0.0, le=1.0, title="Weight decay", description="Used by AdamW alone.")
    patience: int = Field(
        30,
        ge=0,
        le=10_000,
        title="Patience",
        description="Stop after so many epochs of which none was better for all tasks together; 0 = never.",
    )
    seed: int = Field(
        0,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="Where chance starts: same seed and machine, same numbers.",
    )
