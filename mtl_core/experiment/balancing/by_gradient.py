"""The settings of the methods that compare the tasks' gradients; it knows no network."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import BalancingSettings, GradientSettings

_OWN_LENGTH = (
    "Steps of the shared layers are short where tasks pull against each other, and end where no step helps all."
)


class GradNormBalancing(GradientSettings):
    """GradNorm; Chen et al., ICML 2018."""

    title = "Equal training speed"
    sentence = "Learns weights under which tasks that lag behind pull harder at the shared layers."
    promise = BalancingSettings.promise

    kind: Literal["gradnorm"] = "gradnorm"
    alpha: float = Field(
        1.5, ge=0.0, le=5.0, title="Pull", description="How strongly tasks that lag behind are favoured."
    )
    learning_rate: float = Field(
        0.025,
        gt=0.0,
        le=1.0,
        title="Learning rate of the weights",
        description="How far the tasks' weights go at each step.",
    )


class PCGradBalancing(GradientSettings):
    """Projecting conflicting gradients; Yu et al., NeurIPS 2020."""

    title = "Remove conflicts pairwise"
    sentence = "Where two tasks pull against each other, each gives up what hurts the other."

    kind: Literal["pcgrad"] = "pcgrad"


class GradVacBalancing(GradientSettings):
    """Gradient vaccine; Wang et al., ICLR 2021."""

    title = "Gradient vaccine"
    sentence = "Turns each pair of tasks towards the agreement that it has had so far."

    kind: Literal["gradvac"] = "gradvac"
    beta: float = Field(
        0.5, gt=0.0, le=1.0, title="Memory rate", description="Share of the newest agreement in the running mean."
    )


class CAGradBalancing(GradientSettings):
    """Conflict-averse gradient descent; Liu et al., NeurIPS 2021."""

    title = "Avoid conflicts"
    sentence = "Stays near the mean direction but helps the task that it serves worst; you set how much."
    research = False

    kind: Literal["cagrad"] = "cagrad"
    aversion: float = Field(
        0.4,
        ge=0.0,
        le=10.0,
        title="Conflict aversion",
        description="0 = the plain mean; higher = worst task first.",
    )


class MGDABalancing(GradientSettings):
    """Multiple-gradient descent; Désidéri, Comptes Rendus 2012; Sener & Koltun, NeurIPS 2018."""

    title = "Steepest common descent"
    sentence = "Takes the shortest of all mixtures of the gradients: no task gets worse, the smallest gradient leads."
    promise = _OWN_LENGTH

    kind: Literal["mgda"] = "mgda"
    normalisation: Literal["none", "l2", "loss", "loss+"] = Field(
        "none", title="Divide gradients by", description="none; l2 = their length; loss = the loss; loss+ = both."
    )


class IMTLGradientBalancing(GradientSettings):
    """IMTL-G; Liu et al., ICLR 2021."""

    title = "Equal projections"
    sentence = "Finds the direction that has the same component along every task's gradient."

    kind: Literal["imtl_g"] = "imtl_g"


class AlignedBalancing(GradientSettings):
    """Aligned-MTL; Senushkin et al., CVPR 2023."""

    title = "Align the gradients"
    sentence = "Stretches the system of gradients until they are orthogonal and of one length."

    kind: Literal["aligned"] = "aligned"
    scale: Literal["min", "median", "rmse"] = Field(
        "min", title="Common length", description="Which singular value of the gradients becomes the length of all."
    )


class NashBalancing(GradientSettings):
    """Nash-MTL; Navon et al., ICML 2022."""

    title = "Bargain"
    sentence = "Treats the step as a bargain in which each task gains in proportion."

    kind: Literal["nash"] = "nash"


class FairGradBalancing(GradientSettings):
    """FairGrad; Ban & Ji, ICML 2024."""

    title = "Fair shares"
    sentence = "A bargain whose fairness you set, from the largest total to the worst task first."

    kind: Literal["fairgrad"] = "fairgrad"
    fairness: float = Field(
        1.0, ge=0.1, le=10.0, title="Fairness", description="1 = bargain; higher = nearer to the worst task first."
    )


class UPGradBalancing(GradientSettings):
    """UPGrad; Quinton & Rey 2024."""

    title = "No task may get worse"
    sentence = "Takes from each task's gradient only what hurts no other; recommended where tasks conflict."
    research = False

    kind: Literal["upgrad"] = "upgrad"


class DualProjBalancing(GradientSettings):
    """DualProj; Lopez-Paz & Ranzato, NeurIPS 2017."""

    title = "Mean without harm"
    sentence = "The nearest direction to the mean that makes no task worse; for many tasks."

    kind: Literal["dualproj"] = "dualproj"


class ConFIGBalancing(GradientSettings):
    """ConFIG; Liu et al., ICLR 2025."""

    title = "Equal angles"
    sentence = "The direction at the same angle to every task's gradient, longer where they agree."
    promise = _OWN_LENGTH

    kind: Literal["config"] = "config"


class DBMTLBalancing(GradientSettings):
    """Dual balancing; Lin et al. 2023."""

    title = "Dual balancing"
    sentence = "Logarithms of the losses, smoothed gradients, all as long as the longest."

    kind: Literal["db_mtl"] = "db_mtl"
    log_loss: bool = Field(True, title="Logarithm of the losses", description="Part of the method as published.")
    gradient_ema: float = Field(
        0.9, ge=0.0, le=0.99, title="Smoothing of gradients", description="Part of the method as published."
    )
    largest_ratio: float = Field(
        100.0,
        ge=1.0,
        le=1000.0,
        title="Largest factor",
        description="How many times a gradient may be lengthened, so that a solved task's noise stays small.",
    )
