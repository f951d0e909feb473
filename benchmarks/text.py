"""How long a training step of each text encoder takes, with and without XLA, beside Keras' ``model.fit``, and how long
100,000 reviews take from a CSV file to a network's arrays: ``python -m benchmarks.text``."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import keras
import numpy as np

from benchmarks.report import publish, table
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.networks import build
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.preparation.experiment_request import request_experiment
from mtl_core.preparation.preparing import columns, prepare_columns
from mtl_core.tables.intake.uploads import take_in
from mtl_core.text_encoders import TEXT_ENCODERS
from mtl_core.training import chunks
from mtl_core.training.data import Arrays
from mtl_core.training.engine import Engine

TOKENS, LENGTH, BATCH, UNITS = 10_000, 60, 64, 64
STEPS = 20  # in one measurement
REPEATS = 7
chunks.MOST_PLAIN = 1  # what is timed are the steps that follow once XLA has compiled
GOALS = {"average": 5, "cnn": 2, "lstm": 1, "gru": 1}
REVIEWS, WORDS = 100_000, 80  # to read, and the words of one on average


def main() -> None:
    """Measure the encoders asked for and publish the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    own = [name for name, encoder in TEXT_ENCODERS.items() if not encoder.preset]
    parser.add_argument("encoders", nargs="*", default=own, help="all that learn here, if none is named")
    rows = [measure(encoder) for encoder in parser.parse_args().encoders]
    head = ("encoder", "parameters", "`model.fit`", "ours", "ours, XLA", "times as fast", "goal", "graph", "XLA")
    text = (
        f"## A training step\n\nMilliseconds per step, medians of {REPEATS} × {STEPS} steps taken in turn: {TOKENS:,} "
        f"words drawn by Zipf's law, {LENGTH} tokens a text, {UNITS} units, batches of {BATCH}, one task; the last two "
        f"columns are the seconds before the first step is done, building and compiling included. XLA is used from 500 "
        f"steps on.\n\n{table(head, rows)}\n\n{reading()}"
    )
    publish("text", "Texts", text)


def measure(encoder: str) -> tuple[object, ...]:
    """One row of the table."""
    experiment, drawn = network(encoder)
    data = rows_of_text()
    plain, plain_first = ours(drawn, experiment, data, 10**12)
    xla, xla_first = ours(drawn, experiment, data, 0)
    runs = (keras_fit(drawn, data), plain, xla)
    times = [[run() * 1000 / STEPS for run in runs] for _ in range(REPEATS)]
    fit, graph, compiled = (statistics.median(column) for column in zip(*times, strict=True))
    goal = GOALS.get(encoder)
    return (
        encoder,
        f"{drawn.parameters:,}",
        *(f"{milliseconds:.2f}" for milliseconds in (fit, graph, compiled)),
        f"**{fit / compiled:.1f}**",
        f"≥ {goal}" if goal else "",
        f"{plain_first:.1f}",
        f"{xla_first:.1f}",
    )


def network(encoder: str) -> tuple[Experiment, Plan]:
    """One text for one yes-no task."""
    experiment = parse_experiment(
        {
            "columns": {"text": {"kind": "text"}, "y": {"kind": "yes_no"}},
            "tasks": [{"column": "y", "kind": "binary"}],
            "text": {"encoder": encoder, "units": UNITS, "embedding": UNITS},
            "training": {"batch_size": BATCH, "epochs": 10_000, "schedule": "constant"},
        }
    )
    column = InputColumn(id="c0", name="text", kind="text", tokens=TOKENS, length=LENGTH)
    return experiment, plan(experiment, [column], [OutputTask(id="t0", name="y", kind="binary", outputs=1)])


def rows_of_text() -> Arrays:
    """Texts of words as common as in language."""
    rng = np.random.default_rng(0)
    shape = (STEPS * BATCH, LENGTH)
    texts = np.minimum(rng.zipf(1.2, shape) + 1, TOKENS - 1).astype(np.int32)
    inputs = {
        "c0": texts,
        "numbers": np.zeros((len(texts), 0), np.float32),
        "categories": np.zeros((len(texts), 0), np.int32),
    }
    labels = (texts[:, 0] % 2).astype(np.float32)
    return Arrays(inputs, (labels,), (np.ones(labels.shape, bool),))


def keras_fit(drawn: Plan, data: Arrays) -> Callable[[], float]:
    """A function that trains an epoch as tutorials do, and tells its seconds."""
    model = build(drawn, seed=0)
    model.compile(keras.optimizers.AdamW(0.002), keras.losses.BinaryCrossentropy(from_logits=True), jit_compile=False)

    def run() -> float:
        began = time.perf_counter()
        model.fit({"c0": data.inputs["c0"]}, data.values[0], batch_size=BATCH, verbose=0)
        return time.perf_counter() - began

    run()
    return run


def ours(drawn: Plan, experiment: Experiment, data: Arrays, worth: int) -> tuple[Callable[[], float], float]:
    """The same with our engine, XLA compiling from ``worth`` steps on; and the seconds of its first step."""
    began = time.perf_counter()
    with patch("mtl_core.training.engine._STEPS_WORTH_COMPILING_TEXTS", worth):
        engine = Engine(drawn, build(drawn, 0), experiment, data, np.ones(1))
    state, order, totals = engine.start(), engine.order(0), np.zeros((3, 1))

    def run(steps: int = STEPS) -> float:
        nonlocal state
        began = time.perf_counter()
        state, _ = engine.run(state, order, 0, steps, np.ones(1), totals)
        return time.perf_counter() - began

    run(1)
    return run, time.perf_counter() - began


def reading() -> str:
    """100,000 made-up reviews from a file to arrays, for encoders that read words and for those that read pairs too."""
    rows = [(encoder, *(f"{seconds:.1f}" for seconds in read(encoder))) for encoder in ("lstm", "average")]
    head = ("encoder", "file to table, s", "vocabulary, s", "arrays, s", "**all, s**")
    return (
        f"## Reading\n\n{REVIEWS:,} made-up reviews of {WORDS} words on average, from a CSV file to the network's "
        f"arrays; goal: 60 s.\n\n{table(head, rows)}"
    )


def read(encoder: str) -> tuple[float, float, float, float]:
    """The seconds of the three parts, and of all."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "reviews.csv")
        write_reviews(source)
        times = [time.perf_counter()]
        dataset = take_in(source, source.name, Path(folder))
        times.append(time.perf_counter())
        experiment = request_experiment(
            dataset, ["liked"], [], None, ["columns.review.kind=text", f"text.encoder={encoder}"]
        )
        frame = dataset.values(experiment, columns(experiment))
        ready = prepare_columns(dataset, frame, experiment)
        times.append(time.perf_counter())
        ready.space.transform(frame)
        times.append(time.perf_counter())
    read, learnt, encoded = np.diff(times).tolist()
    return read, learnt, encoded, times[-1] - times[0]


def write_reviews(path: Path) -> None:
    """Sentences of 50,000 words as common as in language."""
    rng = np.random.default_rng(0)
    syllables = np.array(
        ["ba", "con", "de", "fil", "gro", "hu", "in", "ko", "lam", "mi", "no", "pre", "ru", "ster", "ta"]
    )
    words = ["".join(rng.choice(syllables, size)) for size in rng.integers(1, 5, 50_000)]
    lengths = np.maximum(1, rng.poisson(WORDS, REVIEWS))
    drawn = np.minimum(rng.zipf(1.2, lengths.sum()), len(words)) - 1
    with path.open("w", encoding="utf-8") as file:
        file.write("review,liked\n")
        for number, review in enumerate(np.split(drawn, np.cumsum(lengths)[:-1])):
            file.write(f'"{" ".join(words[word] for word in review).capitalize()}.",{"yes" if number % 3 else "no"}\n')


if __name__ == "__main__":
    main()
