"""What is known of a table, as frozen values: how it was read, each column, what could be predicted."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from mtl_core.column_kinds import COLUMN_KINDS, ColumnTraits
from mtl_core.experiment import ColumnKind, TaskKind
from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.wording import format_count

Format = Literal["csv", "xlsx", "parquet", "json", "lines", "conll", "zip"]
Storage = Literal["number", "integer", "text", "boolean", "date"]
MissingMarkers = Literal["by column", "in numbers", "everywhere", "nowhere"]
Choice = bool | int | str


class ProfileValue(BaseModel):
    """A frozen group of facts, JSON both ways."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Histogram(ProfileValue):
    """How a column's values are spread: bins of numbers and dates, or the commonest labels."""

    edges: tuple[float, ...] = Field((), description="One more than counts; dates in seconds since 1970.")
    labels: tuple[str, ...] = Field((), description="The commonest labels, each with its count.")
    counts: tuple[int, ...]
    rest: int = Field(0, description="Cells of all labels that are not listed.")


class StandIn(ProfileValue):
    """A number that may stand for a missing value, and in how many cells it does."""

    number: float
    cells: int


class Spelling(ProfileValue):
    """A label in several spellings, which differ in capitals alone: the commonest of them, and others."""

    label: str
    others: tuple[str, ...]


class ColumnProfile(ProfileValue):
    """One column of a table, with the reason for its kind."""

    name: str
    kind: ColumnKind
    reason: str
    storage: Storage
    missing: int
    format: ColumnFormat = Field(AS_WRITTEN, description="How its cells are written in the file.")
    unique: int
    stand_ins: tuple[StandIn, ...] = Field((), description="Numbers such as -999 that may stand for missing values.")
    spellings: tuple[Spelling, ...] = Field((), description="Labels that are written in several ways.")
    examples: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    histogram: Histogram | None = None
    separator: str | None = Field(None, description="The sign between the labels of a cell, where cells hold several.")
    tokens: str | None = Field(None, description="The column whose tokens have a tag each in the cells of this one.")

    @property
    def traits(self) -> ColumnTraits:
        """What its kind says of it."""
        return COLUMN_KINDS[self.kind]


class TargetProposal(ProfileValue):
    """A column that could be predicted; rank 0 comes first. Earlier versions told more of it."""

    model_config = ConfigDict(extra="ignore")

    column: str
    kind: TaskKind
    reason: str
    rank: int


class ReadingOptions(ProfileValue):
    """How to read a file; None leaves that decision to the reading."""

    format: Format | None = None
    member: str | None = Field(None, description="The file of an archive that is read.")
    encoding: str | None = None
    delimiter: str | None = None
    skip_lines: int | None = Field(None, ge=0, le=100, description="Rows that stand above the table.")
    header: bool | None = Field(None, description="Whether the first row holds the names.")
    header_rows: int | None = Field(None, ge=1, le=2, description="How many rows hold the names, if any does.")
    footer: Literal["keep", "drop"] | None = Field(None, description="Totals and notes below the table.")
    last_column: Literal["drop", "keep"] | None = Field(None, description="An empty one that has no name.")
    sheet: str | None = None
    nested: Literal["skip", "text"] | None = Field(None, description="Columns of lists and structures.")
    decimal: Literal[".", ","] | None = None
    thousands: Literal["", ",", ".", " ", "'"] | None = Field(None, description='Between digits; "" for none.')
    missing_markers: MissingMarkers | None = Field(None, description='Where words such as "NA" count as missing.')
    day_first: bool | None = Field(None, description="Whether 01/02/2024 is 1 February.")


class Decision(ProfileValue):
    """One decision of the reading: a field of ReadingOptions, what it became and what else it could be."""

    field: str
    value: Choice
    reason: str
    alternatives: tuple[Choice, ...] = ()
    told: bool = Field(False, description="Said unasked, since it changes or leaves out what stands in the file.")


class Rejected(ProfileValue):
    """A row that could not be read, where it stands in the file."""

    line: int
    reason: str
    text: str


class ReadingReport(ProfileValue):
    """Everything that was decided and found while a file was read."""

    options: ReadingOptions = Field(description="The options asked for; the rest was decided.")
    decisions: tuple[Decision, ...] = ()
    rows: int = 0
    rejected: tuple[Rejected, ...] = Field((), description="The first rows that could not be read.")
    num_rejected: int = 0
    renamed: dict[str, str] = Field(default_factory=dict, description="New name of a column: its name in the file.")
    notes: tuple[str, ...] = ()

    @property
    def loss(self) -> str:
        """What of the file is not in the table, in a sentence; empty where all of it is."""
        if not self.num_rejected:
            return ""
        first = self.rejected[0]
        template = (
            "The file has {rows} that cannot be read, left out of the table (the first at line {line:,}: {reason})."
        )
        rows = format_count(self.num_rejected, "row", "rows")
        return template.format(rows=rows, line=first.line, reason=first.reason)

    @property
    def losses(self) -> tuple[str, ...]:
        """What the reading left out or changed, or may have read wrongly, a sentence each."""
        told = (decision.reason for decision in self.decisions if decision.told)
        renamed = (
            f'Column "{old.strip()}" is called "{new}" here.' for new, old in self.renamed.items() if old.strip()
        )
        return (*([self.loss] if self.loss else []), *told, *self.notes, *renamed)


class Found(ProfileValue):
    """What a file turned out to be, besides the table itself."""

    format: Format
    rows: int
    columns: tuple[ColumnProfile, ...]
    report: ReadingReport
    proposals: tuple[TargetProposal, ...]
