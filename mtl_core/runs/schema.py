"""The tables of the store, as SQLAlchemy sees them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 7  # a newer one may only add tables
metadata = MetaData()

versions = Table("versions", metadata, Column("version", Integer, primary_key=True))

datasets = Table(
    "datasets",
    metadata,
    Column("owner", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("columns", Integer, nullable=False),
    Column("added", Float, nullable=False),
    Column("used", Float, nullable=False),
    Column("deleted", Float),
)

drafts = Table(
    "drafts",
    metadata,
    Column("owner", String, primary_key=True),
    Column("workspace_id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("step", Integer, nullable=False),  # the one shown; later ones can be redone
)

draft_steps = Table(
    "draft_steps",
    metadata,
    Column("owner", String, primary_key=True),
    Column("workspace_id", String, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("dataset_id", String, nullable=False),
    Column("experiment", Text),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("number", Integer, nullable=False),  # among all of its owner's, by which they are listed; shown is `numbers`
    Column("key", String),  # a second create_run with it finds this run
    Column("name", Text, nullable=False),
    Column("dataset_id", String, nullable=False),
    Column("experiment", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("phase", String, nullable=False, default=""),
    Column("sentence", Text, nullable=False, default=""),
    Column("epoch", Float, nullable=False, default=0.0),
    Column("epochs", Integer, nullable=False),
    Column("kept_epoch", Integer),
    Column("summary", Text),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("finished", Float),
    Column("deleted", Float),
    Column("ticket", Integer, nullable=False),  # place in the queue
    Column("worker_id", String),  # the last that claimed it
    Column("lease_epoch", Integer, nullable=False, default=0),  # raised at every claim and sweep
    Column("heartbeat_seq", Integer, nullable=False, default=0),
    Column("heartbeat_time", Float),
    UniqueConstraint("owner", "key"),
    UniqueConstraint("owner", "number"),
    ForeignKeyConstraint(["owner", "dataset_id"], ["datasets.owner", "datasets.id"]),
    Index("runs_by_state", "state", "ticket"),
)

numbers = Table(
    "numbers",
    metadata,
    Column("run_id", String, primary_key=True),  # a row outlives its run, so that no number is given twice
    Column("owner", String, nullable=False),
    Column("table_name", Text, nullable=False),  # not its id: a table that was read anew goes on counting
    Column("number", Integer, nullable=False),
    UniqueConstraint("owner", "table_name", "number"),
)

compared_runs = Table(
    "compared_runs",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("comparison_id", String, nullable=False, index=True),
    Column("group", String, nullable=False),
)

parents = Table(
    "parents",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("parent_id", String, nullable=False),  # the run whose network it extends by a task
    Column("frozen", Boolean, nullable=False),  # whether all of that network stays as it is
)

marks = Table(
    "marks",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("starred", Boolean, nullable=False),
    Column("keywords", Text, nullable=False),
    Column("note", Text, nullable=False),
)

wanted_twins = Table(
    "wanted_twins",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),  # learn its tasks alone after it
)

searches = Table(
    "searches",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("trials", Integer),  # how long the run seeks better settings; None = not bounded by it
    Column("minutes", Float),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("time", Float, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("epoch", Float),
    Column("body", Text, nullable=False),
    Column("time", Float, nullable=False),
    Index("events_by_kind", "run_id", "kind", "seq"),
)

commands = Table(
    "commands",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("body", Text, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("id", String, primary_key=True),
    Column("host", String, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("pid_start", String, nullable=False),
    Column("run_id", String),  # the one run that it claimed; None = waiting
)
