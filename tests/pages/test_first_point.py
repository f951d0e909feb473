"""Until the first point a look at a run waits for news, and draws nothing again that stands already."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pages.build.sections import live_run

QUEUED, READY, BEGUN = ("running", "building", 0.0), ("running", "training", 0.0), ("running", "training", 0.1)


@pytest.mark.parametrize(
    ("places", "glances"), [([QUEUED, READY], 2), ([READY, READY, READY, BEGUN], 4), ([READY], 1 + live_run._BLINKS)]
)
def test_a_look_waits_for_news_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, places: list[tuple[str, str, float]], glances: int
) -> None:
    seen: list[tuple[str, str, float]] = []

    def run(_: str) -> SimpleNamespace:
        seen.append(places[min(len(seen), len(places) - 1)])
        return SimpleNamespace(**dict(zip(("state", "phase", "epoch"), seen[-1], strict=True)))

    monkeypatch.setattr(live_run.server, "store", lambda: SimpleNamespace(run=run))
    monkeypatch.setattr(live_run.time, "sleep", lambda _: None)
    live_run._await_point("r")
    assert len(seen) == glances
