"""The settings of the methods that look at losses alone; it knows no network."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import BalancingSettings

_RATIO = Field(
    10.0,
    ge=1.0,
    le=1000.0,
    title="Largest ratio",
    description="How many times another task's weight a weight may be, so that a solved task does not take all.",
)


class EqualBalancing(BalancingSettings):
    """The weights that a person sets, and nothing else: ``w_t`` times the normalised loss of task ``t``."""

    title = "Balanced by you"
    sentence = "Every task counts as much as its weight says; the hardest rule to beat."
    research = False

    kind: Literal["equal"] = "equal"


class UncertaintyBalancing(BalancingSettings):
    """Uncertainty weighting; Kendall et al., CVPR 2018."""

    title = "Learn the weights"
    sentence = "Tasks whose answers stay uncertain count less; good where the losses differ in size."
    research = False

    kind: Literal["uncertainty"] = "uncertainty"
    learning_rate: float = Field(
        0.025,
        gt=0.0,
        le=1.0,
        title="Learning rate of the weights",
        description="How far the tasks' weights go at each step.",
    )
    largest_ratio: float = _RATIO


class DWABalancing(BalancingSettings):
    """Dynamic weight average; Liu et al., CVPR 2019."""

    title = "Slow tasks get more"
    sentence = "Each epoch, tasks whose loss falls more slowly than the others' get more weight."

    kind: Literal["dwa"] = "dwa"
    temperature: float = Field(
        2.0, ge=0.1, le=20.0, title="Temperature", description="The higher, the more equal the weights."
    )


class RLWBalancing(BalancingSettings):
    """Random loss weighting; Lin et al., TMLR 2022."""

    title = "Random weights"
    sentence = "New random weights at every step: what any clever method has to beat."

    kind: Literal["rlw"] = "rlw"


class GLSBalancing(BalancingSettings):
    """Geometric loss strategy; Chennupati et al., CVPR workshops 2019."""

    title = "Scale-free product"
    sentence = "Lowers the product of the losses, so that their sizes do not matter."

    kind: Literal["gls"] = "gls"
    largest_ratio: float = _RATIO


class IMTLLossBalancing(BalancingSettings):
    """IMTL-L; Liu et al., ICLR 2021."""

    title = "Bring all losses to one size"
    sentence = "Learns a factor for each task that brings its loss to 1."

    kind: Literal["imtl_l"] = "imtl_l"
    learning_rate: float = Field(
        0.025,
        gt=0.0,
        le=1.0,
        title="Learning rate of the weights",
        description="How far the tasks' weights go at each step.",
    )
    largest_ratio: float = _RATIO


class STCHBalancing(BalancingSettings):
    """Smooth Tchebycheff scalarisation; Lin et al., ICML 2024."""

    title = "Worst task first"
    sentence = "Works on the task that is furthest behind; your weights decide what behind means."
    research = False

    kind: Literal["stch"] = "stch"
    smoothness: float = Field(
        1.0, ge=0.01, le=10.0, title="Smoothness", description="The lower, the more the worst task alone decides."
    )
    warm_up: int = Field(
        4, ge=0, le=100, title="Warm-up", description="Epochs before one whose losses become the reference."
    )


class FAMOBalancing(BalancingSettings):
    """Fast adaptive multitask optimization; Liu et al., NeurIPS 2023."""

    title = "Fast adaptive"
    sentence = "Looks at each batch again after the step and favours the tasks that gained least."

    kind: Literal["famo"] = "famo"
    learning_rate: float = Field(
        0.025,
        gt=0.0,
        le=1.0,
        title="Learning rate of the weights",
        description="How far the tasks' weights go at each step.",
    )
    decay: float = Field(
        0.001, ge=0.0, le=0.1, title="Decay", description="How strongly the weights are pulled back to equal ones."
    )
