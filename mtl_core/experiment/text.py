"""How texts are read."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.settings import Settings
from mtl_core.text_encoders import EncoderKind


class Text(Settings):
    """How texts are cut into tokens, and the layers that read them; each text column has its own."""

    encoder: EncoderKind = Field("average", title="Text encoder", description="What reads the tokens of a text.")
    preset: str = Field(
        "",
        max_length=1_000,
        title="Pretrained encoder",
        description="Its name in the folder of presets, or the folder that it is in.",
    )
    fine_tune: bool = Field(
        False,
        title="Fine-tune",
        description="Let the pretrained encoder learn on, at a hundredth of the learning rate. Slow.",
    )
    units: int = Field(64, ge=1, le=1024, title="Encoder width", description="Units of the encoder's own layers.")
    embedding: int = Field(64, ge=1, le=1024, title="Word vector", description="Numbers that stand for a token.")
    dropout: float = Field(0.5, ge=0.0, le=0.9, title="Word dropout", description="Share of tokens silenced at a step.")
    linear: bool = Field(
        False,
        title="Linear part",
        description="Whether what words say to each task directly, and other columns beside the texts, is also fitted "
        "by itself, as in ridge or logistic regression; how much of that counts is chosen on validation rows.",
    )
    spelling: bool = Field(
        False,
        title="Spelling",
        description="Whether words that are tagged also enter by their first and last letters and their shape, which "
        "words that were never seen share with others.",
    )
    tokens: Literal["auto", "words", "characters", "spaces"] = Field(
        "auto",
        title="Tokens",
        description="Auto takes characters where the script writes no spaces. Tags of tokens always go by spaces.",
    )
    lowercase: bool = Field(True, title="Lower case", description="Read capitals as small letters.")
    vocabulary: int = Field(
        20_000, ge=1, le=200_000, title="Vocabulary", description="Tokens with a vector of their own, at most."
    )
    min_count: int = Field(
        1, ge=1, le=1_000, title="Least count", description="Times that a token must occur for a vector of its own."
    )
    percentile: float = Field(
        98.0, ge=1.0, le=100.0, title="Kept whole", description="Percent of the training texts that are not cut."
    )
    longest: int = Field(256, ge=1, le=4096, title="Longest text", description="Words kept of one text, at most.")
