"""What the settings of balancing methods have in common: of all, of those that compare gradients, and single fields."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from mtl_core.experiment.settings import Settings

Weight = Annotated[float, Field(ge=0.0, le=100.0)]

WEIGHT_RATE: Any = Field(
    0.025,
    gt=0.0,
    le=1.0,
    title="Learning rate of the weights",
    description="How far the tasks' weights go at each step.",
)
LARGEST_RATIO: Any = Field(
    10.0,
    ge=1.0,
    le=1000.0,
    title="Largest ratio",
    description="How many times another task's weight a weight may be, so that a solved task does not take all.",
)
OWN_LENGTH = (
    "Steps of the shared layers are short where tasks pull against each other, and end where no step helps all."
)


class BalancingSettings(Settings):
    """Each method takes the weights that a person sets into its own equations, so that more never counts for less."""

    place: ClassVar[int]  # in the menu
    title: ClassVar[str]
    sentence: ClassVar[str]
    promise: ClassVar[str] = "The tasks' weights always have the same sum, so only their ratios differ between methods."
    research: ClassVar[bool] = True  # False: among the few that everybody sees
    baseline: ClassVar[bool] = False  # what others are always compared with

    kind: str
    weights: dict[str, Weight] = Field(
        default_factory=dict, description="Weight by task; 1 = as important as the others."
    )
    log_loss: bool = Field(
        False,
        title="Logarithm of the losses",
        description="Balance the logarithms of the losses, so that their sizes no longer matter.",
    )
    gradient_ema: float = Field(
        0.0,
        ge=0.0,
        le=0.99,
        title="Smoothing of gradients",
        description="How much of each task's earlier gradients stays in the shared layers; 0 = nothing.",
    )
    main_task: str | None = Field(
        None, title="Main task", description="The task that matters; the others only help it. Empty = all matter."
    )

    @classmethod
    def particular(cls) -> tuple[str, ...]:
        """The settings that not all methods have, in the order in which they are declared."""
        return tuple(name for name in cls.model_fields if name not in BalancingSettings.model_fields)

    def weight(self, task: str) -> float:
        """The weight of the task of that column (1 unless set)."""
        return self.weights.get(task, 1.0)

    def among(self, tasks: Collection[str]) -> Self:
        """These settings without what they say of any other task."""
        weights = {task: weight for task, weight in self.weights.items() if task in tasks}
        main = self.main_task if self.main_task in tasks else None
        return self.model_copy(update={"weights": weights, "main_task": main})


class GradientSettings(BalancingSettings):
    """Of the methods that compare the tasks' gradients."""

    promise: ClassVar[str] = (
        "Each step of the shared layers is as long as your faders alone would make it, so that methods compare; "
        "it is shorter only where the tasks' gradients nearly cancel."
    )

    every: int = Field(
        1,
        ge=1,
        le=100,
        title="Compare gradients every",
        description="Steps from one comparison of the gradients to the next; the weights hold in between.",
    )
    gradients: Literal["auto", "exact", "approximate"] = Field(
        "auto",
        title="Gradients compared",
        description="exact = of the shared weights; approximate = of what the shared layers give, which costs little.",
    )
