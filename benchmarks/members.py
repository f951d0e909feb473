"""What it costs that a network is many: the time of a training step with more members beside that of a single one."""

from __future__ import annotations

import argparse

from benchmarks.engine import RUNS, case, engine_run, medians
from benchmarks.report import publish, table
from benchmarks.threads import run_apart, use
from mtl_core.plan import plan

_MEMBERS = (1, 4, 8, 16)
_ROWS = 6_400


def measure() -> str:
    """Trunks of two layers at several widths and batches, each with several numbers of members, taken in turns."""
    lines = []
    for units, batch_size in ((64, 32), (128, 32), (64, 256)):
        drawn, experiment, rows = case(batch_size, units=units, rows=_ROWS, dropout=0.1)
        epochs = []
        for members in _MEMBERS:
            changed = experiment.with_changes({"sharing.members": members})
            epochs.append(engine_run(plan(changed, drawn.inputs, drawn.tasks), changed, rows)[0])
        single, *many = medians(*epochs)
        times = (f"{single / speed:.1f}" for speed in many)
        lines.append([units, batch_size, f"{1000 / single:.3f}", *times])
    head = [f"{members} members, times that" for members in _MEMBERS[1:]]
    return table(["units", "batch", "single, ms/step", *head], lines)


def main() -> None:
    """Measure and publish."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int)
    wanted = parser.parse_args()
    if wanted.threads:
        use(wanted.threads)
        print(measure())
        return
    told = (
        f"Trunk of two layers, two heads, {_ROWS:,} rows × 10 numbers, medians of {RUNS} runs. Goal: 8 members take at "
        "most 3 times as long at 64 units, batch 32."
    )
    parts = [told, *(f"## Threads: {threads}\n\n{run_apart('members', threads)}" for threads in (1, 2))]
    publish("members", "Members", "\n\n".join(parts))


if __name__ == "__main__":
    main()
