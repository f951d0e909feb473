"""How the app feels: click on Train to the first curve point, clicks while training, memory of the web process.

A real Chromium drives a fresh server. The first point is seen by the browser, so the worker's start, the reading,
the store and the page's polling are all in it; the spare worker is warm, the sample is open, and no twins of an earlier
run train beside it.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, expect

from benchmarks.report import publish, table
from tests.end_to_end.browser import ROOT, Server, click, launched, settled, widget
from tests.end_to_end.steps import menu, open_sample, points, set_number, state

_SAMPLES = ("wine", "health", "posts")
_STARTS = 5
_ROUNDS = 6
_PAGES = ("Data", "Tasks", "Network", "Evaluate", "Export", "Runs", "Train")
# Seconds from the next click, counted by the browser, to a point of another run than the one that is shown: looking
# from outside, again and again, takes processor time from what is measured.
_DRAWN = """() => { window.spent = new Promise(done => addEventListener("click", () => {
  const inside = root => [root, ...[...root.querySelectorAll("*")].map(e => e.shadowRoot).filter(Boolean)]
  const all = (key, what) => [...document.querySelectorAll(`.st-key-${key}`)].flatMap(inside)
    .flatMap(root => [...root.querySelectorAll(what)])
  const run = () => all("status_bar", "*").map(e => e.textContent.trim()).find(t => /^Run \\d+$/.test(t)) ?? ""
  const points = () => all("curves", "section.curve")[0]?.querySelectorAll("path.line") ?? []
  const drawn = () => [...points()].reduce((n, p) => n + (p.getAttribute("d") ?? "").split(/[ML]/).length - 1, 0)
  const [before, shown, began] = [run(), drawn() || Infinity, performance.now()]
  const look = () => run() !== before && 0 < drawn() && drawn() < shown
    ? done((performance.now() - began) / 1000) : setTimeout(look, 20)
  look()
}, { capture: true, once: true })) }"""
# Seconds from the next click, counted by the browser at each frame: to the title of a page, and to the script's end.
_TIMED = """name => { window.spent = new Promise(done => addEventListener("click", () => {
  const began = performance.now(), seconds = () => (performance.now() - began) / 1000
  let titled = null
  const look = () => {
    const shown = [...document.querySelectorAll("[data-testid=stMain] h1")].some(h => h.textContent.trim() === name)
    if (shown) titled ??= seconds()
    const { testScriptState } = document.querySelector("[data-testid=stApp]").dataset
    return shown && testScriptState === "notRunning" ? done([titled, seconds()]) : requestAnimationFrame(look)
  }
  look()
}, { capture: true, once: true })) }"""


def main() -> None:
    """Measure and publish."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        expect.set_options(timeout=60_000)
        workspace = Path(folder) / "workspace"
        environment = {"MTL_WORKSPACE": str(workspace), "MTL_TWIN_SECONDS": "0"}
        with Server(ROOT / "app.py", Path(folder) / "log.txt", environment) as server:
            starts = {sample: _first_points(browser, server.url, sample) for sample in _SAMPLES}
            memory = _resident(server.process.pid)
            page = open_sample(browser, server.url, "health")
            titles, rests = zip(*_clicks(page), strict=True)
    rows = [
        *(
            (f"Click on Train to the first curve point, {sample}, warm spare", *_spread(seconds), "≤ 1,200 ms")
            for sample, seconds in starts.items()
        ),
        ("Click in the menu to the page's title, while training", *_spread(titles), "median ≤ 300 ms"),
        ("The same to the end of all that the click sets off", *_spread(rests), ""),
    ]
    text = table(("what", "median", "slowest", "times measured", "goal"), rows)
    publish(
        "responsiveness", "Responsiveness", f"{text}\n\nWeb process with one session: {memory:.0f} MB (goal ≤ 200)."
    )


def _first_points(browser: Browser, url: str, sample: str) -> list[float]:
    """Seconds to the first point, several times."""
    page = open_sample(browser, url, sample)
    seconds = [_first_point(page) for _ in range(_STARTS)]
    page.close()
    return seconds


def _first_point(page: Page) -> float:
    """Seconds from the click to the first point of the new run, trained with the settings as they are proposed."""
    menu(page, "Train")
    settled(page)
    time.sleep(20)  # until the next spare worker is warm
    page.evaluate(_DRAWN)
    click(page, "train_start")
    seconds = float(page.evaluate("window.spent"))
    expect(state(page)).to_contain_text("Finished")
    return seconds


def _set_long(page: Page) -> None:
    """Ask for more epochs than will be trained."""
    settings = widget(page, "train_settings")
    if not settings.get_by_role("spinbutton").first.is_visible():
        settings.locator("summary").click()
    set_number(page, "training_epochs", 10_000)
    set_number(page, "training_patience", 0)


def _clicks(page: Page) -> list[tuple[float, float]]:
    menu(page, "Train")
    settled(page)
    _set_long(page)
    click(page, "train_start")
    while points(page) < 2:
        page.wait_for_timeout(50)
    return [_click(page, name) for _ in range(_ROUNDS) for name in _PAGES]


def _click(page: Page, name: str) -> tuple[float, float]:
    """Seconds until the page of that name has its title, and until its script has come to an end."""
    page.evaluate(_TIMED, name)
    page.get_by_test_id("stTopNavLink").get_by_text(name, exact=True).click()
    titled, rested = page.evaluate("window.spent")
    time.sleep(0.5)
    return titled, rested


def _resident(pid: int) -> float:
    """Megabytes of memory in use by a process."""
    return float(psutil.Process(pid).memory_info().rss / 1e6)


def _spread(seconds: Sequence[float]) -> tuple[str, str, int]:
    milliseconds = [1000 * value for value in seconds]
    return f"{statistics.median(milliseconds):,.0f} ms", f"{max(milliseconds):,.0f} ms", len(milliseconds)


if __name__ == "__main__":
    main()
